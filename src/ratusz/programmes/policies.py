"""Who may declare for an office and who may change the programme."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import ALLOWED, Verdict
from ratusz.organisations.models import Organisation
from ratusz.organisations.policies import coordinates
from ratusz.organisations.states import Role
from ratusz.programmes.models import Programme


def operates(person: Any, programme: Programme) -> Verdict:
    """R-000-A.1: does this person run this programme?"""
    places = getattr(person, "current_memberships", ())
    roles = (Role.OPERATOR, Role.ADMINISTRATOR)
    if any(m.organisation_id == programme.operator_id and m.role in roles for m in places):
        return ALLOWED
    return Verdict(_("To może zrobić tylko administrator projektu."), "R-000-A.1")


def is_open(programme: Programme, at: datetime) -> Verdict:
    """R-004-2: until the last second of the last day."""
    if programme.accepts_applications(at):
        return ALLOWED
    return Verdict(_("Termin zgłoszeń do programu minął."), "R-004-2")


def may_declare(person: Any, organisation: Organisation, programme: Programme, at: datetime) -> Verdict:
    """R-004-3: the office's one coordinator, while applications are accepted."""
    return coordinates(person, organisation) and is_open(programme, at)
