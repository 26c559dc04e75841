"""R-001-D3: two entries of one organisation become one, and everything follows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from ratusz.core.verdict import Refused
from ratusz.correspondence.models import Message
from ratusz.history import record as history
from ratusz.organisations import actions, queries
from ratusz.organisations.models import (
    ContactPerson,
    Draft,
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
    Revision,
)
from ratusz.organisations.rules.merging import Place, fates
from ratusz.organisations.states import Role
from ratusz.programmes import actions as programmes
from ratusz.programmes.models import Declaration, Programme
from ratusz.proposals.models import Proposal
from ratusz.reactions import FORETOLD, TOGETHER
from tests.cast import NOW, on, person, propose, read
from tests.faults.test_races import at_once, kinds, somebody
from tests.organisations.keepers import registered, roads, waiting
from tests.registry import authorise, fill_in, save

pytestmark = pytest.mark.requirement("R-001-D3")
LATER = on("2026-02-13")


def place(key, role="deputy", state="confirmed", person=None, email=""):
    return Place(key, person, email, role, state)


def told(losing, keeping):
    """key -> what becomes of it."""
    gone, given_way = fates(losing, keeping)
    return {fate.place.key: "ends" if fate.ends else (fate.role, fate.state) for fate in [*gone, *given_way]}


@pytest.mark.parametrize(
    ("losing", "keeping", "expected"),
    [
        ([place(1, person=1)], [place(2, person=2)], {1: ("deputy", "confirmed")}),
        ([place(1, person=1)], [place(2, "editor", person=1)], {1: "ends"}),
        ([place(1, email="a@b.pl")], [place(2, person=9, email="a@b.pl")], {1: "ends"}),
        ([place(1, person=1), place(3, person=3)], [], {1: ("deputy", "confirmed"), 3: ("deputy", "confirmed")}),
        # one coordinator
        ([place(1, "coordinator", person=1)], [], {1: ("coordinator", "confirmed")}),
        (
            [place(1, "coordinator", person=1)],
            [place(2, "coordinator", person=2)],
            {1: ("deputy", "confirmed")},
        ),
        (
            [place(1, "coordinator", "provisional", 1)],
            [place(2, "coordinator", person=2)],
            {1: ("deputy", "waiting")},
        ),
        (
            [place(1, "coordinator", "provisional", 1)],
            [place(2, "coordinator", "invited", email="x@y.pl")],
            {1: ("coordinator", "provisional")},
        ),
        # the stronger of two places of one person
        ([place(1, person=1)], [place(2, state="waiting", person=1)], {1: ("deputy", "confirmed"), 2: "ends"}),
        ([place(1, state="waiting", person=1)], [place(2, state="invited", email="")], {1: ("deputy", "waiting")}),
        ([place(1, "coordinator", person=1)], [place(2, person=1)], {1: ("coordinator", "confirmed"), 2: "ends"}),
        (
            [place(1, "coordinator", person=1)],
            [place(2, person=1), place(3, "coordinator", person=3)],
            {1: "ends"},
        ),
        ([place(1, state="announced", person=1)], [place(2, state="waiting", person=1)], {1: "ends"}),
        # the organiser's people
        (
            [place(1, "operator", person=1), place(3, "administrator", person=1)],
            [place(2, "operator", person=1)],
            {1: "ends", 3: ("administrator", "confirmed")},
        ),
        ([place(1, "operator", person=1)], [place(2, "deputy", person=1)], {1: ("operator", "confirmed")}),
        ([place(1, person=None)], [place(2, person=None)], {1: ("deputy", "confirmed")}),
    ],
)
def test_what_becomes_of_people(losing, keeping, expected):
    assert told(losing, keeping) == expected


def now(office):
    return Organisation.objects.get(pk=office.pk)


def kinds_of(subject):
    return [event.kind.partition(".")[2] for event in history.of(subject)]


@pytest.fixture
def loser(cast, today):
    """Ewa coordinates; Bartek is her deputy, Nela was invited."""
    made = registered(cast.ewa, cast.units.siemianowice, cast.oliwia)
    authorise(made, cast.bartek)
    nela = {"first_name": "Nela", "last_name": "Wilk", "email": "nela@urzad.example", "role": "editor"}
    ewa = {f"users.{made.memberships.get(person=cast.ewa).pk}.uses_phones": True}
    new = {"users.n1": True} | {f"users.n1.{name}": value for name, value in nela.items()}
    actions.edit(made, ewa | new | {"users.n1.uses_phones": True, "users.n1.uses_address": True}, by=cast.ewa, at=NOW)
    save(made, by=cast.ewa)
    return now(made)


@pytest.fixture
def into(cast, today):
    """Anna's office."""
    fill_in(cast.office, by=cast.anna)
    return now(cast.office)


