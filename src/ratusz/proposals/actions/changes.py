"""After acceptance: the coordinator asks for a change, the operator decides, an accepted change is carried out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from ratusz.core.verdict import Refused
from ratusz.history import record as history
from ratusz.programmes.models import Place
from ratusz.proposals import policies, rules
from ratusz.proposals.actions import deciding, writing
from ratusz.proposals.actions.once import once
from ratusz.proposals.models import ChangedField, ChangeRequest, Nominee, Proposal
from ratusz.proposals.states import CHANGE


def ask_for_change(
    proposal: Proposal,
    field: str,
    new: dict[str, Any],
    reason: str,
    *,
    request_key: UUID,
    by: Any,
    at: datetime,
) -> ChangeRequest:
    """R-000-F5.D1: field, old value, new value, reason. The same form sent twice is one request."""
    return once(
        ChangeRequest.objects.filter(asked_by=by),
        request_key,
        lambda: _ask(proposal, field, new, reason, request_key=request_key, by=by, at=at),
        same=lambda asked: (
            (asked.proposal_id, asked.field, asked.new, asked.reason) == (proposal.pk, field, new, reason)
        ),
    )


@transaction.atomic
def _ask(
    proposal: Proposal, field: str, new: dict[str, Any], reason: str, *, request_key: UUID, by: Any, at: datetime
) -> ChangeRequest:
    """R-000-F5.D1: the request keeps what stood there when it was made."""
    proposal = Proposal.objects.lock(proposal.pk)
    policies.may_ask_for_change(by, proposal, at).ensure()
    change = ChangeRequest.objects.create(
        proposal=proposal,
        field=field,
        old=present_value(proposal, field, new),
        new=new,
        reason=reason,
        request_key=request_key,
        asked_by=by,
        asked_at=at,
    )
    facts = {"proposal": proposal.pk, "field": field}
    history.record("proposals.changerequest.ask", change, by=by, at=at, clause="R-000-F5.D1", **facts)
    history.record("proposals.proposal.ask_change", proposal, by=by, at=at, clause="R-000-F5.D1", field=field)
    return change


def present_value(proposal: Proposal, field: str, new: dict[str, Any]) -> dict[str, Any]:
    """What the field holds now, in the shape of a request's `old` and `new`."""
    if field == ChangedField.STARTS_AT:
        return {"starts_at": proposal.starts_at.isoformat()}
    if field == ChangedField.VENUE:
        return {"format": proposal.format, "place": proposal.place_id, "address": proposal.address}
    if field == ChangedField.PERSON_REMOVED:
        person = proposal.nominees.filter(pk=new["nominee"]).first()
        if person is None:
            raise Refused(_("Tej osoby nie ma już w zgłoszeniu."), "R-000-F5.D1")
        return {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
    return {}


@transaction.atomic
def accept_change(change: ChangeRequest, *, note: str = "", by: Any, at: datetime) -> None:
    """R-000-F5.D1: the change is carried out and everybody concerned is told."""
    proposal = Proposal.objects.lock(change.proposal_id)
    change = ChangeRequest.objects.select_related("proposal__programme").get(pk=change.pk)
    policies.may_decide_change(by, change).ensure()
    decision = {"decided_by": by, "decided_at": at, "decision_note": note}
    facts = {"proposal": proposal.pk, "field": change.field}
    if change.field == ChangedField.CANCELLATION:
        deciding.cancel(proposal, reason=change.reason, by=by, at=at)
    else:
        _carry_out(proposal, change, at)
        history.record("proposals.proposal.change", proposal, by=by, at=at, clause="R-000-F5.D1", field=change.field)
    history.move(change, CHANGE["accept"], by=by, at=at, facts=facts, **decision)


@transaction.atomic
def reject_change(change: ChangeRequest, *, reason: str, by: Any, at: datetime) -> None:
    """R-000-F5.D1: nothing changes; the coordinator reads why."""
    proposal = Proposal.objects.lock(change.proposal_id)
    policies.operates(by, proposal.programme).ensure()
    decision = {"decided_by": by, "decided_at": at, "decision_note": reason}
    facts = {"proposal": proposal.pk, "field": change.field}
    history.move(change, CHANGE["reject"], by=by, at=at, facts=facts, **decision)
    history.record("proposals.proposal.keep", proposal, by=by, at=at, clause="R-000-F5.D1", field=change.field)


def _carry_out(proposal: Proposal, change: ChangeRequest, at: datetime) -> None:
    new = change.new
    if change.field == ChangedField.STARTS_AT:
        proposal.starts_at = datetime.fromisoformat(new["starts_at"])
        proposal.ends_at = writing.end_of_training(proposal, proposal.starts_at)
        if rules.is_late(proposal.starts_at, at):
            raise Refused(_("Termin, o który prosi koordynator, już minął."), "R-000-F7")
    elif change.field == ChangedField.VENUE:
        proposal.format, proposal.address = new["format"], new["address"]
        proposal.place = Place.objects.get(pk=new["place"]) if new["place"] else None
    elif change.field == ChangedField.PERSON_ADDED:
        _add_person(proposal, new)
    elif change.field == ChangedField.PERSON_REMOVED:
        _remove_person(proposal, new["nominee"])
    people = writing.people_of(proposal)
    proposal.nominee_count = len(people)
    proposal.search_key = writing.search_key(proposal, people)
    proposal.version = F("version") + 1
    proposal.invitation_version = F("invitation_version") + 1
    proposal.save()
    proposal.refresh_from_db()


def _add_person(proposal: Proposal, new: dict[str, Any]) -> None:
    if proposal.nominees.count() >= proposal.programme.maximum_nominees:
        raise Refused(_("W tym zgłoszeniu jest już najwięcej osób, ile wolno."), "R-000-3.5")
    if proposal.nominees.filter(email=new["email"]).exists():
        raise Refused(_("Ta osoba jest już w tym zgłoszeniu."), "R-000-F8D")
    last = proposal.nominees.aggregate(last=Max("position"))["last"] or 0
    names = {key: new[key] for key in ("first_name", "last_name", "email")}
    Nominee.objects.create(proposal=proposal, position=last + 1, **names)


def _remove_person(proposal: Proposal, nominee: int) -> None:
    if proposal.nominees.count() == 1:
        raise Refused(_("To ostatnia osoba w zgłoszeniu. Zamiast ją usuwać, odwołaj szkolenie."), "R-000-F3")
    if not proposal.nominees.filter(pk=nominee).delete()[0]:
        raise Refused(_("Tej osoby nie ma już w zgłoszeniu."), "R-000-F5.D1")
