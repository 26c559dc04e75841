"""Joining an office, being confirmed, handing over."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from ratusz.history import record as history
from ratusz.organisations import policies, rules
from ratusz.organisations.actions.holding import hold_place, note_completeness
from ratusz.organisations.actions.inviting import accept
from ratusz.organisations.models import Membership, Organisation, PersonDetails, Population, TerritorialUnit
from ratusz.organisations.states import IN_FORCE, WORKFLOW, MembershipState, Role


def office_of(unit: TerritorialUnit, *, at: datetime) -> Organisation:
    """The one office of a territorial unit, made when somebody first acts for it."""
    defaults = {"name": rules.office_name(unit.name, unit.kind), "created_at": at}
    office, _created = Organisation.objects.get_or_create(unit=unit, defaults=defaults)
    return office


@transaction.atomic
def announce(person: Any, unit: TerritorialUnit, *, by: Any, at: datetime) -> Membership:
    """R-000-1.2: the office named at registration; nobody acts for it before the address is confirmed (R-000-1.D2)."""
    place = Membership.objects.create(
        person=person,
        organisation=office_of(unit, at=at),
        role=Role.COORDINATOR,
        state=MembershipState.ANNOUNCED,
        since=at,
    )
    history.record("organisations.membership.announce", place, by=by, at=at, clause="R-000-1.2")
    return place


@transaction.atomic
def arrive(person: Any, *, by: Any, at: datetime) -> None:
    """R-003-35, Q-15: the address is confirmed, so the person takes the place that is free now."""
    for place in Membership.objects.in_state(MembershipState.INVITED).filter(email__iexact=person.email):
        hold_place(place, None)
        if policies.may_take(person, place):
            accept(place, person, by=by, at=at)
    for place in person.memberships.in_state(MembershipState.ANNOUNCED).select_related("organisation__unit"):
        place.delete()
        if policies.may_join(person, place.organisation):
            join(person, place.organisation.unit, by=by, at=at)


@transaction.atomic
def join(person: Any, unit: TerritorialUnit, *, by: Any, at: datetime) -> Membership:
    """Q-15: the first to register for an office is its provisional coordinator, a later one waits as deputy."""
    office = Organisation.objects.lock(office_of(unit, at=at).pk)
    policies.may_join(person, office).ensure()
    invited = office.memberships.in_state(MembershipState.INVITED).filter(email__iexact=person.email).first()
    if invited:
        return accept(invited, person, by=by, at=at)
    taken = office.memberships.filter(role=Role.COORDINATOR, state__in=IN_FORCE).exists()
    role, state = (Role.DEPUTY, MembershipState.WAITING) if taken else (Role.COORDINATOR, MembershipState.PROVISIONAL)
    membership = Membership.objects.create(
        person=person, organisation=office, role=role, state=state, since=at, **details_of(person)
    )
    history.record(
        "organisations.membership.join", membership, by=by, at=at, clause="Q-15", role=role, office=office.pk
    )
    note_completeness(office)
    return membership


def details_of(person: Any) -> dict[str, Any]:
    """R-001-3.1: what the registry knows of somebody at first: what their account says."""
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "phone": person.phone,
        "uses_phones": not person.phone,
    }


@transaction.atomic
def confirm(membership: Membership, *, by: Any, at: datetime) -> None:
    """Q-15: this person does act for this office."""
    hold_place(membership, by)
    policies.may_decide_on(by, membership).ensure()
    history.move(membership, WORKFLOW["confirm"], by=by, at=at, facts={"office": membership.organisation_id}, since=at)
    note_completeness(membership.organisation)


@transaction.atomic
def refuse(membership: Membership, *, reason: str, by: Any, at: datetime) -> None:
    """Q-15: this person does not act for this office; the next in line stays where they are."""
    hold_place(membership, by)
    policies.may_decide_on(by, membership).ensure()
    facts = {"office": membership.organisation_id}
    nobody = PersonDetails.NOBODY
    history.move(membership, WORKFLOW["refuse"], by=by, at=at, facts=facts, since=at, reason=reason, **nobody)
    note_completeness(membership.organisation)


@transaction.atomic
def hand_over(to: Membership, *, by: Any, at: datetime) -> None:
    """Q-15: the deputy becomes coordinator, the coordinator becomes deputy; one transaction, two events."""
    office = hold_place(to, by)
    policies.may_hand_over(by, to).ensure()
    present = office.memberships.filter(role=Role.COORDINATOR, state__in=IN_FORCE).first()
    if present:
        stepped = {"office": office.pk, "role": Role.DEPUTY, "handed_to": to.pk}
        history.move(present, WORKFLOW["step_down"], by=by, at=at, facts=stepped, role=Role.DEPUTY, since=at)
    promoted = {"office": office.pk, "role": Role.COORDINATOR}
    history.move(to, WORKFLOW["promote"], by=by, at=at, facts=promoted, role=Role.COORDINATOR, since=at)


@transaction.atomic
def appoint(person: Any, organisation: Organisation, role: str, *, by: Any, at: datetime) -> Membership:
    """R-000-A.1: give a role at once; used by the installation's operator and by handing over."""
    membership, created = Membership.objects.get_or_create(
        person=person,
        organisation=organisation,
        role=role,
        state=MembershipState.CONFIRMED,
        defaults={"since": at, **details_of(person)},
    )
    if created:
        history.record(
            "organisations.membership.appoint",
            membership,
            by=by,
            at=at,
            clause="R-000-A.1",
            role=role,
            office=organisation.pk,
        )
        note_completeness(organisation)
    return membership


@transaction.atomic
def note_population(unit: TerritorialUnit, *, residents: int, as_of: date, source: str, by: Any, at: datetime) -> None:
    """Q-13: the figure of a day, with its source; a second figure of the same day corrects the first."""
    policies.is_staff(by).ensure()
    figure, _created = Population.objects.update_or_create(
        unit=unit, as_of=as_of, defaults={"residents": residents, "source": source}
    )
    facts = {"unit": unit.stem, "residents": residents, "as_of": as_of.isoformat()}
    history.record("organisations.population.note", figure, by=by, at=at, clause="Q-13", **facts)
