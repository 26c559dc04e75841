"""The programme's operator decides (source 000, administrator's side)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ratusz.core.verdict import Refused
from ratusz.history import record as history
from ratusz.proposals import policies, rules
from ratusz.proposals.actions.writing import end_of_training
from ratusz.proposals.models import Proposal
from ratusz.proposals.states import PROPOSAL


@transaction.atomic
def accept(
    proposal: Proposal, *, seen_version: int, starts_at: datetime | None = None, note: str = "", by: Any, at: datetime
) -> Proposal:
    """R-000-A.1, R-000-A.4D: accepted, with the proposed date or with another one."""
    proposal = Proposal.objects.lock(proposal.pk)
    policies.may_accept(by, proposal).ensure()
    policies.is_unchanged(proposal, seen_version).ensure()
    final = starts_at or proposal.starts_at
    if rules.is_late(final, at):
        raise Refused(_("Termin szkolenia już minął. Zaakceptuj je z innym terminem albo odrzuć."), "R-000-F7")
    facts = {"proposed": proposal.starts_at.isoformat(), "final": final.isoformat()}
    moment = {"starts_at": final, "ends_at": end_of_training(proposal, final)}
    _decide(proposal, "accept", note, facts, by=by, at=at, invitation_version=1, **moment)
    return proposal


@transaction.atomic
def reject(proposal: Proposal, *, reason: str, seen_version: int, by: Any, at: datetime) -> Proposal:
    """R-000-A.2D: rejected, with the reason that the coordinator will read."""
    proposal = Proposal.objects.lock(proposal.pk)
    policies.may_reject(by, proposal).ensure()
    policies.is_unchanged(proposal, seen_version).ensure()
    _decide(proposal, "reject", reason, {}, by=by, at=at)
    return proposal


@transaction.atomic
def cancel(proposal: Proposal, *, reason: str, by: Any, at: datetime) -> Proposal:
    """R-000-F5.D1: an accepted training will not take place; everybody named is told."""
    proposal = Proposal.objects.lock(proposal.pk)
    policies.may_cancel(by, proposal).ensure()
    invitation = F("invitation_version") + 1
    _decide(proposal, "cancel", reason, {}, by=by, at=at, invitation_version=invitation)
    return proposal


def _decide(
    proposal: Proposal, name: str, note: str, facts: dict[str, Any], *, by: Any, at: datetime, **changes: Any
) -> None:
    decision = {"decided_by": by, "decided_at": at, "decision_note": note, "version": F("version") + 1}
    history.move(proposal, PROPOSAL[name], by=by, at=at, facts=facts, **decision, **changes)
