"""From the fields of the REGON register to ours."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from ratusz.accounts import phones
from ratusz.organisations.outside.answers import Found

WITHIN_A_CITY = "89"  # the type digits of districts of Warszawa and of delegatury: one gmina, always the first


def found(row: Mapping[str, str], report: Mapping[str, str]) -> Found:
    """`row` as the search gives it, `report` without prefixes of fields. What is not in them must read as empty."""
    return Found(
        name=row["Nazwa"],
        nip="" if row["StatusNip"] else row["Nip"],  # a status says that the tax office has revoked it
        regon=row["Regon"],
        street=street(row),
        postcode=postcode(row["KodPocztowy"]),
        city=row["MiejscowoscPoczty"] or row["Miejscowosc"],
        unit_stem=unit_stem(*(report[f"adSiedz{part}_Symbol"] for part in ("Wojewodztwo", "Powiat", "Gmina"))),
        phone=phone(report["numerTelefonu"]),
        email=email(report["adresEmail"]),
        website=website(report["adresStronyinternetowej"]),
        ended_on=day(row["DataZakonczeniaDzialalnosci"] or report["dataSkresleniaZRegon"]),
    )


def street(row: Mapping[str, str]) -> str:
    """Street and number; without streets the village and the number.

    A place with streets whose post office is elsewhere is named first, because `city` names only the post office.
    """
    place, number = row["Miejscowosc"], "/".join(filter(None, (row["NrNieruchomosci"], row["NrLokalu"])))
    if not row["Ulica"]:
        return f"{place} {number}" if number else ""
    line = f"{row['Ulica']} {number}".strip()
    return line if row["MiejscowoscPoczty"] in ("", place) else f"{place}, {line}"


def postcode(text: str) -> str:
    """The search writes 41-100, the reports write 41100."""
    digits = re.sub(r"[\s-]", "", text)
    return f"{digits[:2]}-{digits[2:]}" if re.fullmatch(r"[0-9]{5}", digits) else ""


def unit_stem(voivodship: str, county: str, gmina: str) -> str:
    """The register gives a gmina with its type digit (011): together seven digits of TERYT, of which six stay."""
    code = voivodship + county + gmina
    if not re.fullmatch(r"[0-9]{7}", code):
        return ""
    return code[:4] + ("01" if code[6] in WITHIN_A_CITY else code[4:6])


def phone(text: str) -> str:
    """Old entries begin with 0, some lack the area code: those help nobody."""
    return _checked(phones.e164, text.removeprefix("0"))


def email(text: str) -> str:
    return _checked(validate_email, text.lower())


def website(text: str) -> str:
    """Most entries lack the scheme, many are in capitals."""
    text = text.lower() if text.isupper() else text
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    return _checked(URLValidator(["http", "https"]), address)


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None  # empty, as for every unit that exists


def _checked(check: Callable[[str], str | None], text: str) -> str:
    """The text, or what the check makes of it; empty when it is none. Typed data of the register are often wrong."""
    try:
        return check(text) or text
    except ValidationError:
        return ""
