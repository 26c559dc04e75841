"""Duplicates become one organisation, and everything follows (R-001-D3)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ratusz.history import record as history
from ratusz.organisations import policies, queries
from ratusz.organisations.actions import inviting
from ratusz.organisations.actions.holding import note_completeness
from ratusz.organisations.actions.updating import Overtaken
from ratusz.organisations.models import ContactPerson, Organisation, PersonDetails, Revision
from ratusz.organisations.queries.merging import MERGE, Fated, Merger, following
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import REGISTRATION, WORKFLOW, MembershipState

CLAUSE = "R-001-D3"


@transaction.atomic
def merge(loser: Organisation, into: Organisation, *, seen: str | None = None, by: Any, at: datetime) -> Organisation:
    """R-001-D3: `loser` ends and leads to `into` for ever; people, trainings and declarations follow.

    Returns `into`. Raises Refused with the reason, Overtaken when it is not what was looked at (`seen`).
    """
    loser, into = _hold(loser.pk, into.pk, by)
    policies.may_merge(by, loser, into).ensure()
    merger = Merger(loser, into)
    if seen is not None and seen != merger.fingerprint():
        raise Overtaken(_("W międzyczasie coś się zmieniło. Sprawdź jeszcze raz, co się stanie."), CLAUSE)
    before = queries.stored(into)
    told = [{"address": address, "reads": []} for address in merger.addresses]
    revision = Revision.objects.create(organisation=into, at=at, by=by, recipients=told)
    lost = [draft.person_id for draft in merger.drafts]
    _people_follow(merger, revision, by=by, at=at)
    _contact_follows(merger, revision, by=by, at=at)
    _subordinates_follow(merger, by=by, at=at)
    loser.drafts.all().delete()
    for follow in following(settings.TOGETHER, MERGE):
        follow(loser, into, by=by, at=at)
    Organisation.objects.filter(merged_into=loser).update(merged_into=into)
    _note_changes(revision, before, into)
    facts = {"into": into.pk, "told": revision.pk, "drafts_of": lost, "people": len(merger.people)}
    history.move(loser, REGISTRATION["merge"], by=by, at=at, facts=facts, merged_into=into)
    return into


def _hold(loser: int, into: int, by: Any) -> tuple[Organisation, Organisation]:
    """Both are locked, always in the same order, so that two merges never wait for each other."""
    rows = Organisation.objects.select_for_update().filter(pk__in=[loser, into]).order_by("pk")
    held = {row.pk: row for row in rows}
    if by is not None:
        by.read_roles_again()
    return held[loser], held[into]


def _people_follow(merger: Merger, revision: Revision, *, by: Any, at: datetime) -> None:
    """First those end who have to, so that there are never two coordinators or two places of one person."""
    for one in merger.people:
        if one.fate.ends:
            _end(one, revision, by=by, at=at)
    for one in merger.people:
        if not one.fate.ends:
            _follow(one, merger.into, revision, by=by, at=at)


def _end(one: Fated, revision: Revision, *, by: Any, at: datetime) -> None:
    """Their place in the other organisation is the one that counts."""
    place = one.membership
    if place.state == MembershipState.ANNOUNCED:  # nobody has acted in it, and its account may never be activated
        place.delete()
        return
    inviting.close_invitations(place, at)
    facts = {"office": place.organisation_id, "revision": revision.pk}
    history.move(place, WORKFLOW["end"], by=by, at=at, facts=facts, since=at, **PersonDetails.NOBODY)


def _follow(one: Fated, into: Organisation, revision: Revision, *, by: Any, at: datetime) -> None:
    """Invitations hang on the place, so they go on leading to it."""
    place, role = one.membership, one.fate.role
    facts = {"office": into.pk, "came_from": place.organisation_id, "role": role, "revision": revision.pk}
    if one.fate.state != place.state:
        history.move(place, WORKFLOW["line_up"], by=by, at=at, facts=facts, organisation=into, role=role, since=at)
        return
    place.organisation, place.role = into, role
    place.save(update_fields=["organisation", "role"])
    history.record("organisations.membership.follow", place, by=by, at=at, clause=CLAUSE, **facts)


def _contact_follows(merger: Merger, revision: Revision, *, by: Any, at: datetime) -> None:
    """The organisation that stays keeps its own contact person; who the other's was is kept with its history."""
    if not merger.contact_moves:
        _contact_ends(merger.loser, by=by, at=at)
        return
    ContactPerson.objects.filter(organisation=merger.into).delete()
    ContactPerson.objects.filter(organisation=merger.loser).update(organisation=merger.into)
    facts = {"office": merger.into.pk, "came_from": merger.loser.pk, "revision": revision.pk}
    history.record("organisations.contactperson.change", merger.into, by=by, at=at, clause=CLAUSE, **facts)


def _contact_ends(loser: Organisation, *, by: Any, at: datetime) -> None:
    contact = ContactPerson.objects.filter(organisation=loser).first()
    if contact is None:
        return
    known = {name: [value, ""] for name, value in contact.details().items() if value and value is not True}
    row = {"thing": rules.CONTACT, "key": "", "kind": "change", "who": contact.full_name, "fields": known}
    kept = Revision.objects.create(organisation=loser, at=at, by=by, changes=[row])
    contact.delete()
    facts = {"office": loser.pk, "revision": kept.pk, "fields": sorted(known)}
    history.record("organisations.contactperson.change", loser, by=by, at=at, clause=CLAUSE, **facts)


def _subordinates_follow(merger: Merger, *, by: Any, at: datetime) -> None:
    for one in merger.subordinates:
        one.belongs_to = merger.into.unit
        one.save(update_fields=["belongs_to"])
        facts = {"fields": ["belongs_to"], "office": merger.into.pk}
        history.record("organisations.organisation.change", one, by=by, at=at, clause=CLAUSE, **facts)


def _note_changes(revision: Revision, before: rules.Values, into: Organisation) -> None:
    """R-001-D2: what the merge brought to the organisation that stays, with the values before and after."""
    note_completeness(into)
    after = queries.stored(into)
    revision.changes = [
        {"thing": c.thing, "key": c.key, "kind": c.kind, "who": _who(c, before, after), "fields": c.fields}
        for c in rules.changes(before, after)
    ]
    revision.save(update_fields=["changes"])


def _who(change: rules.Change, before: rules.Values, after: rules.Values) -> str:
    fields = rules.part(after, change.prefix) or rules.part(before, change.prefix)
    return f"{fields.get('first_name', '')} {fields.get('last_name', '')}".strip()
