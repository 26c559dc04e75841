"""Who may do what with an organisation and its people, and if not: why not."""

from ratusz.organisations.policies.invitations import (
    may_accept,
    may_have_account,
    may_invite,
    may_take,
)
from ratusz.organisations.policies.organisations import (
    may_merge,
    may_register,
)
from ratusz.organisations.policies.places import (
    coordinates,
    coordinates_confirmed,
    is_staff,
    may_decide_on,
    may_hand_over,
    may_join,
)
from ratusz.organisations.policies.registry import (
    may_draft,
    may_edit,
    may_manage_people,
    may_remove,
    may_remove_key,
    may_store,
)
from ratusz.organisations.policies.roles import (
    roles_to_give,
)

__all__ = [
    "coordinates",
    "coordinates_confirmed",
    "is_staff",
    "may_accept",
    "may_decide_on",
    "may_draft",
    "may_edit",
    "may_hand_over",
    "may_have_account",
    "may_invite",
    "may_join",
    "may_manage_people",
    "may_merge",
    "may_register",
    "may_remove",
    "may_remove_key",
    "may_store",
    "may_take",
    "roles_to_give",
]
