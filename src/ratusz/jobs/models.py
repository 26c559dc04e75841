"""Work that must happen, and when the timetable runs next."""

import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone

from ratusz.jobs.states import LIVE, JobState


class JobQuerySet(models.QuerySet["Job"]):
    def claimable(self, at: datetime) -> "JobQuerySet":
        """What a worker may take now, most urgent first."""
        return self.filter(state=JobState.READY, run_after__lte=at).order_by("-priority", "run_after")

    def abandoned(self, at: datetime) -> "JobQuerySet":
        """Taken by a worker that stopped prolonging its lease."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=at)

    def live(self) -> "JobQuerySet":
        return self.filter(state__in=LIVE)

    def dead(self) -> "JobQuerySet":
        """Gave up after the last attempt; somebody has to look."""
        return self.filter(state=JobState.DEAD)


class Job(models.Model):
    """One call of a function that must happen.

    `args` hold ids only. `dedupe` is a key under which the call is enqueued once. `backoff` is a fixed
    pause between attempts; without it the pause grows. `token` is new with every claim: who no longer
    holds it cannot complete the job. An `outside` body reaches beyond the database and runs outside the
    transaction of its completion.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    path = models.CharField(max_length=200)
    args = models.JSONField(default=dict)
    queue = models.CharField(max_length=32, default="default")
    priority = models.SmallIntegerField(default=0)
    outside = models.BooleanField(default=False)
    dedupe = models.CharField(max_length=240, unique=True, null=True, blank=True)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.READY)
    run_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=8)
    backoff = models.DurationField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class PersonalData:
        none = frozenset({"id", "path", "queue", "priority", "outside", "state", "run_after", "attempts"}) | frozenset(
            {"max_attempts", "backoff", "lease_until", "token", "worker", "created_at", "finished_at"}
        )
        pseudonym = frozenset({"args", "dedupe"})
        personal = frozenset({"error"})

    class Meta:
        indexes = [
            models.Index(
                fields=["-priority", "run_after"], condition=models.Q(state=JobState.READY), name="job_ready"
            ),
            models.Index(fields=["lease_until"], condition=models.Q(state=JobState.RUNNING), name="job_lease"),
            models.Index(fields=["finished_at"], condition=~models.Q(finished_at=None), name="job_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.pk}"


class Schedule(models.Model):
    """When an entry of the timetable is due next. One row per dotted path."""

    path = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True, blank=True)

    class PersonalData:
        none = frozenset({"id", "path", "due_at", "last_run_at"})

    def __str__(self) -> str:
        return self.path
