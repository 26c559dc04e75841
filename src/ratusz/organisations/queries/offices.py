"""What pages ask about offices and the people who act for them."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from ratusz.organisations.models import Membership, Organisation, RegisterImport, TerritorialUnit
from ratusz.organisations.states import MembershipState, Role


def office_coordinated_by(person: Any) -> Organisation | None:
    """The office whose coordinator this person is, confirmed or provisional."""
    return next((m.organisation for m in person.current_memberships if m.role == Role.COORDINATOR), None)


def office_seen_by(person: Any) -> Organisation | None:
    """The office for which this person is coordinator or deputy."""
    roles = (Role.COORDINATOR, Role.DEPUTY)
    return next((m.organisation for m in person.current_memberships if m.role in roles), None)


def coordinator_place(person: Any) -> Membership | None:
    return next((m for m in person.current_memberships if m.role == Role.COORDINATOR), None)


def waiting_places(person: Any) -> QuerySet[Membership]:
    """Offices for which this person waits as deputy."""
    return person.memberships.in_state(MembershipState.WAITING).select_related("organisation")


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    """Coordinator, deputies and those who wait, in that order."""
    live = [MembershipState.CONFIRMED, MembershipState.PROVISIONAL, MembershipState.WAITING]
    rows = organisation.memberships.filter(role__in=[Role.COORDINATOR, Role.DEPUTY], state__in=live)
    return rows.select_related("person", "organisation").order_by("role", "since")


def undecided() -> QuerySet[Membership]:
    """Q-15: coordinators who wait for the programme staff's confirmation, longest first."""
    rows = Membership.objects.filter(role=Role.COORDINATOR, state=MembershipState.PROVISIONAL)
    return rows.select_related("person", "organisation").order_by("since")


def offered_units() -> QuerySet[TerritorialUnit]:
    """R-000-1.3: the list from which an office is chosen, in Polish alphabetical order."""
    units = TerritorialUnit.objects.offered()
    here = Q()
    for code in settings.OFFERED_VOIVODSHIPS:
        here |= Q(stem__startswith=code)
    return units.filter(here)


def last_import() -> RegisterImport | None:
    """The newest state of the register that was taken over."""
    return RegisterImport.objects.order_by("-as_of", "-id").first()
