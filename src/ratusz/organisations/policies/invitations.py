"""Who may be invited, and who may come (R-001-5.2)."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import ALLOWED, Verdict
from ratusz.organisations.models import Invitation, Membership
from ratusz.organisations.policies.registry import may_edit, may_manage_people
from ratusz.organisations.states import MembershipState


def may_invite(person: Any, membership: Membership) -> Verdict:
    """R-001-5.2: again, while nobody has come."""
    if membership.state != MembershipState.INVITED:
        return Verdict(_("Ta osoba ma już konto. Zaproszenie nie jest potrzebne."), "R-001-5.2")
    answer = may_edit(person, membership.organisation)
    return may_manage_people(person, membership.organisation) if answer else answer


def may_have_account(email: str) -> Verdict:
    """R-001-3.3.3: an account that is closed is not opened by an invitation."""
    if get_user_model().objects.filter(email__iexact=email).exists():
        return Verdict(_("Konto z tym adresem jest zamknięte. Napisz do administratora projektu."), "R-001-3.3.3")
    return ALLOWED


def may_take(person: Any, place: Membership) -> Verdict:
    """R-001-5.2: the place still waits, and for the address of this account."""
    if place.state == MembershipState.INVITED and place.email.casefold() == person.email.casefold():
        return ALLOWED
    return Verdict(_("To zaproszenie straciło ważność. Poproś swój urząd o nowe."), "R-001-5.2")


def may_accept(invitation: Invitation, at: datetime) -> Verdict:
    """R-001-5.2: once, in time, and only while the place waits for this address."""
    if invitation.used_at:
        return Verdict(_("To zaproszenie już wykorzystano. Zaloguj się."), "R-001-5.2")
    place = invitation.membership
    waits = place.state == MembershipState.INVITED and place.email.lower() == invitation.email.lower()
    if not waits or invitation.expires_at <= at:
        return Verdict(_("To zaproszenie straciło ważność. Poproś swój urząd o nowe."), "R-001-5.2")
    return ALLOWED
