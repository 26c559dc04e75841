"""Turns the timetable into jobs: every due run once, however many workers look at the clock."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from ratusz.jobs import rules
from ratusz.jobs.models import Schedule
from ratusz.jobs.queue import enqueue


def fire(*, at: datetime) -> int:
    """Enqueue what is due. Runs missed while nobody worked are caught up by one. Returns how many were enqueued.

    An entry that is new in the timetable is due at once.
    """
    timetable: dict[str, timedelta] = import_string(settings.TIMETABLE)
    due_at = dict(Schedule.objects.filter(path__in=timetable).values_list("path", "due_at"))
    return sum(
        _fire(path, interval, at=at)
        for path, interval in timetable.items()
        if path not in due_at or not at < due_at[path] <= at + interval
    )


@transaction.atomic
def _fire(path: str, interval: timedelta, *, at: datetime) -> bool:
    """Under the schedule's lock; the key (path, due time) is the second guard against running twice."""
    Schedule.objects.bulk_create([Schedule(path=path, due_at=at)], ignore_conflicts=True)
    schedule = Schedule.objects.select_for_update().get(path=path)
    due = schedule.due_at
    if due > at:  # somebody was faster, or the interval is shorter now than when this was written
        Schedule.objects.filter(pk=schedule.pk).update(due_at=min(due, at + interval))
        return False
    enqueue(path, dedupe=f"{path}@{due.isoformat()}")
    schedule.due_at, schedule.last_run_at = rules.next_run(due, interval, at), at
    schedule.save(update_fields=["due_at", "last_run_at"])
    return True
