"""Who may do what with a proposal, now, and if not: why not."""

from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import ALLOWED, Verdict
from ratusz.organisations.models import Organisation
from ratusz.organisations.policies import coordinates
from ratusz.organisations.states import Role
from ratusz.programmes.models import Programme
from ratusz.programmes.policies import is_open, operates
from ratusz.proposals.models import ChangeRequest, Proposal
from ratusz.proposals.states import CHANGE, PROPOSAL, ProposalState

LOCKED = _(
    "Tego zgłoszenia nie można już edytować, bo ma status {state}. Zmianę zgłoś w prośbie o zmianę albo e-mailem."
)
CHANGED_MEANWHILE = _(
    "Ta propozycja zmieniła się po otwarciu tej strony. Sprawdź, co się zmieniło, i zdecyduj jeszcze raz."
)


def may_propose(person: Any, organisation: Organisation, programme: Programme, at: datetime) -> Verdict:
    return coordinates(person, organisation) and is_open(programme, at)


def may_edit(person: Any, proposal: Proposal) -> Verdict:
    """R-000-3.7: until an administrator changes the status."""
    if proposal.state != ProposalState.PENDING:
        reason = format_lazy(LOCKED, state=ProposalState(proposal.state).label)
        return coordinates(person, proposal.organisation) and Verdict(reason, "R-000-F5")
    return coordinates(person, proposal.organisation)


def may_withdraw(person: Any, proposal: Proposal) -> Verdict:
    return coordinates(person, proposal.organisation) and PROPOSAL.allows("withdraw", proposal.state)


def is_unchanged(record: Proposal, seen_version: int) -> Verdict:
    """Is this the proposal that the person saw when they decided?"""
    return ALLOWED if record.version == seen_version else Verdict(CHANGED_MEANWHILE, "R-000-3.7")


def may_reject(person: Any, proposal: Proposal) -> Verdict:
    return operates(person, proposal.programme) and PROPOSAL.allows("reject", proposal.state)


def may_accept(person: Any, proposal: Proposal) -> Verdict:
    return (
        operates(person, proposal.programme)
        and PROPOSAL.allows("accept", proposal.state)
        and has_confirmed_coordinator(proposal.organisation)
    )


def has_confirmed_coordinator(organisation: Organisation) -> Verdict:
    """Q-15: nobody is invited in the name of an office before its coordinator is confirmed."""
    if organisation.memberships.filter(role=Role.COORDINATOR, state="confirmed").exists():
        return ALLOWED
    return Verdict(_("Najpierw potwierdź koordynatora tego urzędu."), "Q-15")


def may_cancel(person: Any, proposal: Proposal) -> Verdict:
    return operates(person, proposal.programme) and PROPOSAL.allows("cancel", proposal.state)


def may_ask_for_change(person: Any, proposal: Proposal, at: datetime) -> Verdict:
    """R-000-F5.D1: after acceptance and before the training."""
    mine = coordinates(person, proposal.organisation)
    if not mine:
        return mine
    if proposal.state != ProposalState.ACCEPTED:
        return Verdict(_("O zmianę można prosić, gdy zgłoszenie jest zaakceptowane."), "R-000-F5.D1")
    if proposal.starts_at <= at:
        return Verdict(_("To szkolenie już się rozpoczęło, nie można go zmienić."), "R-000-F5.D1")
    return ALLOWED


def may_decide_change(person: Any, change: ChangeRequest) -> Verdict:
    answer = operates(person, change.proposal.programme) and CHANGE.allows("accept", change.state)
    if answer and change.proposal.state != ProposalState.ACCEPTED:
        return Verdict(_("Szkolenie nie ma już statusu Zaakceptowane."), "R-000-F5.D1")
    return answer
