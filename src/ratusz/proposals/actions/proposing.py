"""The coordinator proposes a training, corrects it, takes it back (source 000, sections 3 and 4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from ratusz.history import record as history
from ratusz.organisations.models import Organisation
from ratusz.programmes.models import Programme
from ratusz.proposals import policies
from ratusz.proposals.actions import writing
from ratusz.proposals.actions.once import once
from ratusz.proposals.models import Proposal
from ratusz.proposals.rules import Details, Person
from ratusz.proposals.states import PROPOSAL


def send(
    organisation: Organisation,
    programme: Programme,
    details: Details,
    people: Sequence[Person],
    *,
    request_key: UUID,
    by: Any,
    at: datetime,
) -> Proposal:
    """R-000-3.6: the proposal is pending and on the list at once. The same form sent twice is one proposal."""
    return once(
        Proposal.objects.filter(sent_by=by),
        request_key,
        lambda: _send(organisation, programme, details, people, request_key=request_key, by=by, at=at),
        same=lambda sent: writing.holds(sent, details, people),
    )


@transaction.atomic
def _send(
    organisation: Organisation,
    programme: Programme,
    details: Details,
    people: Sequence[Person],
    *,
    request_key: UUID,
    by: Any,
    at: datetime,
) -> Proposal:
    """R-000-3.6: one transaction for the proposal, the people, the event and what follows from it."""
    Organisation.objects.lock(organisation.pk)
    by.read_roles_again()  # the organisation may have been merged into another while this waited
    policies.may_propose(by, organisation, programme, at).ensure()
    proposal = Proposal(
        programme=programme,
        organisation=organisation,
        proposed_at=details.starts_at,
        request_key=request_key,
        sent_by=by,
        sent_at=at,
        nominee_count=len(people),
    )
    writing.apply(details, proposal)
    proposal.number = writing.next_number(at)
    proposal.search_key = writing.search_key(proposal, people)
    proposal.save(force_insert=True)
    writing.name_people(proposal, people)
    history.record("proposals.proposal.send", proposal, by=by, at=at, clause="R-000-3.6", people=len(people))
    return proposal


@transaction.atomic
def edit(
    proposal: Proposal, details: Details, people: Sequence[Person], *, seen_version: int, by: Any, at: datetime
) -> Proposal:
    """R-000-3.7: until an administrator changes the status; refused when somebody changed it meanwhile."""
    proposal = Proposal.objects.lock(proposal.pk)
    policies.may_edit(by, proposal).ensure()
    policies.is_unchanged(proposal, seen_version).ensure()
    before = writing.people_of(proposal)
    changed = writing.apply(details, proposal)
    if list(people) != before:
        changed.append("people")
        proposal.nominees.all().delete()
        writing.name_people(proposal, people)
    if not changed:
        return proposal
    proposal.proposed_at = details.starts_at
    proposal.nominee_count = len(people)
    proposal.search_key = writing.search_key(proposal, people)
    proposal.version = F("version") + 1
    proposal.save()
    proposal.refresh_from_db()
    facts = {"changed": changed, "people": len(people)}
    history.record("proposals.proposal.edit", proposal, by=by, at=at, clause="R-000-3.7", **facts)
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal, *, by: Any, at: datetime) -> None:
    """R-000-3.7: as long as it is pending the coordinator may take it back."""
    proposal = Proposal.objects.lock(proposal.pk)
    policies.may_withdraw(by, proposal).ensure()
    history.move(proposal, PROPOSAL["withdraw"], by=by, at=at, version=F("version") + 1)
