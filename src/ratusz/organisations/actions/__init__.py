"""What is done with organisations and the people who act for them."""

from ratusz.organisations.actions.drafting import discard, edit, remove, settle, undo
from ratusz.organisations.actions.forgetting import forget_lists, forget_old_values
from ratusz.organisations.actions.importing import discard_import, receive, take_over
from ratusz.organisations.actions.inviting import accept, accept_with_new_account, invite
from ratusz.organisations.actions.joining import (
    announce,
    appoint,
    arrive,
    confirm,
    hand_over,
    join,
    note_population,
    office_of,
    refuse,
)
from ratusz.organisations.actions.merging import merge
from ratusz.organisations.actions.registering import (
    confirm_organisation,
    refuse_organisation,
    register,
    register_offices,
)
from ratusz.organisations.actions.updating import Overtaken, update

__all__ = [
    "Overtaken",
    "accept",
    "accept_with_new_account",
    "announce",
    "appoint",
    "arrive",
    "confirm",
    "confirm_organisation",
    "discard",
    "discard_import",
    "edit",
    "forget_lists",
    "forget_old_values",
    "hand_over",
    "invite",
    "join",
    "merge",
    "note_population",
    "office_of",
    "receive",
    "refuse",
    "refuse_organisation",
    "register",
    "register_offices",
    "remove",
    "settle",
    "take_over",
    "undo",
    "update",
]
