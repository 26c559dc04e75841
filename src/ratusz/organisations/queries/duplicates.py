"""Is this organisation in the registry already, under another name or twice?"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet

from ratusz.core.text import fold, whole_number
from ratusz.organisations.models import Organisation
from ratusz.organisations.states import OrganisationState

HERE = (OrganisationState.REGISTERED, OrganisationState.WAITING)


@dataclass(frozen=True)
class Lookalike:
    """An organisation that may be the same, and why: regon, nip, name, address."""

    organisation: Organisation
    reasons: tuple[str, ...]


def same_regon(regon: str, *, besides: int | None = None) -> Organisation | None:
    """The organisation with this REGON, if any; an empty number is nobody's."""
    rows = Organisation.objects.filter(regon=regon, state__in=HERE).exclude(pk=besides or 0)
    return rows.first() if regon else None


def lookalikes(data: dict[str, Any], *, besides: int | None = None) -> list[Lookalike]:
    """R-001-D1: organisations with the same REGON or NIP, or with the same name or address in the same unit.

    `data` holds name, nip, regon, street, postcode and belongs_to (the key of a unit).
    """
    place = whole_number(str(data.get("belongs_to") or ""))  # a draft may hold something that is no unit
    near = Q(belongs_to=place) | Q(unit=place)
    number = Q(pk=None)
    for name in ("nip", "regon"):
        if data.get(name):
            number |= Q(**{name: data[name]})
    rows = Organisation.objects.filter(number | near, state__in=HERE).exclude(pk=besides or 0).order_by("sort_key")
    found = [Lookalike(row, _reasons(row, data)) for row in rows.select_related("unit", "belongs_to")]
    return [one for one in found if one.reasons]


def similar_to(organisation: Organisation) -> list[Lookalike]:
    """The lookalikes of an organisation that is in the registry or waits to be."""
    data = {name: getattr(organisation, name) for name in ("name", "nip", "regon", "street", "postcode")}
    place = organisation.territory
    return lookalikes({**data, "belongs_to": place.pk if place else None}, besides=organisation.pk)


def waiting() -> QuerySet[Organisation]:
    """R-001-D1: organisations about which staff have to decide, longest first."""
    return Organisation.objects.filter(state=OrganisationState.WAITING).order_by("created_at", "pk")


@dataclass(frozen=True)
class Group:
    """Organisations that have something in common: `reason` is regon, nip, name or address."""

    reason: str
    keys: tuple[int, ...]


def groups() -> list[Group]:
    """R-001-D3: what may be in the registry twice; one query. The same organisations are one group, told once."""
    names = ("pk", "name", "nip", "regon", "street", "postcode", "unit_id", "belongs_to_id")
    rows = list(Organisation.objects.filter(state__in=HERE).order_by("sort_key", "pk").values(*names))
    found: dict[tuple[int, ...], str] = {}
    for reason, common in COMMON.items():
        alike: dict[Any, list[int]] = {}
        for row in rows:
            value = common(row)
            if value:
                alike.setdefault(value, []).append(row["pk"])
        for keys in alike.values():
            if len(keys) > 1:
                found.setdefault(tuple(keys), reason)
    return [Group(reason, keys) for keys, reason in found.items()]


def _name_in_unit(row: dict[str, Any]) -> Any:
    unit = row["unit_id"] or row["belongs_to_id"]
    return (unit, fold(row["name"])) if unit else None


def _address(row: dict[str, Any]) -> Any:
    street = fold(row["street"])
    return (row["postcode"], street) if street and row["postcode"] else None


COMMON: dict[str, Callable[[dict[str, Any]], Any]] = {
    "regon": itemgetter("regon"),
    "nip": itemgetter("nip"),
    "name": _name_in_unit,
    "address": _address,
}


def _reasons(row: Organisation, data: dict[str, Any]) -> tuple[str, ...]:
    """Equal to the eye: case, diacritics and spaces do not part two names."""
    same = [name for name in ("regon", "nip") if data.get(name) and getattr(row, name) == data[name]]
    if fold(row.name) == fold(data.get("name", "")):
        same.append("name")
    street, postcode = fold(data.get("street", "")), data.get("postcode", "")
    if street and postcode and fold(row.street) == street and row.postcode == postcode:
        same.append("address")
    return tuple(same)
