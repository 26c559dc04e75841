"""Whole workers as processes: stopped, and without their database."""

import threading
import time

import pytest

from ratusz.jobs import worker
from ratusz.jobs.models import Job
from ratusz.jobs.queue import enqueue
from ratusz.jobs.states import JobState
from tests.jobs import bodies, processes

pytestmark = pytest.mark.django_db(transaction=True)


def test_asked_to_stop_a_worker_finishes_the_job_in_hand_and_takes_no_other(tmp_path):
    enqueue("tests.jobs.bodies.slow", "in hand", str(tmp_path), 1.0, outside=True)
    process = processes.start()
    processes.wait_for((tmp_path / "started").exists)
    enqueue("tests.jobs.bodies.effect", "next", priority=9)
    log = processes.stop(process)
    assert process.returncode == 0
    assert (bodies.effects(), Job.objects.filter(state=JobState.DONE).count()) == (["in hand"], 1)
    assert "stopped after" in log and "Traceback" not in log


def test_a_job_longer_than_its_lease_is_kept_by_the_heartbeat(tmp_path):
    enqueue("tests.jobs.bodies.slow", "long", str(tmp_path), 2.5, outside=True)
    pair = [processes.start(lease=0.9), processes.start(lease=0.9)]
    processes.wait_for(Job.objects.filter(path__endswith="slow", state=JobState.DONE).exists)
    for process in pair:
        processes.stop(process)
    assert (bodies.effects(), Job.objects.get(path__endswith="slow").attempts) == (["long"], 1)


def test_a_worker_outlives_a_database_that_is_locked_or_away(caplog, settings):
    settings.TIMETABLE = "tests.jobs.timetables.NOTHING"
    enqueue("tests.jobs.bodies.effect", "before")
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, kwargs={"idle": 0.05, "stop": stop})
    with processes.outage():
        thread.start()
        processes.wait_for(lambda: "does not answer" in caplog.text)
        time.sleep(1)
    processes.wait_for(lambda: bodies.effects() == ["before"])
    enqueue("tests.jobs.bodies.effect", "after")
    processes.wait_for(lambda: bodies.effects() == ["before", "after"])
    stop.set()
    thread.join()
    assert caplog.text.count("does not answer") == 1
    assert "the database answers again" in caplog.text
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}
