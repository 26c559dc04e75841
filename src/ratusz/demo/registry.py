"""The registry of the demonstration: an office with everything filled in, what stands under it, what waits."""

from datetime import datetime
from typing import Any

from ratusz.accounts.models import User
from ratusz.core.text import fold
from ratusz.demo.cast import ANNA, SIEMIANOWICE, Office
from ratusz.demo.matter import before
from ratusz.demo.people import Coordinator
from ratusz.organisations import actions, queries
from ratusz.organisations.models import Organisation
from ratusz.organisations.rules.registry import laid_flat
from ratusz.organisations.states import Role

OFFICE = {
    "name": "Urząd Miasta Siemianowice Śląskie",
    "email": "urzad@siemianowice.example",
    "phone": "+48327605200",
    "website": "https://siemianowice.example",
    "street": "ul. Jana Pawła II 10",
    "postcode": "41-100",
    "city": "Siemianowice Śląskie",
}
CONTACT = {
    "first_name": "Teresa",
    "last_name": "Bąk",
    "position": "Sekretarz miasta",
    "email": "sekretarz@siemianowice.example",
    "uses_phones": True,
    "uses_address": True,
}
POSITION = "Inspektor ds. kadr"
INVITED = {
    "first_name": "Konrad",
    "last_name": "Żur",
    "position": "Informatyk",
    "email": "konrad.zur@siemianowice.example",
    "uses_phones": True,
    "phone": "",
    "phone_2": "",
    "uses_address": True,
    "street": "",
    "postcode": "",
    "city": "",
    "role": Role.OFFICER,
}
UNDER = [
    ("shared_services", "Centrum Usług Wspólnych w Siemianowicach Śląskich", "241234560", "ul. Szkolna 5"),
    ("roads", "Zarząd Dróg i Zieleni w Siemianowicach Śląskich", "240000072", "ul. Polna 12"),
]


def fill(offices: dict[Office, Coordinator], people: dict[str, User], staff: Any, at: datetime) -> None:
    """Anna keeps her office in order and has registered two organisations; staff have confirmed the first."""
    anna = offices[SIEMIANOWICE]
    filled = before(27, "10:15", at)
    own = {
        f"users.{place.pk}.position": POSITION
        for place in anna.organisation.memberships.authorised().filter(person=anna.person)
    }
    edits = laid_flat("data", OFFICE) | laid_flat("contact", CONTACT) | own
    new = {"users.n1": True} | laid_flat("users.n1", INVITED)
    _save(anna.organisation, edits | new, by=anna.person, at=filled)
    for place, row in enumerate(UNDER):
        made = _registered(row, anna, before(20 - 14 * place, "12:40", at))
        if not place:
            actions.confirm_organisation(made, by=staff, at=before(19, "9:05", at))


def _save(organisation: Organisation, edits: dict[str, Any], *, by: Any, at: datetime) -> None:
    actions.edit(organisation, edits, by=by, at=at)
    actions.update(organisation, seen=queries.desk(by, organisation).fingerprint(), by=by, at=at)


def _registered(row: tuple[str, str, str, str], anna: Coordinator, at: datetime) -> Organisation:
    kind, name, regon, street = row
    data = {**OFFICE, "kind": kind, "name": name, "regon": regon, "street": street, "website": ""}
    data |= {"belongs_to": anna.organisation.unit_id, "email": f"{fold(kind)}@siemianowice.example"}
    first, last = ANNA.name.split()
    person = {**CONTACT, "first_name": first, "last_name": last, "position": POSITION, "email": ANNA.email}
    edits = laid_flat("data", data) | laid_flat("contact", person)
    actions.edit(None, edits, by=anna.person, at=at)
    made = actions.register(seen=queries.desk(anna.person, None).fingerprint(), by=anna.person, at=at)
    assert made is not None
    return made
