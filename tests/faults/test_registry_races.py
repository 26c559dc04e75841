"""The registry when two press at once, when the product dies half-way, when the database does: whole or nothing."""

from collections import Counter

import pytest
from django.test import Client

from ratusz.accounts.models import User
from ratusz.core.verdict import Refused
from ratusz.correspondence.models import Message
from ratusz.history.models import Event
from ratusz.organisations import actions, queries
from ratusz.organisations.models import Draft, Membership, Organisation, Revision
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import MembershipState, Role
from tests.cast import NOW, PASSWORD, read
from tests.faults import weather
from tests.faults.test_disk_and_lock import LONG, WEATHERS, fault, typed_in
from tests.faults.test_races import ROUNDS, at_once, kinds, somebody, verbs
from tests.organisations.keepers import waiting
from tests.registry import CONTACT, DATA, authorise, fill_in, last_link, save

pytestmark = pytest.mark.django_db(transaction=True)
ACCOUNT = {"first_name": "Nela", "last_name": "Wilk", "phone": "500 600 700", "terms": "on"}
ACCOUNT |= {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def office(cast, today, work):
    """Anna and Bartek act for the office; everything is filled in and told."""
    fill_in(cast.office, by=cast.anna)
    authorise(cast.office, cast.bartek)
    work()
    Message.objects.all().delete()
    return Organisation.objects.get(pk=cast.office.pk)


def invite(office, by, work):
    new = {**Membership().details(), "first_name": "Nela", "last_name": "Wilk", "email": "nela@urzad.example"}
    fields = {**new, "uses_phones": True, "role": Role.OFFICER}
    actions.edit(office, {"users.n1": True} | rules.laid_flat("users.n1", fields), by=by, at=NOW)
    save(office, by=by)
    work()
    return last_link("nela@urzad.example")


def place_of(office, who):
    return Membership.objects.get(organisation=office, person=who)


def saving(office, who):
    """A call that stores the draft of this person as it looks now."""
    by, seen = somebody(who), queries.desk(who, office).fingerprint()
    return lambda: actions.update(office, seen=seen, by=by, at=NOW)


@pytest.mark.requirement("R-001-4.1.1", "R-001-4.D1")
@pytest.mark.parametrize("_round", ROUNDS)
def test_two_who_remove_each_other_leave_one(cast, office, _round):
    actions.remove(office, str(place_of(office, cast.bartek).pk), by=cast.anna, at=NOW)
    actions.remove(office, str(place_of(office, cast.anna).pk), by=cast.bartek, at=NOW)
    results = at_once([saving(office, cast.anna), saving(office, cast.bartek)])
    assert kinds(results) == {"done": 1, "Refused": 1}
    assert office.memberships.in_force().count() == 1 and Revision.objects.count() == 2


@pytest.mark.requirement("R-001-2.5")
@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_values_of_one_field_one_is_stored_and_the_other_asked_about(cast, office, _round):
    people = {"Anny": cast.anna, "Bartka": cast.bartek}
    for name, who in people.items():
        actions.edit(office, {"data.name": f"Urząd {name}", "contact.position": f"U {name}"}, by=who, at=NOW)
    results = at_once([saving(office, who) for who in people.values()])
    assert kinds(results) == {"done": 1, "Overtaken": 1}
    now = Organisation.objects.get(pk=office.pk)
    late = next(who for name, who in people.items() if name not in now.name)
    desk = queries.desk(late, now)
    assert sorted(clash.path for clash in desk.clashes) == ["contact.position", "data.name"]
    actions.settle(now, {"data.name": True, "contact.position": False}, by=late, at=NOW)
    kept = now.name
    save(now, by=late)
    now.refresh_from_db()
    assert now.name != kept and now.contact.position == f"U {kept.removeprefix('Urząd ')}"


@pytest.mark.requirement("R-001-2.5")
@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_different_fields_both_are_stored(cast, office, _round):
    """Whoever comes second looks once more, at what is stored now, and is asked nothing."""
    actions.edit(office, {"data.name": "Urząd Anny"}, by=cast.anna, at=NOW)
    actions.edit(office, {"data.city": "Chorzów"}, by=cast.bartek, at=NOW)
    results = at_once([saving(office, cast.anna), saving(office, cast.bartek)])
    assert kinds(results) == {"done": 1, "Overtaken": 1}
    late = Draft.objects.get().person
    now = Organisation.objects.get(pk=office.pk)
    assert not queries.desk(late, now).clashes
    save(now, by=late)
    now.refresh_from_db()
    assert (now.name, now.city) == ("Urząd Anny", "Chorzów")


@pytest.mark.requirement("R-001-5.1")
def test_a_double_click_stores_once_and_tells_once(cast, office, signed_in, work):
    actions.edit(office, {"contact.email": "nowy@urzad.example"}, by=cast.anna, at=NOW)
    seen = queries.desk(cast.anna, office).fingerprint()
    browsers, before = [signed_in(cast.anna) for _ in range(4)], Revision.objects.count()
    path = f"/organizacje/{office.oid}/aktualizacja/"
    pages = at_once([lambda browser=browser: browser.post(path, {"stan": seen}) for browser in browsers])
    assert Counter(page.status_code for page in pages) == {302: 4}
    assert all(page.url in (f"/organizacje/{office.oid}/zapisano/", f"/organizacje/{office.oid}/") for page in pages)
    assert Revision.objects.count() == before + 1
    work()
    told = Counter(Message.objects.filter(kind="organisations.saved").values_list("recipient", flat=True))
    assert set(told.values()) == {1} and {"nowy@urzad.example", CONTACT["email"]} <= set(told)


@pytest.mark.requirement("R-001-5.2")
@pytest.mark.parametrize("_round", ROUNDS)
def test_a_link_used_twice_at_once_makes_one_account(cast, office, work, _round):
    link = invite(office, cast.anna, work)
    pages = at_once([lambda: Client().post(link, ACCOUNT) for _ in range(3)])
    assert {page.status_code for page in pages} <= {302, 404}
    nela = User.objects.get(email="nela@urzad.example")
    assert list(nela.memberships.values_list("role", "state")) == [(Role.OFFICER, MembershipState.CONFIRMED)]
    assert verbs(nela.memberships.get()).count("accept") == 1


@pytest.mark.requirement("R-001-4.1", "R-001-5.2")
@pytest.mark.parametrize("_round", ROUNDS)
def test_whoever_is_removed_while_they_accept_is_removed(cast, office, work, _round):
    link = invite(office, cast.anna, work)
    place = office.memberships.get(email="nela@urzad.example")
    actions.remove(office, str(place.pk), by=cast.anna, at=NOW)
    results = at_once([saving(office, cast.anna), lambda: Client().post(link, ACCOUNT)])
    assert not isinstance(results[0], Exception) and results[1].status_code in (302, 404)
    place.refresh_from_db()
    came = User.objects.filter(email="nela@urzad.example").exists()
    assert place.state == MembershipState.ENDED and came == (place.person is not None)


@pytest.mark.requirement("R-001-5.2")
@pytest.mark.parametrize("_round", ROUNDS)
def test_a_link_to_an_address_that_is_being_changed_gives_the_place_to_one(cast, office, work, _round):
    """Either Nela came first and gave way to Maria, or her link ended; nobody holds the place of the other."""
    link = invite(office, cast.anna, work)
    place = office.memberships.get(email="nela@urzad.example")
    actions.edit(office, {f"users.{place.pk}.email": "maria@urzad.example"}, by=cast.anna, at=NOW)
    at_once([saving(office, cast.anna), lambda: Client().post(link, ACCOUNT)])
    place.refresh_from_db()
    assert (place.email, place.person, place.state) == ("maria@urzad.example", None, MembershipState.INVITED)


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize("_round", ROUNDS)
def test_one_of_two_decisions_about_an_organisation_counts(cast, today, _round):
    made = waiting(cast.ewa, cast.units.siemianowice)
    results = at_once(
        [
            lambda: actions.confirm_organisation(made, by=somebody(cast.oliwia), at=NOW),
            lambda: actions.refuse_organisation(made, reason="Nie", by=somebody(cast.oliwia), at=NOW),
            lambda: actions.confirm_organisation(made, by=somebody(cast.oliwia), at=NOW),
        ]
    )
    assert kinds(results) == {"done": 1, "Refused": 2}
    state = Organisation.objects.get(pk=made.pk).state
    assert place_of(made, cast.ewa).state == {"registered": "confirmed", "refused": "refused"}[state]


def test_a_registration_sent_twice_at_once_is_one(cast, today):
    actions.edit(None, {"data.name": "Zarząd Dróg"}, by=cast.ewa, at=NOW)
    made = waiting(cast.ewa, cast.units.siemianowice)
    assert Organisation.objects.filter(registered_by=cast.ewa).count() == 1
    again = rules.laid_flat("data", {"kind": "roads", "belongs_to": cast.units.siemianowice.pk, "regon": made.regon})
    for who in (cast.ewa, cast.darek):
        actions.edit(None, again, by=who, at=NOW)
    seen = queries.desk(cast.ewa, None).fingerprint()
    results = at_once(
        [lambda who=who: actions.register(seen=seen, by=somebody(who), at=NOW) for who in (cast.ewa, cast.darek) * 2]
    )
    assert kinds(results) == {"Refused": 4}
    Organisation.objects.filter(pk=made.pk).update(state="refused")
    results = at_once(
        [lambda who=who: actions.register(seen=seen, by=somebody(who), at=NOW) for who in (cast.ewa, cast.darek) * 2]
    )
    assert sum(isinstance(result, Organisation) for result in results) == 1
    assert {type(result) for result in results} <= {Organisation, Refused, type(None)}
    assert Organisation.objects.filter(regon=made.regon, state="waiting").count() == 1


class Killed(BaseException):
    """As if the process had ended here."""


@pytest.mark.requirement("R-001-2.5")
@pytest.mark.parametrize("last_step", ["Draft.delete", "Revision.save"])
def test_a_save_that_dies_at_its_last_step_leaves_nothing(cast, office, monkeypatch, last_step):
    invited = {**Membership().details(), "first_name": "Nela", "last_name": "Wilk", "email": "nela@urzad.example"}
    fields = {**invited, "uses_phones": True, "role": Role.OFFICER}
    everything = {"data.name": "Połowa", "contact.email": "nowy@urzad.example", "users.n1": True}
    actions.edit(office, everything | rules.laid_flat("users.n1", fields), by=cast.anna, at=NOW)
    actions.remove(office, str(place_of(office, cast.bartek).pk), by=cast.anna, at=NOW)
    before, stored = weather.rows(), queries.stored(Organisation.objects.get(pk=office.pk))

    def killed(*args, **kwargs):
        raise Killed

    model, method = last_step.split(".")
    with monkeypatch.context() as patch:
        patch.setattr({"Draft": Draft, "Revision": Revision}[model], method, killed)
        with pytest.raises(Killed):
            save(office, by=cast.anna)
    assert weather.rows() == before
    assert queries.stored(Organisation.objects.get(pk=office.pk)) == stored
    assert save(office, by=cast.anna) is not None
    assert Event.objects.filter(kind="organisations.revision.save").count() == 2


@pytest.mark.parametrize("happens", WEATHERS, ids=lambda happens: happens.__name__)
def test_storing_in_bad_weather(cast, office, signed_in, happens):
    """The button again, once the weather is better, stores what was drafted before."""
    long = {"data.name": f"Urząd {LONG}", "contact.email": f"{'a' * 60}@{'b' * 60}.example", "data.street": LONG * 2}
    new = {**Membership().details(), "first_name": LONG, "last_name": LONG, "street": LONG, "role": Role.OFFICER}
    for n in range(20):
        long |= {f"users.n{n}": True} | rules.laid_flat(f"users.n{n}", {**new, "email": f"{n}@urzad.example"})
        long |= {f"users.n{n}.uses_phones": True}
    actions.edit(office, long, by=cast.anna, at=NOW)
    browser, path = signed_in(cast.anna), f"/organizacje/{office.oid}/aktualizacja/"
    stan = {"stan": queries.desk(cast.anna, office).fingerprint()}
    page = fault(browser, path, stan, happens)
    assert typed_in(page) == stan
    assert Organisation.objects.get(pk=office.pk).name == office.name and Draft.objects.get().edits
    assert browser.post(path, typed_in(page)).url == f"/organizacje/{office.oid}/zapisano/"
    assert Organisation.objects.get(pk=office.pk).name == long["data.name"] and not Draft.objects.exists()


@pytest.mark.parametrize("happens", WEATHERS, ids=lambda happens: happens.__name__)
def test_drafting_in_bad_weather(cast, office, signed_in, happens):
    """What was typed is on the page that says so, and reaches the draft from there."""
    browser, path = signed_in(cast.anna), f"/organizacje/{office.oid}/dane/"
    fields = {
        **DATA,
        "name": f"Urząd {LONG}",
        "street": LONG * 2,
        "city": LONG,
        "website": f"https://u.pl/{'a' * 150}",
    }
    fields["dalej"] = "aktualizacja"
    browser.post(path, {**DATA, "name": "Krótko", "dalej": "dane"})
    with happens():
        page = browser.post(path, fields, headers={"Origin": "http://testserver"})
    if page.status_code == 503:
        assert typed_in(page) == fields and Draft.objects.get().edits["data.name"]["now"] == "Krótko"
        browser.post(path, typed_in(page))
    else:  # PostgreSQL locks and fills other tables than that of the drafts
        assert page.status_code == 302 and happens is not weather.gone
    assert Draft.objects.get().edits["data.name"]["now"] == fields["name"]
    assert "Co się zmieni" in read(browser.get(f"/organizacje/{office.oid}/aktualizacja/"))
