"""Tables read from files that people send, and the files that are refused."""

import io
import re
import struct
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ratusz.core.spreadsheet import Table, Unreadable, apart, read_table, xlsx
from ratusz.core.spreadsheet.reading import MAX_BYTES, MAX_COLUMNS, MAX_ROWS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OFFICES = Table(("Nazwa", "NIP"), [("Urząd w Łaziskach", "1234563218"), ("Źródło", "")], 2)
TEXT = "Nazwa;NIP\r\nUrząd w Łaziskach;1234563218\r\nŹródło;\r\n"


def workbook(fill) -> bytes:
    """What XlsxWriter makes of `fill(book, first_sheet)`."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        fill(book, book.add_worksheet("Pierwszy"))
    return held.getvalue()


def cells(*placed) -> bytes:
    """A workbook with these cells: (row, column, value, *format)."""

    def fill(book, sheet):
        for row, column, value, *looks in placed:
            sheet.write(row, column, value, *(book.add_format({"num_format": look}) for look in looks))

    return workbook(fill)


def refused(content: bytes, name: str = "plik.xlsx") -> tuple[str, dict[str, object]]:
    with pytest.raises(Unreadable) as caught:
        read_table(name, content)
    return caught.value.reason, caught.value.facts


def repacked(content: bytes, **replaced: bytes) -> bytes:
    """The archive with some parts (by the last piece of their name) replaced or added."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, replaced.pop(name.rsplit("/")[-1].partition(".")[0], None) or old.read(name))
        for name, part in replaced.items():
            new.writestr(name, part)
    return held.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_csv_is_read_however_an_office_program_writes_it(encoding, separator, end):
    text = TEXT.replace("\r\n", end).replace(";", separator)
    assert read_table("urzedy.csv", text.encode(encoding)) == OFFICES


def test_csv_in_big_endian_utf_16_is_read():
    assert read_table("urzedy.txt", b"\xfe\xff" + TEXT.encode("utf-16-be")) == OFFICES


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('A;B\n"ul. Polna 5\r\n41-100; Siemianowice";"""x"""\n', [("ul. Polna 5\n41-100; Siemianowice", '"x"')]),
        ('A;B\nul. "Polna" 5;x\n', [('ul. "Polna" 5', "x")]),
        ("A;B\n1,5;2,5\n", [("1,5", "2,5")]),
        ("A, a;B, b\nx;y\n", [("x", "y")]),
        ("A, a, a;B\nx;y\n", [("x", "y")]),
        ("A;B\n x \u00a0;\ty\n", [("x", "y")]),
        ("A;B\nx\ny;;;\n", [("x", ""), ("y", "")]),
        ("A;B\n'=1;''+1\n'=;'x\n", [("=1", "'+1"), ("=", "'x")]),
        ("sep=,\nA,B\nx;,y\n", [("x;", "y")]),
        ("A\nx\n", [("x",)]),
        ("A;B\n", []),
    ],
)
def test_cells_of_a_csv_file(text, rows):
    assert read_table("x.csv", text.encode()).rows == rows


@pytest.mark.parametrize("make", [lambda rows: "\n".join(map(";".join, rows)).encode(), None], ids=["csv", "xlsx"])
def test_rows_keep_their_numbers_and_empty_ones_at_the_end_go(make):
    rows = [
        [],
        [" ", ""],
        ["", "Nazwa  urzędu\n(pełna)", "", "NIP"],
        [],
        ["", "x"],
        [],
        ["", "y", "", "1"],
        ["", " "],
        [],
    ]
    rows = [[cell.replace("\n", " ") if make else cell for cell in row] for row in rows]
    content = (
        make(rows) if make else cells(*((r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)))
    )
    table = read_table("x", content)
    assert table == Table(
        ("Nazwa urzędu (pełna)", "NIP"), [("", ""), ("x", ""), ("", ""), ("y", "1")], first_row_number=4
    )


