"""The one sanctioned way in which events leave: disposal after their retention, itself written into history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min

from ratusz.history.models import Event, EventQuerySet
from ratusz.history.triggers import CLOSE_DOOR, OPEN_DOOR


@transaction.atomic
def dispose(events: EventQuerySet, *, by: Any, at: datetime, clause: str, reason: str) -> int:
    """Delete events whose retention has ended. Returns how many.

    What remains is one event that tells who disposed of how many events, when, why, and between which
    numbers they stood.
    """
    span = events.aggregate(first=Min("pk"), last=Max("pk"))
    with door():
        deleted, _each = events.delete()
    if deleted:
        Event.objects.create(
            kind="history.event.dispose",
            at=at,
            actor_id=str(getattr(by, "pk", None) or ""),
            subject_type=Event._meta.label,
            clause=clause,
            facts={"deleted": deleted, "reason": reason, **span},
        )
    return deleted


@contextmanager
def door() -> Iterator[None]:
    """Let events be deleted inside this block: one transaction, so nobody else ever sees the door open."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(OPEN_DOOR)
        yield
        with connection.cursor() as cursor:
            cursor.execute(CLOSE_DOOR)
