"""Taking over a state of the register: from the file that GUS publishes, or from the list that Ratusz brings."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ratusz.core.terms import local_day
from ratusz.history import record as history
from ratusz.organisations.models import RegisterImport, TerritorialUnit
from ratusz.organisations.register import POLAND, Expected, Register, Unit, read
from ratusz.organisations.register_file import RegisterRefused, read_text
from ratusz.organisations.register_shipped import SCOPE, Shipped, shipped
from ratusz.organisations.units_report import ImportReport, compared
from ratusz.organisations.units_write import abolish, write_figures, write_units, write_versions

Edition = RegisterImport.Edition
ABOLISHED_AT_LEAST, ABOLISHED_SHARE = 10, 50


def import_register(
    file: str | os.PathLike[str] | BinaryIO, *, by: Any, at: datetime, expected: Expected = POLAND
) -> ImportReport:
    """R-001-D1: take over a state of TERC, official edition: a CSV file, or the ZIP it came in.

    `file` is a path or an open binary file, `by` a person or None for the server's operator. The same file
    again changes nothing. Raises RegisterRefused, and then nothing has changed.
    """
    content = read_text(file)
    register = read(content.text, expected)
    if register.as_of > local_day(at):
        fault = _("STAN_NA %(day)s jest datą z przyszłości.") % {"day": register.as_of}
        raise RegisterRefused(fault, advice=_("Sprawdź datę na tym komputerze i plik."))
    with transaction.atomic():
        return _take_over(register, Edition.OFFICIAL, content.sha256, by=by, at=at)


def load_shipped_units(*, at: datetime) -> int:
    """R-001-D1: the units that Ratusz brings along. Returns how many changed; 0 when they were there.

    An imported register knows better: then only figures are added, and only those not yet stored.
    """
    brought = shipped()
    with transaction.atomic():
        _one_at_a_time()
        changes = 0
        if not _knows_better(brought):
            report = _take_over(brought.register, Edition.SHIPPED, brought.sha256, by=None, at=at, scope=SCOPE)
            changes = report.changes
        write_figures(brought.figures)
    return changes


def _knows_better(brought: Shipped) -> bool:
    known = Q(edition=Edition.OFFICIAL) | Q(as_of__gt=brought.register.as_of) | Q(sha256=brought.sha256)
    return RegisterImport.objects.filter(known).exists()


def _take_over(
    register: Register, edition: str, sha256: str, *, by: Any, at: datetime, scope: str = ""
) -> ImportReport:
    _one_at_a_time()
    _refuse_older(register.as_of)
    stored = {record.stem: record for record in TerritorialUnit.objects.filter(stem__startswith=scope)}
    report = _compared(register, stored)
    _refuse_mass_abolition(report, len(stored))
    write_units(register, stored)
    write_versions(report, stored)
    abolish(report)
    if report.changes or not RegisterImport.objects.filter(sha256=sha256).exists():
        _remember(report, edition, sha256, by=by, at=at)
    return report


def _one_at_a_time() -> None:
    """Two imports at once would both add the same unit. Readers go on; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(TerritorialUnit._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _refuse_older(as_of: date) -> None:
    newest = RegisterImport.objects.order_by("-as_of").first()
    if newest and as_of < newest.as_of:
        fault = _("Plik pokazuje stan na %(day)s, a w systemie jest już nowszy stan na %(stored)s.")
        raise RegisterRefused(fault % {"day": as_of, "stored": newest.as_of})


def _compared(register: Register, stored: Mapping[str, TerritorialUnit]) -> ImportReport:
    existing = {stem: _unit(record) for stem, record in stored.items() if record.valid_to is None}
    report = compared(register, existing, stored.keys() - existing.keys())
    if not report.abolished:
        return report
    served = set(TerritorialUnit.objects.exclude(office=None).values_list("stem", flat=True))
    with_office = (change for change in report.abolished if change.stem in served)
    return replace(report, abolished_with_office=tuple(with_office))


def _unit(record: TerritorialUnit) -> Unit:
    return Unit(record.stem, record.name, record.kind, record.county_name, record.voivodship_name)


def _refuse_mass_abolition(report: ImportReport, stored: int) -> None:
    """Poland abolishes a gmina or two in a year; a file without dozens of them is damaged."""
    most = max(ABOLISHED_AT_LEAST, stored // ABOLISHED_SHARE)
    if len(report.abolished) > most:
        fault = _("W pliku brakuje wielu jednostek, które są w systemie: %(count)d (najwyżej może brakować %(most)d).")
        raise RegisterRefused(fault % {"count": len(report.abolished), "most": most})


def _remember(report: ImportReport, edition: str, sha256: str, *, by: Any, at: datetime) -> None:
    taken = RegisterImport.objects.create(
        as_of=report.as_of,
        edition=edition,
        rows=report.rows,
        sha256=sha256,
        imported_at=at,
        imported_by=by,
    )
    facts = {"edition": edition, "as_of": report.as_of.isoformat(), "units": report.units, **report.facts}
    history.record("organisations.register.import", taken, by=by, at=at, clause="R-001-D1", **facts)
