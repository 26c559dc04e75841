from datetime import datetime, timedelta

import pytest

from ratusz.core.terms import WARSAW
from ratusz.jobs import rules

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=WARSAW)
TEN_MINUTES = timedelta(minutes=10)


def test_pauses_grow_to_an_hour():
    seconds = [rules.pause(attempt, None, 0.5).total_seconds() for attempt in range(1, 9)]
    assert seconds == [10, 30, 90, 270, 810, 2430, 3600, 3600]


def test_pauses_are_spread():
    assert rules.pause(1, None, 0) == timedelta(seconds=5)
    assert rules.pause(1, None, 1) == timedelta(seconds=15)


def test_pause_of_a_very_late_attempt_does_not_overflow():
    assert rules.pause(30_000, None, 0.5) == timedelta(hours=1)


def test_a_fixed_pause_is_kept_as_it_is():
    assert {rules.pause(attempt, timedelta(minutes=5), 0.9) for attempt in (1, 2, 40)} == {timedelta(minutes=5)}


@pytest.mark.parametrize(
    "minutes_late, next_in",
    [(0, 10), (1, 10), (9.9, 10), (10, 20), (34, 40), (60 * 24 * 3, 60 * 24 * 3 + 10)],
)
def test_the_next_run_keeps_the_grid_and_makes_up_missed_runs_by_one(minutes_late, next_in):
    at = NINE + timedelta(minutes=minutes_late)
    assert rules.next_run(NINE, TEN_MINUTES, at) == NINE + timedelta(minutes=next_in)
