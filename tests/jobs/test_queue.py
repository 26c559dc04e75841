from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks.exceptions import InvalidTaskError

from ratusz.jobs.models import Job
from ratusz.jobs.queue import enqueue, restart
from ratusz.jobs.states import JobState
from ratusz.jobs.worker import drain
from tests.jobs import bodies

EFFECT = "tests.jobs.bodies.effect"


@pytest.mark.django_db
def test_enqueueing_is_one_insert(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        enqueue(EFFECT, "a")
    with transaction.atomic(), django_assert_num_queries(1):
        enqueue(EFFECT, "b", dedupe="once")


@pytest.mark.django_db
def test_what_a_job_is_told_reaches_its_body():
    enqueue(EFFECT, key="by name")
    enqueue(EFFECT, "by place")
    drain()
    assert sorted(bodies.effects()) == ["by name", "by place"]


@pytest.mark.django_db
def test_a_key_is_enqueued_once_and_the_transaction_goes_on():
    with transaction.atomic():
        enqueue(EFFECT, "first", dedupe="key")
        enqueue(EFFECT, "second", dedupe="key")
        enqueue(EFFECT, "other", dedupe="another key")
        bodies.effect("written after the conflict")
    drain()
    enqueue(EFFECT, "third", dedupe="key")
    drain()
    assert bodies.effects() == ["written after the conflict", "first", "other"]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_no_job():
    with pytest.raises(bodies.Trouble), transaction.atomic():
        enqueue(EFFECT, "a")
        enqueue(EFFECT, "b", dedupe="b")
        raise bodies.Trouble
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_job_waits_for_its_time():
    enqueue(EFFECT, "later", run_after=timezone.now() + timedelta(hours=1))
    assert drain() == 0
    Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    assert drain() == 1


@pytest.mark.django_db
def test_the_more_urgent_and_then_the_older_goes_first():
    at = timezone.now()
    for key, priority, age in (("old", 0, 60), ("urgent", 5, 0), ("new", 0, 1), ("bulk", -10, 90)):
        enqueue(EFFECT, key, priority=priority, run_after=at - timedelta(seconds=age))
    drain()
    assert bodies.effects() == ["urgent", "old", "new", "bulk"]


@pytest.mark.django_db
def test_restarting_gives_all_attempts_back_to_finished_jobs_only():
    for state in JobState:
        Job.objects.create(path=EFFECT, state=state, attempts=8, error="x")
    at = timezone.now()
    assert restart(Job.objects.all(), at=at) == 2
    assert sorted(Job.objects.values_list("state", "attempts")) == [
        ("ready", 0), ("ready", 0), ("ready", 8), ("running", 8)
    ]  # fmt: skip


@pytest.mark.django_db
def test_djangos_task_api_works_on_the_queue():
    result = bodies.told.enqueue("told")
    assert (result.status, result.args, result.id) == ("READY", ["told"], str(Job.objects.get().pk))
    bodies.told.using(run_after=timezone.now() + timedelta(days=1)).enqueue("tomorrow")
    bodies.with_context.enqueue(key="context")
    drain()
    assert sorted(bodies.effects()) == ["context attempt 1", "told"]


@pytest.mark.django_db
def test_a_task_keeps_its_queue_priority_and_place_outside_the_transaction():
    bodies.urgent.enqueue("now")
    job = Job.objects.get()
    assert (job.queue, job.priority, job.outside) == ("urgent", 10, True)


def test_a_task_that_no_worker_could_call_is_refused():
    def local() -> None: ...

    with pytest.raises(InvalidTaskError):
        type(bodies.told)(func=local)
