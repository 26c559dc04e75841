"""What pages ask about offices and the people who act for them."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from ratusz.core import numbers
from ratusz.organisations.models import Membership, Organisation, RegisterImport, TerritorialUnit
from ratusz.organisations.states import MembershipState, Role


def acting_places(person: Any) -> list[Membership]:
    """Where this person sends or sees trainings: as coordinator or as deputy, oldest first."""
    roles = (Role.COORDINATOR, Role.DEPUTY)
    return [place for place in person.current_memberships if place.role in roles]


def acting_place(person: Any, oid: str = "") -> Membership | None:
    """The one place in which this person works now: that of `oid`, else the one they chose, else their first.

    A form names its organisation, so that what was typed for one is never sent for another.
    """
    places = acting_places(person)
    if oid:
        return next((place for place in places if place.organisation_id == numbers.pk_of(oid)), None)
    chosen = [place for place in places if place.organisation_id == person.acting_for]
    return next(iter([*chosen, *places]), None)


def office_coordinated_by(person: Any, oid: str = "") -> Organisation | None:
    """The organisation for which this person works now, if as its coordinator, confirmed or provisional."""
    place = coordinator_place(person, oid)
    return place.organisation if place else None


def office_seen_by(person: Any) -> Organisation | None:
    """The organisation for which this person works now, as coordinator or deputy."""
    place = acting_place(person)
    return place.organisation if place else None


def coordinator_place(person: Any, oid: str = "") -> Membership | None:
    place = acting_place(person, oid)
    return place if place and place.role == Role.COORDINATOR else None


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