@pytest.fixture
def oliwia(cast, signed_in):
    return signed_in(cast.oliwia)


def merge(loser, into, by, at=LATER, **more):
    return actions.merge(loser, into, by=by, at=at, **more)


def test_people_follow(cast, loser, into):
    merge(loser, into, cast.oliwia)
    places = {one.email: (one.role, one.state) for one in Membership.objects.filter(organisation=into)}

    assert places == {
        "anna@urzad.example": ("coordinator", "confirmed"),
        "ewa@urzad.example": ("deputy", "confirmed"),
        "bartek@urzad.example": ("deputy", "confirmed"),
        "nela@urzad.example": ("editor", "invited"),
    }
    assert not Membership.objects.filter(organisation=loser).exists()
    ewa = Membership.objects.get(person=cast.ewa)
    assert kinds_of(ewa)[-1] == "membership.follow"
    facts = history.of(ewa).last().facts
    assert (facts["came_from"], facts["office"], facts["role"]) == (loser.pk, into.pk, Role.DEPUTY)


def test_somebody_in_both_has_one_place(cast, loser, into):
    authorise(into, cast.bartek, Role.OFFICER)
    gone = Membership.objects.get(person=cast.bartek, organisation=loser)
    merge(loser, into, cast.oliwia)
    gone.refresh_from_db()

    assert (gone.state, gone.organisation_id, gone.email) == ("ended", loser.pk, "")
    assert [one.role for one in cast.bartek.memberships.in_force()] == ["officer"]


def test_the_coordinator_of_the_one_leads_the_other_that_had_none(cast, loser, today):
    other = roads(cast.units.czeladz, name="Zarząd Dróg")
    merge(loser, other, cast.oliwia)

    assert other.memberships.get(role=Role.COORDINATOR).person == cast.ewa


def test_who_was_not_confirmed_yet_waits_for_the_coordinator(cast, into):
    new = waiting(cast.ewa, cast.units.siemianowice)
    merge(new, into, cast.oliwia)
    ewa = Membership.objects.get(person=cast.ewa)

    assert (ewa.organisation, ewa.role, ewa.state) == (into, Role.DEPUTY, "waiting")
    assert not cast.ewa.__class__.objects.get(pk=cast.ewa.pk).current_memberships
    actions.confirm(ewa, by=cast.anna, at=LATER)


def test_an_invitation_still_leads_somewhere(cast, loser, into, work, client):
    work()
    body = Message.objects.get(kind="organisations.invited", recipient="nela@urzad.example").body
    merge(loser, into, cast.oliwia)
    link = body[body.index("/zaproszenie/") :].split()[0]
    page = client.get(link)

    assert page.status_code == 200 and into.name in read(page)


def test_an_invitation_of_somebody_who_is_there_already_ends(cast, loser, into, work, client):
    work()
    nela = person("Nela", "Wilk")
    body = Message.objects.get(kind="organisations.invited", recipient="nela@urzad.example").body
    authorise(into, nela)
    merge(loser, into, cast.oliwia)

    assert client.get(body[body.index("/zaproszenie/") :].split()[0]).status_code == 404


@pytest.mark.parametrize("has_own", [True, False])
def test_the_contact_person_follows_where_there_is_none(cast, loser, into, has_own):
    if not has_own:
        ContactPerson.objects.filter(organisation=into).delete()
    merge(loser, into, cast.oliwia)

    assert ContactPerson.objects.get().last_name == ("Nowacka" if has_own else "Drogowa")
    assert ContactPerson.objects.get().organisation == into


