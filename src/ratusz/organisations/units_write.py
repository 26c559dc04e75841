"""Writing a compared state of the register: units, their versions and their figures, a statement or two each."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from ratusz.organisations.models import Population, TerritorialUnit, UnitVersion
from ratusz.organisations.register import Register, Unit
from ratusz.organisations.register_shipped import Figure
from ratusz.organisations.units_report import ImportReport


def write_units(register: Register, stored: dict[str, TerritorialUnit]) -> None:
    """Every unit of the register as it says now. New ones join `stored`."""
    new: list[TerritorialUnit] = []
    changed: list[TerritorialUnit] = []
    for unit in register.units:
        record = stored.setdefault(unit.stem, TerritorialUnit(stem=unit.stem, valid_from=register.as_of))
        if record.registered_as(name=unit.name, kind=unit.kind, county=unit.county, voivodship=unit.voivodship):
            (changed if record.pk else new).append(record)
    TerritorialUnit.objects.bulk_create(new)
    TerritorialUnit.objects.bulk_update(changed, TerritorialUnit.REGISTERED, batch_size=100)


def write_versions(report: ImportReport, stored: Mapping[str, TerritorialUnit]) -> None:
    """A new version of every unit that is new, restored, renamed or of another type; the one before it ends."""
    known = {change.stem: change.after for change in (*report.restored, *report.renamed, *report.retyped)}
    latest = _latest_versions([stored[stem].pk for stem in known], report.as_of)
    begun = [_version(stored[change.stem], change.after, report.as_of) for change in report.added]
    for stem, unit in known.items():
        version = latest.get(stored[stem].pk)
        if version is None or version.valid_from < report.as_of:
            begun.append(_version(stored[stem], unit, report.as_of))
        if version is not None:
            _end_or_correct(version, unit, report.as_of)
    UnitVersion.objects.bulk_update(latest.values(), ["code", "name", "kind", "valid_to"], batch_size=100)
    UnitVersion.objects.bulk_create(begun)


def abolish(report: ImportReport) -> None:
    """A unit that the register no longer shows ends and stays: offices and their files refer to it."""
    stems = [change.stem for change in report.abolished]
    TerritorialUnit.objects.filter(stem__in=stems).update(valid_to=report.as_of)
    UnitVersion.objects.filter(unit__stem__in=stems, valid_to=None).update(valid_to=report.as_of)


def write_figures(figures: Iterable[Figure]) -> None:
    """The figures of known units that are not stored yet; a stored figure for the same day stays as it is."""
    units = dict(TerritorialUnit.objects.values_list("stem", "pk"))
    stored = set(Population.objects.values_list("unit_id", "as_of"))
    missing = [
        figure for figure in figures if figure.stem in units and (units[figure.stem], figure.as_of) not in stored
    ]
    Population.objects.bulk_create(
        Population(unit_id=units[figure.stem], residents=figure.residents, as_of=figure.as_of, source=figure.source)
        for figure in missing
    )


def _latest_versions(units: list[int], as_of: date) -> dict[int, UnitVersion]:
    """By unit: the version in force, or the one that this very state began. A unit has at most one of them."""
    either = Q(valid_to=None) | Q(valid_from=as_of)
    return {version.unit_id: version for version in UnitVersion.objects.filter(either, unit__in=units)}


def _version(record: TerritorialUnit, unit: Unit, as_of: date) -> UnitVersion:
    return UnitVersion(unit=record, code=unit.code, name=unit.name, kind=unit.kind, valid_from=as_of)


def _end_or_correct(version: UnitVersion, unit: Unit, as_of: date) -> None:
    """A version that began with this very state is corrected: the register has published the state anew."""
    if version.valid_from < as_of:
        version.valid_to = as_of
    else:
        version.code, version.name, version.kind, version.valid_to = unit.code, unit.name, unit.kind, None
