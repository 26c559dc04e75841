"""What the registry knows of the organisations that a file names; four queries however long it is."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from ratusz.core import numbers
from ratusz.core.text import fold
from ratusz.organisations.models import ContactPerson, Membership, Organisation, OrganisationImport, TerritorialUnit
from ratusz.organisations.rules import importing
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import OrganisationState

READ = (
    *("pk", "state", "kind", "unit_id", "belongs_to_id", "merged_into_id", "complete"),
    *importing.FIELDS,
)
MOST_ALIKE = 5
IN_USE = (OrganisationState.REGISTERED, OrganisationState.WAITING)


def table(upload: OrganisationImport) -> list[tuple[int, dict[str, str]]]:
    """The rows of the file that hold anything, with their numbers there, by field."""
    found = importing.columns(upload.heading)
    return [(number, importing.cells(found, row)) for number, *row in upload.rows]


class Known:
    """The registry as of now, as far as rows of a file are compared with it."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        _keys, self.stems = importing.named(rows)

    @cached_property
    def organisations(self) -> dict[int, dict[str, Any]]:
        return {row["pk"]: row for row in Organisation.objects.order_by("pk").values(*READ)}

    @cached_property
    def units(self) -> dict[str, TerritorialUnit]:
        return {unit.stem: unit for unit in TerritorialUnit.objects.filter(stem__in=self.stems)}

    @cached_property
    def by_regon(self) -> dict[str, dict[str, Any]]:
        return {row["regon"]: row for row in self.organisations.values() if row["regon"] and row["state"] in IN_USE}

    @cached_property
    def by_looks(self) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
        """Organisations by NIP, by name in their unit and by address."""
        found: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
        for row in self.organisations.values():
            if row["state"] in IN_USE:
                for look in looks(row, row["unit_id"] or row["belongs_to_id"]):
                    found[look].append(row)
        return found

    def like(self, values: dict[str, Any], unit: int | None, besides: int | None) -> list[str]:
        """What may be the same as a row: names with OIDs, a few of them where many look alike."""
        rows = {row["pk"]: row for look in looks(values, unit) for row in self.by_looks.get(look, ())[:MOST_ALIKE]}
        return [f"{row['name']}, {numbers.oid(pk)}" for pk, row in rows.items() if pk != besides]

    def unit(self, code: str) -> TerritorialUnit | None:
        return next((self.units[stem] for stem in importing.stems(code) if stem in self.units), None)


def looks(values: dict[str, Any], unit: int | None) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    if values["nip"]:
        found.append(("nip", values["nip"]))
    if values["name"] and unit:
        found.append(("name", unit, fold(values["name"])))
    if values["street"] and values["postcode"]:
        found.append(("address", values["postcode"], fold(values["street"])))
    return found


def addresses_of(keys: Iterable[int]) -> dict[int, rules.Values]:
    """The e-mail addresses of these organisations' people, laid flat; two queries."""
    wanted = list(keys)
    found: dict[int, rules.Values] = {key: {} for key in wanted}
    contacts = ContactPerson.objects.filter(organisation__in=wanted)
    for key, email in contacts.values_list("organisation_id", "email"):
        found[key][f"{rules.CONTACT}.email"] = email
    places = Membership.objects.authorised().filter(organisation__in=wanted)
    for pk, key, email in places.values_list("pk", "organisation_id", "email"):
        found[key] |= {f"{rules.USERS}.{pk}": True, f"{rules.USERS}.{pk}.email": email}
    return found
