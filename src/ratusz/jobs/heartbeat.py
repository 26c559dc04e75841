"""Prolongs the lease of the job in hand, so that a long job is not taken for an abandoned one."""

import logging
import threading
from datetime import timedelta
from typing import Self

from django.db import DatabaseError, connections
from django.utils import timezone

from ratusz.jobs import lease as leases
from ratusz.jobs.models import Job

log = logging.getLogger("ratusz.jobs")
BEATS_PER_LEASE = 3


class Heartbeat(threading.Thread):
    """A context manager. `job` is what the worker has in hand, or None.

    On SQLite a body that writes for longer than the lock timeout keeps the heartbeat out as well as
    everybody else: nobody can take the job away while it lasts.
    """

    def __init__(self, lease: timedelta) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.lease = lease
        self.job: Job | None = None
        self._end = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        self.join()

    def run(self) -> None:
        while not self._end.wait(self.lease.total_seconds() / BEATS_PER_LEASE):
            if self.job is not None:
                self._beat(self.job)

    def _beat(self, job: Job) -> None:
        try:
            if not leases.prolong(job, lease=self.lease, at=timezone.now()) and job is self.job:
                log.warning("%s: the lease was lost", job)
        except DatabaseError as error:
            log.warning("%s: the lease was not prolonged (%s)", job, type(error).__name__)
        finally:
            connections.close_all()
