"""Who coordinates, who decides about the people of an office (Q-15)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import ALLOWED, Verdict
from ratusz.organisations.models import Membership, Organisation
from ratusz.organisations.states import WORKFLOW, MembershipState, Role


def is_staff(person: Any) -> Verdict:
    if person is not None and person.has_role(Role.OPERATOR, Role.ADMINISTRATOR):
        return ALLOWED
    return Verdict(_("To może zrobić tylko administrator projektu."), "R-000-A.1")


def coordinates(person: Any, organisation: Organisation) -> Verdict:
    """Is this person the coordinator of this office, confirmed or provisional?"""
    if place_of(person, organisation, Role.COORDINATOR):
        return ALLOWED
    return Verdict(_("To może zrobić tylko koordynator tego urzędu."), "R-004-3")


def coordinates_confirmed(person: Any, organisation: Organisation) -> Verdict:
    place = place_of(person, organisation, Role.COORDINATOR)
    if place and place.is_confirmed:
        return ALLOWED
    return Verdict(_("To może zrobić tylko potwierdzony koordynator tego urzędu."), "Q-15")


def may_decide_on(person: Any, membership: Membership) -> Verdict:
    """Q-15: programme staff confirm a coordinator; the confirmed coordinator confirms a deputy."""
    answer = WORKFLOW.allows("confirm", membership.state)
    if not answer:
        return answer
    if membership.role == Role.DEPUTY and coordinates_confirmed(person, membership.organisation):
        return ALLOWED
    return is_staff(person)


def may_hand_over(person: Any, membership: Membership) -> Verdict:
    """Q-15: the confirmed coordinator, or programme staff, makes a deputy the coordinator."""
    if membership.role != Role.DEPUTY:
        return Verdict(_("Rolę koordynatora można przekazać tylko zastępcy."), "Q-15")
    answer = WORKFLOW.allows("promote", membership.state)
    if not answer:
        return answer
    return ALLOWED if coordinates_confirmed(person, membership.organisation) else is_staff(person)


def may_join(person: Any, organisation: Organisation) -> Verdict:
    """Q-15: one place per person and office; a refused or ended place does not bar a new try."""
    live = [MembershipState.PROVISIONAL, MembershipState.WAITING, MembershipState.CONFIRMED]
    if organisation.memberships.filter(person=person, state__in=live).exists():
        return Verdict(_("To konto jest już przypisane do tego urzędu."), "Q-15")
    return ALLOWED


def place_of(person: Any, organisation: Organisation, role: str) -> Membership | None:
    places = getattr(person, "current_memberships", ())
    return next((m for m in places if m.organisation_id == organisation.pk and m.role == role), None)
