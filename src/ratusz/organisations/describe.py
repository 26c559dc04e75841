"""What a save changed, in the reader's words: for the review, for letters and for the timeline."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from ratusz.accounts.phones import spoken
from ratusz.core.text import whole_number
from ratusz.organisations.models import Membership, Organisation, OrganisationKind, TerritorialUnit
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import Role


@dataclass(frozen=True)
class Line:
    """One field: its label, and its value before and after as people read it; empty means there was none.

    Of a forgotten one (Q-14) only that it changed is known; a sentence says so in place of the values.
    """

    label: str
    before: str
    after: str
    forgotten: bool = False


@dataclass(frozen=True)
class Described:
    """One changed thing: what it is, whose, and its fields."""

    title: str
    who: str
    kind: str
    lines: list[Line]


def changes(rows: Iterable[Mapping[str, Any]]) -> list[Described]:
    """`rows` as `Revision.changes` holds them: {thing, key, kind, who, fields: {name: [before, after]}}."""
    return [_described(row) for row in rows]


def lazily(rows: list[dict[str, Any]]) -> Callable[[], list[Described]]:
    """For letters: in the language of the reader, which is chosen when the letter is written."""
    return lambda: changes(rows)


def _described(row: Mapping[str, Any]) -> Described:
    fields: Mapping[str, Any] = row["fields"]
    lines = [_line(label(row["thing"], name), name, *fields[name]) for name in _in_order(row["thing"], fields)]
    lines = [line for line in lines if line.before or line.after]
    return Described(_title(row), row.get("who", ""), row["kind"], lines)


def _in_order(thing: str, fields: Iterable[str]) -> list[str]:
    """As the form has them: PostgreSQL stores what it is given in an order of its own."""
    order = ("kind", "belongs_to", *Organisation.FIELDS) if thing == rules.DATA else (*Membership.FIELDS, "role")
    return sorted(fields, key=lambda name: order.index(name) if name in order else len(order))


def _line(spoken_name: str, name: str, before: Any, after: Any) -> Line:
    if before is None and after is None:
        forgotten = _("wartość zapomniana po dwóch latach")
        return Line(spoken_name, forgotten, forgotten, forgotten=True)
    return Line(spoken_name, said(name, before), said(name, after))


def _title(row: Mapping[str, Any]) -> str:
    if row["thing"] == rules.DATA:
        return _("Dane organizacji")
    if row["thing"] == rules.CONTACT:
        return _("Osoba do kontaktu w organizacji")
    titles = {
        "add": _("Nowy uprawniony użytkownik"),
        "remove": _("Usunięty uprawniony użytkownik"),
        "change": _("Zmieniony uprawniony użytkownik"),
    }
    return titles[row["kind"]]


def label(thing: str, name: str) -> str:
    """The name of a field as its form shows it. History may know fields that there are no longer: their own name."""
    model: type[Model] = Organisation if thing == rules.DATA else Membership
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(field.verbose_name)


def said(name: str, value: Any) -> str:
    """A stored value as people read it."""
    if name in ("uses_phones", "uses_address"):
        return _("tak") if value else _("nie")
    if not value:
        return ""
    if name in ("phone", "phone_2"):
        return spoken(str(value))
    if name == "role":
        return str(dict(Role.choices).get(value, value))
    if name == "kind":
        return str(dict(OrganisationKind.choices).get(value, value))
    return _unit(str(value)) if name == "belongs_to" else str(value)


def _unit(key: str) -> str:
    """A draft may hold something that is no unit: as it was typed."""
    unit = TerritorialUnit.objects.filter(pk=whole_number(key) or 0).first()
    return str(unit or key)
