"""What every change of an organisation begins and ends with."""

from typing import Any

from ratusz.organisations import queries
from ratusz.organisations.models import Membership, Organisation
from ratusz.organisations.rules import registry as rules


def hold(organisation: int, actor: Any) -> Organisation:
    """The organisation, locked, and the actor with the roles that they have now, not when their request began."""
    held = Organisation.objects.lock(organisation)
    if actor is not None:
        actor.read_roles_again()
    return held


def hold_place(place: Membership, actor: Any) -> Organisation:
    """The organisation of somebody's place, locked, and the place as it is now: a merge may just have moved it."""
    while True:
        held = hold(place.organisation_id, actor)
        place.refresh_from_db()
        if place.organisation_id == held.pk:
            return held


def note_completeness(organisation: Organisation) -> None:
    """What lists and filters show of how much of the registry an organisation has filled in."""
    organisation.complete = rules.completeness(queries.stored(Organisation.objects.get(pk=organisation.pk)))
    Organisation.objects.filter(pk=organisation.pk).update(complete=organisation.complete)
