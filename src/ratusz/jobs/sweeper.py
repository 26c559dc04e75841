"""Looks every ten minutes for work that got stuck."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from ratusz.jobs import lease
from ratusz.jobs.models import Job
from ratusz.jobs.states import JobState

log = logging.getLogger("ratusz.jobs")
KEPT_FOR = timedelta(days=30)


def sweep(at: datetime | None = None) -> dict[str, int]:
    """Give back abandoned jobs, report dead ones, delete what was done 30 days ago. Returns the counts."""
    at = at or timezone.now()
    found = {"given_back": lease.reap(at=at), "dead": Job.objects.dead().count(), "deleted": _tidy(at)}
    if found["dead"]:
        log.error("%d dead jobs wait for a decision", found["dead"])
    return found


def _tidy(at: datetime) -> int:
    """Dead jobs stay until somebody has looked at them."""
    deleted, _each = Job.objects.filter(state=JobState.DONE, finished_at__lt=at - KEPT_FOR).delete()
    return deleted
