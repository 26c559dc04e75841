"""The rows of a CSV file, in whichever encoding and with whichever separator an office program wrote it."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from ratusz.core.spreadsheet.unreadable import Unreadable

SEPARATORS = ";,\t"
SAMPLE = 20
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
OTHER_FORMATS = ("<", "%PDF-", "{\\rtf", "%!PS")
_HINT = re.compile(r"sep=([;,\t])(?:\r\n|\r|\n)", re.IGNORECASE)


def lines(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, as a spreadsheet program counts them. Raises Unreadable."""
    text = _decoded(name, content)
    if "\0" in text or text.lstrip().startswith(OTHER_FORMATS):
        raise Unreadable("not_spreadsheet", name=name)
    hint = _HINT.match(text)  # Excel's own way to name the separator; it shows no such row
    separator = hint[1] if hint else _separator(text)
    return _parsed(text[hint.end() if hint else 0 :], separator)


def _decoded(name: str, content: bytes) -> str:
    """Windows-1250 is tried last: hardly any bytes are not it."""
    for encoding in ("utf-16",) if content.startswith(UTF_16) else ("utf-8-sig", "cp1250"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("not_spreadsheet", name=name)


def _separator(text: str) -> str:
    """The one that cuts the first rows into columns most evenly; when in doubt, the Polish semicolon."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[bool, int]:
    whole, widths = True, set[int]()
    try:
        widths.update(len(row) for _, row in islice(_parsed(text, separator), SAMPLE) if row)
    except Unreadable:
        whole = False
    return whole and len(widths) == 1 and widths != {1}, max(widths, default=0)


def _parsed(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, row in enumerate(rows, start=1):
            yield number, row
    except csv.Error as fault:
        raise Unreadable("damaged", row=number + 1) from fault
