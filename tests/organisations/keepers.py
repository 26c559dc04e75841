"""Organisations for the tests of those who keep the registry."""

from typing import Any

from ratusz.organisations import actions, queries
from ratusz.organisations.models import Organisation
from ratusz.organisations.rules import registry as rules
from tests.cast import NOW

REGON, NIP = "242637141", "6431761422"
ROADS: dict[str, Any] = {
    "kind": "roads",
    "name": "Miejski Zarząd Dróg",
    "regon": REGON,
    "nip": NIP,
    "email": "mzd@urzad.example",
    "phone": "+48327654321",
    "street": "ul. Drogowa 1",
    "postcode": "41-100",
    "city": "Siemianowice Śląskie",
}
CONTACT = {
    "first_name": "Róża",
    "last_name": "Drogowa",
    "email": "roza@urzad.example",
    "uses_phones": True,
    "uses_address": True,
}


def waiting(by: Any, unit: Any, **changed: Any) -> Organisation:
    """What this person has registered under the unit and nobody has decided about."""
    data = {**ROADS, "belongs_to": unit.pk, **changed}
    actions.edit(None, rules.laid_flat("data", data) | rules.laid_flat("contact", CONTACT), by=by, at=NOW)
    made = actions.register(seen=queries.desk(by, None).fingerprint(), by=by, at=NOW)
    assert made is not None
    return made


def registered(by: Any, unit: Any, staff: Any, **changed: Any) -> Organisation:
    """The same, confirmed."""
    made = waiting(by, unit, **changed)
    actions.confirm_organisation(made, by=staff, at=NOW)
    return Organisation.objects.get(pk=made.pk)


def roads(unit: Any, **changed: Any) -> Organisation:
    """One for which nobody acts."""
    return Organisation.objects.create(belongs_to=unit, created_at=NOW, **{**ROADS, **changed})
