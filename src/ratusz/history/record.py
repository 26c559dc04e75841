"""The only door through which states change and history is written."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from ratusz.core.verdict import Refused
from ratusz.core.workflow import Move
from ratusz.history.models import Event, EventQuerySet
from ratusz.jobs.queue import enqueue

SOMEBODY_WAS_FASTER = gettext_lazy(
    "Stan sprawy zmienił się w międzyczasie. Sprawdź, co się zmieniło, i zdecyduj jeszcze raz."
)


def record(kind: str, subject: models.Model, *, by: Any, at: datetime, clause: str = "", **facts: Any) -> Event:
    """Write one event and, in the same transaction, one job for each reaction to its kind.

    `by` is a person or None when Ratusz acts by itself; `facts` hold no personal data.
    """
    reactions = _reactions().get(kind, ())
    event = Event.objects.create(
        kind=kind,
        at=at,
        actor_id=str(getattr(by, "pk", None) or ""),
        subject_type=subject._meta.label,
        subject_id=str(subject.pk),
        clause=clause,
        facts=facts,
        reactions="\n".join(reactions),
    )
    for path in reactions:
        enqueue_reaction(path, event.pk)
    return event


def enqueue_reaction(path: str, event_id: int) -> None:
    """One job for one reaction to one event, however often this is called."""
    enqueue(path, event_id=event_id, dedupe=reaction_key(path, event_id))


def reaction_key(path: str, event_id: int) -> str:
    return f"{path}:{event_id}"


def move(
    subject: Any, move: Move, *, by: Any, at: datetime, facts: dict[str, Any] | None = None, **changes: Any
) -> Event:
    """Change the state and write history, or refuse because somebody was faster.

    `changes` are further fields stored with the new state. Raises Refused.
    """
    rows = type(subject)._default_manager.filter(pk=subject.pk, state__in=move.sources)
    if not rows.update(state=move.target, **changes):
        raise Refused(move.refusal or SOMEBODY_WAS_FASTER, move.clause)
    before = subject.state
    subject.refresh_from_db()
    kind = f"{subject._meta.label_lower}.{move.name}"
    return record(kind, subject, by=by, at=at, clause=move.clause, before=before, after=move.target, **(facts or {}))


def of(subject: models.Model) -> EventQuerySet:
    """Everything that happened to this matter, oldest first."""
    return Event.objects.about(subject).order_by("id")


def of_any(subjects: Iterable[models.Model]) -> EventQuerySet:
    """Everything that happened to any of these matters, newest first. Nothing when there are none."""
    return Event.objects.about_any(subjects).order_by("-at", "-id")


def _reactions() -> dict[str, tuple[str, ...]]:
    return import_string(settings.REACTIONS)


def get(event_id: int) -> Event:
    """One event, for a reaction to it."""
    return Event.objects.get(pk=event_id)
