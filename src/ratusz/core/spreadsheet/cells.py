"""One cell as text: such that no spreadsheet program calculates it, and back."""

import re
from datetime import date, datetime
from decimal import Decimal

from ratusz.core.terms import WARSAW

# What a program would run, also behind blanks and marks that nobody sees. The apostrophes before it are counted
# with it, so that one more can be added and taken away again whatever the text was.
_LIVE = re.compile(r"'*[\s\ufeff\u200b-\u200f\u2060]*[\x00-\x1f=+\-@|%＝＋－＠]")


def harmless(cell: object) -> str:
    """The text of a cell. One that a spreadsheet program would run as a formula gets an apostrophe in front.

    Numbers and dates are never formulas: they are written as a Polish spreadsheet reads them (1,5; 2026-03-05;
    2026-03-05 09:30 in Warsaw). None is an empty cell.
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float | Decimal):
        return plain_number(cell).replace(".", ",")
    if isinstance(cell, date):
        return iso(cell)
    return guarded("" if cell is None else str(cell))


def guarded(text: str) -> str:
    return f"'{text}" if _LIVE.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` added."""
    return text[1:] if text.startswith("'") and _LIVE.match(text) else text


def plain_number(number: float | Decimal) -> str:
    """All its digits, no exponent and no fraction of zeros: 1.5, 2, 100000000000000000000."""
    digits = format(Decimal(str(number)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def iso(day: date) -> str:
    """2026-03-05, or for an instant its minute in Warsaw: 2026-03-05 09:30."""
    return local(day).isoformat(" ", "minutes") if isinstance(day, datetime) else day.isoformat()


def local(instant: datetime) -> datetime:
    """Wall-clock time in Warsaw, without a zone: cells know none."""
    return instant.astimezone(WARSAW).replace(tzinfo=None) if instant.tzinfo else instant