def test_who_was_the_contact_person_of_the_other_stays_in_its_history(cast, loser, into, oliwia):
    merge(loser, into, cast.oliwia)
    [row] = Revision.objects.filter(organisation=loser).latest("pk").changes

    assert row["who"] == "Róża Drogowa" and row["fields"]["email"] == ["roza@urzad.example", ""]
    assert "roza@urzad.example" in read(oliwia.get(f"/organizacje/{into.oid}/historia/"))


def test_drafts_are_thrown_away_and_their_authors_told(cast, loser, into, work):
    actions.edit(loser, {"data.name": "Inna nazwa"}, by=cast.bartek, at=NOW)
    actions.edit(into, {"data.name": "Zostaje"}, by=cast.anna, at=NOW)
    merge(loser, into, cast.oliwia)
    work()

    assert [(draft.person, draft.organisation) for draft in Draft.objects.all()] == [(cast.anna, into)]
    letters = {letter.recipient: letter.body for letter in Message.objects.filter(kind="organisations.merged")}
    assert [who for who, body in letters.items() if "przepadły" in body] == ["bartek@urzad.example"]


def test_every_address_of_both_is_told_once(cast, loser, into, work):
    merge(loser, into, cast.oliwia)
    work()
    letters = Message.objects.filter(kind="organisations.merged")

    assert sorted(letter.recipient for letter in letters) == [
        *("anna@urzad.example", "bartek@urzad.example", "ewa@urzad.example", "kontakt@urzad.example"),
        *("mzd@urzad.example", "nela@urzad.example", "roza@urzad.example", "sekretariat@urzad.example"),
    ]
    body = letters.first().body
    assert loser.oid in body and into.oid in body


def test_whoever_waits_for_a_decision_hears_of_it(cast, into, work):
    new = waiting(cast.ewa, cast.units.siemianowice)
    merge(new, into, cast.oliwia)
    work()

    assert Message.objects.filter(kind="organisations.merged", recipient=cast.ewa.email).count() == 1


def test_proposals_follow_and_are_found_by_the_name_that_stays(cast, loser, into, oliwia):
    sent = propose(cast, office=loser, by=cast.ewa)
    merge(loser, into, cast.oliwia)
    sent.refresh_from_db()

    assert sent.organisation == into
    assert "urzad miasta siemianowice" in sent.search_key and "zarzad drog" not in sent.search_key
    assert "w rejestrze scalono dwie" in read(oliwia.get(sent.get_absolute_url()))


def declare(cast, office, by, people, day):
    details = {"people": people, "topics": list(cast.programme.topics.all()[:1]), "wants_equipment": True}
    return programmes.declare(office, cast.programme, by=by, at=on(day), **details)


@pytest.mark.parametrize(
    ("ours", "theirs", "stays"), [("2026-02-10", "2026-02-09", 5), ("2026-02-09", "2026-02-10", 8)]
)
def test_of_two_declarations_the_newer_stays_and_the_older_is_remembered(
    cast, loser, into, oliwia, ours, theirs, stays
):
    declare(cast, loser, cast.ewa, 5, ours)
    declare(cast, into, cast.anna, 8, theirs)
    preview = read(oliwia.get(f"/administrator/organizacje/{loser.oid}/scalenie/?z={into.oid}"))
    merge(loser, into, cast.oliwia)
    kept = Declaration.objects.get()

    assert (kept.organisation, kept.people) == (into, stays)
    assert history.of(kept).last().facts["replaced"]["people"] == 13 - stays
    assert f"Deklaracja w programie „Cyfryzacja w JST”: osoby: {stays}" in preview
    assert f"ustąpi: osoby: {13 - stays}" in preview


def test_a_declaration_without_rival_follows(cast, loser, into):
    declare(cast, loser, cast.ewa, 5, "2026-02-10")
    merge(loser, into, cast.oliwia)

    assert Declaration.objects.get().organisation == into
    assert "replaced" not in history.of(Declaration.objects.get()).last().facts


def test_a_programme_follows_its_organiser(cast, today):
    twin = Organisation.objects.create(kind=OrganisationKind.OPERATOR, name="Klaster", created_at=NOW)
    merge(cast.units.organiser, twin, cast.oliwia)

    assert Programme.objects.get().operator == twin
    assert Membership.objects.get(person=cast.oliwia).organisation == twin


