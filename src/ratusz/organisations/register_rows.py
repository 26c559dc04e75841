"""The lines of a TERC file, each checked by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ratusz.organisations.register_file import RegisterRefused

HEADERS = ("WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA", "WOJ;POW;GMI;RODZ;NAZWA;NAZDOD;STAN_NA")
OTHER_REGISTERS = {"RODZ_GMI": "SIMC / ULIC", "NAZWA_RM": "WMRODZ"}
FIRST_CITY = "61"
DESCRIPTIONS = {
    "1": "gmina miejska",
    "2": "gmina wiejska",
    "3": "gmina miejsko-wiejska",
    "4": "miasto",
    "5": "obszar wiejski",
    "8": "dzielnica",
    "9": "delegatura",
}
MAX_NAME = 100
FIRST_LETTER_AFTER_LATIN = "ɐ"


@dataclass(frozen=True)
class Row:
    """One line of the file; `line` is counted from 1 and the header is the first."""

    line: int
    voivodship: str
    county: str
    gmina: str
    type: str
    name: str
    description: str
    as_of: date

    @property
    def code(self) -> str:
        return self.stem + self.type

    @property
    def stem(self) -> str:
        return self.voivodship + self.county + self.gmina

    @property
    def in_city(self) -> bool:
        """Does the row belong to a city with powiat rights?"""
        return self.county >= FIRST_CITY


def rows(text: str) -> Iterator[Row]:
    """Every line after the header. Raises RegisterRefused at the first that cannot be right."""
    header, *lines = (line.removesuffix("\r") for line in text.split("\n"))
    _refuse_header(header)
    if lines[-2:] != ["", ""]:
        fault = _("Plik jest urwany: nie kończy się pustym wierszem, jak plik z GUS.")
        raise RegisterRefused(fault, len(lines) + 1)
    if len(lines) == 2:
        raise RegisterRefused(_("Po nagłówku nie ma żadnego wiersza."), 1)
    return (_row(number, line) for number, line in enumerate(lines[:-2], start=2))


def _refuse_header(header: str) -> None:
    if header in HEADERS:
        return
    if header.lstrip().startswith("<"):
        raise RegisterRefused(_("To jest plik XML."), 1)
    for column, name in OTHER_REGISTERS.items():
        if column in header:
            raise RegisterRefused(_("To jest plik innego rejestru (%(name)s), nie TERC.") % {"name": name}, 1)
    raise RegisterRefused(_("Nagłówek powinien brzmieć %(header)s.") % {"header": HEADERS[0]}, 1)


def _row(line: int, text: str) -> Row:
    fields = text.split(";")
    if len(fields) != 7:
        fault = _("Liczba pól rozdzielonych średnikiem to %(count)d, a powinno być 7.")
        raise RegisterRefused(fault % {"count": len(fields)}, line)
    woj, pow_, gmi, rodz, name, description, as_of = fields
    _refuse_code(line, fields[:4])
    _refuse_name(line, name)
    row = Row(line, woj, pow_, gmi, rodz, name, description, _day(line, as_of))
    if not description.startswith(_expected_description(row)):
        fault = _("Określenie „%(description)s” nie pasuje do kodu %(code)s.")
        raise RegisterRefused(fault % {"description": _shown(description), "code": row.code}, line)
    return row


def _refuse_code(line: int, code: list[str]) -> None:
    woj, pow_, gmi, rodz = code
    if not (re.fullmatch("[0-9]{2}", woj) and all(re.fullmatch("(?:[0-9]{2})?", part) for part in (pow_, gmi))):
        fault = _("Kod %(code)s nie składa się z dwucyfrowych części (arkusz kalkulacyjny usuwa początkowe zera).")
        raise RegisterRefused(fault % {"code": _shown(";".join(code))}, line)
    if rodz and rodz not in DESCRIPTIONS:
        raise RegisterRefused(_("Nieznany rodzaj jednostki RODZ = %(type)s.") % {"type": _shown(rodz)}, line)
    if bool(gmi) != bool(rodz) or (gmi and not pow_):
        raise RegisterRefused(_("Kod %(code)s jest niepełny.") % {"code": ";".join(code)}, line)


def _refuse_name(line: int, name: str) -> None:
    known = all(char in " -.'()" or (char.isalpha() and char < FIRST_LETTER_AFTER_LATIN) for char in name)
    if not known or not 0 < len(name) <= MAX_NAME or name != " ".join(name.split()):
        raise RegisterRefused(_("Nazwa „%(name)s” jest pusta albo uszkodzona.") % {"name": _shown(name)}, line)


def _day(line: int, text: str) -> date:
    fault = _("STAN_NA „%(text)s” nie jest datą RRRR-MM-DD.") % {"text": _shown(text)}
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise RegisterRefused(fault, line)
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise RegisterRefused(fault, line) from wrong


def _expected_description(row: Row) -> str:
    if row.type:
        return DESCRIPTIONS[row.type]
    if not row.county:
        return "województwo"
    return "miasto" if row.in_city else "powiat"


def _shown(text: str) -> str:
    """A piece of a damaged file that is safe to print."""
    return "".join(char if char.isprintable() else "?" for char in text[:60])
