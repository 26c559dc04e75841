"""A short round of `bench/chaos.py`: real workers, killed with SIGKILL while they work."""

import pytest
from bench import chaos


@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_and_double_nothing():
    outcome = chaos.jobs_under_fire(150, workers=2, pause=(0.6, 1.4))
    assert outcome.kills
    assert (outcome.lost, outcome.duplicates, outcome.leaked, outcome.unfinished) == (0, 0, 0, 0), outcome
