"""What the tests of the registry type and press, and the offices they start from."""

import re

from ratusz.correspondence.models import Message
from ratusz.organisations import actions, queries
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import Role
from tests.cast import NOW

DATA = {
    "name": "Urząd Miasta Siemianowice Śląskie",
    "email": "sekretariat@urzad.example",
    "phone": "32 765 62 00",
    "street": "ul. Rynek 10",
    "postcode": "41-100",
    "city": "Siemianowice Śląskie",
}
CONTACT = {
    "first_name": "Irena",
    "last_name": "Nowacka",
    "position": "Kierownik",
    "email": "kontakt@urzad.example",
    "uses_phones": "",
    "phone": "32 765 62 10",
    "phone_2": "",
    "uses_address": "",
    "street": "ul. Parkowa 2",
    "postcode": "41-100",
    "city": "Siemianowice Śląskie",
}
USER = {
    "first_name": "Nela",
    "last_name": "Wilk",
    "email": "nela@urzad.example",
    "position": "",
    "uses_phones": "on",
    "uses_address": "on",
    "role": Role.OFFICER,
}


def save(organisation, *, by, at=NOW):
    """Press "Aktualizuj moją organizację" and confirm what it shows."""
    seen = queries.desk(by, organisation).fingerprint()
    return actions.update(organisation, seen=seen, by=by, at=at)


def fill_in(organisation, *, by):
    """Everything that is required, as one save of this person."""
    data = {**DATA, "phone": "+48327656200"}
    contact = {**CONTACT, "phone": "+48327656210", "uses_phones": False, "uses_address": False}
    own = {}
    for place in organisation.memberships.authorised():
        own |= {f"users.{place.pk}.uses_phones": True}
    edits = rules.laid_flat("data", data) | rules.laid_flat("contact", contact) | own
    actions.edit(organisation, edits, by=by, at=NOW)
    return save(organisation, by=by)


def authorise(organisation, person, role=Role.DEPUTY):
    """Somebody with an account who acts for the office too."""
    return actions.appoint(person, organisation, role, by=None, at=NOW)


def add(organisation, browser, confirm):
    """Somebody new, typed and stored."""
    browser.post(f"/organizacje/{organisation.oid}/uzytkownicy/nowy/", USER)
    return confirm(browser, organisation)


def last_link(address):
    """The path of the newest invitation to this address."""
    body = Message.objects.filter(kind="organisations.invited", recipient=address).latest("created_at").body
    return re.search(r"https?://[^/]+(/zaproszenie/\S+)", body)[1]
