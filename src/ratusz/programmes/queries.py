"""What pages ask about the programme."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from ratusz.organisations.models import Organisation
from ratusz.programmes.models import Declaration, Place, Programme, Topic, UnitType


def current_programme() -> Programme | None:
    """The programme that this installation shows, with its partners, texts and topics: a fixed number of queries."""
    programmes = Programme.objects.prefetch_related(
        "partners",
        "texts",
        Prefetch("topics", Topic.objects.filter(active=True), to_attr="offered_topics"),
    )
    return programmes.filter(published=True).order_by("-id").first()


def topics(programme: Programme) -> QuerySet[Topic]:
    return programme.topics.filter(active=True)


def places(programme: Programme) -> QuerySet[Place]:
    return programme.places.filter(active=True)


def unit_types(programme: Programme) -> QuerySet[UnitType]:
    return programme.unittypes.filter(active=True)


def declaration_of(organisation: Organisation, programme: Programme) -> Declaration | None:
    rows = Declaration.objects.filter(organisation=organisation, programme=programme)
    return rows.prefetch_related("topics").first()


def programmes_run_by(person: Any) -> QuerySet[Programme]:
    """R-000-A.1: the programmes whose operator this person works for."""
    places = [m.organisation_id for m in person.current_memberships if m.role in ("operator", "administrator")]
    return Programme.objects.filter(operator__in=places).order_by("-id")
