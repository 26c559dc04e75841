"""A short round of `bench/chaos_web.py`: the whole product, killed while people work with it."""

from bench import chaos_web


def test_what_was_answered_is_stored_once_whatever_is_killed(tmp_path):
    outcome = chaos_web.under_fire(tmp_path / "data", proposals=60, clients=3, kills=8, pause=(0.2, 0.9))
    assert outcome.sent >= 60 and outcome.web_kills + outcome.worker_kills >= 8
    assert (outcome.lost, outcome.doubled, outcome.events_wrong, outcome.gaps) == (0, 0, 0, 0), outcome
    assert (outcome.unsent, outcome.mails_lost, outcome.refusals) == (0, 0, 0), outcome
    assert outcome.mails_doubled <= outcome.worker_kills + 1, "only a mail just being handed over"
