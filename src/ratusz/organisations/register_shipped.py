"""The units of województwo śląskie as Ratusz brings them along, with the size of their gminas."""

import csv
import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ratusz.organisations.register import Register, Unit

AS_OF = date(2026, 1, 1)
SCOPE = "24"
VOIVODSHIP = "śląskie"


@dataclass(frozen=True)
class Figure:
    """How many people lived in the unit of this stem on that day, and who says so."""

    stem: str
    residents: int
    as_of: date
    source: str


@dataclass(frozen=True)
class Shipped:
    register: Register
    figures: tuple[Figure, ...]
    sha256: str


@cache
def shipped() -> Shipped:
    """The list that this version of Ratusz contains."""
    data = files("ratusz.organisations").joinpath("data/slaskie.csv").read_bytes()
    rows = list(csv.DictReader(data.decode().splitlines(), delimiter=";"))
    units = tuple(Unit(row["stem"], row["name"], row["kind"], row["county"], VOIVODSHIP) for row in rows)
    return Shipped(
        Register(AS_OF, len(rows), units),
        tuple(_figure(row) for row in rows if row["residents"]),
        hashlib.sha256(data).hexdigest(),
    )


def _figure(row: dict[str, str]) -> Figure:
    day = date.fromisoformat(row["residents_as_of"])
    return Figure(row["stem"], int(row["residents"]), day, row["residents_source"])