def test_values_of_a_workbook_become_text():
    day, instant = date(2026, 3, 5), datetime(2026, 3, 5, 9, 30)
    placed = [
        *((0, column, letter) for column, letter in enumerate("ABCDEFGHIJK")),
        *((1, 0, 7), (1, 1, 1.5), (1, 2, 0.1 + 0.2), (1, 3, 1e20), (1, 4, True), (1, 5, " ą\r\nć ")),
        *((1, 6, day, "dd.mm.yyyy"), (1, 7, instant, "dd.mm.yyyy hh:mm"), (1, 8, time(9, 30), "hh:mm")),
        *((1, 9, "=1+1"), (1, 10, 41100, "00-000")),
    ]
    [row] = read_table("x.xlsx", cells(*placed)).rows
    assert row[:6] == ("7", "1.5", "0.3", "100000000000000000000", "TRUE", "ą\nć")
    assert row[6:] == ("2026-03-05", "2026-03-05 09:30", "09:30", "0", "41100")


def test_the_first_sheet_that_people_see_is_read():
    def fill(book, first):
        first.write(0, 0, "ukryty")
        first.hide()
        book.add_chartsheet("Wykres").set_chart(book.add_chart({"type": "bar"}))
        book.worksheets()[1].chart.add_series({"values": "=Pierwszy!$A$1"})
        book.add_worksheet("Drugi").write(0, 0, "widoczny")
        book.add_worksheet("Trzeci").write(0, 0, "dalszy")
        book.worksheets()[2].activate()

    assert read_table("x.xlsx", workbook(fill)).heading == ("widoczny",)


def test_what_it_is_decides_and_not_how_it_is_called():
    assert read_table("urzedy.xls", TEXT.encode()) == OFFICES
    assert read_table("urzedy.csv", xlsx(OFFICES.heading, OFFICES.rows, "Lista")) == OFFICES


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj",
        b"{\\rtf1 Urz",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\r\n<!doctype html><table>",
        "<?xml version='1.0'?>".encode("utf-16"),
        b"Urz\x81d;\x98\n",
        b"\xff\xfe\x00",
        OLE + "WordDocument".encode("utf-16-le"),
        repacked(xlsx(["A"], [], "L"), workbook=b"").replace(b"workbook.xml", b"content1.xml"),
    ],
    ids=["pdf", "rtf", "png", "html", "xml", "binary", "half UTF-16", "doc", "another archive"],
)
def test_what_is_no_table_is_refused(content):
    assert refused(content, "plik") == ("not_spreadsheet", {"name": "plik"})


def test_old_and_encrypted_workbooks_are_told_apart():
    assert refused(OLE + "Workbook".encode("utf-16-le")) == ("old_xls", {})
    assert refused(OLE + "Book".encode("utf-16-le")) == ("old_xls", {})
    assert refused(OLE + "EncryptedPackage".encode("utf-16-le")) == ("encrypted", {})
    packed = bytearray(xlsx(["A"], [], "Lista"))
    for header, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for found in re.finditer(re.escape(header), packed):
            packed[found.start() + flags] |= 1
    assert refused(bytes(packed)) == ("encrypted", {})


@pytest.mark.parametrize("content", [b"", b"\r\n \r\n", b"\xef\xbb\xbf", b";;\n;;\n", cells(), cells((3, 3, " "))])
def test_a_file_in_which_nothing_stands_is_empty(content):
    assert refused(content) == ("empty", {})


def test_damaged_files_are_refused():
    good = cells((0, 0, "A"))
    assert refused(good[:-40]) == ("damaged", {})
    assert refused(repacked(good, sheet1=b"<worksheet><sheetData><row><c")) == ("damaged", {})
    assert refused(b'A;B\nx;"y\nz;w\n', "x.csv") == ("damaged", {"row": 2})


def test_limits_of_rows_and_columns():
    full = ["A"] + ["x"] * MAX_ROWS
    assert len(read_table("x", "\n".join([*full, "", ";;"]).encode()).rows) == MAX_ROWS
    assert refused("\n".join([*full, "x"]).encode()) == ("too_many_rows", {"limit": MAX_ROWS})
    wide = [f"k{place}" for place in range(MAX_COLUMNS)]
    assert len(read_table("x", f"{';'.join(wide)};;".encode()).heading) == MAX_COLUMNS
    assert refused(";".join([*wide, "x"]).encode()) == ("too_many_columns", {"limit": MAX_COLUMNS})


def test_limits_of_rows_and_columns_in_a_workbook():
    assert len(read_table("x", cells((2, 0, "A"), (2 + MAX_ROWS, 0, "x"))).rows) == MAX_ROWS
    assert refused(cells((2, 0, "A"), (3 + MAX_ROWS, 0, "x"))) == ("too_many_rows", {"limit": MAX_ROWS})
    assert len(read_table("x", cells((0, MAX_COLUMNS - 1, "A"))).heading) == 1
    assert refused(cells((0, MAX_COLUMNS, "A"))) == ("too_many_columns", {"limit": MAX_COLUMNS})
    assert read_table("x", cells((0, 0, "A"), (0, MAX_COLUMNS, " "), (MAX_ROWS + 9, 0, " "))).rows == []


