"""Compares the outbox with reality: every event of the last days must have a job for each of its reactions."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from ratusz.history.models import Event
from ratusz.history.record import enqueue_reaction, reaction_key
from ratusz.jobs.models import Job

log = logging.getLogger("ratusz.history")
LOOKS_BACK = timedelta(days=3)
AT_ONCE = 500


def sweep(at: datetime | None = None) -> int:
    """Enqueue the reactions that have no job, for example after a partial restore. Returns how many.

    Looks back less far than done jobs are kept (30 days), so what was done is never done again.
    """
    at = at or timezone.now()
    events = Event.objects.filter(at__gt=at - LOOKS_BACK).exclude(reactions="").order_by("id")
    owed = [(path, pk) for pk, paths in events.values_list("pk", "reactions") for path in paths.splitlines()]
    missing = sum(_enqueue_missing(owed[start : start + AT_ONCE]) for start in range(0, len(owed), AT_ONCE))
    if missing:
        log.error("%d reactions had no job and were enqueued", missing)
    return missing


def _enqueue_missing(owed: list[tuple[str, int]]) -> int:
    keys = {reaction_key(path, event_id): (path, event_id) for path, event_id in owed}
    present = set(Job.objects.filter(dedupe__in=keys).values_list("dedupe", flat=True))
    missing = [call for key, call in keys.items() if key not in present]
    for path, event_id in missing:
        enqueue_reaction(path, event_id)
    return len(missing)
