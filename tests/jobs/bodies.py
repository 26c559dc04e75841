"""What the jobs of the tests do. An effect is an event: the database keeps every one that was ever written."""

import os
import random
import time
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from ratusz.history.models import Event
from ratusz.jobs.models import Job


class Trouble(Exception):
    pass


def effect(key: str) -> None:
    Event.objects.create(kind="tests.effect", at=timezone.now(), subject_type="tests", subject_id=key)


def effects() -> list[str]:
    return list(Event.objects.filter(kind="tests.effect").order_by("id").values_list("subject_id", flat=True))


def failing(key: str) -> None:
    effect(key)
    raise Trouble("Jan Kowalski, 90010112345")


def outside(key: str) -> None:
    """Reaches beyond the database, then fails: what it did stays done."""
    assert not transaction.get_connection().in_atomic_block or os.environ.get("ONE_TRANSACTION")
    effect(key)
    raise Trouble(key)


def robbed(key: str) -> None:
    """While it works its lease runs out and another worker takes the job."""
    effect(key)
    Job.objects.filter(path="tests.jobs.bodies.robbed").update(token=None)


def chain(key: str) -> None:
    from ratusz.jobs.queue import enqueue

    effect(key)
    enqueue("tests.jobs.bodies.effect", f"{key}-next")


def slow(key: str, folder: str, seconds: float) -> None:
    Path(folder, "started").touch()
    time.sleep(seconds)
    effect(key)


def steady(key: str) -> None:
    effect(key)
    time.sleep(random.random() * 0.02)


def flaky(key: str) -> None:
    effect(key)
    if random.random() < 0.3:
        raise Trouble(key)


@task
def told(key: str) -> None:
    effect(key)


@task(priority=10, queue_name="urgent", outside=True)
def urgent(key: str) -> None:
    effect(key)


@task(takes_context=True)
def with_context(context, key: str) -> None:
    effect(f"{key} attempt {context.attempt}")
