"""A list of organisations from a file: received, looked at, then taken over whole or not at all (R-001-D1)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import Refused
from ratusz.history import record as history
from ratusz.organisations import policies
from ratusz.organisations.actions.updating import Overtaken
from ratusz.organisations.models import Organisation, OrganisationImport, Revision, TerritorialUnit
from ratusz.organisations.queries.importing import addresses_of, table
from ratusz.organisations.rules import importing
from ratusz.organisations.rules import registry as rules

CLAUSE = "R-001-D1"
IMPORT, CHANGE = "organisations.organisation.import", "organisations.organisation.change"


@transaction.atomic
def receive(
    name: str, heading: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], *, by: Any, at: datetime
) -> OrganisationImport:
    """R-001-D1: keep the file's rows with their numbers, so that they can be looked at; nothing else changes."""
    policies.is_staff(by).ensure()
    kept = [[number, *_legible(cells)] for number, cells in rows if any(cells)]
    upload = OrganisationImport.objects.create(
        name=_legible([name])[0][:200], heading=_legible(heading), rows=kept, uploaded_at=at, uploaded_by=by
    )
    history.record("organisations.organisationimport.upload", upload, by=by, at=at, clause=CLAUSE, rows=len(kept))
    return upload


def _legible(cells: Iterable[str]) -> list[str]:
    """A sheet can hold a NUL, PostgreSQL cannot."""
    return [cell.replace("\0", "") for cell in cells]


@transaction.atomic
def discard_import(upload: OrganisationImport, *, by: Any, at: datetime) -> None:
    """R-001-D1: a list that was not taken over is forgotten."""
    policies.is_staff(by).ensure()
    held = OrganisationImport.objects.select_for_update().filter(pk=upload.pk, confirmed_at=None).first()
    if held is None:
        raise Refused(_("Tej listy nie można już usunąć: została zaimportowana albo usunięta."), CLAUSE)
    history.record("organisations.organisationimport.discard", held, by=by, at=at, clause=CLAUSE)
    held.delete()


@transaction.atomic
def take_over(
    upload: OrganisationImport,
    judge: Callable[[OrganisationImport], Any],
    *,
    seen: str,
    skip: bool,
    by: Any,
    at: datetime,
) -> OrganisationImport:
    """R-001-D1: what the dry run showed is done, in one transaction; a second time nothing is done.

    `judge` says once more, while nobody else can change them, what becomes of the rows. Raises Overtaken when
    that is not what was `seen`, Refused when rows have problems and are not to be skipped.
    """
    held = OrganisationImport.objects.select_for_update().get(pk=upload.pk)
    by.read_roles_again()
    policies.is_staff(by).ensure()
    if held.confirmed_at:
        return held
    organisations = _hold(held)
    judged = judge(held)
    if seen != judged.fingerprint():
        raise Overtaken(_("Rejestr zmienił się w międzyczasie. Sprawdź listę jeszcze raz."), CLAUSE)
    if judged.count("wrong") and not skip:
        raise Refused(_("Lista ma wiersze z błędami. Popraw je w pliku albo zaznacz, że mają być pominięte."), CLAUSE)
    held.report = _stored(held, judged, organisations, by=by, at=at)
    held.confirmed_at = at
    held.save(update_fields=["report", "confirmed_at"])
    counts = {name: held.report[name] for name in ("new", "change", "same", "wrong")}
    history.record("organisations.organisationimport.confirm", held, by=by, at=at, clause=CLAUSE, **counts)
    return held


def _hold(upload: OrganisationImport) -> dict[int, Organisation]:
    """Units before organisations, each in the order of their keys: so nobody waits for somebody who waits."""
    keys, stems = importing.named(cells for _number, cells in table(upload))
    list(TerritorialUnit.objects.select_for_update().filter(stem__in=stems).order_by("pk"))
    rows = Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    held = {row.pk: row for row in rows}
    places = {row.unit_id or row.belongs_to_id for row in held.values()}
    units = TerritorialUnit.objects.in_bulk(key for key in places if key)
    for row in held.values():  # their search keys are made of the unit's
        row.unit, row.belongs_to = units.get(row.unit_id), units.get(row.belongs_to_id)
    return held


def _stored(
    upload: OrganisationImport, judged: Any, organisations: dict[int, Organisation], *, by: Any, at: datetime
) -> dict[str, Any]:
    """Returns the report: how many rows of each outcome, and which row became which organisation."""
    units = {unit.pk: unit for unit in judged.known.units.values()}
    people = addresses_of(row.organisation for row in judged.rows if row.outcome == "change")
    done = []
    for row in judged.rows:
        new = {name: pair[1] for name, pair in row.fields.items()}
        if "belongs_to" in new:
            new["belongs_to"] = units[new["belongs_to"]]
        if row.outcome == "new":
            done.append([row.number, _add(new, upload, row.number, by=by, at=at).pk, "new"])
        elif row.outcome == "change":
            held = organisations[row.organisation]
            _change(held, new, row, people[held.pk], upload, by=by, at=at)
            done.append([row.number, held.pk, "change"])
    return {name: judged.count(name) for name in ("new", "change", "same", "wrong")} | {"rows": done}


def _add(new: dict[str, Any], upload: OrganisationImport, number: int, *, by: Any, at: datetime) -> Organisation:
    made = Organisation(created_at=at, complete=rules.completeness(rules.laid_flat(rules.DATA, new)), **new)
    made.save(force_insert=True)
    facts = {"upload": upload.pk, "row": number}
    history.record(IMPORT, made, by=by, at=at, clause=CLAUSE, **facts)
    return made


def _change(
    held: Organisation,
    new: dict[str, Any],
    row: Any,
    people: rules.Values,
    upload: OrganisationImport,
    *,
    by: Any,
    at: datetime,
) -> None:
    """R-001-5.1: as if somebody had saved it: with the values before and after, and with whoever has to be told."""
    before = _laid_out(held) | people
    for name, value in new.items():
        setattr(held, name, value)
    after = _laid_out(held) | people
    signs = rules.COMPLETE[rules.DATA]
    held.complete = held.complete & ~signs | (signs if rules.is_complete(after, rules.DATA) else 0)
    held.save(update_fields=[*new, "complete"])
    told = [{"address": one.address, "reads": [0]} for one in rules.recipients(before, after)]
    changes = [{"thing": rules.DATA, "key": "", "kind": "change", "who": "", "fields": row.fields}]
    revision = Revision.objects.create(organisation=held, at=at, by=by, changes=changes, recipients=told)
    facts = {"office": held.pk, "revision": revision.pk, "fields": sorted(new), "upload": upload.pk}
    history.record(CHANGE, held, by=by, at=at, clause=CLAUSE, **facts)
    if told:
        facts = {"office": held.pk, "told": len(told)}
        history.record("organisations.revision.save", revision, by=by, at=at, clause="R-001-5.1", **facts)


def _laid_out(held: Organisation) -> rules.Values:
    return rules.laid_flat(rules.DATA, {name: getattr(held, name) for name in Organisation.FIELDS})
