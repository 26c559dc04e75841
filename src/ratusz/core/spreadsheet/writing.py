"""A list as CSV or XLSX: opens in Excel and LibreOffice as it is, and calculates nothing."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from ratusz.core.spreadsheet.cells import guarded, harmless, iso, local

LONGEST_TEXT = 32_767
EXACT_INTEGERS = 10**15
FIRST_DAY = date(1900, 1, 1)
MOST_ROWS = 1_048_575
A4 = 9
NOTHING_BY_ITSELF = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS = {
    "heading": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "text": {"num_format": "@"},
    "date": {"num_format": "yyyy-mm-dd"},
    "instant": {"num_format": "yyyy-mm-dd hh:mm"},
}
LONGEST_AS_TEXT_FORMAT = 255  # Excel shows a longer text in a cell of the text format as ####


class _Echo:
    """Hands back what the csv writer would write."""

    def write(self, line: str) -> str:
        return line


def csv_lines(heading: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Line by line: semicolons, every cell quoted, a byte-order mark in front (for Excel), no live formulas."""
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield "\ufeff" + str(writer.writerow([harmless(cell) for cell in heading]))
    for row in rows:
        yield str(writer.writerow([harmless(cell) for cell in row]))


def xlsx(
    heading: Sequence[object],
    rows: Iterable[Iterable[object]],
    sheet_name: str,
    widths: Sequence[int] | None = None,
) -> bytes:
    """A workbook of one sheet, its heading frozen and with filters. `widths` of the columns are in characters.

    Numbers, dates and booleans keep their type; instants are shown as of Warsaw; every text stays text (codes keep
    their zeros) and is guarded as in CSV, so that it stays harmless when the workbook is saved as CSV. A text longer
    than a cell can hold ends with an ellipsis. Raises OverflowError when a sheet cannot hold so many rows.
    """
    held = io.BytesIO()
    with TemporaryDirectory() as folder:  # the rows wait on disk, not in memory; nothing of them stays there
        options = {**NOTHING_BY_ITSELF, "constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(held, options) as book:
            _fill(book, heading, rows, book.add_worksheet(_permitted(sheet_name)), widths)
    return held.getvalue()


def _fill(
    book: Any, heading: Sequence[object], rows: Iterable[Iterable[object]], sheet: Any, widths: Sequence[int] | None
) -> None:
    formats = {name: book.add_format(looks) for name, looks in FORMATS.items()}
    for column, title in enumerate(heading):
        sheet.set_column(column, column, widths[column] if widths else _width(str(title)))
        sheet.write_string(0, column, harmless(title), formats["heading"])
    last = 0
    for last, row in enumerate(rows, start=1):
        if last > MOST_ROWS:
            raise OverflowError(f"a sheet holds {MOST_ROWS} rows")
        for column, cell in enumerate(row):
            _write(sheet, (last, column), cell, formats)
    _lay_out(sheet, last, len(heading) - 1)


def _write(sheet: Any, place: tuple[int, int], cell: object, formats: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(*place, cell)
    elif isinstance(cell, int | float | Decimal) and -EXACT_INTEGERS < cell < EXACT_INTEGERS:
        sheet.write_number(*place, cell)
    elif isinstance(cell, datetime) and local(cell).date() >= FIRST_DAY:
        sheet.write_datetime(*place, local(cell), formats["instant"])
    elif isinstance(cell, date) and not isinstance(cell, datetime) and cell >= FIRST_DAY:
        sheet.write_datetime(*place, cell, formats["date"])
    else:
        text = _within_a_cell(iso(cell) if isinstance(cell, date) else guarded(str(cell)))
        sheet.write_string(*place, text, formats["text"] if len(text) <= LONGEST_AS_TEXT_FORMAT else None)


def _lay_out(sheet: Any, last_row: int, last_column: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last_row, last_column)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _within_a_cell(text: str) -> str:
    """Excel counts in units of UTF-16."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * LONGEST_TEXT - 2].decode("utf-16-le", "ignore") + "…"


def _width(title: str) -> int:
    return max(12, min(40, len(title) + 4))


def _permitted(sheet_name: str) -> str:
    """Excel takes 31 characters and not all of them."""
    return re.sub(r"[\[\]:*?/\\]", "-", sheet_name)[:31].strip("' ") or "1"
