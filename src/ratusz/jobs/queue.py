"""Putting work into the queue: one INSERT in the transaction of the caller."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ratusz.jobs.models import Job
from ratusz.jobs.states import JobState


def enqueue(
    path: str,
    *args: Any,
    run_after: datetime | None = None,
    dedupe: str | None = None,
    outside: bool = False,
    max_attempts: int = 8,
    backoff: timedelta | None = None,
    queue: str = "default",
    priority: int = 0,
    **kwargs: Any,
) -> None:
    """Have `path(*args, **kwargs)` called by a worker, if the current transaction commits.

    Arguments are JSON and hold ids, never personal data. A second call with the same `dedupe` is ignored
    for as long as the first job is kept (30 days after it is done). The function runs in the transaction
    that completes the job, so what it writes is written exactly once; with `outside` it runs before that
    transaction, at least once, for work that reaches beyond the database.
    """
    job = Job(
        path=path,
        args=arguments(args, kwargs),
        run_after=run_after or timezone.now(),
        dedupe=dedupe,
        outside=outside,
        max_attempts=max_attempts,
        backoff=backoff,
        queue=queue,
        priority=priority,
    )
    if dedupe is None:
        job.save(force_insert=True)
    else:
        Job.objects.bulk_create([job], ignore_conflicts=True)


def arguments(args: Any, kwargs: Any) -> dict[str, Any]:
    """How a job row keeps the arguments of its call."""
    return {"args": list(args), "kwargs": dict(kwargs)}


def restart(jobs: Any, *, at: datetime) -> int:
    """Give finished or dead jobs all their attempts back, from `at` on. Returns how many were restarted."""
    return jobs.filter(state__in=[JobState.DONE, JobState.DEAD]).update(
        state=JobState.READY, attempts=0, run_after=at, finished_at=None, error=""
    )
