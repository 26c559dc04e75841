"""R-001-D2: the history of an organisation as its people and the keepers of the registry read it."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratusz.accounts.models import User
from ratusz.core import spreadsheet
from ratusz.history import record as history
from ratusz.organisations import actions, queries
from ratusz.organisations.models import Membership, Organisation
from ratusz.organisations.states import REGISTRATION
from ratusz.programmes.queries import forget_programme
from tests.cast import BEFORE, NOW, on, read

pytestmark = pytest.mark.django_db


def save(office, by, changes, at=NOW):
    by = User.objects.get(pk=by.pk)
    actions.edit(Organisation.objects.get(pk=office.pk), changes, by=by, at=at)
    return store(office, by, at)


def store(office, by, at=NOW):
    today = Organisation.objects.get(pk=office.pk)
    return actions.update(today, seen=queries.desk(by, today).fingerprint(), by=by, at=at)


def address(office, rest=""):
    return f"/organizacje/{office.oid}/historia/{rest}"


@pytest.fixture
def office(cast):
    save(cast.office, cast.anna, {"data.city": "Siemianowice", "data.street": "Jana Pawła II 10"}, on("2026-02-10"))
    save(cast.office, cast.oliwia, {"contact.first_name": "Ewa", "contact.last_name": "Lis"}, on("2026-02-11"))
    return cast.office


@pytest.fixture
def anna(cast, signed_in):
    return signed_in(cast.anna)


@pytest.mark.requirement("R-001-D2")
def test_the_whole_history_is_one_timeline(office, anna):
    page = anna.get(address(office))
    text = read(page)

    order = [text.index(title) for title in ("Zmieniono osobę do kontaktu: Ewa Lis", "Dołączył koordynator: Anna")]
    assert order == sorted(order)
    assert "Znalezione zdarzenia: 4" in text
    assert re.search(r"10 lutego 2026[^<]*</time>, Anna Kowalczyk", text)
    assert "<dt>Miejscowość</dt>" in text and "<ins>Siemianowice</ins>" in text
    assert "Zmienione pola: 2" in text


@pytest.mark.requirement("R-001-D2")
def test_editing_on_the_pages_ends_in_the_history(cast, anna):
    oid = cast.office.oid
    form = {"name": "Urząd Miasta", "email": "um@um.example", "phone": "32 765 62 00", "street": "Rynek 1"}
    form |= {"postcode": "41-100", "city": "Siemianowice", "dalej": "aktualizacja"}
    anna.post(f"/organizacje/{oid}/dane/", form)
    seen = queries.desk(User.objects.get(pk=cast.anna.pk), Organisation.objects.get(pk=cast.office.pk)).fingerprint()
    anna.post(f"/organizacje/{oid}/aktualizacja/", {"stan": seen})

    text = read(anna.get(address(cast.office, "?co=dane")))
    assert "Znalezione zdarzenia: 1" in text and "<ins>Urząd Miasta</ins>" in text


def test_the_organisation_and_its_desk_lead_to_the_history(office, anna):
    for page in ("", "dane/", "uzytkownicy/"):
        assert f'href="{address(office)}"' in anna.get(f"/organizacje/{office.oid}/{page}").text, page
    assert f'href="{address(office)}"' not in anna.get("/organizacje/nowa/dane/").text


def test_others_do_not_learn_that_there_is_a_history(cast, office, client, signed_in):
    for name in ("filip", "bartek", "ewa"):
        for rest in ("", "csv/", "xlsx/"):
            assert signed_in(getattr(cast, name)).get(address(office, rest)).status_code == 404, (name, rest)
    assert client.get(address(office)).url.startswith("/konto/logowanie/")
    browser = signed_in(cast.anna)
    for oid in ("nowa", "R00000000", "x"):
        assert browser.get(f"/organizacje/{oid}/historia/").status_code == 404
    assert address(office) not in signed_in(cast.filip).get(f"/organizacje/{office.oid}/").text
    assert browser.post(address(office)).status_code == 405


def test_programme_staff_read_every_history(cast, office, signed_in):
    page = signed_in(cast.oliwia).get(address(office))

    assert page.status_code == 200 and "Ewa Lis" in read(page)


def test_who_was_removed_reads_it_no_longer(cast, office, signed_in):
    place = actions.appoint(cast.bartek, office, "editor", by=cast.oliwia, at=NOW)
    browser = signed_in(cast.bartek)
    assert browser.get(address(office)).status_code == 200

    anna = User.objects.get(pk=cast.anna.pk)
    actions.remove(office, str(place.pk), by=anna, at=NOW)
    store(office, anna)

    assert Membership.objects.get(pk=place.pk).state == "ended"
    assert browser.get(address(office)).status_code == 404


@pytest.mark.requirement("R-001-D2")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("co=dane", 1),
        ("co=kontakt", 1),
        ("co=uzytkownicy", 2),
        ("co=rejestr", 0),
        ("od=2026-02-10&do=2026-02-10", 1),
        ("od=10.02.2026", 2),
        (f"do={BEFORE}", 2),
        ("co=kontakt&od=2026-02-11&do=2026-02-11", 1),
        ("co=nonsens&kto=999999&od=wczoraj&do=0001-01-01", 4),
    ],
)
def test_filters(office, anna, filters, found):
    text = read(anna.get(address(office, f"?{filters}")))

    assert f"Znalezione zdarzenia: {found}" in text
    assert ("Żadne zdarzenie nie pasuje" in text) == (found == 0)


def test_the_acts_of_one_person(cast, office, anna):
    text = read(anna.get(address(office, f"?kto={cast.oliwia.pk}")))

    assert "Znalezione zdarzenia: 2" in text
    assert "Kto: Oliwia Sikora" in text, "the filter in words, with a link that drops it"


def test_a_day_that_makes_no_sense_says_so(office, anna):
    text = read(anna.get(address(office, "?od=2026-02-11&do=2026-02-10")))
    assert "Ten dzień jest wcześniejszy" in text and 'aria-describedby="do-error"' in text
    assert "Od dnia: 11 lutego 2026" in text and "Nie wszystkie filtry działają." in text
    assert "Wpisz datę" in read(anna.get(address(office, "?od=wczoraj")))


def test_links_to_files_keep_the_filters(office, anna):
    text = anna.get(address(office, "?co=dane&od=2026-02-10&strona=1&x=1")).text

    assert f'href="{address(office)}csv/?co=dane&amp;od=2026-02-10"' in text
    assert f'href="{address(office)}xlsx/?co=dane&amp;od=2026-02-10"' in text


def lines_of(page):
    text = b"".join(page.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.requirement("R-001-D2")
def test_the_filtered_history_as_csv(office, anna):
    page = anna.get(address(office, "csv/?co=dane"))

    assert page["Content-Disposition"] == f'attachment; filename="historia-{office.oid}.csv"'
    assert page["Cache-Control"] == "no-store"
    heading, *rows = lines_of(page)
    what = ["2026-02-10", "12:00", "Zmieniono dane organizacji", ""]
    who = ["Anna Kowalczyk", "R-001-1.5"]
    assert heading == ["Dzień", "Godzina", "Co", "Kogo dotyczy", "Pole", "Przed", "Po", "Kto", "Podstawa"]
    assert sorted(rows) == [
        [*what, "Miejscowość", "", "Siemianowice", *who],
        [*what, "Ulica i numer", "", "Jana Pawła II 10", *who],
    ]


@pytest.mark.requirement("R-001-D2")
def test_the_filtered_history_as_a_workbook(office, anna):
    page = anna.get(address(office, "xlsx/?od=2026-02-11&co=kontakt"))
    table = spreadsheet.read_table("historia.xlsx", page.content)

    assert page["Content-Disposition"] == f'attachment; filename="historia-{office.oid}.xlsx"'
    assert [row[4:8] for row in table.rows] == [
        ("Imię", "", "Ewa", "Oliwia Sikora"),
        ("Nazwisko", "", "Lis", "Oliwia Sikora"),
    ]


def test_no_cell_is_a_formula(office, cast, anna):
    save(office, cast.anna, {"data.street": '=HYPERLINK("http://zlo.example")', "contact.last_name": "@Lis"})

    cells = [cell for row in lines_of(anna.get(address(office, "csv/"))) for cell in row]
    assert '\'=HYPERLINK("http://zlo.example")' in cells and "'@Lis" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


def test_what_people_typed_is_text(office, cast, anna):
    save(office, cast.anna, {"contact.first_name": "<script>alert(1)</script>"})

    text = anna.get(address(office)).text
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text


def test_a_forgotten_value_says_so(office, cast, anna):
    actions.forget_old_values(at=on("2028-03-01"))

    text = read(anna.get(address(office, "?co=dane")))
    assert text.count("wartość zapomniana po dwóch latach") == 2 and "Jana Pawła" not in text
    assert "wartość zapomniana po dwóch latach" in lines_of(anna.get(address(office, "csv/?co=dane")))[1]


def test_nothing_happened_yet(cast, signed_in):
    empty = actions.office_of(cast.units.laziska, at=NOW)

    text = read(signed_in(cast.oliwia).get(address(empty)))
    assert "Nic się jeszcze nie wydarzyło" in text and "Pobierz CSV" not in text


def test_an_unknown_event_is_no_error(office, cast, anna):
    history.record("organisations.membership.dance", Membership.objects.first(), by=None, at=NOW, role="")
    history.record("organisations.organisation.sing", office, by=cast.anna, at=NOW, revision=10**9)

    assert read(anna.get(address(office))).count("<b>Inne zdarzenie") == 1
    assert anna.get(address(office, "csv/")).status_code == 200


@pytest.mark.requirement("R-001-D2")
def test_what_was_merged_is_in_the_history_of_where_it_went(cast, office, signed_in):
    old = Organisation.objects.create(
        kind="roads", belongs_to=cast.units.siemianowice, name="Zarząd Dróg", created_at=NOW
    )
    actions.appoint(cast.bartek, old, "editor", by=cast.oliwia, at=NOW)
    history.move(old, REGISTRATION["merge"], by=cast.oliwia, at=NOW, merged_into=office)

    assert "Scalono z inną organizacją" in read(signed_in(cast.anna).get(address(office, "?co=rejestr")))
    assert f"Scalona organizacja: Zarząd Dróg, {old.oid}" in read(signed_in(cast.anna).get(address(office)))
    assert signed_in(cast.oliwia).get(address(old)).url == address(office)
    files = [lines_of(signed_in(cast.oliwia).get(address(one, "csv/"))) for one in (old, office)]
    assert files[0] == files[1]
    for rest in ("", "csv/", "xlsx/"):
        assert signed_in(cast.filip).get(address(old, rest)).status_code == 404
        assert signed_in(cast.bartek).get(address(old, rest)).status_code == 404, "nobody acts for what was merged"


def test_pages_of_fifty(office, cast, anna):
    for n in range(48):
        history.record("organisations.organisation.list", office, by=None, at=NOW, n=n)

    first, second = (read(anna.get(address(office, f"?strona={n}"))) for n in (1, 2))
    assert first.count('class="when"') == 50 and second.count('class="when"') == 2
    assert "1–50 z 52" in first
    assert read(anna.get(address(office, "?co=rejestr&strona=9"))).count('class="when"') == 48


def queries_of(browser, where):
    """How many queries the page takes whose process has to read the programme anew."""
    forget_programme()
    with CaptureQueriesContext(connection) as found:
        browser.get(where)
    return len(found)


def test_the_number_of_queries_is_constant(office, cast, anna):
    save(office, cast.anna, {"data.website": "https://um.example"})
    five = queries_of(anna, address(office))
    for n in range(195):
        save(office, cast.anna, {"data.city": f"Miasto {n}"})

    assert "Znalezione zdarzenia: 200" in read(anna.get(address(office)))
    assert queries_of(anna, address(office, "?strona=4")) == five, "the last page, with every kind of event"
    assert queries_of(anna, address(office)) <= five
