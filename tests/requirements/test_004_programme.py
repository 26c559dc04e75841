"""Source 004: what the public page says, from the programme's record; the office's declaration."""

import re

import pytest

from ratusz.history import record as history
from ratusz.organisations.models import Organisation
from ratusz.programmes.models import Declaration, Eligible, Programme, UnitType
from ratusz.proposals.models import Nominee
from tests.cast import on, online, people, propose, read

DECLARE = "/koordynator/deklaracja/"


@pytest.mark.requirement("R-004-1", "R-004-9")
def test_the_page_says_that_it_is_free_and_that_equipment_is_possible(db, client, today):
    shipped(today)

    page = read(client.get("/"))

    assert "nic nie kosztuje" in page and "Wkład własny nie jest potrzebny" in page
    assert "sprzętu komputerowego" in page
    assert "płatno" not in page.lower()


def shipped(at):
    from ratusz.programmes.shipped import load_shipped_programme

    return load_shipped_programme(at=at)


@pytest.mark.requirement("R-004-2")
@pytest.mark.parametrize(
    ("moment", "seconds", "open_"), [("23:59", 59, True), ("23:59", 60, False)], ids=["last second", "midnight"]
)
def test_applications_are_accepted_until_the_last_second_of_15_march(cast, signed_in, clock, moment, seconds, open_):
    from datetime import timedelta

    clock(on("2026-03-15", moment) + timedelta(seconds=seconds))

    page = signed_in(cast.anna).post(DECLARE, {"people": 3, "topics": [cast.programme.topics.first().pk]})
    form = signed_in(cast.anna).get("/szkolenia/zgloszenia/nowe/")

    assert Declaration.objects.exists() is open_
    assert form.status_code == (200 if open_ else 403)
    if not open_:
        assert "Termin zgłoszeń do programu minął." in read(form)
        assert page.status_code in (302, 403, 409)


@pytest.mark.requirement("R-004-2", "R-004-11")
def test_the_shipped_record_has_the_true_facts(db, today):
    record = shipped(today)

    assert (str(record.applications_until), str(record.ends_on)) == ("2026-03-15", "2026-06-30")
    assert str(record.maximum_amount) in ("10824674.50", "10824674.5")
    assert (record.project_number, record.call_number) == ("KPOD.05.08-IW.06-0089/25", "KPOD.05.08-IW.06-009/25")
    assert record.leader == "Klaster Innowacji Społecznych"
    assert [partner.name for partner in record.partners.all()] == ["New Europe Foundation", "Instytut Roździeńskiego"]


@pytest.mark.requirement("R-004-11")
def test_the_public_page_shows_who_runs_and_who_pays(db, client, today):
    shipped(today)

    page = read(client.get("/program/"))

    for fact in (
        *("Klaster Innowacji Społecznych", "New Europe Foundation", "Instytut Roździeńskiego", "30 czerwca 2026"),
        *("10 824 674,50 zł", "KPOD.05.08-IW.06-0089/25", "C2.1.3", "NextGenerationEU"),
    ):
        assert fact in page


@pytest.mark.requirement("R-004-3")
def test_only_the_coordinator_declares_for_the_office(cast, signed_in, today):
    topic = cast.programme.topics.first().pk
    for who in (cast.bartek, cast.oliwia, cast.ewa):
        assert signed_in(who).post(DECLARE, {"people": 3, "topics": [topic]}).status_code == 404

    signed_in(cast.filip).post(DECLARE, {"people": 3, "topics": [topic]})

    assert [row.organisation for row in Declaration.objects.all()] == [cast.other_office]


@pytest.mark.requirement("R-004-4", "R-004-6", "R-004-9")
def test_the_office_declares_number_topics_and_interest_in_equipment_once(cast, signed_in, today):
    topics = list(cast.programme.topics.all())
    browser = signed_in(cast.anna)

    browser.post(DECLARE, {"people": 12, "topics": [topics[0].pk], "wants_equipment": "on"})
    browser.post(DECLARE, {"people": 15, "topics": [topic.pk for topic in topics]})

    row = Declaration.objects.get()
    assert (row.people, row.wants_equipment, list(row.topics.all())) == (15, False, topics)
    assert [(event.kind, event.facts["people"]) for event in history.of(row)] == [
        ("programmes.declaration.declare", 12),
        ("programmes.declaration.correct", 15),
    ]


