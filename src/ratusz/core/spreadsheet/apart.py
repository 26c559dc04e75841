"""Reads the workbook on standard input and writes its rows as JSON. A process of its own: `workbook` starts it.

A workbook of 5 kB with something in two opposite corners makes the reader ask for 500 GB, and one text may stand
in a million cells. An allocation that fails ends the whole process: better this one, which has bounds, than the
one that serves everybody. It imports nothing of ours, so that it starts at once.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import python_calamine as calamine

MEMORY = 1024**3
SECONDS = 20
MAX_TEXT = 50_000_000


class Refused(Exception):
    """Args: the reason (one of those of `Unreadable`), its facts."""


def main() -> None:
    max_rows, max_columns = map(int, sys.argv[1:])
    _bound(resource.RLIMIT_AS, MEMORY)
    _bound(resource.RLIMIT_CPU, SECONDS)
    _bound(resource.RLIMIT_CORE, 0)
    json.dump(answer(sys.stdin.buffer.read(), max_rows, max_columns), sys.stdout)


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def answer(content: bytes, max_rows: int, max_columns: int) -> dict[str, object]:
    """`lines`: the rows that hold anything, with their numbers, until there are too many; or a `fault`."""
    try:
        return {"lines": list(_lines(_sheet(content), max_rows, max_columns))}
    except Refused as refused:
        reason, facts = refused.args
        return {"fault": reason, "facts": facts}
    except MemoryError:
        return {"fault": "bomb", "facts": {}}
    except BaseException as fault:
        if not isinstance(fault, calamine.CalamineError | OSError) and type(fault).__name__ != "PanicException":
            raise
        return {"fault": "encrypted" if isinstance(fault, calamine.PasswordError) else "damaged", "facts": {}}


def _sheet(content: bytes) -> calamine.CalamineSheet:
    """The first sheet that people see."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    tables = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
    visible = [sheet for sheet in tables if sheet.visible == calamine.SheetVisibleEnum.Visible]
    if not tables:
        raise Refused("empty", {})
    return book.get_sheet_by_name((visible or tables)[0].name)


def _lines(sheet: calamine.CalamineSheet, max_rows: int, max_columns: int) -> Iterator[tuple[int, list[str]]]:
    """`iter_rows` begins with the first row of the sheet, but with the first column that holds anything."""
    _, left = sheet.start or (0, 0)
    length, first = 0, 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [""] * left + [_text(cell) for cell in row]
        if not any(map(str.strip, cells)):
            continue
        first = first or number
        length += sum(map(len, cells))
        if any(map(str.strip, cells[max_columns:])):
            raise Refused("too_many_columns", {"limit": max_columns})
        if length > MAX_TEXT:
            raise Refused("bomb", {})
        yield number, cells[:max_columns]
        if number - first > max_rows:
            return


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        digits = format(Decimal(repr(cell)), "f")
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds" if cell.second else "minutes")
    if isinstance(cell, time):
        return cell.isoformat("seconds" if cell.second else "minutes")
    if isinstance(cell, date | timedelta):
        return str(cell)
    return str(cell)


if __name__ == "__main__":
    main()
