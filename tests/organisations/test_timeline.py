"""R-001-D2, Q-14: what the history of an organisation tells, and what it forgets."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratusz.accounts.models import User
from ratusz.history import record as history
from ratusz.organisations import actions, describe, queries, timeline, upkeep
from ratusz.organisations.models import Membership, Organisation, Revision
from ratusz.organisations.rules import retention
from ratusz.organisations.states import REGISTRATION
from ratusz.organisations.timeline import Asked
from tests.cast import NOW, on, person

pytestmark = pytest.mark.django_db
PHONE = "32 765 62 00"
LATER = NOW + timedelta(days=731)
NEW = {
    "first_name": "Greta",
    "last_name": "Nowicka",
    "email": "greta@urzad.example",
    "phone": "+48327656200",
    "uses_phones": False,
    "uses_address": True,
    "role": "officer",
}


def again(someone):
    return User.objects.get(pk=someone.pk)


def save(office, by, changes, at=NOW):
    by = again(by)
    actions.edit(Organisation.objects.get(pk=office.pk), changes, by=by, at=at)
    return store(office, by, at)


def store(office, by, at):
    today = Organisation.objects.get(pk=office.pk)
    return actions.update(today, seen=queries.desk(by, today).fingerprint(), by=by, at=at)


def add(office, by, key="n1", at=NOW, **changed):
    fields = {f"users.{key}.{name}": value for name, value in {**NEW, **changed}.items()}
    save(office, by, {f"users.{key}": True, **fields}, at)
    return Membership.objects.get(email=changed.get("email", NEW["email"]))


def told(office, asked=None):
    chronicle = timeline.Chronicle(office)
    return timeline.entries(chronicle, list(chronicle.asked(asked or Asked())))


def titles(office, asked=None):
    return [f"{entry.title}: {entry.whose}".removesuffix(": ") for entry in told(office, asked)]


@pytest.fixture
def office(cast):
    """Anna's office; Oliwia and Anna have changed some of everything."""
    save(
        cast.office, cast.anna, {"data.phone": "+48327656200", "data.website": "https://um.example"}, on("2026-02-10")
    )
    save(cast.office, cast.oliwia, {"contact.first_name": "Ewa", "contact.last_name": "Lis"}, on("2026-02-11"))
    add(cast.office, cast.anna)
    return cast.office


@pytest.mark.requirement("R-001-D2")
def test_a_save_is_told_with_the_values_before_and_after(cast, office):
    entry = told(office, Asked("dane"))[0]

    assert (entry.title, entry.by, entry.at, entry.clause) == (
        "Zmieniono dane organizacji",
        "Anna Kowalczyk",
        on("2026-02-10"),
        "R-001-1.5",
    )
    lines = {line.label: (line.before, line.after) for change in entry.changes for line in change.lines}
    assert lines == {"Telefon": ("", PHONE), "Strona internetowa": ("", "https://um.example")}


@pytest.mark.requirement("R-001-D2")
def test_everything_is_told_newest_first(cast, office):
    save(office, cast.anna, {f"users.{Membership.objects.get(email=NEW['email']).pk}.position": "Referent"}, NOW)

    assert titles(office) == [
        "Zmieniono uprawnionego użytkownika: Greta Nowicka",
        "Zaproszono: Greta Nowicka",
        "Dodano uprawnionego użytkownika: Greta Nowicka",
        "Zmieniono osobę do kontaktu: Ewa Lis",
        "Zmieniono dane organizacji",
        "Rola potwierdzona: Anna Kowalczyk",
        "Dołączył koordynator: Anna Kowalczyk",
    ]


def test_each_part_is_told_alone(cast, office):
    assert titles(office, Asked("kontakt")) == ["Zmieniono osobę do kontaktu: Ewa Lis"]
    assert titles(office, Asked("uzytkownicy"))[:2] == [
        "Zaproszono: Greta Nowicka",
        "Dodano uprawnionego użytkownika: Greta Nowicka",
    ]
    assert len(titles(office, Asked("uzytkownicy"))) == 4
    assert titles(office, Asked("rejestr")) == []
    history.record("organisations.organisation.list", office, by=None, at=NOW)
    assert titles(office, Asked("rejestr")) == ["Wpisano do rejestru na podstawie rejestru TERYT"]


