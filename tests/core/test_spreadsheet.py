"""Lists as files: nothing is calculated, types stay types, and what was written can be read."""

import csv
import io
import tempfile
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ratusz.core.spreadsheet import csv_lines, harmless, read_table, xlsx
from ratusz.core.spreadsheet.cells import unguarded
from tests.cast import on

LIVE = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")
BLANKS = ("", " ", "\u00a0", "\ufeff", "\u200b", " \u2060")
BEGINNINGS = [f"{blank}{sign}" for blank in BLANKS for sign in LIVE]
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
CELLS = st.one_of(TEXTS, st.builds("".join, st.tuples(st.text("'", max_size=3), st.sampled_from(BEGINNINGS), TEXTS)))


def csv_file(heading, rows) -> bytes:
    return "".join(csv_lines(heading, rows)).encode()


def cells_of(workbook: bytes) -> list[list[object]]:
    """The rows below the heading, with their types."""
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()[1:]


def part(workbook: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read(name).decode()


@given(CELLS)
def test_no_text_begins_like_a_formula(text):
    shown = harmless(text)
    assert not shown.lstrip("".join(BLANKS)).startswith(LIVE)
    assert shown in (text, f"'{text}")
    assert unguarded(shown) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+48 600", "-5 °C", "@SUM(A1)", " =1", "\u200b=1", "\t=1", "|calc", "%1", "'=1"]
)
def test_what_a_program_would_run_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ósmy", "5-6", "a=1", "'s-Hertogenbosch", "'"])
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        *((None, ""), (-5, "-5"), (1.5, "1,5"), (2.0, "2"), (Decimal("10.50"), "10,5"), (1e-7, "0,0000001")),
        *((1e20, "100000000000000000000"), (0, "0"), (100, "100"), (True, "TRUE"), (False, "FALSE")),
        *((date(2026, 3, 5), "2026-03-05"), (on("2026-03-05", "9:30"), "2026-03-05 09:30")),
        *((datetime(2026, 7, 1, 8, 0, tzinfo=UTC), "2026-07-01 10:00"), (datetime(2026, 7, 1, 8), "2026-07-01 08:00")),
    ],
)
def test_numbers_and_days_are_written_for_a_polish_spreadsheet(cell, text):
    assert harmless(cell) == text


def test_a_csv_file_opens_in_polish_excel():
    rows = ([name, count] for name, count in (("Łódź; śródmieście", 3), ('ul. "Polna"\n5', None)))
    assert csv_file(["Nazwa", "=Liczba"], rows).decode() == (
        "\ufeff" + '"Nazwa";"\'=Liczba"\r\n"Łódź; śródmieście";"3"\r\n"ul. ""Polna""\n5";""\r\n'
    )


def test_a_csv_file_is_written_while_it_is_read():
    given_out = []
    lines = csv_lines(["A"], (given_out.append(n) or [n] for n in range(3)))
    next(lines), next(lines)
    assert given_out == [0]


def test_types_stay_types_in_a_workbook():
    day, instant = date(2026, 3, 5), on("2026-03-05", "9:30")
    row = ["0123", 7, -1.5, Decimal("2.25"), True, day, instant, None, "https://x.example", "1e5", "{=1}"]
    [read] = cells_of(xlsx(["?"] * len(row), [row], "Lista"))
    naive = datetime(2026, 3, 5, 9, 30)
    assert read == ["0123", 7.0, -1.5, 2.25, True, day, naive, "", "https://x.example", "1e5", "{=1}"]
    assert [type(cell) for cell in read[:5]] == [str, float, float, float, bool]


def test_a_workbook_calculates_and_links_nothing():
    text = ["=1+1", "@SUM(A1)", "+48", "-x", "http://zly.example", "mailto:a@b.example"]
    file = xlsx(["=1", "b", "c", "d", "e", "f"], [text], "Lista")
    sheet = part(file, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet and "hyperlink" not in sheet
    assert cells_of(file) == [["'=1+1", "'@SUM(A1)", "'+48", "'-x", *text[4:]]]


def test_what_a_workbook_cannot_hold_exactly_is_held_as_text():
    row = [10**17 + 1, date(1899, 12, 31), datetime(1066, 10, 14, 9, 0), "ą" * 40_000, "😀" * 40_000]
    [read] = cells_of(xlsx(list("abcde"), [row], "Lista"))
    assert read[:3] == ["100000000000000001", "1899-12-31", "1066-10-14 09:00"]
    assert read[3:] == ["ą" * 32_766 + "…", "😀" * 16_383 + "…"]


def test_the_heading_stays_in_sight_and_has_filters():
    sheet = part(xlsx(["Nazwa", "NIP"], [["a", "b"]] * 3, "Lista", widths=[40, 12]), "xl/worksheets/sheet1.xml")
    assert '<autoFilter ref="A1:B4"/>' in sheet
    assert 'state="frozen"' in sheet and 'topLeftCell="A2"' in sheet
    assert 'min="1" max="1" width="40.7' in sheet and 'min="2" max="2" width="12.7' in sheet
    assert cells_of(xlsx(["Nazwa"], [], "Lista")) == []


@pytest.mark.parametrize(
    ("wanted", "held"), [("Zgłoszenia 1/2026: [A]?", "Zgłoszenia 1-2026- -A--"), ("x" * 40, "x" * 31), ("''", "1")]
)
def test_a_sheet_name_is_made_permissible(wanted, held):
    assert CalamineWorkbook.from_filelike(io.BytesIO(xlsx(["A"], [], wanted))).sheet_names == [held]


def test_no_row_stays_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def broken():
        yield ["Anna"]
        assert list(tmp_path.rglob("*")), "rows wait on the disk"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        xlsx(["Imię"], broken(), "Lista")
    assert list(Path(tmp_path).rglob("*")) == []


def test_more_rows_than_a_sheet_holds_are_an_error(monkeypatch):
    monkeypatch.setattr("ratusz.core.spreadsheet.writing.MOST_ROWS", 2)
    with pytest.raises(OverflowError):
        xlsx(["A"], [["a"]] * 3, "Lista")


@given(
    st.lists(st.tuples(CELLS, CELLS), max_size=5).filter(
        lambda rows: not any("\0" in cell for row in rows for cell in row)
    )
)
def test_what_was_written_as_csv_can_be_read(rows):
    file = csv_file(["A", "B"], rows)
    assert [row for row in read_table("lista.csv", file).rows if any(row)] == as_read(rows)
    again = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(again) == len(rows) + 1


def test_what_was_written_as_xlsx_can_be_read():
    rows = [(text, f"x{text}") for text in [*BEGINNINGS, "'=1", "''", "_x0041_", "a\x0bb", "ą\nć", "😀", "&amp;<b>"]]
    assert list(read_table("lista.xlsx", xlsx(["A", "B"], rows, "Lista")).rows) == as_read(rows)


def as_read(rows) -> list[tuple[str, ...]]:
    """Cells lose surrounding blanks, and no empty row is compared."""
    stripped = [tuple(cell.strip().replace("\r\n", "\n") for cell in row) for row in rows]
    return [row for row in stripped if any(row)]
