"""Reading the register TERC: what becomes a unit, and which files are refused at which line."""

from collections import Counter
from datetime import date

import pytest

from ratusz.organisations.register import POLAND, Expected, Unit, read
from ratusz.organisations.register_file import RegisterRefused
from tests.organisations.terc import DAY, FULL_SIZE, HEADER, SMALL, SMALL_ROWS, SMALL_STEMS, csv_of, replaced


def text_of(rows, **options) -> str:
    return csv_of(rows, **options).decode("utf-8-sig")


def refusal(text: str, expected: Expected = SMALL) -> RegisterRefused:
    with pytest.raises(RegisterRefused) as caught:
        read(text, expected)
    return caught.value


def test_only_units_of_self_government_are_read():
    register = read(text_of(SMALL_ROWS), SMALL)
    assert (register.as_of, register.rows) == (date(2026, 1, 1), 15)
    assert [unit.stem for unit in register.units] == SMALL_STEMS


def test_a_city_with_powiat_rights_is_one_unit_by_its_gmina_row():
    katowice = [unit for unit in read(text_of(SMALL_ROWS), SMALL).units if unit.name == "Katowice"]
    assert katowice == [Unit("246901", "Katowice", "city", "", "śląskie")]
    assert katowice[0].code == "2469011"


def test_a_gmina_knows_its_powiat_and_a_voivodship_is_in_lower_case():
    units = {unit.code: unit for unit in read(text_of(SMALL_ROWS), SMALL).units}
    assert units["2404032"] == Unit("240403", "Janów", "rural", "częstochowski", "śląskie")
    assert units["2404083"] == Unit("240408", "Koniecpol", "urban_rural", "częstochowski", "śląskie")
    assert units["2404"] == Unit("2404", "częstochowski", "county", "", "śląskie")
    assert units["02"] == Unit("02", "dolnośląskie", "voivodship", "", "dolnośląskie")


@pytest.mark.parametrize("data", FULL_SIZE.values(), ids=FULL_SIZE.keys())
def test_the_whole_of_poland_in_2026(data):
    kinds = Counter(unit.kind for unit in read(data.decode("utf-8-sig")).units)
    assert kinds == {"voivodship": 16, "county": 314, "city": 66, "urban": 236, "rural": 1453, "urban_rural": 724}


def test_the_header_of_older_files_is_known_too():
    older = HEADER.replace("NAZWA_DOD", "NAZDOD")
    assert len(read(text_of(SMALL_ROWS, header=older), SMALL).units) == 10


def test_line_ends_do_not_matter():
    text = text_of(SMALL_ROWS)
    assert read(text.replace("\r\n", "\n"), SMALL) == read(text, SMALL)


def test_a_file_without_its_last_empty_line_was_cut():
    refused = refusal(text_of(SMALL_ROWS).removesuffix("\r\n"))
    assert (refused.line, "urwany" in refused.fault) == (17, True)


DAMAGES = {
    "a row cut short": ([("24;04;03", "24;04;03;2;Jan")], 11, "Liczba pól"),
    "a row with a field too many": ([("24;04;03", "24;04;03;2;Janów;;gmina wiejska")], 11, "Liczba pól"),
    "an empty line inside": ([("24;04;03", "24;04;03;2;Janów;gmina wiejska;2026-01-01\r\n\r\n24;04;03")], 11, "pól"),
    "the same code twice": (
        [("24;04;03", "24;04;03;2;Janów;gmina wiejska\n24;04;03;2;Janów;gmina wiejska")],
        12,
        "11",
    ),
    "a type that does not exist": ([("24;04;03", "24;04;03;7;Janów;gmina wiejska")], 11, "RODZ = 7"),
    "a type and another description": ([("24;04;03", "24;04;03;2;Janów;gmina miejska")], 11, "gmina miejska"),
    "zeros lost in a spreadsheet": ([("02;01;;", "2;1;;;bolesławiecki;powiat")], 3, "arkusz"),
    "a gmina without a type": ([("24;04;03", "24;04;03;;Janów;gmina wiejska")], 11, "niepełny"),
    "a type without a gmina": ([("24;04;03", "24;04;;2;Janów;gmina wiejska")], 11, "niepełny"),
    "a gmina without a powiat": ([("24;04;03", "24;;03;2;Janów;gmina wiejska")], 11, "niepełny"),
    "digits of another script": ([("24;04;03", "24;04;٠٣;2;Janów;gmina wiejska")], 11, "dwucyfrowych"),
    "no name": ([("24;04;03", "24;04;03;2;;gmina wiejska")], 11, "pusta"),
    "a name that lost its letters": ([("24;04;03", "24;04;03;2;Jan�w;gmina wiejska")], 11, "uszkodzona"),
    "a name with a control character": ([("24;04;03", "24;04;03;2;Jan\x07ów;gmina wiejska")], 11, "Jan?ów"),
    "a name without an end": ([("24;04;03", f"24;04;03;2;{'Janów' * 50};gmina wiejska")], 11, "uszkodzona"),
    "no voivodship": ([("24;;;;", None)], 9, "województwa 24"),
    "no powiat": ([("24;04;;;", None)], 10, "powiatu 2404"),
    "an urban-rural gmina without its town": ([("24;04;08;4", None)], 12, "240408"),
    "an urban-rural gmina without its rural area": ([("24;04;08;5", None)], 12, "240408"),
    "a gmina of two types": (
        [("24;04;03", "24;04;03;2;Janów;gmina wiejska\n24;04;03;1;Janów;gmina miejska")],
        11,
        "240403",
    ),
    "a city of another name": ([("24;69;01", "24;69;01;1;Chorzów;gmina miejska")], 16, "2469011"),
    "a rural gmina in a city": ([("24;69;01", "24;69;01;2;Katowice;gmina wiejska")], 16, "2469012"),
    "two gminas in a city": (
        [("24;69;01", "24;69;01;1;Katowice;gmina miejska\n24;69;02;1;Katowice;gmina miejska")],
        15,
        "Katowice",
    ),
    "a district outside a city": ([("24;04;03", "24;04;03;9;Janów;delegatura")], 11, "2404039"),
    "a powiat without gminas": ([("02;01;02", None), ("02;01;01", None)], 3, "0201"),
    "a voivodship without powiats": (
        [("24;04;;;", "24;04;;;częstochowski;powiat\n26;;;;ŚWIĘTOKRZYSKIE;województwo")],
        11,
        "26",
    ),
}


