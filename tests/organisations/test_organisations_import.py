"""R-001-D1: a list of organisations from a file: every row is judged first, and nothing changes before that."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratusz.core.spreadsheet import read_table, xlsx
from ratusz.core.verdict import Refused
from ratusz.correspondence.models import Message
from ratusz.history import record as history
from ratusz.organisations import actions
from ratusz.organisations.forms.judging import judge
from ratusz.organisations.models import Organisation, OrganisationImport, Revision
from ratusz.organisations.rules import importing
from ratusz.organisations.rules.registry import COMPLETE
from tests.cast import NOW, read
from tests.faults.test_races import at_once, kinds, somebody
from tests.organisations.keepers import NIP, REGON, registered, roads, waiting
from tests.registry import fill_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-001-D1")]
PAGE = "/administrator/organizacje/import/"
HEADING = [names[0] for names in importing.COLUMNS.values()]
GOOD = {
    "oid": "",
    "name": "Powiatowy Zarząd Dróg",
    "kind": "zarząd dróg",
    "code": "2474011",
    "nip": "643-176-14-22",
    "regon": "242637141",
    "street": "ul. Drogowa 1",
    "postcode": "41100",
    "city": "Siemianowice Śląskie",
    "phone": "32 765 43 21",
    "email": "PZD@urzad.example",
    "website": "pzd.example",
}


@pytest.fixture
def oliwia(cast, signed_in, today):
    return signed_in(cast.oliwia)


def row(**changed):
    return {**GOOD, **changed}


def uploaded(cast, *rows, heading=HEADING):
    cells = [list(one.values()) for one in rows]
    return actions.receive("lista.xlsx", heading, enumerate(cells, start=2), by=cast.oliwia, at=NOW)


def judged(cast, *rows):
    return judge(uploaded(cast, *rows)).rows


def take_over(upload, by, skip=False, at=NOW):
    seen = judge(upload).fingerprint()
    return actions.take_over(upload, judge, seen=seen, skip=skip, by=by, at=at)


def file(*rows, heading=HEADING, name="lista.xlsx"):
    return SimpleUploadedFile(name, xlsx(heading, [list(one.values()) for one in rows], "Lista"))


# ---- what the file says ----


@pytest.mark.parametrize(
    ("code", "stems"),
    [
        ("2474011", ("247401",)),
        ("247401", ("024740", "247401")),
        ("2417", ("2417",)),
        ("417", ("0417", "417")),
        ("24", ("24",)),
        ("", ()),
        ("24x", ()),
        ("²417", ()),
        ("24740111", ()),
    ],
)
def test_codes_lead_to_units(code, stems):
    assert importing.stems(code) == stems


def test_columns_are_known_by_their_names():
    found = importing.columns(["NAZWA", "oid", "Kod teryt", "City", "Notatki", "Miejscowosc"])

    assert found.places == {"name": 0, "oid": 1, "code": 2, "city": 3}
    assert (found.ignored, found.twice) == (("Notatki",), ("Miejscowosc",))


def test_a_sheet_may_hold_what_no_database_does(cast, today):
    upload = uploaded(cast, row(name="Zarząd\0 Dróg"))
    assert judge(upload).rows[0].fields["name"] == ("", "Zarząd Dróg")


# ---- judging ----


def test_a_good_row_becomes_a_new_organisation(cast, today):
    [one] = judged(cast, row())

    assert (one.outcome, one.problems, one.number) == ("new", [], 2)
    after = {name: pair[1] for name, pair in one.fields.items()}
    assert after == {
        "name": "Powiatowy Zarząd Dróg",
        "kind": "roads",
        "belongs_to": cast.units.siemianowice.pk,
        "nip": NIP,
        "regon": REGON,
        "street": "ul. Drogowa 1",
        "postcode": "41-100",
        "city": "Siemianowice Śląskie",
        "phone": "+48327654321",
        "email": "pzd@urzad.example",
        "website": "https://pzd.example",
    }


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"name": ""}, "Nazwa: brak."),
        ({"kind": ""}, "Rodzaj: brak."),
        ({"code": ""}, "Kod TERYT: brak."),
        ({"regon": ""}, "REGON: brak."),
        ({"kind": "spółka"}, "Rodzaj: nie ma takiego. Do wyboru:"),
        ({"kind": "urząd"}, "Rodzaj: urzędów i organizatorów nie dodaje się"),
        ({"kind": "organizator programu"}, "Rodzaj: urzędów i organizatorów nie dodaje się"),
        ({"code": "9999"}, "Kod TERYT: nie ma jednostki"),
        ({"code": "brak"}, "Kod TERYT: nie ma jednostki"),
        ({"nip": "6431761423"}, "NIP: W tym numerze jest błąd"),
        ({"nip": "643"}, "NIP: Ten numer ma inną liczbę cyfr"),
        ({"regon": "242637142"}, "REGON: W tym numerze jest błąd"),
        ({"regon": "000000000"}, "REGON: Same zera"),
        ({"postcode": "4110"}, "Kod pocztowy: Wpisz kod pocztowy"),
        ({"phone": "12"}, "Telefon: Wpisz numer telefonu"),
        ({"email": "pzd@"}, "E-mail:"),
        ({"website": "to nie adres"}, "Strona internetowa:"),
        ({"name": "x" * 201}, "Nazwa:"),
        ({"street": "x" * 201}, "Ulica i numer:"),
        ({"oid": "R0000000"}, "OID: nie ma organizacji"),
        ({"oid": "dowolny"}, "OID: nie ma organizacji"),
    ],
)
def test_what_is_wrong_with_a_row(cast, today, changed, problem):
    [one] = judged(cast, row(**changed))

    assert one.outcome == "wrong"
    assert any(text.startswith(problem) for text in one.problems), one.problems


def test_all_problems_of_a_row_are_told_at_once(cast, today):
    [one] = judged(cast, row(name="", nip="1", email="x", code="99"))
    assert len(one.problems) == 4


def test_a_unit_that_is_no_more(cast, today):
    cast.units.czeladz.valid_to = cast.units.czeladz.valid_from
    cast.units.czeladz.save()
    [one] = judged(cast, row(code="2401021"))
    assert one.problems == ["Kod TERYT: tej jednostki samorządu już nie ma."]


def test_a_regon_that_is_registered_or_stands_twice(cast, today):
    there = roads(cast.units.czeladz)
    first, second, third = judged(cast, row(), row(regon="240000008"), row(regon="240 000 008"))

    assert first.problems == [f"REGON: ten numer ma już organizacja: Miejski Zarząd Dróg, {there.oid}"]
    assert second.problems == third.problems == ["REGON: ten numer jest w pliku więcej niż raz."]


def test_what_waits_or_was_merged_is_not_changed(cast, today):
    new = waiting(cast.ewa, cast.units.siemianowice)
    gone = roads(cast.units.siemianowice, regon="240000008", name="Drugi")
    stays = roads(cast.units.siemianowice, regon="240000014", name="Trzeci")
    actions.merge(gone, stays, by=cast.oliwia, at=NOW)
    empty = dict.fromkeys(GOOD, "")
    first, second = judged(cast, {**empty, "oid": new.oid}, {**empty, "oid": gone.oid})

    assert first.problems == ["OID: ta organizacja nie jest zarejestrowana."]
    assert second.problems == [f"OID: tę organizację scalono z inną. Użyj identyfikatora: {stays.oid}"]


def test_the_same_organisation_twice(cast, today):
    same = {**dict.fromkeys(GOOD, ""), "oid": cast.office.oid, "phone": "32 765 62 00"}
    assert {one.problems[0] for one in judged(cast, same, same)} == {
        "OID: ta organizacja jest w pliku więcej niż raz."
    }


def test_a_row_with_an_oid_changes_what_is_not_empty(cast, today):
    there = roads(cast.units.siemianowice)
    empty = dict.fromkeys(GOOD, "")
    [one] = judged(
        cast, {**empty, "oid": there.oid.lower(), "phone": "32 765 62 00", "kind": "Other budgetary unit"[:0]}
    )

    assert one.outcome == "change"
    assert one.fields == {"phone": ("+48327654321", "+48327656200")}


def test_what_stands_under_a_unit_may_move(cast, today):
    there = roads(cast.units.siemianowice)
    [one] = judged(cast, {**dict.fromkeys(GOOD, ""), "oid": there.oid, "code": "2401021", "kind": "municipal"})

    assert one.fields == {
        "kind": ("roads", "municipal"),
        "belongs_to": (cast.units.siemianowice.pk, cast.units.czeladz.pk),
    }


@pytest.mark.parametrize("changed", [{"kind": "zarząd dróg"}, {"code": "2401021"}])
def test_an_office_stays_the_office_of_its_unit(cast, today, changed):
    [one] = judged(cast, {**dict.fromkeys(GOOD, ""), "oid": cast.office.oid, **changed})
    assert one.problems == ["Rodzaju i jednostki samorządu tej organizacji nie zmienisz z pliku."]


def test_what_looks_alike_is_told_and_stops_nothing(cast, today):
    there = roads(cast.units.siemianowice, regon="", nip="", name="powiatowy zarzad drog", street="")
    [one] = judged(cast, row())
    assert (one.outcome, one.similar) == ("new", [f"powiatowy zarzad drog, {there.oid}"])


# ---- taking over ----


def test_new_ones_are_registered(cast, today):
    upload = take_over(uploaded(cast, row(), row(regon="240000008", name="Drugi", phone="", nip="")), cast.oliwia)
    made = Organisation.objects.get(regon=REGON)
    other = Organisation.objects.get(regon="240000008")

    assert (made.state, made.belongs_to, made.complete) == ("registered", cast.units.siemianowice, COMPLETE["data"])
    assert (other.name, other.complete) == ("Drugi", 0)
    assert list(Organisation.objects.found_by("powiatowy siemianowice")) == [made]
    assert [event.kind for event in history.of(made)] == ["organisations.organisation.import"]
    assert history.of(made).get().facts == {"upload": upload.pk, "row": 2}
    assert upload.report["new"] == 2 and upload.confirmed_at == NOW


def test_changed_ones_are_changed_and_people_told(cast, today, work):
    fill_in(cast.office, by=cast.anna)
    empty = dict.fromkeys(GOOD, "")
    work()
    Message.objects.all().delete()
    take_over(uploaded(cast, {**empty, "oid": cast.office.oid, "phone": "32 111 22 33", "name": "Urząd"}), cast.oliwia)
    office, last = Organisation.objects.get(pk=cast.office.pk), Revision.objects.latest("pk")

    assert (office.phone, office.name, office.city) == ("+48321112233", "Urząd", "Siemianowice Śląskie")
    assert last.changes[0]["fields"] == {
        "name": ["Urząd Miasta Siemianowice Śląskie", "Urząd"],
        "phone": ["+48327656200", "+48321112233"],
    }
    event = history.of(office).last()
    assert (event.kind, event.facts["revision"]) == ("organisations.organisation.change", last.pk)
    work()
    told = set(Message.objects.filter(kind="organisations.saved").values_list("recipient", flat=True))
    assert told == {"sekretariat@urzad.example", "kontakt@urzad.example", "anna@urzad.example"}
    assert "32 111 22 33" in Message.objects.filter(kind="organisations.saved").first().body


def test_a_new_name_is_nobodys_letter(cast, today, work):
    fill_in(cast.office, by=cast.anna)
    work()
    before = Message.objects.count()
    take_over(uploaded(cast, {**dict.fromkeys(GOOD, ""), "oid": cast.office.oid, "name": "Urząd"}), cast.oliwia)
    work()
    assert Message.objects.count() == before


def test_completeness_follows(cast, today):
    there = roads(cast.units.siemianowice, phone="", complete=6)
    take_over(uploaded(cast, {**dict.fromkeys(GOOD, ""), "oid": there.oid, "phone": "32 111 22 33"}), cast.oliwia)
    assert Organisation.objects.get(pk=there.pk).complete == 7


def test_unchanged_ones_leave_no_trace(cast, today):
    there = roads(cast.units.siemianowice)
    upload = take_over(uploaded(cast, {**dict.fromkeys(GOOD, ""), "oid": there.oid, "name": there.name}), cast.oliwia)

    assert upload.report["same"] == 1 and not history.of(there).exists()


def test_rows_with_problems_stop_everything_unless_they_are_skipped(cast, today):
    upload = uploaded(cast, row(), row(name="", regon="240000008"))
    with pytest.raises(Refused):
        take_over(upload, cast.oliwia)
    assert not Organisation.objects.filter(regon=REGON).exists()
    assert OrganisationImport.objects.get(pk=upload.pk).confirmed_at is None

    done = take_over(upload, cast.oliwia, skip=True)
    assert (done.report["new"], done.report["wrong"]) == (1, 1)
    assert Organisation.objects.filter(regon__in=[REGON, "240000008"]).count() == 1


def test_what_changed_since_is_looked_at_again(cast, today):
    upload = uploaded(cast, row())
    seen = judge(upload).fingerprint()
    roads(cast.units.czeladz)
    with pytest.raises(Refused, match="Rejestr zmienił się"):
        actions.take_over(upload, judge, seen=seen, skip=True, by=cast.oliwia, at=NOW)
    assert Organisation.objects.filter(regon=REGON).count() == 1


def test_a_second_confirmation_does_nothing(cast, today):
    upload = uploaded(cast, row())
    take_over(upload, cast.oliwia)
    actions.take_over(upload, judge, seen="x", skip=False, by=cast.oliwia, at=NOW)
    assert Organisation.objects.filter(regon=REGON).count() == 1


def test_a_fault_half_way_leaves_nothing(cast, today, monkeypatch):
    upload = uploaded(cast, row(), row(regon="240000008", name="Drugi"))
    before = Organisation.objects.count()
    record, seen = history.record, []

    def breaks(kind, *args, **facts):
        seen.append(kind)
        if len(seen) > 1:
            raise RuntimeError
        return record(kind, *args, **facts)

    monkeypatch.setattr(history, "record", breaks)
    with pytest.raises(RuntimeError):
        take_over(upload, cast.oliwia)
    assert Organisation.objects.count() == before


@pytest.mark.parametrize("who", ["anna", "filip", "ewa"])
def test_only_staff_take_over(cast, today, who):
    upload = uploaded(cast, row())
    with pytest.raises(Refused):
        take_over(upload, getattr(cast, who))
    with pytest.raises(Refused):
        actions.receive("x", HEADING, [], by=getattr(cast, who), at=NOW)
    with pytest.raises(Refused):
        actions.discard_import(upload, by=getattr(cast, who), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_confirmed_by_two_at_once_it_is_taken_over_once(cast, today):
    upload = uploaded(cast, row())
    seen = judge(upload).fingerprint()
    results = at_once(
        [
            lambda: actions.take_over(upload, judge, seen=seen, skip=False, by=somebody(cast.oliwia), at=NOW)
            for _ in range(3)
        ]
    )
    assert kinds(results) == {"done": 3}
    assert Organisation.objects.filter(regon=REGON).count() == 1


REGON_WEIGHTS = (8, 9, 2, 3, 4, 5, 6, 7)


def regon_of(n):
    digits = f"{n:08d}"
    return f"{digits}{sum(int(d) * w for d, w in zip(digits, REGON_WEIGHTS, strict=True)) % 11 % 10}"


def test_three_thousand_rows_are_one_transaction(cast, today):
    rows = [row(name=f"Zarząd nr {n}", nip="", regon=regon_of(10_000_000 + n)) for n in range(3_000)]
    upload = uploaded(cast, *rows)
    with CaptureQueriesContext(connection) as looked:
        assert judge(upload).count("new") == 3_000
    assert len(looked) <= 2

    with CaptureQueriesContext(connection) as seen:
        take_over(upload, cast.oliwia)
    begun = [query["sql"] for query in seen if query["sql"].startswith(("SAVEPOINT", "BEGIN"))]
    assert len(begun) <= 2, "the test's own transaction and the one of the import"
    assert Organisation.objects.filter(name__startswith="Zarząd nr").count() == 3_000
    assert len(seen) < 3_000 * 3


# ---- the pages ----


def stamp(page):
    return re.search(r'name="stan" value="(\w+)"', page.text)[1]


def test_a_sheet_is_sent_looked_at_and_taken_over(cast, oliwia):
    there = roads(cast.units.czeladz, regon="240000014", nip="")
    change = {**dict.fromkeys(GOOD, ""), "oid": there.oid, "city": "Czeladź"}
    sent = oliwia.post(PAGE, {"plik": file(row(), row(name="", regon="1"), change)})
    assert re.fullmatch(rf"{PAGE}\d+/", sent.url)

    page = oliwia.get(sent.url)
    text = read(page)
    assert "W rejestrze nic się jeszcze nie zmieniło." in text and "Powiatowy Zarząd Dróg" in text
    assert "Nazwa: brak. Nowa organizacja musi to mieć." in text and "REGON: Ten numer ma inną liczbę cyfr" in text
    assert "Pomiń wiersze z błędami" in text and "<ins>Czeladź</ins>" in text
    assert not Organisation.objects.filter(regon=REGON).exists()
    only = read(oliwia.get(f"{sent.url}?pokaz=bledy"))
    assert "Nazwa: brak." in only and "Powiatowy Zarząd Dróg" not in only

    refused = oliwia.post(sent.url, {"stan": stamp(page)}, follow=True)
    assert "Lista ma wiersze z błędami." in read(refused)
    done = oliwia.post(sent.url, {"stan": stamp(page), "pomin": "on"}, follow=True)
    assert "Zaimportowano listę." in read(done) and Organisation.objects.get(regon=REGON).oid in done.text
    again = oliwia.post(sent.url, {"stan": stamp(page), "pomin": "on"}, follow=True)
    assert "Ta lista jest już zaimportowana." in read(again)
    assert Organisation.objects.filter(regon=REGON).count() == 1


def test_our_own_sheet_comes_back_unchanged(cast, oliwia):
    fill_in(cast.office, by=cast.anna)
    registered(cast.ewa, cast.units.siemianowice, cast.oliwia, name="=Zarząd Dróg", website="https://mzd.example")
    exported = oliwia.get("/administrator/organizacje/xlsx/").content
    sent = oliwia.post(PAGE, {"plik": SimpleUploadedFile("organizacje.xlsx", exported)})
    upload = OrganisationImport.objects.get()

    assert {(one.outcome, *one.problems) for one in judge(upload).rows} == {("same",)}
    text = read(oliwia.get(sent.url))
    assert "Pominięte kolumny" in text and "Nie ma czego importować." in text


def test_the_empty_sheet_shows_how_it_is_meant_and_its_row_is_not_taken(cast, oliwia):
    sheet = oliwia.get(f"{PAGE}wzor/").content
    assert list(read_table("wzor.xlsx", sheet).heading) == HEADING
    sent = oliwia.post(PAGE, {"plik": SimpleUploadedFile("wzor.xlsx", sheet)})

    assert "Wiersz przykładowy ze wzoru jest pomijany." in read(oliwia.get(sent.url))
    assert judge(OrganisationImport.objects.get()).count("example") == 1


def test_csv_of_an_office_program(cast, oliwia):
    text = ";".join(HEADING) + "\r\n" + ";".join(GOOD.values()) + "\r\n"
    oliwia.post(PAGE, {"plik": SimpleUploadedFile("lista.csv", text.encode("cp1250"))})

    assert [one.outcome for one in judge(OrganisationImport.objects.get()).rows] == ["new"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Plik jest pusty."),
        (b"%PDF-1.7", "To nie jest arkusz."),
        (b"PK\x03\x04broken", "Plik jest uszkodzony."),
        (b"Imie;Nazwisko\r\na;b\r\n", "brakuje kolumny"),
        (b"Nazwa;Rodzaj\r\n", "nie ma ani jednego wiersza"),
        (b"Nazwa;Name;Rodzaj\r\na;b;c\r\n", "więcej niż jedna kolumna o tym samym znaczeniu: Name"),
        (b"Nazwa;nazwa\r\na;b\r\n", "więcej niż raz: nazwa"),
        (b"Nazwa\r\n" + b"a\r\n" * 5_001, "najwyżej 5000 wierszy"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_words(cast, oliwia, content, words):
    page = oliwia.post(PAGE, {"plik": SimpleUploadedFile("lista.csv", content)})

    assert page.status_code == 422 and words in read(page)
    assert not OrganisationImport.objects.exists()


def test_no_file_and_too_large_a_file_are_told_apart(cast, oliwia, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    assert "Wybierz plik" in read(oliwia.post(PAGE))
    page = oliwia.post(PAGE, {"plik": SimpleUploadedFile("lista.csv", b"x" * 2_700_000)})

    assert page.status_code == 422 and "Plik jest za duży. Może mieć najwyżej 2,5 MB." in read(page)
    assert list(tmp_path.iterdir()) == []


def test_a_list_that_nobody_wants_is_forgotten(cast, oliwia):
    upload = uploaded(cast, row())
    assert oliwia.post(f"{PAGE}{upload.pk}/usuniecie/").url == PAGE
    assert not OrganisationImport.objects.exists()
    assert oliwia.get(f"{PAGE}{upload.pk}/").status_code == 404


def test_one_that_was_taken_over_stays(cast, oliwia):
    upload = uploaded(cast, row())
    take_over(upload, cast.oliwia)
    oliwia.post(f"{PAGE}{upload.pk}/usuniecie/")
    assert OrganisationImport.objects.exists()


@pytest.mark.parametrize("who", ["anna", "filip", "ewa"])
def test_for_others_these_pages_do_not_exist(cast, signed_in, today, who):
    upload, browser = uploaded(cast, row()), signed_in(getattr(cast, who))
    here = f"{PAGE}{upload.pk}/"

    for page in (PAGE, f"{PAGE}wzor/", here):
        assert browser.get(page).status_code == 404
    assert browser.post(PAGE, {"plik": file(row())}).status_code == 404
    assert browser.post(here, {"stan": "x"}).status_code == browser.post(f"{here}usuniecie/").status_code == 404
    assert OrganisationImport.objects.count() == 1 and not Organisation.objects.filter(regon=REGON).exists()


def test_looking_writes_nothing(cast, oliwia):
    upload = uploaded(cast, row())
    with CaptureQueriesContext(connection) as seen:
        oliwia.get(f"{PAGE}{upload.pk}/")
    assert not [query for query in seen if re.match("INSERT|UPDATE|DELETE", query["sql"])]


@pytest.mark.requirement("R-001-D1")
def test_uploaded_lists_are_forgotten_after_a_month(cast, today):
    rows = {"heading": ["Nazwa"], "rows": [["x"]], "name": "a.csv", "uploaded_by": cast.oliwia}
    given_up = OrganisationImport.objects.create(**rows, uploaded_at=today)
    done = OrganisationImport.objects.create(**rows, uploaded_at=today, confirmed_at=today)

    assert actions.forget_lists(at=today + timedelta(days=29)) == 0
    assert actions.forget_lists(at=today + timedelta(days=31)) == 2
    assert not OrganisationImport.objects.filter(pk=given_up.pk).exists()
    done.refresh_from_db()
    assert done.rows == [] and done.confirmed_at == today
