"""Which organisations may be registered and merged (R-001-D1, R-001-D3)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import ALLOWED, Verdict
from ratusz.organisations.models import Organisation, OrganisationKind
from ratusz.organisations.policies.places import is_staff
from ratusz.organisations.states import REGISTRATION, OrganisationState


def may_register(same: Organisation | None) -> Verdict:
    """R-001-D1: a REGON stands for one unit, so a second organisation with it would be the same."""
    if same is None:
        return ALLOWED
    taken = _("Organizacja o tym numerze REGON jest już w rejestrze: %(name)s, %(oid)s.")
    return Verdict(taken % {"name": same.name, "oid": same.oid}, "R-001-D1")


def may_merge(person: Any, loser: Organisation, into: Organisation) -> Verdict:
    """R-001-D3: staff, what is registered into what is registered, and no unit is left without its office."""
    answer = is_staff(person) and REGISTRATION.allows("merge", loser.state)
    if not answer:
        return answer
    if loser.pk == into.pk:
        return Verdict(_("Organizacji nie można scalić z nią samą. Wybierz inną."), "R-001-D3")
    if into.state != OrganisationState.REGISTERED:
        return Verdict(_("Scalić można tylko z organizacją, która jest zarejestrowana. Wybierz inną."), "R-001-D3")
    return _may_give_way(loser, into)


def _may_give_way(loser: Organisation, into: Organisation) -> Verdict:
    if OrganisationKind.OPERATOR in (loser.kind, into.kind) and loser.kind != into.kind:
        return Verdict(_("Organizatora programu można scalić tylko z innym organizatorem."), "R-001-D3")
    if not loser.is_office:
        return ALLOWED
    if loser.unit is not None and loser.unit.valid_to is None:
        reason = _("To urząd jednostki, która istnieje. Zostaje w rejestrze: scal z nim tę drugą organizację.")
        return Verdict(reason, "R-001-D3")
    if not into.is_office:
        return Verdict(_("Urząd można scalić tylko z innym urzędem."), "R-001-D3")
    return ALLOWED