def test_what_stood_under_a_unit_that_is_no_more_goes_under_the_new_one(cast, today):
    gone, stays = cast.other_office, cast.office
    below = roads(cast.units.czeladz)
    cast.units.czeladz.valid_to = date(2026, 2, 1)
    cast.units.czeladz.save()
    merge(now(gone), stays, cast.oliwia)
    below.refresh_from_db()

    assert below.belongs_to == cast.units.siemianowice
    assert "siemianowice" in below.search_key and "czeladz" not in below.search_key


def test_an_earlier_merge_keeps_leading_and_chains_stay_short(cast, loser, into, client):
    first = roads(cast.units.siemianowice, name="Dawny")
    merge(first, loser, cast.oliwia)
    merge(loser, into, cast.oliwia)

    assert now(first).merged_into == into
    assert client.get(f"/organizacje/{first.oid}/").url == f"/organizacje/{into.oid}/"
    assert client.get(f"/organizacje/{loser.oid}/").url == f"/organizacje/{into.oid}/"


OVER = {"ended", "refused"}


def test_no_row_of_any_model_points_at_what_is_gone(cast, loser, into):
    """Whatever a later capability keeps of an organisation has to follow too, or this fails."""
    actions.edit(loser, {"data.name": "Inna nazwa"}, by=cast.bartek, at=NOW)
    authorise(into, cast.bartek)
    propose(cast, office=loser, by=cast.ewa)
    declare(cast, loser, cast.ewa, 5, "2026-02-10")
    before = {relation.name for relation, _rows in pointing(loser)}
    merge(loser, into, cast.oliwia)

    assert before >= {"memberships", "contact", "drafts", "revisions", "proposals", "declarations"}
    for relation, rows in pointing(loser):
        assert relation.name in ("memberships", "revisions"), relation
        assert relation.name != "memberships" or {row.state for row in rows} <= OVER


def pointing(office: Organisation) -> Iterator[tuple[Any, list[Any]]]:
    for relation in Organisation._meta.related_objects:
        rows = list(relation.related_model._base_manager.filter(**{relation.field.name: office}))
        if rows:
            yield relation, rows


def test_the_history_tells_what_the_merge_brought(cast, loser, into, oliwia):
    merge(loser, into, cast.oliwia)
    last = Revision.objects.filter(organisation=into).latest("pk")

    assert last.by == cast.oliwia
    brought = {(row["thing"], row["kind"], row["who"]) for row in last.changes}
    assert brought == {("users", "add", name) for name in ("Ewa Zając", "Bartek Mazur", "Nela Wilk")}
    assert kinds_of(loser)[-1] == "organisation.merge"
    assert history.of(loser).last().facts["into"] == into.pk
    told_there = read(oliwia.get(f"/organizacje/{into.oid}/historia/"))
    assert "Scalono z inną organizacją" in told_there and loser.oid in told_there


def test_completeness_is_counted_anew(cast, loser, today):
    other = roads(cast.units.czeladz, name="Zarząd Dróg")
    merge(loser, other, cast.oliwia)

    assert now(other).complete & 2, "it has a contact person now"


REFUSALS = [
    ("itself", "z nią samą"),
    ("into_waiting", "która jest zarejestrowana"),
    ("into_merged", "która jest zarejestrowana"),
    ("into_refused", "która jest zarejestrowana"),
    ("office_of_a_unit", "urząd jednostki, która istnieje"),
    ("organiser", "Organizatora programu"),
    ("into_organiser", "Organizatora programu"),
    ("refused_loser", "rozpatrzono już wcześniej"),
    ("merged_loser", "rozpatrzono już wcześniej"),
    ("old_office_into_no_office", "tylko z innym urzędem"),
]


def pair(cast, case):
    here = cast.units.siemianowice
    one, other = roads(here), roads(here, name="Drugi")
    if case == "itself":
        return one, one
    if case in ("into_waiting", "into_refused"):
        return one, waiting(cast.ewa, here, regon="240000008") if case == "into_waiting" else _refused(cast)
    if case in ("into_merged", "merged_loser"):
        merge(one, other, cast.oliwia)
        return (roads(here, name="Trzeci"), one) if case == "into_merged" else (one, other)
    if case == "old_office_into_no_office":
        cast.units.czeladz.valid_to = date(2026, 2, 1)
        cast.units.czeladz.save()
        return now(cast.other_office), other
    return {
        "office_of_a_unit": (cast.office, other),
        "organiser": (cast.units.organiser, other),
        "into_organiser": (one, cast.units.organiser),
        "refused_loser": (_refused(cast) if case == "refused_loser" else one, other),
    }[case]