@pytest.mark.parametrize(
    ("heading", "fault"),
    [
        ("NIP;Nazwa;nip;NAZWA;Nazwa", ("duplicate_columns", {"names": ["nip", "NAZWA", "Nazwa"]})),
        (";Nazwa;;NIP", ("unnamed_columns", {"columns": ["A", "C"]})),
        ("Nazwa;NIP", ("unnamed_columns", {"columns": ["C", "D", "E"]})),
    ],
)
def test_a_heading_must_name_every_column_once(heading, fault):
    assert (
        refused(f"{heading}\na;b;c;d;e\n".encode() if ";;" not in heading else f"{heading}\na;b;c;d\n".encode())
        == fault
    )


def test_far_columns_are_named_as_a_spreadsheet_does():
    assert refused(f"A\nx{';' * 26}y{';' * 26}z".encode())[1] == {"columns": ["AA", "BA"]}


BOMB = ("bomb", {"megabytes": 50})


def test_what_is_too_large_is_not_looked_at():
    assert refused(b"x" * (MAX_BYTES + 1)) == ("too_large", {"megabytes": 10})


def test_a_bomb_is_recognised_before_anything_is_unpacked(monkeypatch):
    good = cells((0, 0, "A"))
    monkeypatch.setattr("ratusz.core.spreadsheet.workbook._read_apart", None)
    assert refused(repacked(good, media=bytes(51 * 1024**2))) == BOMB
    assert refused(repacked(good, media=bytes(3 * 1024**2))) == BOMB
    assert refused(repacked(good, **{f"part{number}": b"" for number in range(1_000)})) == BOMB


def test_a_workbook_that_would_fill_the_memory_ends_only_its_own_process():
    far_corner = cells((0, 0, "A"), (1_048_575, 16_383, "B"))
    assert len(far_corner) < 10_000
    assert refused(far_corner) == BOMB
    one_text_everywhere = cells((0, 0, "A"), *((row, 0, "x" * 32_000) for row in range(1, 2_000)))
    assert len(one_text_everywhere) < 50_000
    assert refused(one_text_everywhere) == BOMB


def test_a_directory_that_lies_about_sizes_gains_nothing():
    begins, ends = b'<row r="1"><c r="A1" t="inlineStr"><is><t>', b"</t></is></c></row>"
    sheet = b"<worksheet><sheetData>" + begins + b"x" * 60 * 1024**2 + ends + b"</sheetData></worksheet>"
    packed = repacked(cells((0, 0, "A")), sheet1=sheet)
    real, lie = struct.pack("<I", len(sheet)), struct.pack("<I", 1_000)
    assert packed.count(real) == 2
    assert refused(packed.replace(real, lie)) in (BOMB, ("damaged", {}))


def test_a_reader_that_cannot_start_is_not_blamed_on_the_file(monkeypatch, tmp_path):
    broken = tmp_path / "apart.py"
    broken.write_text("raise ImportError('no calamine')")
    monkeypatch.setattr(apart, "__file__", str(broken))
    with pytest.raises(RuntimeError, match="no calamine"):
        read_table("x.xlsx", cells((0, 0, "A")))


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_table_or_refused(content):
    try:
        table = read_table("plik", content)
    except Unreadable:
        return
    assert table.heading and all(len(row) == len(table.heading) for row in table.rows)


GOOD = xlsx(["A", "B"], [["x", 1.5], [date(2026, 3, 5), True]], "Lista")


@given(st.data())
def test_a_workbook_with_wrong_bytes_is_read_or_refused(data):
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
        part = bytearray(archive.read(name))
    for place in data.draw(st.lists(st.integers(0, len(part) - 1), min_size=1, max_size=5)):
        part[place] = data.draw(st.integers(0, 255))
    answer = apart.answer(repacked(GOOD, **{name.rsplit("/")[-1].partition(".")[0]: bytes(part)}), 100, 100)
    assert answer.get("fault", "read") in ("read", "damaged", "empty", "bomb", "too_many_columns")
