"""One worker in this process: retries, endings, leases."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from ratusz.jobs import lease as leases
from ratusz.jobs import worker
from ratusz.jobs.models import Job
from ratusz.jobs.queue import enqueue
from ratusz.jobs.states import JobState
from tests.jobs import bodies

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def no_timetable(settings):
    settings.TIMETABLE = "tests.jobs.timetables.NOTHING"


def claim(at=None, lease=MINUTE):
    return leases.claim("another worker", lease=lease, at=at or timezone.now())


def test_effect_and_completion_are_one():
    enqueue("tests.jobs.bodies.effect", "a")
    assert worker.drain() == 1
    job = Job.objects.get()
    assert (job.state, job.attempts, job.lease_until, bodies.effects()) == (JobState.DONE, 1, None, ["a"])
    assert worker.drain() == 0


def test_a_failed_attempt_leaves_no_effect_and_is_tried_again_later():
    enqueue("tests.jobs.bodies.failing", "a")
    before = timezone.now()
    assert worker.drain() == 1
    job = Job.objects.get()
    assert (job.state, job.attempts, bodies.effects()) == (JobState.READY, 1, [])
    assert timedelta(seconds=5) <= job.run_after - before
    assert "Trouble" in job.error and "failing" in job.error


def test_the_log_names_the_kind_of_error_and_no_data(caplog):
    enqueue("tests.jobs.bodies.failing", "a")
    with caplog.at_level(logging.DEBUG):
        worker.drain()
    assert "attempt 1 failed (Trouble), will be tried again" in caplog.text
    assert "90010112345" not in caplog.text


def test_after_the_last_attempt_the_job_is_dead_and_stays_visible():
    enqueue("tests.jobs.bodies.failing", "a", max_attempts=3, backoff=timedelta())
    assert worker.drain() == 3
    job = Job.objects.dead().get()
    assert (job.attempts, job.finished_at is not None, bodies.effects()) == (3, True, [])


def test_a_fixed_pause_lies_between_attempts():
    enqueue("tests.jobs.bodies.failing", "a", backoff=timedelta(minutes=5))
    worker.drain()
    job = Job.objects.get()
    assert timedelta(minutes=4, seconds=50) < job.run_after - timezone.now() <= timedelta(minutes=5)


def test_what_an_outside_body_did_stays_done_though_it_failed():
    enqueue("tests.jobs.bodies.outside", "a", outside=True, max_attempts=2, backoff=timedelta())
    worker.drain()
    assert (bodies.effects(), Job.objects.get().state) == (["a", "a"], JobState.DEAD)


def test_jobs_made_by_jobs_are_performed_too():
    enqueue("tests.jobs.bodies.chain", "a")
    assert worker.drain() == 2
    assert bodies.effects() == ["a", "a-next"]


def test_who_lost_the_lease_completes_nothing():
    enqueue("tests.jobs.bodies.robbed", "a")
    worker.drain()
    assert (bodies.effects(), Job.objects.get().state) == ([], JobState.RUNNING)


def test_a_late_worker_can_neither_complete_nor_fail_nor_prolong_what_another_holds():
    enqueue("tests.jobs.bodies.effect", "a")
    late = claim()
    Job.objects.update(token=uuid4())
    with pytest.raises(leases.LeaseLost):
        leases.complete(late, at=timezone.now())
    leases.fail(late, "late", at=timezone.now())
    assert not leases.prolong(late, lease=MINUTE, at=timezone.now())
    job = Job.objects.get()
    assert (job.state, job.error, job.lease_until) == (JobState.RUNNING, "", late.lease_until)


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends():
    enqueue("tests.jobs.bodies.effect", "a")
    at = timezone.now()
    assert claim(at) is not None
    assert claim(at) is None
    assert leases.reap(at=at + MINUTE) == 0
    assert leases.reap(at=at + MINUTE + timedelta(seconds=1)) == 1
    assert claim(at + 2 * MINUTE).attempts == 2


def test_prolonging_keeps_the_job():
    enqueue("tests.jobs.bodies.effect", "a")
    at = timezone.now()
    job = claim(at)
    assert leases.prolong(job, lease=MINUTE, at=at + timedelta(seconds=50))
    assert leases.reap(at=at + timedelta(seconds=100)) == 0


def test_a_job_that_kills_its_worker_every_time_ends_up_dead():
    enqueue("tests.jobs.bodies.effect", "a", max_attempts=2)
    at = timezone.now()
    for _attempt in range(2):
        assert claim(at) is not None
        at += 2 * MINUTE
        leases.reap(at=at)
    job = Job.objects.dead().get()
    assert job.error == leases.WORKER_GONE


@pytest.mark.parametrize("path", ["os.system", "subprocess.run", "ratusz.core.text.fold"])
def test_a_row_cannot_name_a_function_outside_the_capabilities(path):
    enqueue(path, "true", max_attempts=1)
    worker.drain()
    assert "NotOurs" in Job.objects.dead().get().error


def test_a_function_that_is_gone_ends_up_dead_with_the_reason():
    enqueue("tests.jobs.bodies.renamed", max_attempts=1)
    worker.drain()
    assert "renamed" in Job.objects.dead().get().error


def test_looking_for_work_writes_nothing(django_assert_num_queries, no_timetable):
    enqueue("tests.jobs.bodies.effect", "later", run_after=timezone.now() + timedelta(hours=1))
    with django_assert_num_queries(1) as look:
        assert claim() is None
    with django_assert_num_queries(1) as reap:
        assert leases.reap(at=timezone.now()) == 0
    assert all(query["sql"].startswith("SELECT") for query in look.captured_queries + reap.captured_queries)


def test_once_means_until_nothing_is_due(no_timetable):
    enqueue("tests.jobs.bodies.chain", "a")
    assert worker.run(once=True) == 2
