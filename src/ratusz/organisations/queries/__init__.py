"""What pages ask about units, organisations and the people who act for them."""

from ratusz.organisations.queries.duplicates import (
    Group,
    Lookalike,
    groups,
    lookalikes,
    same_regon,
    similar_to,
    waiting,
)
from ratusz.organisations.queries.merging import Merger, targets
from ratusz.organisations.queries.offices import (
    acting_place,
    acting_places,
    coordinator_place,
    last_import,
    offered_units,
    office_coordinated_by,
    office_seen_by,
    people_of,
    undecided,
    waiting_places,
)
from ratusz.organisations.queries.registry import (
    Desk,
    Mine,
    accounts_at,
    desk,
    organisations_of,
    registration_begun,
    stored,
    under,
)
from ratusz.organisations.queries.revisions import with_absorbed, with_old_values

__all__ = [
    "Desk",
    "Group",
    "Lookalike",
    "Merger",
    "Mine",
    "accounts_at",
    "acting_place",
    "acting_places",
    "coordinator_place",
    "desk",
    "groups",
    "last_import",
    "lookalikes",
    "offered_units",
    "office_coordinated_by",
    "office_seen_by",
    "organisations_of",
    "people_of",
    "registration_begun",
    "same_regon",
    "similar_to",
    "stored",
    "targets",
    "undecided",
    "under",
    "waiting",
    "waiting_places",
    "with_absorbed",
    "with_old_values",
]
