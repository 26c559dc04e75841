"""A short round of `bench/chaos.py` with mail: workers killed, the mail server moody and away for a while."""

import pytest
from bench import chaos


@pytest.mark.django_db(transaction=True)
def test_killed_workers_and_a_moody_server_lose_no_mail():
    outcome = chaos.mails_under_fire(60, workers=2, pause=(0.6, 1.4), down=1.5)
    assert outcome.kills
    assert (outcome.lost, outcome.leaked, outcome.unfinished) == (0, 0, 0), outcome
    assert outcome.duplicates <= outcome.kills, outcome
