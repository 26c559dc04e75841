"""Registers made for the tests: a small one that is complete, and one of the size of Poland. Real ones if at hand."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from pathlib import Path

from ratusz.core.terms import warsaw_instant
from ratusz.organisations.register import Expected, Unit

HEADER = "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA"
DAY, NEXT_DAY = "2026-01-01", "2026-07-01"
SMALL_ROWS = (
    "02;;;;DOLNOŚLĄSKIE;województwo",
    "02;01;;;bolesławiecki;powiat",
    "02;01;01;1;Bolesławiec;gmina miejska",
    "02;01;02;2;Bolesławiec;gmina wiejska",
    "02;64;;;Wrocław;miasto na prawach powiatu",
    "02;64;01;1;Wrocław;gmina miejska",
    "02;64;02;9;Wrocław-Krzyki;delegatura",
    "24;;;;ŚLĄSKIE;województwo",
    "24;04;;;częstochowski;powiat",
    "24;04;03;2;Janów;gmina wiejska",
    "24;04;08;3;Koniecpol;gmina miejsko-wiejska",
    "24;04;08;4;Koniecpol;miasto",
    "24;04;08;5;Koniecpol;obszar wiejski",
    "24;69;;;Katowice;miasto na prawach powiatu",
    "24;69;01;1;Katowice;gmina miejska",
)
PARTS = {"1": ["gmina miejska"], "2": ["gmina wiejska"], "3": ["gmina miejsko-wiejska", "miasto", "obszar wiejski"]}
SMALL = Expected(frozenset({"02", "24"}), range(1, 10), range(1, 10), range(3, 20))
SMALL_STEMS = ["02", "0201", "020101", "020102", "026401", "24", "2404", "240403", "240408", "246901"]


def at(day: str) -> datetime:
    """Nine in the morning in Warsaw."""
    return warsaw_instant(datetime.fromisoformat(day).date(), time(9))


def csv_of(rows: Iterable[str], day: str = DAY, header: str = HEADER) -> bytes:
    """Rows without their day as GUS writes them: BOM, CRLF, an empty line at the end."""
    lines = [header, *(f"{row};{day}" for row in rows), "", ""]
    return "\r\n".join(lines).encode("utf-8-sig")


def file_of(rows: Iterable[str], day: str = DAY) -> io.BytesIO:
    return io.BytesIO(csv_of(rows, day))


def replaced(*changes: tuple[str, str | None], rows: Iterable[str] = SMALL_ROWS) -> list[str]:
    """The rows with some of them, each named by how it begins, replaced (several lines) or left out (None)."""
    changed = list(rows)
    for beginning, new in changes:
        place = next(number for number, row in enumerate(changed) if row.startswith(beginning))
        changed[place : place + 1] = new.split("\n") if new else []
    return changed


def zip_of(**members: bytes) -> bytes:
    """A ZIP; double underscores in names stand for dots."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return packed.getvalue()


def rows_of(units: Iterable[Unit]) -> Iterator[str]:
    """The rows in which a register shows these units: an urban-rural gmina in three, a city in two."""
    for unit in units:
        code = f"{unit.stem[:2]};{unit.stem[2:4]};{unit.stem[4:]}"
        if unit.kind in ("voivodship", "county"):
            yield f"{code};;{unit.name};{'powiat' if unit.kind == 'county' else 'województwo'}"
        elif unit.kind == "city":
            yield f"{unit.stem[:2]};{unit.stem[2:4]};;;{unit.name};miasto na prawach powiatu"
            yield f"{code};1;{unit.name};gmina miejska"
        else:
            for part, description in enumerate(PARTS[unit.code[-1]], start=int(unit.code[-1])):
                yield f"{code};{part};{unit.name};{description}"


def poland_rows() -> Iterator[str]:
    """As many units of each kind as Poland had in 2026: 16, 314, 66 and 2479 gminas (with the 66), in 4323 rows."""
    types = list("1" * 236 + "2" * 1453 + "3" * 724)
    for county in range(314 + 66):
        place, number = county % 16, county // 16 + 1
        code = f"{2 * place + 2:02d}"
        if number == 1:
            yield f"{code};;;;{_name(place).upper()}SKIE;województwo"
        if county < 314:
            yield f"{code};{number:02d};;;{_name(county).lower()}ski;powiat"
            yield from _gminas(f"{code};{number:02d}", types[county::314])
        else:
            yield f"{code};{number + 60};;;{_name(county)};miasto na prawach powiatu"
            yield f"{code};{number + 60};01;1;{_name(county)};gmina miejska"


def _gminas(county: str, types: list[str]) -> Iterator[str]:
    for number, first in enumerate(types, start=1):
        name = _name(int(county.replace(";", "")) * 3 + number)
        for part, description in enumerate(PARTS[first], start=int(first)):
            yield f"{county};{number:02d};{part};{name};{description}"


def _name(number: int) -> str:
    """Pronounceable, with Polish letters, the same in every run."""
    syllables = ("ba", "cie", "dźwi", "go", "ka", "łę", "mo", "ńsko", "pó", "ra", "ści", "to", "wą", "za", "żu", "źró")
    first, second, third = number % 16, number // 16 % 16, number // 256
    return (syllables[first] + syllables[second] + syllables[third % 16]).capitalize()


def registers_at_hand() -> list[Path]:
    """Files of the official edition kept next to this checkout. Users have none; developers may."""
    beside = Path(__file__).resolve().parents[3]
    return sorted(beside.glob("*/data/teryt/TERC_Urzedowy_*.csv"))


FULL_SIZE = {
    "made for the test": csv_of(poland_rows()),
    **{file.name: file.read_bytes() for file in registers_at_hand()},
}
