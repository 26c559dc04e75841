""" "Aktualizuj moją organizację": a draft is stored whole, in one transaction, or not at all."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import Refused
from ratusz.history import record as history
from ratusz.organisations import policies, queries
from ratusz.organisations.actions import inviting, joining
from ratusz.organisations.actions.holding import hold, note_completeness
from ratusz.organisations.models import ContactPerson, Draft, Membership, Organisation, PersonDetails, Revision
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import WORKFLOW, MembershipState, Role


class Overtaken(Refused):
    """What was looked at is not what would be stored: the person looks again."""


@transaction.atomic
def update(organisation: Organisation, *, seen: str, by: Any, at: datetime) -> Revision | None:
    """R-001-2.5, R-001-3.4, R-001-4.1: store this person's draft; None when there is none (it was stored already).

    `seen` is the fingerprint of what the person looked at. Raises Overtaken when that is not what would be
    stored now, Refused when some part is not theirs to change.
    """
    held = hold(organisation.pk, by)
    policies.may_edit(by, held).ensure()
    draft = Draft.objects.select_for_update().filter(person=by, organisation=held).first()
    if draft is None:
        return None
    desk = queries.desk(by, held)
    if desk.clashes or desk.fingerprint() != seen:
        raise Overtaken(_("W międzyczasie coś się zmieniło. Sprawdź zmiany jeszcze raz."), "R-001-2.5")
    for change in desk.changes:
        policies.may_store(by, held, change, desk.values).ensure()
    revision = _stored(held, desk, by=by, at=at)
    draft.delete()
    return revision


def _stored(held: Organisation, desk: queries.Desk, *, by: Any, at: datetime) -> Revision:
    revision = Revision.objects.create(organisation=held, at=at, by=by)
    for change in desk.changes:
        if change.key and change.kind == "change" and "email" in change.fields:
            _vacate(change, held, revision, by=by, at=at)
    leaving_first = sorted(desk.changes, key=lambda change: change.kind != "remove")
    stored = [(change.key, _store(change, held, revision, by=by, at=at)) for change in leaving_first]
    keys = {drafted: known for drafted, known in stored if drafted}
    note_completeness(held)
    _note_told(revision, desk, keys)
    history.record(
        "organisations.revision.save",
        revision,
        by=by,
        at=at,
        clause="R-001-5.1",
        office=held.pk,
        told=len(revision.recipients),
    )
    return revision


def _note_told(revision: Revision, desk: queries.Desk, keys: dict[str, str]) -> None:
    """What changed and who hears of it, as the review showed it; somebody new goes by the key of the registry."""
    invited = Membership.objects.filter(pk__in=keys.values(), state=MembershipState.INVITED)
    changed = [change for change in desk.changes if change.kind == "add" or "email" in change.fields]
    fresh = {
        change.fields["email"][1] for change in changed if change.kind != "remove" and change.thing == rules.USERS
    }
    invitees = [address for address in invited.values_list("email", flat=True) if address in fresh]
    recipients = rules.recipients(desk.stored, desk.values, invitees)
    revision.changes = [{**row, "key": keys.get(row["key"], row["key"])} for row in desk.rows]
    revision.recipients = [
        {"address": r.address, "reads": [desk.changes.index(change) for change in r.changes]} for r in recipients
    ]
    revision.save(update_fields=["changes", "recipients"])


def _facts(change: rules.Change, held: Organisation, revision: Revision) -> dict[str, Any]:
    return {"office": held.pk, "revision": revision.pk, "fields": sorted(change.fields)}


def _vacate(change: rules.Change, held: Organisation, revision: Revision, *, by: Any, at: datetime) -> None:
    """R-001-3.3.3: another address is another person. Places are free before anybody takes one: two may swap."""
    place = held.memberships.authorised().get(pk=change.key)
    inviting.close_invitations(place, at)
    _forget_draft(place)
    facts = {**_facts(change, held, revision), "replaced": place.person_id}
    history.move(place, WORKFLOW["replace"], by=by, at=at, facts=facts, person=None, email="", since=at)


def _store(change: rules.Change, held: Organisation, revision: Revision, *, by: Any, at: datetime) -> str:
    """One changed thing with its event. Returns the key under which the registry now knows it."""
    facts = _facts(change, held, revision)
    new = {name: pair[1] for name, pair in change.fields.items()}
    if change.thing == rules.DATA:
        _set(held, new)
        history.record("organisations.organisation.change", held, by=by, at=at, clause="R-001-1.5", **facts)
    elif change.thing == rules.CONTACT:
        contact, _made = ContactPerson.objects.get_or_create(organisation=held)
        _set(contact, new)
        history.record("organisations.contactperson.change", held, by=by, at=at, clause="R-001-2.5", **facts)
    elif change.kind == "add":
        return str(_added(held, new, facts, by=by, at=at).pk)
    else:
        place = held.memberships.authorised().get(pk=change.key)
        _removed(place, facts, by=by, at=at) if change.kind == "remove" else _changed(place, new, facts, by=by, at=at)
    return change.key


def _set(record: Any, new: dict[str, Any]) -> None:
    for name, value in new.items():
        setattr(record, name, value)
    record.save(update_fields=list(new))


def _added(held: Organisation, new: dict[str, Any], facts: dict[str, Any], *, by: Any, at: datetime) -> Membership:
    """R-001-3.3.3: with an account of that address the place is theirs at once, without one they are invited."""
    account = queries.accounts_at([new["email"]]).get(new["email"].lower())
    state = MembershipState.CONFIRMED if account else MembershipState.INVITED
    place = Membership.objects.create(organisation=held, person=account, state=state, since=at, **new)
    facts = {**facts, "role": place.role}
    history.record("organisations.membership.add", place, by=by, at=at, clause="R-001-3.1", **facts)
    if not account:
        inviting.note_invitation(place, by=by, at=at)
    return place


def _changed(place: Membership, new: dict[str, Any], facts: dict[str, Any], *, by: Any, at: datetime) -> None:
    """R-001-3.2: their data; whoever has a new address takes the place; a coordinator hands over (Q-15)."""
    role = new.pop("role", place.role)
    _set(place, new)
    if "email" in new:
        _fill(place, by=by, at=at)
    else:
        history.record("organisations.membership.change", place, by=by, at=at, clause="R-001-3.2", **facts)
    if role == Role.COORDINATOR != place.role and place.is_confirmed:
        joining.hand_over(place, by=by, at=at)
    elif role != place.role:
        _set(place, {"role": role})


def _fill(place: Membership, *, by: Any, at: datetime) -> None:
    """R-001-3.3.3: who has the new address acts from now on, or is invited to."""
    account = queries.accounts_at([place.email]).get(place.email.lower())
    if account:
        inviting.accept(place, account, by=by, at=at)
    else:
        inviting.note_invitation(place, by=by, at=at)


def _removed(place: Membership, facts: dict[str, Any], *, by: Any, at: datetime) -> None:
    """R-001-4.1: they act no longer, and what the registry knew of them goes with them."""
    inviting.close_invitations(place, at)
    _forget_draft(place)
    history.move(place, WORKFLOW["end"], by=by, at=at, facts=facts, since=at, **PersonDetails.NOBODY)


def _forget_draft(place: Membership) -> None:
    """Who acts no longer cannot see what they began either, and it holds data of others."""
    Draft.objects.filter(person__isnull=False, person=place.person_id, organisation=place.organisation_id).delete()