def test_the_acts_of_one_person_are_told_alone(cast, office):
    asked = Asked(actor=str(cast.oliwia.pk))

    assert titles(office, asked) == ["Zmieniono osobę do kontaktu: Ewa Lis", "Rola potwierdzona: Anna Kowalczyk"]
    assert timeline.Chronicle(office).choices() == [
        (str(cast.anna.pk), "Anna Kowalczyk"),
        (str(cast.oliwia.pk), "Oliwia Sikora"),
    ]


def test_days_are_those_of_warsaw_and_both_count(cast, office):
    save(office, cast.anna, {"data.city": "A"}, on("2026-02-20", "0:05"))
    save(office, cast.anna, {"data.city": "B"}, on("2026-02-20", "23:55"))
    save(office, cast.anna, {"data.city": "C"}, on("2026-02-21", "0:05"))

    day = on("2026-02-20").date()
    cities = [entry.changes[0].lines[0].after for entry in told(office, Asked(since=day, until=day))]
    assert cities == ["B", "A"]


def test_who_acted_is_named_while_there_is_an_account(cast, office):
    gone = person("Ignacy", "Gość")
    history.record("organisations.organisation.list", office, by=gone, at=NOW)
    history.record("organisations.organisation.list", office, by=None, at=NOW)
    gone.delete()
    chronicle = timeline.Chronicle(office)

    assert [entry.by for entry in told(office, Asked("rejestr"))] == ["Ratusz", "konto usunięte"]
    assert chronicle.choices()[2:] == [
        ("usuniete", "konto usunięte"),
        ("ratusz", "Ratusz albo administrator systemu"),
    ]
    assert [entry.by for entry in told(office, Asked(actor="usuniete"))] == ["konto usunięte"]
    assert [entry.by for entry in told(office, Asked(actor="ratusz"))] == ["Ratusz"]


def test_a_role_given_from_the_command_line_is_the_administrators_act(cast):
    entry = told(cast.units.organiser)[0]

    assert (entry.title, entry.whose, entry.role, entry.by) == (
        "Nadano rolę",
        "Oliwia Sikora",
        "administrator projektu",
        "administrator systemu",
    )


def test_handing_over_and_waiting_are_told_with_their_people(cast):
    waiting = actions.join(cast.bartek, cast.units.siemianowice, by=cast.bartek, at=NOW)
    actions.hand_over(waiting, by=again(cast.oliwia), at=NOW)

    assert titles(cast.office)[:3] == [
        "Przekazano rolę koordynatora: Bartek Mazur",
        "Dotychczasowy koordynator został zastępcą: Anna Kowalczyk",
        "Zgłosił się zastępca koordynatora: Bartek Mazur",
    ]


def test_a_removed_person_stays_in_the_history(cast, office):
    place = Membership.objects.get(email=NEW["email"])
    actions.remove(office, str(place.pk), by=again(cast.anna), at=NOW)
    store(office, again(cast.anna), NOW)

    entry = told(office)[0]
    assert (entry.title, entry.whose) == ("Usunięto uprawnionego użytkownika", "Greta Nowicka")
    assert ("E-mail służbowy", "greta@urzad.example", "") in [
        (line.label, line.before, line.after) for line in entry.changes[0].lines
    ]


