"""A list of organisations from a file: which column holds what, and which row is which (R-001-D1)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ratusz.core import numbers
from ratusz.core.text import fold

COLUMNS: dict[str, tuple[str, ...]] = {
    "oid": ("OID",),
    "name": ("Nazwa", "Name"),
    "kind": ("Rodzaj", "Kind", "Type", "Art"),
    "code": ("Kod TERYT", "TERYT", "TERYT code", "TERYT-Code"),
    "nip": ("NIP", "Tax number"),
    "regon": ("REGON", "Statistical number"),
    "street": ("Ulica i numer", "Street", "Street and number", "Straße und Hausnummer"),
    "postcode": ("Kod pocztowy", "Postcode", "Postal code", "Postleitzahl"),
    "city": ("Miejscowość", "City", "Town", "Ort"),
    "phone": ("Telefon", "Phone", "Telephone"),
    "email": ("E-mail", "Email"),
    "website": ("Strona internetowa", "Website"),
}
FIELDS = tuple(name for name in COLUMNS if name not in ("oid", "kind", "code"))
NEEDED = ("name", "kind", "code", "regon")
MOST_ROWS = 5_000
EXAMPLE = {
    "oid": "",
    "name": "Przykład: Zarząd Dróg Powiatowych",
    "kind": "zarząd dróg",
    "code": "2417",
    "nip": "1234563218",
    "regon": "123456785",
    "street": "ul. Kościuszki 1",
    "postcode": "34-300",
    "city": "Żywiec",
    "phone": "33 861 00 00",
    "email": "sekretariat@zdp.example",
    "website": "https://zdp.example",
}
_FIELD_OF = {fold(name): field for field, names in COLUMNS.items() for name in names}


@dataclass(frozen=True)
class Columns:
    """Where the fields stand in the heading; `twice` are fields named more than once, `ignored` unknown columns."""

    places: dict[str, int]
    twice: tuple[str, ...]
    ignored: tuple[str, ...]


def columns(heading: Sequence[str]) -> Columns:
    """Letter case and diacritics of a column's name do not matter."""
    places: dict[str, int] = {}
    twice: list[str] = []
    ignored: list[str] = []
    for place, name in enumerate(heading):
        field = _FIELD_OF.get(fold(name))
        if field is None:
            ignored.append(name)
        elif field in places:
            twice.append(name)
        else:
            places[field] = place
    return Columns(places, tuple(twice), tuple(ignored))


def cells(found: Columns, row: Sequence[str]) -> dict[str, str]:
    """The row by field; a column that is not there is empty."""
    return {field: row[found.places[field]] if field in found.places else "" for field in COLUMNS}


def is_example(row: dict[str, str]) -> bool:
    """The row that the empty sheet came with: whoever leaves it there does not mean it."""
    return row["name"].startswith("Przykład:") or row == EXAMPLE


def stems(code: str) -> tuple[str, ...]:
    """The stems of the unit with this TERYT code. Programs for sheets drop the zero with which some codes begin."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()) or not 1 <= len(digits) <= 7:
        return ()
    whole = digits if len(digits) in (2, 4, 7) else f"0{digits}"
    return tuple(dict.fromkeys((whole[:6], digits[:6])))


def named(rows: Iterable[dict[str, str]]) -> tuple[set[int], set[str]]:
    """The keys of the organisations and the stems of the units that these rows name."""
    keys: set[int] = set()
    units: set[str] = set()
    for row in rows:
        units.update(stems(row["code"]))
        key = numbers.pk_of(row["oid"])
        if key is not None:
            keys.add(key)
    return keys, units


def twice_named(values: Iterable[str]) -> set[str]:
    """The values that stand more than once; empty ones do not count."""
    return {value for value, times in Counter(values).items() if value and times > 1}