@pytest.mark.parametrize(("changes", "line", "words"), DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file_is_refused_with_its_line(changes, line, words):
    refused = refusal(text_of(replaced(*changes)))
    assert refused.line == line
    assert words in refused.fault
    assert refused.reason.startswith(f"Wiersz {line}: ")
    assert "„Urzędowy”" in refused.reason


@pytest.mark.parametrize("day", ["2026-1-1", "2026-02-30", "01.01.2026", "", "2026-01-01T00:00"])
def test_a_day_that_is_none_is_refused(day):
    assert refusal(text_of(SMALL_ROWS, day=day)).line == 2


def test_all_rows_have_one_day():
    text = text_of(SMALL_ROWS).replace("Janów;gmina wiejska;2026", "Janów;gmina wiejska;2025")
    refused = refusal(text)
    assert (refused.line, "2025-01-01" in refused.fault, DAY in refused.fault) == (11, True, True)


def test_the_edition_for_addresses_lacks_urban_rural_gminas():
    refused = refusal(text_of(replaced(("24;04;08;3", None))))
    assert "„Adresowy”" in refused.fault
    assert "w wydaniu „Urzędowy”" in refused.advice


def test_the_edition_for_addresses_lacks_cities_with_districts():
    refused = refusal(text_of(replaced(("02;64;01", None))))
    assert "„Adresowy”" in refused.fault
    assert "Wrocław" in refused.fault


HEADERS = {
    "XML": ("<?xml version='1.0'?><teryt>", "XML"),
    "localities": ("WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA;SYM;SYMPOD;STAN_NA", "SIMC / ULIC"),
    "kinds of localities": ("RM;NAZWA_RM;STAN_NA", "WMRODZ"),
    "commas": (HEADER.replace(";", ","), HEADER),
    "prose": ("Szanowni Państwo", HEADER),
}


@pytest.mark.parametrize(("header", "words"), HEADERS.values(), ids=HEADERS.keys())
def test_another_file_is_recognised_by_its_first_line(header, words):
    refused = refusal(text_of(SMALL_ROWS, header=header))
    assert refused.line == 1
    assert words in refused.fault


def test_a_header_alone_is_no_register():
    assert refusal(f"{HEADER}\r\n\r\n").line == 1


def test_counts_must_be_plausible():
    refused = refusal(text_of(SMALL_ROWS), POLAND)
    assert "województw" in refused.fault
    few = Expected(SMALL.voivodships, SMALL.counties, SMALL.cities, range(100, 200))
    assert "Gminy: 6. Powinno być od 100 do 199." in refusal(text_of(SMALL_ROWS), few).fault


@pytest.mark.parametrize("data", FULL_SIZE.values(), ids=FULL_SIZE.keys())
def test_a_register_without_its_last_tenth_is_refused_even_if_the_end_looks_right(data):
    text = data.decode("utf-8-sig")
    cut = text[: text.rindex("\r\n", 0, len(text) * 9 // 10)]
    refusal(f"{cut}\r\n\r\n", POLAND)
