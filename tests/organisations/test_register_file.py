"""From the downloaded file to its text."""

import hashlib
import io

import pytest

from ratusz.organisations import register_file
from ratusz.organisations.register_file import RegisterRefused, read_text
from tests.organisations.terc import SMALL_ROWS, csv_of, zip_of

CSV = csv_of(SMALL_ROWS)
NAME = "TERC_Urzedowy_2026-01-01__csv"


def refusal(file) -> RegisterRefused:
    with pytest.raises(RegisterRefused) as caught:
        read_text(file)
    return caught.value


def test_a_path_an_open_file_and_a_zip_give_the_same_text(tmp_path):
    plain, packed = tmp_path / "TERC_Urzedowy.csv", tmp_path / "TERC_Urzedowy.zip"
    plain.write_bytes(CSV)
    packed.write_bytes(zip_of(**{NAME: CSV}))
    texts = [read_text(plain), read_text(str(plain)), read_text(io.BytesIO(CSV)), read_text(packed)]
    assert len(set(texts)) == 1
    assert texts[0].sha256 == hashlib.sha256(CSV).hexdigest()
    assert texts[0].text.startswith("WOJ;")


def test_a_file_without_the_byte_order_mark_is_read():
    assert read_text(io.BytesIO(CSV[3:])).text == read_text(io.BytesIO(CSV)).text


def test_another_encoding_is_refused_with_its_line():
    broken = read_text(io.BytesIO(CSV)).text.encode("cp1250")
    refused = refusal(io.BytesIO(broken))
    assert (refused.line, "UTF-8" in refused.fault) == (2, True)


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    assert "nie-ma.csv" in refusal(tmp_path / "nie-ma.csv").fault
    assert str(tmp_path) in refusal(tmp_path).fault
    assert "odczytać" in refusal("a\0b").fault


@pytest.mark.parametrize("data", [b"", b"\r\n \r\n"])
def test_an_empty_file_is_refused(data):
    assert refusal(io.BytesIO(data)).fault == "Plik jest pusty."


def test_a_file_far_too_large_is_refused():
    zeros = bytes(register_file.MAX_BYTES + 1)
    packed = zip_of(**{NAME: zeros})
    assert len(packed) < 100_000
    for file in (io.BytesIO(zeros), io.BytesIO(packed)):
        assert "20 MB" in refusal(file).fault


@pytest.mark.parametrize("edition", ["Adresowy", "Statystyczny"])
def test_the_name_of_another_edition_is_noticed(edition, tmp_path):
    file = tmp_path / f"TERC_{edition}_2026-01-01.csv"
    file.write_bytes(CSV)
    assert edition in refusal(file).fault
    assert "„Urzędowy”" in refusal(io.BytesIO(zip_of(**{f"TERC_{edition}__csv": CSV}))).advice


def test_a_zip_must_hold_one_csv_file():
    assert "0." in refusal(io.BytesIO(zip_of(TERC__xml=b"<teryt/>"))).fault
    refused = refusal(io.BytesIO(zip_of(a__csv=CSV, b__csv=CSV)))
    assert "2." in refused.fault
    assert refused.advice.startswith("Rozpakuj")


def test_a_damaged_zip_is_refused():
    packed = zip_of(**{NAME: CSV})
    for damaged in (packed[:-30], packed[:60] + b"\xff\xff\xff" + packed[63:], b"PK\x03\x04"):
        assert "ZIP" in refusal(io.BytesIO(damaged)).fault
