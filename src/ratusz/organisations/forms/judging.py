"""Row by row: what an import would do, and what stands against it. The same before and at the confirmation."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from ratusz.core import numbers
from ratusz.core.text import fold
from ratusz.organisations.forms.registry import DataForm
from ratusz.organisations.models import SUBORDINATE, Organisation, OrganisationImport, OrganisationKind
from ratusz.organisations.queries.importing import Known, table
from ratusz.organisations.rules import importing
from ratusz.organisations.states import OrganisationState

NEW, CHANGE, SAME, WRONG, EXAMPLE = "new", "change", "same", "wrong", "example"
LANGUAGES = ("pl", "en", "de")


class RowForm(DataForm):
    """The cells of one row after another, judged as the form of the registry judges them. Every one may be empty."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(importing.FIELDS, ""), {})
        for one in self.fields.values():
            one.required = False

    def judge(self, cells: dict[str, str]) -> tuple[dict[str, str], list[str]]:
        """The tidy values, and the problems in words."""
        self.data = cells
        self.full_clean()
        problems = [f"{self.fields[name].label}: {text}" for name, texts in self.errors.items() for text in texts]
        return {name: self.cleaned_data.get(name, "") for name in importing.FIELDS}, problems


@dataclass
class Row:
    """One row of the file. `fields`: what would be stored, each with its value before and after."""

    number: int
    cells: dict[str, str]
    outcome: str = WRONG
    organisation: int | None = None
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    similar: list[str] = field(default_factory=list)
    regon: str = ""

    def told(self) -> list[Any]:
        return [self.number, self.outcome, self.organisation, self.fields, self.problems]


