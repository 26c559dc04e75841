"""Who holds a job, for how long, and how it ends. Every ending is fenced by the token of the claim."""

import random
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from ratusz.jobs import rules
from ratusz.jobs.models import Job
from ratusz.jobs.states import JobState

WORKER_GONE = "The worker stopped in the middle of the job: its lease ran out."
REAPED_AT_ONCE = 100
LONGEST_ERROR = 4000


class LeaseLost(Exception):
    """The lease ran out and somebody else has the job; what was done in this transaction is taken back."""


def claim(worker: str, *, lease: timedelta, at: datetime) -> Job | None:
    """Take the most urgent job that is due, or None.

    Looks before it locks: an idle worker must not keep taking SQLite's only write lock.
    """
    if not Job.objects.claimable(at).exists():
        return None
    with transaction.atomic():
        job = Job.objects.claimable(at).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.state, job.attempts, job.token = JobState.RUNNING, job.attempts + 1, uuid.uuid4()
        job.worker, job.lease_until = worker, at + lease
        job.save(update_fields=["state", "attempts", "token", "worker", "lease_until"])
    return job


def prolong(job: Job, *, lease: timedelta, at: datetime) -> bool:
    """Hold the job longer. False when it is no longer ours."""
    return _change(job, lease_until=at + lease)


def complete(job: Job, *, at: datetime) -> None:
    """The job is done. Raises LeaseLost, which rolls back the transaction of its body."""
    if not _change(job, state=JobState.DONE, finished_at=at, lease_until=None, error=""):
        raise LeaseLost(job.pk)


def give_back(job: Job, error: str, *, pause: timedelta, at: datetime) -> bool:
    """An attempt failed: try again after `pause`, or declare the job dead when it was the last. True if dead."""
    if job.attempts < job.max_attempts:
        _change(job, state=JobState.READY, run_after=at + pause, lease_until=None, error=error[-LONGEST_ERROR:])
        return False
    return _change(job, state=JobState.DEAD, finished_at=at, lease_until=None, error=error[-LONGEST_ERROR:])


def fail(job: Job, error: str, *, at: datetime) -> bool:
    """The body raised. True when the job is dead now."""
    chance = random.random()  # noqa: S311 (spreads retries; not a secret)
    return give_back(job, error, pause=rules.pause(job.attempts, job.backoff, chance), at=at)


def reap(*, at: datetime) -> int:
    """Give back the jobs of workers that died. Returns how many. Looks before it locks, as `claim` does.

    The lease itself was the pause; the attempt counts, so a job that kills its worker ends up dead.
    """
    if not Job.objects.abandoned(at).exists():
        return 0
    with transaction.atomic():
        abandoned = list(Job.objects.abandoned(at).select_for_update(skip_locked=True)[:REAPED_AT_ONCE])
        for job in abandoned:
            give_back(job, WORKER_GONE, pause=timedelta(), at=at)
    return len(abandoned)


def _change(job: Job, **changes: object) -> bool:
    held = Job.objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING)
    return bool(held.update(**changes))