def _refused(cast):
    made = waiting(cast.ewa, cast.units.siemianowice, regon="240000014")
    actions.refuse_organisation(made, reason="Nie ma jej.", by=cast.oliwia, at=NOW)
    return now(made)


@pytest.mark.parametrize(("case", "words"), REFUSALS)
def test_what_may_not_be_merged_is_refused_with_words(cast, today, case, words):
    loser, into = pair(cast, case)
    before = now(loser).state
    with pytest.raises(Refused) as refusal:
        merge(now(loser), now(into), cast.oliwia)

    assert words in refusal.value.reason
    assert now(loser).state == before


@pytest.mark.parametrize("who", ["anna", "ewa", "filip"])
def test_only_staff_merge(cast, loser, into, who):
    with pytest.raises(Refused):
        merge(loser, into, getattr(cast, who))


def test_a_merge_that_fails_leaves_everything_as_it_was(cast, loser, into, settings, monkeypatch):
    monkeypatch.setitem(TOGETHER, "organisations.organisation.merge", (f"{__name__}.fails",))
    events = history.of(loser).count()
    with pytest.raises(RuntimeError):
        merge(loser, into, cast.oliwia)

    assert now(loser).state == "registered" and loser.memberships.count() == 3
    assert history.of(loser).count() == events and not Revision.objects.filter(by=cast.oliwia).exists()


def fails(*_records, **_who):
    raise RuntimeError


@pytest.mark.parametrize(
    "path", [path for table in (TOGETHER, FORETOLD) for paths in table.values() for path in paths]
)
def test_every_function_of_the_tables_exists(path):
    assert callable(import_string(path))


# ---- the pages ----


def at(office, query=""):
    return f"/administrator/organizacje/{office.oid}/scalenie/{query}"


def stamp(page):
    return page.text.split('name="stan" value="')[1].split('"')[0]


def test_staff_look_first_and_merge_then(cast, loser, into, oliwia):
    actions.edit(loser, {"data.name": "Inna nazwa"}, by=cast.bartek, at=NOW)
    found = oliwia.get(at(loser, "?q=Urząd Miasta Siemianowice"))
    assert f'href="{at(loser)}?z={into.oid}"' in found.text

    page = oliwia.get(at(loser, f"?z={into.oid}"))
    text = read(page)
    for line in [
        *("Przechodzi jako: zastępca koordynatora", "Osoba do kontaktu, która przepadnie", "Róża Drogowa"),
        *("Niezapisany szkic, który przepadnie: Bartek Mazur", "kontakt@urzad.example", "nela@urzad.example"),
    ]:
        assert line in text
    assert now(loser).state == "registered", "looking changes nothing"

    done = oliwia.post(at(loser), {"z": into.oid, "stan": stamp(page)})
    assert done.url == f"/organizacje/{into.oid}/"
    assert now(loser).merged_into == into
    again = oliwia.post(at(loser), {"z": into.oid, "stan": stamp(page)}, follow=True)
    assert "Tę organizację już scalono." in read(again)
    assert kinds_of(loser).count("organisation.merge") == 1


def test_what_changed_since_it_was_looked_at_is_looked_at_again(cast, loser, into, oliwia):
    page = oliwia.get(at(loser, f"?z={into.oid}"))
    authorise(loser, cast.celina)
    answer = oliwia.post(at(loser), {"z": into.oid, "stan": stamp(page)}, follow=True)

    assert "W międzyczasie coś się zmieniło." in read(answer) and "celina@urzad.example" in read(answer)
    assert now(loser).state == "registered"


def test_the_page_says_why_not_and_offers_no_button(cast, loser, into, oliwia):
    page = oliwia.get(at(into, f"?z={loser.oid}"))

    assert "urząd jednostki, która istnieje" in read(page) and "Scal organizacje" not in page.text
    assert f'href="{at(loser)}?z={into.oid}"' in page.text, "the other way round"
    oliwia.post(at(into), {"z": loser.oid, "stan": "x"})
    assert now(into).state == "registered"


