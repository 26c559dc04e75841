"""What the register of territorial units and the regulation compute. Values in, values out."""

from dataclasses import dataclass
from datetime import date

VOIVODSHIP, COUNTY, CITY = "voivodship", "county", "city"
URBAN, RURAL, MIXED = "urban", "rural", "urban_rural"
GMINAS = frozenset({CITY, URBAN, RURAL, MIXED})
TYPE_DIGITS = {CITY: "1", URBAN: "1", RURAL: "2", MIXED: "3", COUNTY: "", VOIVODSHIP: ""}

SMALL_BELOW = 20_000
CENSUS_ON = date(2021, 3, 31)
DOUBTFUL_BEFORE_CENSUS = range(19_000, 22_601)


@dataclass(frozen=True)
class Small:
    """Is it a gmina of fewer than 20 000 residents? `answer` is None when nobody can say yet.

    `residents`, `as_of` and `source` are the figure that the answer rests on; a powiat or a voivodship
    is no gmina, so its answer is False and rests on no figure.
    """

    answer: bool | None
    residents: int | None = None
    as_of: date | None = None
    source: str = ""


def code_of(stem: str, kind: str) -> str:
    """The TERYT code: the stem, and for a gmina its type, the digit that changes with the type."""
    return stem + TYPE_DIGITS[kind]


def is_small(residents: int, as_of: date) -> bool | None:
    """Fewer than 20 000 residents. None when the figure cannot carry an answer.

    Figures from before the census of 2021 are about 4.5 % too high, and places grow and shrink:
    close to the limit such a figure proves nothing.
    """
    if as_of < CENSUS_ON and residents in DOUBTFUL_BEFORE_CENSUS:
        return None
    return residents < SMALL_BELOW


def office_name(unit: str, kind: str) -> str:
    """What the office is called until it says so itself: official names cannot be derived."""
    prefix = {VOIVODSHIP: "Województwo ", COUNTY: "Powiat ", RURAL: "Gmina "}.get(kind, "")
    return prefix + unit
