"""The timetable: every due run once, and what was missed is made up once."""

import threading
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils.module_loading import import_string

from ratusz.core.terms import WARSAW
from ratusz.jobs import schedule
from ratusz.jobs.models import Job, Schedule
from ratusz.jobs.worker import drain
from ratusz.reactions import REACTIONS
from ratusz.timetable import TIMETABLE
from tests.jobs import bodies

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=WARSAW)
MINUTES = timedelta(minutes=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def every_ten_minutes(settings):
    settings.TIMETABLE = "tests.jobs.timetables.OFTEN"


def test_a_new_entry_is_due_at_once_then_after_its_interval():
    assert [schedule.fire(at=NINE + minutes * MINUTES) for minutes in (0, 0, 9, 10, 11, 20)] == [1, 0, 0, 1, 0, 1]
    drain()
    assert bodies.effects() == ["tick"] * 3


def test_down_time_is_made_up_by_one_run_on_the_old_grid():
    schedule.fire(at=NINE)
    assert schedule.fire(at=NINE + timedelta(days=3, minutes=4)) == 1
    entry = Schedule.objects.get()
    assert (entry.due_at, entry.last_run_at) == (
        NINE + timedelta(days=3, minutes=10),
        NINE + timedelta(days=3, minutes=4),
    )


def test_a_shorter_interval_takes_effect_without_waiting_for_the_long_one(settings):
    settings.TIMETABLE = "tests.jobs.timetables.RARELY"
    schedule.fire(at=NINE)
    settings.TIMETABLE = "tests.jobs.timetables.OFTEN"
    assert [schedule.fire(at=NINE + minutes * MINUTES) for minutes in (1, 5, 11)] == [0, 0, 1]


def test_looking_at_the_clock_writes_nothing(django_assert_num_queries):
    schedule.fire(at=NINE)
    with django_assert_num_queries(1):
        schedule.fire(at=NINE + MINUTES)


@pytest.mark.parametrize("minutes", [0, 10])
def test_workers_that_look_at_the_same_instant_run_it_once(minutes):
    if minutes:
        schedule.fire(at=NINE)
        Job.objects.all().delete()
    start, fired = threading.Barrier(4), []

    def look():
        start.wait()
        try:
            fired.append(schedule.fire(at=NINE + minutes * MINUTES))
        finally:
            connection.close()

    workers = [threading.Thread(target=look) for _ in range(4)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert (sorted(fired), Job.objects.count()) == ([0, 0, 0, 1], 1)


def test_a_due_run_is_never_enqueued_again_even_if_the_schedule_was_set_back():
    schedule.fire(at=NINE)
    Schedule.objects.update(due_at=NINE)
    schedule.fire(at=NINE)
    assert Job.objects.count() == 1


@pytest.mark.parametrize("path", TIMETABLE)
def test_every_entry_of_the_timetable_can_be_called(path):
    assert callable(import_string(path))
    assert apps.get_containing_app_config(path), "a worker performs only functions of capabilities"


@pytest.mark.parametrize("path", sorted({path for paths in REACTIONS.values() for path in paths}))
def test_every_reaction_can_be_called(path):
    assert callable(import_string(path))
    assert apps.get_containing_app_config(path), "a worker performs only functions of capabilities"
