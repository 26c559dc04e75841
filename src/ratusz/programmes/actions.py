"""What is done with a programme and with an office's declaration."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from ratusz.history import record as history
from ratusz.organisations.models import Organisation
from ratusz.programmes import policies
from ratusz.programmes.models import Declaration, InOrder, Programme, Topic
from ratusz.programmes.queries import declarations_after, forget_programme


@transaction.atomic
def declare(
    organisation: Organisation,
    programme: Programme,
    *,
    people: int,
    topics: Sequence[Topic],
    wants_equipment: bool,
    by: Any,
    at: datetime,
) -> Declaration:
    """R-004-4: one declaration per office and programme; declaring again replaces the numbers, history keeps both."""
    Organisation.objects.lock(organisation.pk)
    by.read_roles_again()  # the organisation may have been merged into another while this waited
    policies.may_declare(by, organisation, programme, at).ensure()
    values = {"people": people, "wants_equipment": wants_equipment, "declared_at": at, "declared_by": by}
    declaration, created = Declaration.objects.update_or_create(
        organisation=organisation, programme=programme, defaults=values
    )
    declaration.topics.set(topics)
    history.record(
        "programmes.declaration.declare" if created else "programmes.declaration.correct",
        declaration,
        by=by,
        at=at,
        clause="R-004-4",
        people=people,
        topics=sorted(topic.pk for topic in topics),
        wants_equipment=wants_equipment,
    )
    return declaration


@transaction.atomic
def change_programme(programme: Programme, form: Any, *, by: Any, at: datetime) -> None:
    """R-004-11: the record from which the public page speaks; which fields changed is kept."""
    policies.operates(by, programme).ensure()
    form.save()
    transaction.on_commit(forget_programme)
    history.record(
        "programmes.programme.change", programme, by=by, at=at, clause="R-004-11", fields=sorted(form.changed_data)
    )


@transaction.atomic
def save_entry(programme: Programme, form: Any, *, by: Any, at: datetime) -> InOrder:
    """R-004-6, R-000-4.4: add or change a topic, a place or a unit type; entries are switched off, never deleted."""
    policies.operates(by, programme).ensure()
    entry = form.save(commit=False)
    entry.programme = programme
    entry.save()
    transaction.on_commit(forget_programme)
    kind = f"programmes.{entry._meta.model_name}.save"
    history.record(kind, entry, by=by, at=at, clause="R-004-6", fields=sorted(form.changed_data))
    return entry


@transaction.atomic
def follow_merge(loser: Organisation, into: Organisation, *, by: Any, at: datetime) -> None:
    """R-001-D3: programmes and declarations go to the one that stays; of two declarations the newer counts."""
    for programme in Programme.objects.filter(operator=loser).order_by("pk"):
        programme.operator = into
        programme.save(update_fields=["operator"])
        transaction.on_commit(forget_programme)
        _note_follow(programme, loser, into, by=by, at=at)
    for declaration in Declaration.objects.select_for_update().filter(organisation=loser).order_by("pk"):
        stays, goes = declarations_after(declaration, into)
        facts: dict[str, Any] = {}
        if goes:
            facts = {"replaced": _numbers_of(goes)}
            goes.delete()
        if stays.organisation_id != into.pk:
            stays.organisation = into
            stays.save(update_fields=["organisation"])
        _note_follow(stays, loser, into, by=by, at=at, **facts)


def _note_follow(record: Any, loser: Organisation, into: Organisation, *, by: Any, at: datetime, **facts: Any) -> None:
    kind = f"{record._meta.label_lower}.follow"
    history.record(kind, record, by=by, at=at, clause="R-001-D3", came_from=loser.pk, office=into.pk, **facts)


def _numbers_of(declaration: Declaration) -> dict[str, Any]:
    """What the declaration that gives way said, for history."""
    return {
        "declaration": declaration.pk,
        "office": declaration.organisation_id,
        "people": declaration.people,
        "topics": sorted(topic.pk for topic in declaration.topics.all()),
        "wants_equipment": declaration.wants_equipment,
        "declared_at": declaration.declared_at.isoformat(),
    }
