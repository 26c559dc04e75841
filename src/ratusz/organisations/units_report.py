"""What taking over a state of the register changed, for the operator to read."""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ratusz.organisations.register import Register, Unit
from ratusz.organisations.rules import CITY, COUNTY, GMINAS, VOIVODSHIP

NAMED_AT_MOST = 40


@dataclass(frozen=True)
class Change:
    """One unit before and after; twice the same when it is new, restored or gone."""

    before: Unit
    after: Unit

    @property
    def stem(self) -> str:
        return self.after.stem

    def __str__(self) -> str:
        return " → ".join(dict.fromkeys(f"{unit.name} {unit.code}" for unit in (self.before, self.after)))


@dataclass(frozen=True)
class ImportReport:
    """Counts of the register's units, and the units that changed by what changed about them."""

    as_of: date
    rows: int
    kinds: Counter[str]
    added: tuple[Change, ...] = ()
    restored: tuple[Change, ...] = ()
    abolished: tuple[Change, ...] = ()
    renamed: tuple[Change, ...] = ()
    retyped: tuple[Change, ...] = ()
    parent_renamed: tuple[Change, ...] = ()
    abolished_with_office: tuple[Change, ...] = ()

    @property
    def facts(self) -> dict[str, int]:
        """The number of units by what changed."""
        names = ("added", "restored", "abolished", "renamed", "retyped", "parent_renamed")
        return {name: len(getattr(self, name)) for name in names}

    @property
    def changes(self) -> int:
        return sum(self.facts.values())

    @property
    def units(self) -> int:
        return self.kinds.total()

    @property
    def gminas(self) -> int:
        return sum(self.kinds[kind] for kind in GMINAS)

    def lines(self) -> list[str]:
        """Plain lines: the state, the counts, then every change with its units."""
        head = [
            _("Rejestr TERC, stan na: %(day)s. Wiersze: %(rows)d.") % {"day": self.as_of, "rows": self.rows},
            _(
                "Województwa: %(voivodships)d. Powiaty: %(counties)d. Gminy: %(gminas)d "
                "(w tym miasta na prawach powiatu: %(cities)d)."
            )
            % {
                "voivodships": self.kinds[VOIVODSHIP],
                "counties": self.kinds[COUNTY],
                "gminas": self.gminas,
                "cities": self.kinds[CITY],
            },
        ]
        return head + (self._change_lines() if self.changes else [_("Bez zmian.")])

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _change_lines(self) -> list[str]:
        titled = (
            (_("Nowe jednostki: %(count)d"), self.added),
            (_("Jednostki przywrócone: %(count)d"), self.restored),
            (_("Jednostki zniesione: %(count)d"), self.abolished),
            (_("Jednostki zniesione, które mają urząd w systemie: %(count)d"), self.abolished_with_office),
            (_("Zmiany nazwy: %(count)d"), self.renamed),
            (_("Zmiany rodzaju: %(count)d"), self.retyped),
            (_("Zmiany nazwy powiatu lub województwa: %(count)d"), self.parent_renamed),
        )
        return [line for title, changes in titled if changes for line in _listed(title, changes)]


def compared(register: Register, existing: Mapping[str, Unit], gone: Container[str]) -> ImportReport:
    """What the register changes, given the units that exist until now and the stems of those abolished before."""
    found = {unit.stem: unit for unit in register.units}
    new = [unit for stem, unit in found.items() if stem not in existing]
    kept = [Change(existing[stem], unit) for stem, unit in found.items() if stem in existing]
    return ImportReport(
        register.as_of,
        register.rows,
        Counter(unit.kind for unit in register.units),
        added=tuple(Change(unit, unit) for unit in new if unit.stem not in gone),
        restored=tuple(Change(unit, unit) for unit in new if unit.stem in gone),
        abolished=tuple(Change(unit, unit) for stem, unit in existing.items() if stem not in found),
        renamed=tuple(change for change in kept if change.before.name != change.after.name),
        retyped=tuple(change for change in kept if change.before.kind != change.after.kind),
        parent_renamed=tuple(change for change in kept if _lies_in(change.before) != _lies_in(change.after)),
    )


def _lies_in(unit: Unit) -> tuple[str, str]:
    return unit.county, unit.voivodship


def _listed(title: str, changes: tuple[Change, ...]) -> list[str]:
    """The title and its units; a first import of thousands is only counted."""
    named = changes if len(changes) <= NAMED_AT_MOST else ()
    return [title % {"count": len(changes)}, *(f"  {change}" for change in named)]
