"""No sequence of edits, removals and invitations leaves an organisation without a user, or writes to a wrong address.

Who has to be told is worked out here from the words of §5 alone: "the person whose data were changed or removed, and
all other addresses registered within this organisation".
"""

from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ratusz.accounts.models import User
from ratusz.core.verdict import Refused
from ratusz.correspondence.models import Message
from ratusz.history.models import Event
from ratusz.organisations import actions, queries
from ratusz.organisations.models import ContactPerson, Draft, Invitation, Membership, Organisation, PersonDetails
from ratusz.organisations.notices import registry as notices
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import Role
from ratusz.privacy.models import Document
from tests.cast import NOW, PASSWORD, person
from tests.registry import authorise, fill_in, save

ROLES = [Role.COORDINATOR, Role.DEPUTY, Role.OFFICER, Role.EDITOR]
CAST = ["anna", "bartek", "celina", "darek", "ewa", "filip", "hanna", "oliwia"]
STAFF = "oliwia"
NOBODY_YET = ["nela@urzad.example", "maria@urzad.example", "Ola@urzad.example"]
REACHED = ["email", "phone", "phone_2", "street", "postcode", "city"]
actor = st.sampled_from([*CAST, "anna", "anna", "anna", "bartek", STAFF, STAFF])
row = st.integers(0, 7)
role = st.sampled_from(ROLES)
address = st.sampled_from([*NOBODY_YET * 3, *(f"{name}@urzad.example" for name in CAST), "kontakt@urzad.example"])
words = st.sampled_from(["", "Kierownik", "Sekretarz"])
edit = st.one_of(
    st.tuples(st.just("change_the_contact_person"), address, words),
    st.tuples(
        st.just("change_the_data"), st.sampled_from(["name", "email", "city"]), st.sampled_from(["a@b.pl", "c@d.pl"])
    ),
    st.tuples(st.just("change_a_user"), row, st.just("position"), words),
    st.tuples(st.just("change_a_user"), row, st.just("email"), address.map(str.lower)),
    st.tuples(st.just("change_a_user"), row, st.just("role"), role),
    st.tuples(st.just("add_a_user"), st.integers(0, 2), address, role),
    st.tuples(st.just("remove_a_user"), row),
    st.tuples(st.just("remove_a_user"), row),
    st.tuples(st.just("undo"), row),
    st.tuples(st.just("settle"), st.booleans()),
)


class Snapshot:
    """What is registered, read straight from the tables: addresses in lower case, people by their key."""

    def __init__(self, pk: int) -> None:
        office = Organisation.objects.get(pk=pk)
        contact = ContactPerson.objects.get(organisation=pk)
        names = PersonDetails.FIELDS
        self.data = {name: getattr(office, name) for name in REACHED}
        self.contact = {name: getattr(contact, name) for name in names}
        listed = Membership.objects.filter(
            organisation=pk, role__in=ROLES, state__in=["invited", "provisional", "confirmed"]
        )
        self.users = {place.pk: {name: getattr(place, name) for name in (*names, "role")} for place in listed}
        self.invited = {place.pk for place in listed if place.state == "invited"}
        self.acting = {place.pk for place in listed if place.state != "invited" and place.person_id}

    def addresses(self) -> set[str]:
        written = [self.data["email"], self.contact["email"], *(user["email"] for user in self.users.values())]
        return {one.lower() for one in written if one}


def must_hear(before: Snapshot, after: Snapshot) -> set[str]:
    """§5, and Q-5: whoever is invited by this very save has the invitation instead."""
    pairs = [(before.data, after.data), (before.contact, after.contact)]
    pairs += [(before.users.get(key, {}), after.users.get(key, {})) for key in {*before.users, *after.users}]
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    if not changed:
        return set()
    whose = {side["email"].lower() for pair in changed for side in pair if side.get("email")}
    return (whose | after.addresses()) - newly_invited(before, after)


def newly_invited(before: Snapshot, after: Snapshot) -> set[str]:
    emails = {key: after.users[key]["email"] for key in after.invited}
    return {email.lower() for key, email in emails.items() if before.users.get(key, {}).get("email") != email}


