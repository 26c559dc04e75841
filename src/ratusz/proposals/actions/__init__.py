"""What can be done with a proposal. Every action is one transaction and safe to call from anywhere."""

from ratusz.proposals.actions.changes import accept_change, ask_for_change, reject_change
from ratusz.proposals.actions.deciding import accept, cancel, reject
from ratusz.proposals.actions.following import follow_merge
from ratusz.proposals.actions.proposing import edit, send, withdraw

__all__ = [
    "accept",
    "accept_change",
    "ask_for_change",
    "cancel",
    "edit",
    "follow_merge",
    "reject",
    "reject_change",
    "send",
    "withdraw",
]
