"""The register TERC, official edition: from its text to the units of self-government, or a refusal in words.

A file that says less than the whole truth would abolish real offices, so everything that can be checked is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ratusz.organisations.register_file import RegisterRefused
from ratusz.organisations.register_rows import Row, rows
from ratusz.organisations.register_structure import complete
from ratusz.organisations.rules import CITY, COUNTY, GMINAS, MIXED, RURAL, URBAN, VOIVODSHIP, code_of

GMINA_KINDS = {"1": URBAN, "2": RURAL, "3": MIXED}


@dataclass(frozen=True)
class Expected:
    """Which voivodships there must be, and how many other units there can be."""

    voivodships: frozenset[str]
    counties: range
    cities: range
    gminas: range


POLAND = Expected(
    voivodships=frozenset(f"{number:02d}" for number in range(2, 33, 2)),
    counties=range(300, 331),
    cities=range(60, 76),
    gminas=range(2400, 2561),
)


@dataclass(frozen=True)
class Unit:
    """A unit of self-government. `county` is empty where the unit lies in no powiat but its own."""

    stem: str
    name: str
    kind: str
    county: str
    voivodship: str

    @property
    def code(self) -> str:
        return code_of(self.stem, self.kind)


@dataclass(frozen=True)
class Register:
    """One state of the register: its day, the number of rows it was read from, its units in the file's order."""

    as_of: date
    rows: int
    units: tuple[Unit, ...]


def read(text: str, expected: Expected = POLAND) -> Register:
    """The units in a TERC file. Raises RegisterRefused with the line and what to do."""
    found = list(rows(text))
    by_code = complete(found)
    units = tuple(_units(found, by_code))
    _refuse_implausible(units, expected)
    return Register(found[0].as_of, len(found), units)


def _units(found: Iterable[Row], by_code: dict[str, Row]) -> Iterator[Unit]:
    for row in found:
        kind = _kind(row)
        if kind is not None:
            county = by_code[row.stem[:4]].name if row.gmina and kind != CITY else ""
            voivodship = by_code[row.voivodship].name.lower()
            name = voivodship if kind == VOIVODSHIP else row.name
            yield Unit(row.stem, name, kind, county, voivodship)


def _kind(row: Row) -> str | None:
    """What unit of self-government the row stands for; None for a part of one and for a city's second row."""
    if not row.county:
        return VOIVODSHIP
    if row.in_city:
        return CITY if row.type == "1" else None
    return GMINA_KINDS.get(row.type) if row.gmina else COUNTY


def _refuse_implausible(units: Iterable[Unit], expected: Expected) -> None:
    kinds = Counter(unit.kind for unit in units)
    missing = expected.voivodships ^ {unit.stem for unit in units if unit.kind == VOIVODSHIP}
    if missing:
        fault = _("Lista województw nie zgadza się: %(codes)s.")
        raise RegisterRefused(fault % {"codes": ", ".join(sorted(missing))})
    for what, count, plausible in (
        (_("Powiaty"), kinds[COUNTY], expected.counties),
        (_("Miasta na prawach powiatu"), kinds[CITY], expected.cities),
        (_("Gminy"), sum(kinds[kind] for kind in GMINAS), expected.gminas),
    ):
        if count not in plausible:
            fault = _("%(what)s: %(count)d. Powinno być od %(least)d do %(most)d.")
            limits = {"least": plausible[0], "most": plausible[-1]}
            raise RegisterRefused(fault % {"what": what, "count": count, **limits})
