"""What the registers outside say of a number: REGON fills a form, TERYT confirms a unit. Without them people type."""

from typing import Any

from django.utils.translation import gettext as _

from ratusz.core import numbers
from ratusz.organisations import outside
from ratusz.organisations.models import TerritorialUnit

TAKEN = ("name", "nip", "regon", "street", "postcode", "city", "phone", "email", "website")


def from_regon(typed: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The values found for the REGON or NIP typed, and what to tell the person; no values when nothing was found."""
    number, ask = _number(typed)
    if not number:
        return {}, _("Wpisz poprawny REGON albo NIP, wtedy pobierzemy dane.")
    try:
        found = ask(number)
    except outside.Unavailable as fault:
        return {}, fault.reason
    if found is None:
        return {}, _("Rejestr REGON nie zna tego numeru. Sprawdź go albo wpisz dane ręcznie.")
    values = {name: getattr(found, name) for name in TAKEN if getattr(found, name)}
    unit = TerritorialUnit.objects.filter(stem=found.unit_stem, valid_to=None).first() if found.unit_stem else None
    if unit and not typed.get("belongs_to"):
        values["belongs_to"] = unit.pk
    if found.ended_on:
        return values, _("Według rejestru REGON ta jednostka zakończyła działalność. Sprawdź dane.")
    return values, _("Pobrano dane z rejestru REGON. Sprawdź je, zanim je zapiszesz.")


def _number(typed: dict[str, Any]) -> tuple[str, Any]:
    for name, check, ask in (("regon", numbers.regon, outside.by_regon), ("nip", numbers.nip, outside.by_nip)):
        try:
            return check(str(typed.get(name) or "")), ask
        except numbers.WrongNumber:
            continue
    return "", None


def compared_with_teryt(unit: TerritorialUnit) -> tuple[bool, str]:
    """Does TERYT call this unit today what we call it? The answer, and what to tell the person."""
    try:
        found = outside.unit_by_code(unit.code)
    except outside.Unavailable as fault:
        return False, fault.reason
    if found is None:
        return False, _("TERYT nie zna dziś kodu %(code)s. Wczytaj nowszy stan rejestru.") % {"code": unit.code}
    if found.name.casefold() == unit.name.casefold():
        return True, _("Zgodne z TERYT: %(name)s, %(kind)s.") % {"name": found.name, "kind": found.kind}
    told = _("TERYT podaje dziś inną nazwę: %(name)s, %(kind)s. Wczytaj nowszy stan rejestru.")
    return False, told % {"name": found.name, "kind": found.kind}
