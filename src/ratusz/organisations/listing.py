"""Organisations in a list as people read them, prepared once so that fifty of them stay cheap."""

from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from ratusz.core import numbers
from ratusz.organisations.models import Organisation, OrganisationKind
from ratusz.organisations.models.unit_search import search_words
from ratusz.organisations.rules.registry import ALL_COMPLETE, COMPLETE


class Row(NamedTuple):
    """One organisation in a list; the template takes the fields apart in this order."""

    oid: str
    url: str
    name: str
    kind: str
    place: str
    city: str
    complete: int
    state: str


def found(asked: dict[str, Any], rows: Any = None) -> QuerySet[Organisation]:
    """Those that answer to every filter: q (words or a number), miejsce (words of the place), rodzaj."""
    kept = (Organisation.objects.public() if rows is None else rows).found_by(asked.get("q", ""))
    for word in search_words(asked.get("miejsce", "")):
        kept = kept.filter(Q(search_key__contains=f" {word}"))
    if asked.get("rodzaj"):
        kept = kept.filter(kind=asked["rodzaj"])
    return kept.order_by("sort_key", "pk")


def rows(organisations: QuerySet[Organisation]) -> list[Row]:
    """One query; the place is the unit and what it lies in."""
    kinds = {value: str(label) for value, label in OrganisationKind.choices}
    base = reverse("organisations")
    names = ("unit__name", "unit__county_name", "belongs_to__name", "belongs_to__county_name")
    read = organisations.values_list("pk", "name", "kind", "city", "complete", "state", *names)
    return [
        Row(
            oid=(oid := numbers.oid(pk)),
            url=f"{base}{oid}/",
            name=name,
            kind=kinds[kind],
            place=", ".join(part for part in (unit or above, county or above_county) if part),
            city=city,
            complete=complete,
            state=state,
        )
        for pk, name, kind, city, complete, state, unit, county, above, above_county in read
    ]


def query(form: Any) -> str:
    """The filters in force, encoded, for links to other pages of the list."""
    return urlencode({name: value for name, value in form.data.items() if value and name in form.fields})


def with_state(organisations: QuerySet[Organisation], asked: dict[str, Any]) -> QuerySet[Organisation]:
    """Those in the state asked for, and those that lack a section (`rules.COMPLETE`)."""
    rows = organisations.filter(state=asked["stan"]) if asked.get("stan") else organisations
    lacks = asked.get("brak")
    if lacks == "czegos":
        return rows.exclude(complete=ALL_COMPLETE)
    if lacks:
        having = [n for n in range(ALL_COMPLETE + 1) if n & COMPLETE[lacks]]
        return rows.exclude(complete__in=having)
    return rows
