"""Every state x move x role: what the tables permit happens, everything else is refused and changes nothing."""

from uuid import uuid4

import pytest

from ratusz.core.verdict import Refused
from ratusz.proposals import actions
from ratusz.proposals.models import Proposal
from ratusz.proposals.states import PROPOSAL, ProposalState
from tests.cast import NOW, online, people, propose

MOVES = {
    "accept": lambda sent, by: actions.accept(sent, seen_version=sent.version, by=by, at=NOW),
    "reject": lambda sent, by: actions.reject(sent, reason="powód", seen_version=sent.version, by=by, at=NOW),
    "withdraw": lambda sent, by: actions.withdraw(sent, by=by, at=NOW),
    "cancel": lambda sent, by: actions.cancel(sent, reason="powód", by=by, at=NOW),
}
MAY = {"accept": {"oliwia"}, "reject": {"oliwia"}, "withdraw": {"anna"}, "cancel": {"oliwia"}}
ROLES = ["anna", "oliwia", "filip", "bartek", "ewa"]
WAY_TO = {
    "pending": [],
    "accepted": [("accept", "oliwia")],
    "rejected": [("reject", "oliwia")],
    "withdrawn": [("withdraw", "anna")],
    "cancelled": [("accept", "oliwia"), ("cancel", "oliwia")],
}


def in_state(cast, state):
    sent = propose(cast)
    for move, who in WAY_TO[state]:
        MOVES[move](sent, getattr(cast, who))
        sent.refresh_from_db()
    assert sent.state == state
    return sent


def test_the_tables_of_this_test_are_complete():
    assert set(MOVES) == {move.name for move in PROPOSAL}
    assert set(WAY_TO) == set(ProposalState.values)


@pytest.mark.parametrize("state", WAY_TO)
@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("role", ROLES)
def test_every_move_by_everybody_in_every_state(cast, state, move, role):
    sent = in_state(cast, state)
    allowed = role in MAY[move] and state in PROPOSAL[move].sources

    try:
        MOVES[move](sent, getattr(cast, role))
    except Refused as fault:
        assert not allowed and fault.reason
        assert Proposal.objects.get(pk=sent.pk).state == state
    else:
        assert allowed
        assert Proposal.objects.get(pk=sent.pk).state == PROPOSAL[move].target


@pytest.mark.parametrize("state", WAY_TO)
@pytest.mark.parametrize("role", ROLES)
def test_editing_by_everybody_in_every_state(cast, state, role):
    sent = in_state(cast, state)
    details, named = online(hour="13:00"), people(1)
    edit = {"seen_version": sent.version, "by": getattr(cast, role), "at": NOW}

    if role == "anna" and state == "pending":
        assert actions.edit(sent, details, named, **edit).nominee_count == 1
    else:
        with pytest.raises(Refused):
            actions.edit(sent, details, named, **edit)


@pytest.mark.parametrize("state", WAY_TO)
@pytest.mark.parametrize("role", ROLES)
def test_asking_for_a_change_by_everybody_in_every_state(cast, state, role):
    sent = in_state(cast, state)
    ask = {"request_key": uuid4(), "by": getattr(cast, role), "at": NOW}

    if role == "anna" and state == "accepted":
        assert actions.ask_for_change(sent, "cancellation", {}, "powód", **ask).state == "pending"
    else:
        with pytest.raises(Refused):
            actions.ask_for_change(sent, "cancellation", {}, "powód", **ask)