def test_who_had_a_place_before_is_not_taken_for_who_has_it_now(cast):
    other = person("Henryk", "Ptak")
    waiting = actions.join(cast.bartek, cast.units.siemianowice, by=cast.bartek, at=NOW)
    actions.confirm(waiting, by=again(cast.oliwia), at=NOW)
    path = f"users.{waiting.pk}"
    names = {f"{path}.first_name": "Henryk", f"{path}.last_name": "Ptak", f"{path}.email": other.email}
    save(cast.office, cast.anna, names)

    assert titles(cast.office)[:4] == [
        "Przyjęto zaproszenie: Henryk Ptak",
        "Zmieniono uprawnionego użytkownika na inną osobę: Henryk Ptak",
        "Rola potwierdzona: Bartek Mazur",
        "Zgłosił się zastępca koordynatora: Bartek Mazur",
    ]


def test_what_is_unknown_is_told_without_a_title_of_its_own(cast, office):
    history.record("organisations.organisation.paint", office, by=cast.anna, at=NOW, revision=10**6, role="mayor")
    revision = Revision.objects.first()
    revision.changes[0]["fields"]["fax"] = ["1", "2"]
    revision.save()

    entry = told(office)[0]
    assert (entry.title, entry.role, entry.changes) == ("Inne zdarzenie", "mayor", [])
    assert ("fax", "1", "2") in [(a.label, a.before, a.after) for a in told(office, Asked("dane"))[0].changes[0].lines]
    assert describe.said("role", "mayor") == "mayor"


@pytest.fixture
def merged(cast):
    """Two merges one after the other: the third organisation was merged into the second, that one into Anna's."""
    place = cast.units.siemianowice
    names = ["Zarząd Dróg", "Biuro Dróg"]
    second, third = (
        Organisation.objects.create(kind="roads", belongs_to=place, name=name, created_at=NOW) for name in names
    )
    save(third, cast.oliwia, {"data.city": "Dawne"})
    actions.appoint(cast.bartek, second, "editor", by=cast.oliwia, at=NOW)
    history.move(third, REGISTRATION["merge"], by=cast.oliwia, at=NOW, merged_into=second)
    history.move(second, REGISTRATION["merge"], by=cast.oliwia, at=NOW, merged_into=cast.office)
    return second, third


@pytest.mark.requirement("R-001-D2")
def test_what_was_merged_brings_its_history(cast, merged):
    found = [(entry.title, entry.origin) for entry in told(cast.office)][:4]
    second, third = (f"{one.name}, {one.oid}" for one in merged)

    assert found == [
        ("Scalono z inną organizacją", second),
        ("Scalono z inną organizacją", third),
        ("Nadano rolę", second),
        ("Zmieniono dane organizacji", third),
    ]
    assert told(cast.other_office) and not any(entry.origin for entry in told(cast.other_office))


def test_a_person_who_followed_has_one_history(cast, merged):
    second, _third = merged
    place = second.memberships.get(person=cast.bartek)
    Membership.objects.filter(pk=place.pk).update(organisation=cast.office)
    facts = {"office": cast.office.pk, "came_from": second.pk, "role": "editor"}
    history.record("organisations.membership.follow", place, by=cast.oliwia, at=NOW, **facts)

    found = [entry for entry in told(cast.office, Asked("uzytkownicy")) if entry.whose == "Bartek Mazur"]
    origin = f"{second.name}, {second.oid}"
    assert [(entry.title, entry.role, entry.origin) for entry in found] == [
        ("Rola przeszła ze scalonej organizacji", "redaktor", origin),
        ("Nadano rolę", "redaktor", origin),
    ]


def test_a_field_whose_values_nobody_wrote_down_is_named(cast, office):
    history.record("organisations.organisation.change", office, by=None, at=NOW, fields=["belongs_to"])
    chronicle = timeline.Chronicle(office)

    assert told(office)[0].named == ["Jednostka samorządu"]
    assert next(timeline.rows(chronicle, chronicle.asked(Asked())))[4:7] == ("Jednostka samorządu", "", "")


