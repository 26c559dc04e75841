"""Who may give which role (Q-15)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import ALLOWED, Verdict
from ratusz.organisations.models import Membership, Organisation
from ratusz.organisations.policies.places import coordinates_confirmed, is_staff, place_of
from ratusz.organisations.rules.registry import Change
from ratusz.organisations.states import AUTHORISED, MembershipState, Role


def roles_to_give(person: Any, organisation: Organisation) -> tuple[str, ...]:
    """Nobody gives more than they have; that of coordinator is handed over by the coordinator or by staff (Q-15)."""
    if is_staff(person) or coordinates_confirmed(person, organisation):
        return AUTHORISED
    if place_of(person, organisation, Role.DEPUTY):
        return (Role.DEPUTY, Role.OFFICER, Role.EDITOR)
    return tuple(role for role in (Role.OFFICER, Role.EDITOR) if place_of(person, organisation, role))


def may_have_role(person: Any, organisation: Organisation, change: Change, place: Membership | None) -> Verdict:
    if "role" not in change.fields:
        return ALLOWED
    before, after = change.fields["role"]
    allowed = roles_to_give(person, organisation)
    if after not in allowed or (before and before not in allowed):
        return Verdict(_("Tej roli nie możesz nadać ani odebrać. Zrobi to koordynator urzędu."), "Q-15")
    if before == Role.COORDINATOR:
        return Verdict(_("Rolę koordynatora można tylko przekazać innej osobie."), "Q-15")
    if after == Role.COORDINATOR:
        return _may_become_coordinator(organisation, None if "email" in change.fields else place)
    return ALLOWED


def _may_become_coordinator(organisation: Organisation, place: Membership | None) -> Verdict:
    """Q-15: a deputy who has an account; in an office without a coordinator also somebody invited."""
    taken = organisation.memberships.in_force().filter(role=Role.COORDINATOR).exists()
    if place and place.role == Role.DEPUTY and place.is_confirmed:
        return ALLOWED
    if not taken and (place is None or place.state == MembershipState.INVITED):
        return ALLOWED
    return Verdict(_("Rolę koordynatora można przekazać tylko potwierdzonemu zastępcy."), "Q-15")