@pytest.mark.parametrize("typed", ["", "R0000000", "zażółć", "R99999999"])
def test_an_unknown_target_is_nothing(loser, oliwia, typed):
    assert oliwia.get(at(loser), {"z": typed}).status_code == 200
    assert oliwia.post(at(loser), {"z": typed, "stan": "x"}).status_code == 200
    assert now(loser).state == "registered"


@pytest.mark.parametrize("who", ["anna", "ewa", "filip"])
def test_for_others_these_pages_do_not_exist(cast, loser, into, signed_in, who):
    browser = signed_in(getattr(cast, who))

    assert browser.get(at(loser, f"?z={into.oid}")).status_code == 404
    assert browser.post(at(loser), {"z": into.oid}).status_code == 404
    assert browser.get("/administrator/organizacje/duplikaty/").status_code == 404
    assert now(loser).state == "registered"


def test_duplicates_are_shown_in_groups(cast, loser, oliwia):
    same_regon = roads(cast.units.czeladz, name="Inny", nip="", street="")
    namesake = roads(cast.units.siemianowice, name="miejski zarząd drog", regon="", nip="", street="")
    alone = roads(cast.units.laziska, name="Sam", regon="", nip="", street="")
    page = oliwia.get("/administrator/organizacje/duplikaty/")

    assert "Ten sam REGON" in page.text and "Ta sama nazwa w jednej jednostce samorządu" in page.text
    assert same_regon.oid in page.text and namesake.oid in page.text and alone.oid not in page.text
    assert [group.reason for group in queries.groups()] == ["regon", "name"]


def test_three_thousand_organisations_take_as_many_queries_as_three(cast, oliwia):
    roads(cast.units.siemianowice)
    oliwia.get("/administrator/organizacje/duplikaty/")
    with CaptureQueriesContext(connection) as few:
        oliwia.get("/administrator/organizacje/duplikaty/")
    Organisation.objects.bulk_create(
        Organisation(
            kind="roads",
            belongs_to=cast.units.czeladz,
            name=f"Zarząd {n // 2}",
            regon=str(n // 2),
            sort_key=str(n),
            search_key=" x ",
            created_at=NOW,
        )
        for n in range(3_000)
    )
    with CaptureQueriesContext(connection) as many:
        page = oliwia.get("/administrator/organizacje/duplikaty/")

    assert len(many) <= len(few) + 1
    assert "1 500" in read(page) and page.text.count('aria-labelledby="grupa-') == 50


def test_invitations_hang_on_the_place(cast, loser, into, work):
    work()
    merge(loser, into, cast.oliwia)

    assert Invitation.objects.get().membership.organisation == into
    assert Invitation.objects.open(NOW + timedelta(days=1)).exists()


# ---- at the same moment ----


@pytest.mark.django_db(transaction=True)
def test_of_two_opposite_merges_one_counts(cast, today):
    one, other = roads(cast.units.siemianowice), roads(cast.units.siemianowice, name="Drugi")
    results = at_once(
        [
            lambda: merge(one, other, somebody(cast.oliwia)),
            lambda: merge(other, one, somebody(cast.oliwia)),
            lambda: merge(one, other, somebody(cast.oliwia)),
        ]
    )
    assert kinds(results) == {"done": 1, "Refused": 2}
    assert sorted([now(one).state, now(other).state]) == ["merged", "registered"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_what_is_sent_while_two_are_merged_is_not_lost(cast, loser, into, _round):
    """The proposal and the declaration are there before the merge and follow, or are refused with words."""
    ewa = [somebody(cast.ewa) for _ in range(2)]
    assert all(who.current_memberships for who in ewa), "each request read Ewa's role before the merge"
    at_once(
        [
            lambda: propose(cast, office=loser, by=ewa[0]),
            lambda: merge(loser, into, somebody(cast.oliwia)),
            lambda: declare(cast, loser, ewa[1], 5, "2026-02-10"),
        ]
    )
    assert now(loser).state == "merged"
    assert not Proposal.objects.filter(organisation=loser).exists()
    assert not Declaration.objects.filter(organisation=loser).exists()
