"""All organisations for those who keep the registry: the list, its filters, and the sheet."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratusz.core.spreadsheet import read_table
from ratusz.organisations.models import Organisation
from tests.cast import read
from tests.organisations.keepers import NIP, REGON, registered, roads
from tests.registry import fill_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-001-D1")]
LIST, SHEET = "/administrator/organizacje/", "/administrator/organizacje/xlsx/"
HEADING = (
    *("OID", "Nazwa", "Rodzaj", "Stan", "Jednostka samorządu", "Kod TERYT", "NIP", "REGON", "Ulica i numer"),
    *("Kod pocztowy", "Miejscowość", "Telefon", "E-mail", "Strona internetowa", "Dane kompletne"),
    *("Osoba do kontaktu", "Użytkownicy kompletni", "Liczba użytkowników"),
)


@pytest.fixture
def oliwia(cast, signed_in, today):
    return signed_in(cast.oliwia)


def sheet(page):
    table = read_table("x.xlsx", page.content)
    assert table.heading == HEADING
    return [dict(zip(table.heading, row, strict=True)) for row in table.rows]


def test_the_sheet_holds_what_the_registry_holds(cast, oliwia):
    fill_in(cast.office, by=cast.anna)
    made = registered(cast.ewa, cast.units.siemianowice, cast.oliwia, website="https://mzd.example")
    page = oliwia.get(SHEET)
    rows = {row["OID"]: row for row in sheet(page)}

    assert page["Content-Disposition"] == 'attachment; filename="organizacje.xlsx"'
    assert len(rows) == Organisation.objects.count()
    assert tuple(rows[made.oid].values()) == (
        *(made.oid, "Miejski Zarząd Dróg", "zarząd dróg", "zarejestrowana", "Siemianowice Śląskie", "2474011", NIP),
        *(REGON, "ul. Drogowa 1", "41-100", "Siemianowice Śląskie", "32 765 43 21", "mzd@urzad.example"),
        *("https://mzd.example", "tak", "tak", "tak", "1"),
    )
    office = [rows[cast.office.oid][name] for name in ("Kod TERYT", *HEADING[-4:])]
    assert office == ["2474011", "tak", "tak", "tak", "1"]
    assert (rows[cast.other_office.oid]["Dane kompletne"], rows[cast.other_office.oid]["NIP"]) == ("nie", "")
    assert rows[cast.units.organiser.oid]["Kod TERYT"] == ""


def test_the_sheet_is_the_filtered_list(cast, oliwia):
    made = roads(cast.units.siemianowice)

    assert [row["OID"] for row in sheet(oliwia.get(SHEET, {"rodzaj": "roads"}))] == [made.oid]
    assert [row["OID"] for row in sheet(oliwia.get(SHEET, {"q": REGON}))] == [made.oid]
    assert sheet(oliwia.get(SHEET, {"stan": "refused"})) == []
    assert f'href="{SHEET}?rodzaj=roads"' in oliwia.get(LIST, {"rodzaj": "roads"}).text


def test_no_cell_is_a_formula(cast, oliwia):
    roads(cast.units.siemianowice, name='=HYPERLINK("https://zly.example")', street="+48 1", city="@SUM(A1)")
    page = oliwia.get(SHEET, {"rodzaj": "roads"})
    parts = zipfile.ZipFile(io.BytesIO(page.content))
    inside = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))

    assert "<f>" not in inside and "'=HYPERLINK" in inside and "'@SUM(A1)" in inside
    assert sheet(page)[0]["Nazwa"] == '=HYPERLINK("https://zly.example")'


def test_the_number_of_queries_does_not_grow(cast, oliwia):
    oliwia.get(LIST)
    few = [queries_of(oliwia, address) for address in (LIST, SHEET)]
    for n in range(60):
        roads(cast.units.siemianowice, name=f"Zarząd {n}", regon="", nip="")

    assert [queries_of(oliwia, address) for address in (LIST, SHEET)] == few
    assert len(sheet(oliwia.get(SHEET))) > 60


def queries_of(browser, address):
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def test_what_is_missing_can_be_asked_for(cast, oliwia):
    fill_in(cast.office, by=cast.anna)
    lacking = read(oliwia.get(LIST, {"brak": "contact"}))

    assert cast.other_office.oid in lacking and cast.office.oid not in lacking
    assert [row["OID"] for row in sheet(oliwia.get(SHEET, {"q": "Siemianowice", "brak": "contact"}))] == []


@pytest.mark.parametrize("who", ["anna", "filip", "ewa"])
@pytest.mark.parametrize("page", [LIST, SHEET])
def test_for_others_these_pages_do_not_exist(cast, signed_in, today, who, page):
    assert signed_in(getattr(cast, who)).get(page).status_code == 404


def test_a_stranger_is_asked_to_sign_in(cast, client):
    assert client.get(SHEET).url.startswith("/konto/logowanie/")
