"""TERYT, the register of territorial units: the service ws1 of Statistics Poland (GUS), by code.

Asks for the list in which a unit stands (voivodships, powiats of one, gminas of one) and picks it there: the answers
are small, and the search by code that the service also has pads short codes with zeros.

Name and password go in every question. The policy of the service also names a timestamp, but it takes questions
without one, and so no clock of ours can spoil them.
"""

import re
from dataclasses import dataclass
from datetime import date
from html import escape
from xml.etree.ElementTree import Element

from django.conf import settings
from django.utils import timezone

from ratusz.organisations.outside.answers import UnitFound, silent, switched_off
from ratusz.organisations.outside.soap import Exchange

REGISTER = "TERYT"
SPACE = "http://tempuri.org/"
SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
ENVELOPE = (
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ws="{space}"'
    ' xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:wsse="{security}wssecurity-secext-1.0.xsd">'
    '<soap:Header><wsa:Action>{action}</wsa:Action><wsse:Security soap:mustUnderstand="1"><wsse:UsernameToken>'
    "<wsse:Username>{user}</wsse:Username>"
    '<wsse:Password Type="{security}username-token-profile-1.0#PasswordText">{password}</wsse:Password>'
    "</wsse:UsernameToken></wsse:Security></soap:Header>"
    "<soap:Body><ws:{operation}>{content}<ws:DataStanu>{day}T00:00:00</ws:DataStanu></ws:{operation}></soap:Body>"
    "</soap:Envelope>"
)
SELF_GOVERNING = "123"


@dataclass(frozen=True)
class Listing:
    """A list of units: the question for it, by which digits of a code it is asked, and what its codes are made of."""

    operation: str
    asked_by: dict[str, slice]
    parts: tuple[str, ...]


VOIVODSHIPS = Listing("PobierzListeWojewodztw", {}, ("WOJ",))
COUNTIES = Listing("PobierzListePowiatow", {"Woj": slice(2)}, ("WOJ", "POW"))
GMINAS = Listing("PobierzListeGmin", {"Woj": slice(2), "Pow": slice(2, 4)}, ("WOJ", "POW", "GMI", "RODZ"))
LISTINGS = {2: VOIVODSHIPS, 4: COUNTIES, 6: GMINAS, 7: GMINAS}


def teryt_is_on() -> bool:
    return bool(settings.TERYT_USER and settings.TERYT_PASSWORD)


def unit_by_code(code: str, on: date | None = None) -> UnitFound | None:
    """R-001-D1: the unit with this code on a day (today), None when there was none. Raises Unavailable.

    `code` has two digits for a voivodship, four for a powiat, seven for a gmina; six find a gmina of any type.
    """
    if not re.fullmatch(r"[0-9]+", code) or len(code) not in LISTINGS:
        return None
    if not teryt_is_on():
        raise switched_off(REGISTER)
    wanted = re.compile(f"{code}[{SELF_GOVERNING}]" if len(code) == 6 else code)
    units = _units(LISTINGS[len(code)], code, on or timezone.localdate())
    return next((unit for unit in units if wanted.fullmatch(unit.code)), None)


def _units(listing: Listing, code: str, day: date) -> list[UnitFound]:
    operation, action = listing.operation, f"{SPACE}ITerytWs1/{listing.operation}"
    envelope = ENVELOPE.format(
        space=SPACE,
        security=SECURITY,
        action=action,
        user=escape(settings.TERYT_USER),
        password=escape(settings.TERYT_PASSWORD),
        operation=operation,
        content="".join(f"<ws:{name}>{code[digits]}</ws:{name}>" for name, digits in listing.asked_by.items()),
        day=day.isoformat(),
    )
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{action}"'}
    body = Exchange(REGISTER, settings.TERYT_URL).ask(envelope, headers)
    result = body.find(f"{{*}}{operation}Response/{{*}}{operation}Result")
    if result is None:
        raise silent(REGISTER, f"{operation}: an answer to something else")
    return [_unit(row, listing.parts) for row in result.findall("{*}JednostkaTerytorialna")]


def _unit(row: Element, parts: tuple[str, ...]) -> UnitFound:
    def told(name: str) -> str:
        return (row.findtext(f"{{*}}{name}") or "").strip()

    return UnitFound("".join(told(part) for part in parts), told("NAZWA"), told("NAZWA_DOD"))