@dataclass(frozen=True)
class Judgement:
    rows: list[Row]
    known: Known

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    def fingerprint(self) -> str:
        """What was looked at before it was confirmed."""
        told = json.dumps([row.told() for row in self.rows], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def judge(upload: OrganisationImport) -> Judgement:
    """The whole file, as the registry is now."""
    lines = table(upload)
    known = Known(cells for _number, cells in lines)
    judged = _Judge(known)
    rows = [judged.row(number, cells) for number, cells in lines]
    _note_twice(rows)
    for row in rows:
        if row.problems:
            row.outcome = WRONG
    return Judgement(rows, known)


def _note_twice(rows: list[Row]) -> None:
    regons = importing.twice_named(row.regon for row in rows)
    keys = importing.twice_named(str(row.organisation or "") for row in rows)
    for row in rows:
        if row.regon in regons:
            row.problems.append(_("REGON: ten numer jest w pliku więcej niż raz."))
        if str(row.organisation or "") in keys:
            row.problems.append(_("OID: ta organizacja jest w pliku więcej niż raz."))


class _Judge:
    """Judges rows one by one against the registry."""

    def __init__(self, known: Known) -> None:
        self.known, self.form, self.kinds = known, RowForm(), _kinds()

    def row(self, number: int, cells: dict[str, str]) -> Row:
        row = Row(number, cells)
        if importing.is_example(cells):
            row.outcome = EXAMPLE
            return row
        values, row.problems = self.form.judge(cells)
        row.regon = values["regon"]
        kind = self._kind(row)
        unit = self._unit(row)
        present = self._present(row)
        if present:
            self._change(row, present, values, kind, unit)
        elif not cells["oid"]:
            self._add(row, values, kind, unit)
        self._note_regon(row)
        if row.outcome == NEW:
            row.similar = self.known.like(values, unit, row.organisation)
        return row

    def _kind(self, row: Row) -> str:
        kind = self.kinds.get(fold(row.cells["kind"]), "")
        if row.cells["kind"] and not kind:
            known = ", ".join(str(one.label) for one in OrganisationKind if one in SUBORDINATE)
            row.problems.append(_("Rodzaj: nie ma takiego. Do wyboru: %(kinds)s") % {"kinds": known})
        return kind

    def _unit(self, row: Row) -> int | None:
        unit = self.known.unit(row.cells["code"])
        if row.cells["code"] and unit is None:
            row.problems.append(_("Kod TERYT: nie ma jednostki samorządu o tym kodzie."))
        if unit and unit.valid_to:
            row.problems.append(_("Kod TERYT: tej jednostki samorządu już nie ma."))
        return unit.pk if unit else None

    def _present(self, row: Row) -> dict[str, Any] | None:
        """The organisation that the row changes."""
        if not row.cells["oid"]:
            return None
        found = self.known.organisations.get(numbers.pk_of(row.cells["oid"]) or 0)
        if found is None:
            row.problems.append(_("OID: nie ma organizacji o tym identyfikatorze."))
        elif found["merged_into_id"]:
            stays = {"oid": numbers.oid(found["merged_into_id"])}
            row.problems.append(_("OID: tę organizację scalono z inną. Użyj identyfikatora: %(oid)s") % stays)
        elif found["state"] != OrganisationState.REGISTERED:
            row.problems.append(_("OID: ta organizacja nie jest zarejestrowana."))
        else:
            row.organisation = found["pk"]
            return found
        return None

    def _change(self, row: Row, present: dict[str, Any], values: dict[str, str], kind: str, unit: int | None) -> None:
        """Empty cells change nothing. What an office is, and of which unit, is not for a file to say."""
        wanted: dict[str, Any] = {name: value for name, value in values.items() if value}
        here = present["unit_id"] or present["belongs_to_id"]
        if present["kind"] in SUBORDINATE:
            wanted |= ({"kind": kind} if kind else {}) | ({"belongs_to": unit} if unit else {})
        elif (kind and kind != present["kind"]) or (unit and unit != here):
            row.problems.append(_("Rodzaju i jednostki samorządu tej organizacji nie zmienisz z pliku."))
        if kind and kind not in SUBORDINATE and present["kind"] in SUBORDINATE:
            row.problems.append(_("Rodzaj: tej organizacji nie można zmienić na taki."))
        before = {**present, "belongs_to": present["belongs_to_id"]}
        row.fields = {name: (before[name], value) for name, value in wanted.items() if value != before[name]}
        row.outcome = CHANGE if row.fields else SAME

    def _add(self, row: Row, values: dict[str, str], kind: str, unit: int | None) -> None:
        for name in importing.NEEDED:
            if not row.cells[name]:
                row.problems.append(_("%(field)s: brak. Nowa organizacja musi to mieć.") % {"field": label(name)})
        if kind and kind not in SUBORDINATE:
            row.problems.append(
                _("Rodzaj: urzędów i organizatorów nie dodaje się z pliku. Dane urzędu zmienisz po OID.")
            )
        wanted = {**values, "kind": kind, "belongs_to": unit}
        row.fields = {name: ("", value) for name, value in wanted.items() if value}
        row.outcome = NEW

    def _note_regon(self, row: Row) -> None:
        """R-001-D1: a REGON stands for one unit."""
        same = self.known.by_regon.get(row.regon)
        if same and same["pk"] != row.organisation:
            told = {"name": same["name"], "oid": numbers.oid(same["pk"])}
            row.problems.append(_("REGON: ten numer ma już organizacja: %(name)s, %(oid)s") % told)


def label(name: str) -> str:
    """What the column of a field is called."""
    special = {"oid": _("OID"), "code": _("Kod TERYT"), "belongs_to": _("Jednostka samorządu")}
    return special.get(name) or str(Organisation._meta.get_field(name).verbose_name)


def _kinds() -> dict[str, str]:
    """Every kind by its name in each language and by its code."""
    found = {fold(kind.value): str(kind.value) for kind in OrganisationKind}
    for language in LANGUAGES:
        with override(language):
            found |= {fold(str(kind.label)): str(kind.value) for kind in OrganisationKind}
    return found