class Registry(RuleBasedStateMachine):
    """Eight people at one organisation. `cast` is set by the test; each run is taken back."""

    cast: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.pk = self.cast.office.pk
        fill_in(self.cast.office, by=self.cast.anna)
        for name, given in zip(["bartek", "celina", "darek"], ROLES[1:], strict=True):
            authorise(self.cast.office, getattr(self.cast, name), given)
        self.heard = Event.objects.latest("pk").pk
        self.left_by_staff, self.by = False, STAFF

    @property
    def office(self) -> Organisation:
        return Organisation.objects.get(pk=self.pk)

    def who(self, name: str) -> Any:
        return User.objects.get(pk=getattr(self.cast, name).pk)

    def attempt(self, act: Any, *given: Any, by: str) -> Any:
        """Done, or refused and nothing changed."""
        try:
            with transaction.atomic():
                return act(*given, by=self.who(by), at=NOW)
        except Refused:
            return None

    def key(self, row: int) -> str:
        """One of the people whom this person's draft knows."""
        keys = rules.user_keys(queries.desk(self.who(self.by), self.office).values)
        return keys[row % len(keys)] if keys else "1"

    @rule(by=actor, edits=st.lists(edit, min_size=1, max_size=4), stores=st.sampled_from([True, True, False]))
    def work_on_it(self, by: str, edits: list[Any], stores: bool) -> None:
        """Some edits, one after the other; what others drafted meanwhile stays where it is."""
        self.by = by
        for what, *more in edits:
            getattr(self, what)(*more)
        if stores:
            self.update()

    def note(self, edits: dict[str, Any]) -> None:
        self.attempt(actions.edit, self.office, edits, by=self.by)

    def change_the_contact_person(self, email: str, position: str) -> None:
        self.note({"contact.email": email.lower(), "contact.position": position})

    def change_the_data(self, field: str, value: str) -> None:
        self.note({f"data.{field}": value})

    def change_a_user(self, row: int, field: str, value: str) -> None:
        self.note({f"users.{self.key(row)}.{field}": value})

    def add_a_user(self, number: int, email: str, role: str) -> None:
        fields = {**Membership().details(), "first_name": "Nowa", "last_name": "Osoba", "email": email.lower()}
        edits = rules.laid_flat(f"users.n{number}", {**fields, "uses_phones": True, "role": role})
        self.note({f"users.n{number}": True} | edits)

    def remove_a_user(self, row: int) -> None:
        self.attempt(actions.remove, self.office, self.key(row), by=self.by)

    def undo(self, row: int) -> None:
        self.attempt(actions.undo, self.office, self.key(row), by=self.by)

    def settle(self, mine: bool) -> None:
        clashes = queries.desk(self.who(self.by), self.office).clashes
        self.attempt(actions.settle, self.office, {clash.path: mine for clash in clashes}, by=self.by)

    @rule(by=actor, row=row, does=st.sampled_from(["invite", "join", "confirm", "come", "come"]))
    def something_else_happens(self, by: str, row: int, does: str) -> None:
        self.by = by
        getattr(self, does)(row)

    def invite(self, row: int) -> None:
        places = list(self.office.memberships.authorised().order_by("pk"))
        if places:
            self.attempt(actions.invite, places[row % len(places)], by=self.by)

    def join(self, _row: int) -> None:
        self.attempt(lambda **given: actions.join(given["by"], self.office.unit, **given), by=self.by)

    def confirm(self, row: int) -> None:
        waiting = list(self.office.memberships.in_state("waiting", "provisional"))
        if waiting:
            self.attempt(actions.confirm, waiting[row % len(waiting)], by=self.by)

    def come(self, row: int) -> None:
        """Somebody opens a letter, perhaps an old one, and makes an account."""
        letters = list(Invitation.objects.order_by("-pk"))
        if not letters:
            return
        letter = letters[row % len(letters)]
        fields = {"password": PASSWORD, "terms": Document.objects.current("regulamin"), "at": NOW}
        try:
            with transaction.atomic():
                place = actions.accept_with_new_account(letter, first_name="Nowa", last_name="Osoba", **fields)
        except Refused:
            return
        assert place.person.email == place.email.lower() == letter.email.lower()

    def update(self) -> None:
        """Looked at (an address twice in a draft is what the page refuses), pressed, told; a refused draft goes."""
        desk = queries.desk(self.who(self.by), self.office)
        emails = [desk.values.get(f"users.{key}.email", "") for key in rules.user_keys(desk.values)]
        if len(emails) != len({email.casefold() for email in emails}):
            self.attempt(actions.discard, self.office, by=self.by)
            return
        self.told()
        before, shown = Snapshot(self.pk), {one.address.lower() for one in self.shown(desk)}
        revision = self.attempt(lambda **given: save(self.office, **given), by=self.by)
        after = Snapshot(self.pk)
        if revision is None:
            assert (vars(after), self.told()) == (vars(before), Counter())
            self.attempt(actions.discard, self.office, by=self.by)
            return
        heard, expected = self.told(), must_hear(before, after)
        assert set(heard) == expected and set(heard.values()) <= {1}
        assert {one["address"].lower() for one in revision.recipients} == expected == shown
        assert not Draft.objects.filter(person=getattr(self.cast, self.by), organisation=self.pk).exists()
        self.left_by_staff |= self.by == STAFF and not after.acting

    def shown(self, desk: Any) -> Any:
        """Who will be told, as the review says before anything is stored."""
        fresh = [c.fields["email"][1] for c in desk.changes if c.key and c.kind != "remove" and "email" in c.fields]
        known = queries.accounts_at(fresh)
        return rules.recipients(desk.stored, desk.values, [email for email in fresh if email.lower() not in known])

    def told(self) -> Counter:
        """What the worker would do with what happened since: the addresses to which it wrote of saves."""
        events, known = (
            list(Event.objects.filter(pk__gt=self.heard).order_by("pk")),
            set(Message.objects.values_list("pk")),
        )
        for event in events:
            if event.kind == "organisations.revision.save":
                notices.saved(event.pk)
            if event.kind == "organisations.membership.invite":
                notices.invited(event.pk)
            self.heard = event.pk
        letters = [
            letter for letter in Message.objects.filter(kind="organisations.saved") if (letter.pk,) not in known
        ]
        return Counter(letter.recipient.lower() for letter in letters)

    @invariant()
    def somebody_acts(self) -> None:
        if hasattr(self, "pk"):
            now = Snapshot(self.pk)
            self.left_by_staff &= not now.acting
            assert now.acting or self.left_by_staff

    @invariant()
    def the_registry_is_whole(self) -> None:
        if not hasattr(self, "pk"):
            return
        places = list(self.office.memberships.authorised().select_related("person"))
        emails = [place.email.casefold() for place in places]
        assert len(emails) == len(set(emails)) and all(emails)
        assert sum(place.role == Role.COORDINATOR and place.state != "invited" for place in places) <= 1
        for place in places:
            assert (place.person is None) == (place.state == "invited")
            assert place.person is None or place.person.email == place.email
        live = Counter(self.office.memberships.live().values_list("person", flat=True))
        assert set(live.values()) <= {1}, "nobody has two places"

    @invariant()
    def letters_lead_to_one_place_each(self) -> None:
        """An open link belongs to a place that waits for its address."""
        for letter in Invitation.objects.open(NOW).select_related("membership"):
            place = letter.membership
            assert place.state == "invited" and place.email == letter.email
        assert set(Counter(Invitation.objects.open(NOW).values_list("membership", flat=True)).values()) <= {1}


@pytest.mark.requirement("R-001-5.1", "R-001-5.2", "R-001-4.1.1", "R-001-4.D1")
def test_whatever_people_do_somebody_acts_and_the_right_ones_hear(cast, today):
    cast.hanna = person("Hanna", "Wilk")
    once = settings(
        max_examples=250,
        stateful_step_count=25,
        deadline=None,
        derandomize=False,
        database=None,
        report_multiple_bugs=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    machine = type("OfSiemianowice", (Registry,), {"cast": cast})
    run_state_machine_as_test(machine, settings=once)
