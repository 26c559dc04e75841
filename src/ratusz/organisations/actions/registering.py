"""An organisation that is no territorial unit registers under its unit; staff confirm it (R-001-D1)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ratusz.history import record as history
from ratusz.organisations import policies, queries
from ratusz.organisations.actions.holding import hold, note_completeness
from ratusz.organisations.actions.joining import details_of
from ratusz.organisations.actions.updating import Overtaken
from ratusz.organisations.models import (
    ContactPerson,
    Draft,
    Membership,
    Organisation,
    PersonDetails,
    TerritorialUnit,
)
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.rules import units
from ratusz.organisations.states import REGISTRATION, WORKFLOW, MembershipState, OrganisationState, Role


@transaction.atomic
def register(*, seen: str, by: Any, at: datetime) -> Organisation | None:
    """R-001-D1: this person's draft becomes an organisation that waits; they act for it provisionally (Q-15).

    None when there is no draft (it was sent already). Raises Overtaken when the draft is not what was looked
    at, Refused when its REGON is registered.
    """
    draft = Draft.objects.select_for_update().filter(person=by, organisation=None).first()
    if draft is None:
        return None
    desk = queries.desk(by, None)
    if desk.fingerprint() != seen:
        raise Overtaken(_("W międzyczasie coś się zmieniło. Sprawdź dane jeszcze raz."), "R-001-2.5")
    data = rules.part(desk.values, rules.DATA)
    place = TerritorialUnit.objects.select_for_update().get(pk=data.pop("belongs_to"))
    policies.may_register(queries.same_regon(data["regon"])).ensure()
    made = Organisation.objects.create(
        state=OrganisationState.WAITING, belongs_to=place, registered_by=by, created_at=at, **data
    )
    ContactPerson.objects.create(organisation=made, **rules.part(desk.values, rules.CONTACT))
    draft.delete()
    history.record("organisations.organisation.register", made, by=by, at=at, clause="R-001-D1")
    membership = Membership.objects.create(
        person=by,
        organisation=made,
        role=Role.COORDINATOR,
        state=MembershipState.PROVISIONAL,
        since=at,
        **details_of(by),
    )
    facts = {"role": Role.COORDINATOR, "office": made.pk}
    history.record("organisations.membership.register", membership, by=by, at=at, clause="Q-15", **facts)
    note_completeness(made)
    by.read_roles_again()
    return made


@transaction.atomic
def confirm_organisation(organisation: Organisation, *, by: Any, at: datetime) -> None:
    """R-001-D1: it exists and is no duplicate; whoever registered it acts for it from now on."""
    held = hold(organisation.pk, by)
    policies.is_staff(by).ensure()
    history.move(held, REGISTRATION["confirm"], by=by, at=at)
    for place in held.memberships.in_state(MembershipState.PROVISIONAL):
        history.move(place, WORKFLOW["admit"], by=by, at=at, facts={"office": held.pk}, since=at)
    note_completeness(held)


@transaction.atomic
def refuse_organisation(organisation: Organisation, *, reason: str, by: Any, at: datetime) -> None:
    """R-001-D1: it does not exist or is registered already; the reason goes to whoever registered it."""
    held = hold(organisation.pk, by)
    policies.is_staff(by).ensure()
    history.move(held, REGISTRATION["refuse"], by=by, at=at, reason=reason)
    for place in held.memberships.in_state(MembershipState.PROVISIONAL):
        facts, nobody = {"office": held.pk}, PersonDetails.NOBODY
        history.move(place, WORKFLOW["dismiss"], by=by, at=at, facts=facts, since=at, reason=reason, **nobody)


@transaction.atomic
def register_offices(*, by: Any = None, at: datetime) -> int:
    """R-001-D1: every offered unit has its office in the registry. Returns how many were missing.

    Units are renamed and change their type, so the words by which organisations are found follow them.
    """
    _find_by_todays_words()
    missing = list(queries.offered_units().filter(office=None))
    for unit in missing:
        made = Organisation(unit=unit, name=units.office_name(unit.name, unit.kind), created_at=at)
        made.save()
        history.record("organisations.organisation.list", made, by=by, at=at, clause="R-001-D1", unit=unit.stem)
    return len(missing)


def _find_by_todays_words() -> None:
    changed = []
    for row in Organisation.objects.select_related("unit", "belongs_to").iterator():
        if row.search_key != (words := row.searched_by()):
            row.search_key = words
            changed.append(row)
    Organisation.objects.bulk_update(changed, ["search_key"], batch_size=500)
