"""From the file that somebody sent to a table of text: its heading and the rows below."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ratusz.core.spreadsheet import separated, workbook
from ratusz.core.spreadsheet.cells import unguarded
from ratusz.core.spreadsheet.unreadable import Unreadable

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"

Line = tuple[int, list[str]]


@dataclass(frozen=True)
class Table:
    """All cells as text; every row is as long as the heading. `rows[0]` is row `first_row_number` of the file."""

    heading: tuple[str, ...]
    rows: list[tuple[str, ...]]
    first_row_number: int


def read_table(name: str, content: bytes) -> Table:
    """The first visible sheet of an XLSX file, or a CSV file, whatever the `name` says. Raises Unreadable.

    The heading is the first row that holds anything. Numbers are written with a dot (1.5) and no needless zeros,
    dates as in ISO 8601 (2026-03-05, 2026-03-05 09:30), booleans TRUE and FALSE, formulas as their last result.
    Cells lose surrounding blanks and the apostrophe that our own files put before what looks like a formula.
    Empty rows between others stay, so that rows can be counted; columns without a name and content do not.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable("too_large", megabytes=MAX_BYTES // 1024**2)
    filled = _filled(_lines(name, content))
    number, heading = next(filled, (0, []))
    if not number:
        raise Unreadable("empty")
    return _table(heading, _rows(filled, number), number + 1)


def _lines(name: str, content: bytes) -> Iterable[Line]:
    """The rows of the file with their numbers."""
    if content.startswith(OLE):
        raise workbook.why_not(name, content)
    if content.startswith(ZIP):
        return workbook.lines(name, content, MAX_ROWS, MAX_COLUMNS)
    return separated.lines(name, content)


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    """The rows that hold anything, as far as they do."""
    for number, cells in lines:
        row = [unguarded(cell).strip().replace("\r\n", "\n") for cell in cells]
        while row and not row[-1]:
            row.pop()
        if len(row) > MAX_COLUMNS:
            raise Unreadable("too_many_columns", limit=MAX_COLUMNS)
        if row:
            yield number, row


def _rows(filled: Iterable[Line], heading_number: int) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, row in filled:
        if number - heading_number > MAX_ROWS:
            raise Unreadable("too_many_rows", limit=MAX_ROWS)
        rows += [[] for _ in range(number - heading_number - 1 - len(rows))]
        rows.append(row)
    return rows


def _table(heading: list[str], rows: list[list[str]], first_row_number: int) -> Table:
    names = [" ".join(name.split()) for name in heading]
    names += [""] * (max(map(len, rows), default=0) - len(names))
    named = [place for place, name in enumerate(names) if name]
    _refuse_names(names, rows)
    cells = [tuple(row[place] if place < len(row) else "" for place in named) for row in rows]
    return Table(tuple(names[place] for place in named), cells, first_row_number)


def _refuse_names(names: list[str], rows: list[list[str]]) -> None:
    nameless = [place for place, name in enumerate(names) if not name]
    used = [place for place in nameless if any(place < len(row) and row[place] for row in rows)]
    if used:
        raise Unreadable("unnamed_columns", columns=[_letters(place) for place in used])
    folded = [name.casefold() for name in names]
    twice = [name for place, name in enumerate(names) if name and folded[place] in folded[:place]]
    if twice:
        raise Unreadable("duplicate_columns", names=list(dict.fromkeys(twice)))


def _letters(place: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
