"""What is done with a programme and with an office's declaration."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from ratusz.history import record as history
from ratusz.organisations.models import Organisation
from ratusz.programmes import policies
from ratusz.programmes.models import Declaration, InOrder, Programme, Topic
from ratusz.programmes.queries import forget_programme


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
