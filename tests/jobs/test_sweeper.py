from datetime import datetime, timedelta

import pytest

from ratusz.core.terms import WARSAW
from ratusz.jobs import sweeper
from ratusz.jobs.models import Job
from ratusz.jobs.states import JobState

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=WARSAW)
pytestmark = pytest.mark.django_db


def job(state, **fields):
    return Job.objects.create(path="tests.jobs.bodies.effect", state=state, **fields)


def test_it_gives_back_reports_and_tidies(caplog):
    abandoned = job(JobState.RUNNING, lease_until=NINE - timedelta(seconds=1), attempts=1)
    held = job(JobState.RUNNING, lease_until=NINE + timedelta(seconds=1), attempts=1)
    dead = job(JobState.DEAD, finished_at=NINE - timedelta(days=90))
    fresh = job(JobState.DONE, finished_at=NINE - timedelta(days=29))
    job(JobState.DONE, finished_at=NINE - timedelta(days=31))
    assert sweeper.sweep(at=NINE) == {"given_back": 1, "dead": 1, "deleted": 1}
    assert dict(Job.objects.values_list("pk", "state")) == {
        abandoned.pk: "ready",
        held.pk: "running",
        dead.pk: "dead",
        fresh.pk: "done",
    }
    assert "1 dead jobs" in caplog.text


def test_when_all_is_well_it_says_nothing(caplog):
    job(JobState.READY)
    assert sweeper.sweep(at=NINE) == {"given_back": 0, "dead": 0, "deleted": 0}
    assert caplog.text == ""
