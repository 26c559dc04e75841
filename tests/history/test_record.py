"""Recording an event owes its reactions a job, and the sweeper collects the debt."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ratusz.history import record as history
from ratusz.history import sweeper
from ratusz.history.models import Event
from ratusz.jobs.models import Job, Schedule
from ratusz.jobs.worker import drain

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "tests.matter.happen"
REACTIONS = {KIND: ("tests.history.reactions.first", "tests.history.reactions.second")}
OTHERS = {KIND: (*REACTIONS[KIND], "tests.history.reactions.added_by_an_upgrade")}


@pytest.fixture(autouse=True)
def reactions(settings):
    settings.REACTIONS = "tests.history.test_record.REACTIONS"


@pytest.fixture
def matter():
    return Schedule.objects.create(path="a matter", due_at=timezone.now())


def record(matter, at=None):
    return history.record(KIND, matter, by=None, at=at or timezone.now(), clause="§4.3", points=3)


def kinds():
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_an_event_carries_what_happened_and_enqueues_its_reactions_once(matter):
    event = record(matter)
    assert (event.facts, event.clause, event.actor_id, event.subject_id) == ({"points": 3}, "§4.3", "", str(matter.pk))
    assert [*history.of(matter)] == [event]
    drain()
    assert kinds() == [KIND, f"first {event.pk}", f"second {event.pk}"]
    assert drain() == 0


def test_an_event_that_was_rolled_back_has_no_consequences(matter):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(matter)
        1 / 0  # noqa: B018
    assert (Event.objects.count(), Job.objects.count()) == (0, 0)


def test_the_sweeper_enqueues_what_is_missing_and_nothing_twice(matter, caplog):
    lost, half, whole = record(matter), record(matter), record(matter)
    Job.objects.filter(dedupe__endswith=f":{lost.pk}").delete()
    Job.objects.filter(dedupe=f"tests.history.reactions.second:{half.pk}").delete()
    assert sweeper.sweep() == 3
    assert "3 reactions had no job" in caplog.text
    assert sweeper.sweep() == 0
    drain()
    assert sorted(kinds()[3:]) == sorted(f"{name} {e.pk}" for e in (lost, half, whole) for name in ("first", "second"))


def test_the_sweeper_leaves_alone_what_was_done(matter):
    record(matter)
    drain()
    assert sweeper.sweep() == 0


def test_the_sweeper_does_not_dig_in_the_past(matter):
    """Done jobs are deleted after 30 days; their events must not happen again."""
    record(matter, at=timezone.now() - timedelta(days=4))
    Job.objects.all().delete()
    assert sweeper.sweep() == 0


def test_an_upgrade_that_adds_a_reaction_does_not_apply_it_to_the_past(matter, settings):
    record(matter)
    settings.REACTIONS = "tests.history.test_record.OTHERS"
    assert sweeper.sweep() == 0