@pytest.mark.requirement("R-004-4")
@pytest.mark.parametrize(
    ("people", "message"),
    [
        ("", "Podaj, ile osób"),
        ("0", "co najmniej 1"),
        ("-3", "co najmniej 1"),
        ("dużo", "Wpisz liczbę"),
        ("9999999", "zbyt duża"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused_with_words(cast, signed_in, today, people, message):
    page = signed_in(cast.anna).post(DECLARE, {"people": people, "topics": [cast.programme.topics.first().pk]})

    assert page.status_code == 422 and message in read(page)
    assert not Declaration.objects.exists()


@pytest.mark.requirement("R-004-4")
def test_the_operator_compares_declared_with_named_people(cast, signed_in, today):
    signed_in(cast.anna).post(DECLARE, {"people": 12, "topics": [cast.programme.topics.first().pk]})
    propose(cast)
    propose(cast, online("2026-03-10"), people(3))

    page = read(signed_in(cast.oliwia).get("/administrator/urzedy/"))

    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*Siemianowice Śląskie.*?</tr>", page, re.S)[0]
    assert re.findall(r'<td[^>]*class="num"[^>]*>(\d+|–)</td>', row) == ["12", "3", "2"]


@pytest.mark.requirement("R-004-9")
def test_the_interest_in_equipment_can_be_exported_by_the_operator_alone(cast, signed_in, today):
    topic = cast.programme.topics.first()
    signed_in(cast.anna).post(DECLARE, {"people": 12, "topics": [topic.pk], "wants_equipment": "on"})
    propose(cast)

    file = b"".join(signed_in(cast.oliwia).get("/administrator/urzedy/csv/").streaming_content).decode("utf-8-sig")

    row = next(line for line in file.splitlines() if "Siemianowice" in line).replace('"', "").split(";")
    assert row == [
        *("Siemianowice Śląskie", "2474011", "Anna Kowalczyk", "anna@urzad.example", "12", "2", "1"),
        *(topic.name_pl, "tak"),
    ]
    assert signed_in(cast.anna).get("/administrator/urzedy/csv/").status_code == 404


@pytest.mark.requirement("R-004-5")
def test_the_office_is_named_and_employees_indicated(cast, signed_in, today):
    sent = propose(cast)

    page = read(signed_in(cast.oliwia).get(sent.get_absolute_url()))

    assert "Siemianowice Śląskie" in page and "Bartek Mazur" in page and "celina@urzad.example" in page


@pytest.mark.requirement("R-004-6")
def test_the_topics_of_the_announcement_can_be_chosen(db, client, today):
    record = shipped(today)

    names = [topic.name_pl.lower() for topic in record.topics.all()]

    assert len(names) == 5
    for word, name in zip(["cyberbezpieczeństwo", "dostępność", "dan", "sztuczn", "komunikacj"], names, strict=True):
        assert word in name
    assert all(topic.name_en and topic.name_de for topic in record.topics.all())


@pytest.mark.requirement("R-004-7")
def test_the_dictionary_of_unit_types_says_yes_no_or_to_check(db, client, today):
    record = shipped(today)

    rows = UnitType.objects.filter(programme=record)
    page = read(client.get("/program/"))

    assert set(rows.values_list("eligible", flat=True)) == set(Eligible.values)
    assert rows.filter(eligible="yes").count() >= 12
    assert all(row.name_pl in page for row in rows)


@pytest.mark.requirement("R-004-8")
def test_an_office_may_name_any_number_of_people(cast, today):
    from ratusz.proposals.rules import Person

    for day in range(1, 16):
        group = [Person("Osoba", "Kolejna", f"o{day}-{n}@urzad.example") for n in range(7)]
        propose(cast, online(f"2026-03-{day:02d}"), group)

    assert Nominee.objects.filter(proposal__organisation=cast.office).count() == 105


@pytest.mark.requirement("R-004-10")
@pytest.mark.parametrize(
    "path", ["/", "/program/", "/konto/logowanie/", "/konto/rejestracja/", "/koordynator/rejestracja/", "/pomoc/"]
)
def test_contact_phone_and_mail_stand_on_every_public_page(cast, client, path):
    page = read(client.get(path))

    assert "888 959 840" in page and "cyfryzacja@klaster.org.pl" in page


@pytest.mark.requirement("R-004-11")
def test_the_operator_changes_the_record_and_others_cannot(cast, signed_in, today):
    url = "/administrator/program/cyfryzacja/"
    form = signed_in(cast.oliwia).get(url)
    data = {
        name: value for name, value in vars(cast.programme).items() if not name.startswith("_") and value is not None
    }
    data |= {"contact_phone": "32 123 45 67", "maximum_nominees": "5"}

    signed_in(cast.oliwia).post(url, data)

    assert form.status_code == 200
    record = Programme.objects.get()
    assert (record.contact_phone, record.maximum_nominees) == ("32 123 45 67", 5)
    assert [event.facts["fields"] for event in history.of(record)] == [["contact_phone", "maximum_nominees"]]
    assert signed_in(cast.anna).get(url).status_code == 404
    assert Organisation.objects.count() == 3