def test_the_number_of_queries_does_not_depend_on_the_length(cast, office, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        told(office, Asked("dane"))
    for n in range(40):
        save(office, cast.anna, {"data.city": f"Miasto {n}"})

    with django_assert_num_queries(len(few)):
        assert len(told(office, Asked("dane"))) == 41


@pytest.mark.requirement("R-001-D2")
def test_the_table_has_a_row_for_each_field(cast, office):
    chronicle = timeline.Chronicle(office)
    rows = list(timeline.rows(chronicle, chronicle.asked(Asked(since=on("2026-02-10").date()))))

    day = on("2026-02-10").date()
    assert {len(row) for row in rows} == {len(timeline.heading())} == {len(timeline.WIDTHS)}
    what = (day, "12:00", "Zmieniono dane organizacji", "")
    assert sorted(row for row in rows if row[0] == day) == [
        (*what, "Strona internetowa", "", "https://um.example", "Anna Kowalczyk", "R-001-1.5"),
        (*what, "Telefon", "", PHONE, "Anna Kowalczyk", "R-001-1.5"),
    ]
    invited = (NOW.date(), "10:00", "Zaproszono", "Greta Nowicka")
    assert rows[0] == (*invited, "Rola", "", "osoba prowadząca sprawy", "Anna Kowalczyk", "R-001-5.2")


@pytest.mark.requirement("R-001-D2")
def test_values_are_forgotten_after_two_years_and_what_changed_stays(cast, office):
    before = list(Revision.objects.order_by("pk"))

    assert actions.forget_old_values(at=NOW + retention.VALUES_KEPT_FOR) == 2, "the third is not older than two years"
    after = list(Revision.objects.order_by("pk"))

    for old, new in zip(before[:2], after[:2], strict=True):
        assert (new.at, new.by_id, new.recipients) == (old.at, old.by_id, [])
        assert [(row["thing"], row["key"], row["kind"]) for row in new.changes] == [
            (row["thing"], row["key"], row["kind"]) for row in old.changes
        ]
        for was, row in zip(old.changes, new.changes, strict=True):
            assert row["who"] == ""
            assert row["fields"] == {name: [None, None] for name in was["fields"]}
    assert after[2].changes == before[2].changes and after[2].recipients == before[2].recipients


def test_forgetting_is_an_event_once(cast, office):
    actions.forget_old_values(at=LATER)
    assert actions.forget_old_values(at=LATER) == 0

    newest = Revision.objects.order_by("at", "pk").last()
    events = history.of(newest).filter(kind="organisations.revision.forget")
    assert [(event.facts["count"], event.clause, event.actor_id) for event in events] == [(3, "Q-14", "")]


def test_nothing_to_forget_leaves_no_trace(cast):
    Revision.objects.create(organisation=cast.office, at=on("2020-01-01"))

    assert actions.forget_old_values(at=LATER) == 0


def test_the_history_says_that_a_value_was_forgotten(cast, office):
    actions.forget_old_values(at=LATER)

    lines = [line for entry in told(office) for change in entry.changes for line in change.lines]
    assert lines and all(line.forgotten for line in lines)
    assert {line.after for line in lines} == {"wartość zapomniana po dwóch latach"}
    assert titles(office, Asked("kontakt")) == ["Zmieniono osobę do kontaktu"]


def test_the_timetable_forgets_every_day(cast, office, clock, work):
    from ratusz.timetable import TIMETABLE

    clock(LATER)
    upkeep.forget_old_values()

    assert TIMETABLE["ratusz.organisations.upkeep.forget_old_values"] == timedelta(days=1)
    assert not queries.with_old_values(LATER).exists()


def test_many_are_forgotten_at_once(cast, monkeypatch):
    from ratusz.organisations.actions import forgetting

    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    row = {"thing": "data", "key": "", "kind": "change", "who": "", "fields": {"city": ["A", "B"]}}
    for _n in range(5):
        Revision.objects.create(organisation=cast.office, at=NOW, changes=[row])

    assert actions.forget_old_values(at=LATER) == 5


def test_nothing_happened_to_nobody(cast):
    assert not history.of_any([]).exists()
    assert set(history.of_any([cast.office])) == set(history.of(cast.office))
