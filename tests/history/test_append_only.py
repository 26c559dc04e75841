"""Nobody rewrites history: neither through Django nor in SQL."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ratusz.history import disposal
from ratusz.history.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return Event.objects.create(kind="tests.matter.happen", at=timezone.now(), subject_type="tests", subject_id="1")


FORGERIES = {
    "update": "UPDATE history_event SET kind = 'forged'",
    "update of anything": "UPDATE history_event SET reactions = ''",
    "delete": "DELETE FROM history_event",
}
REPLACEMENT = {
    "sqlite": "INSERT OR REPLACE INTO history_event"
    " (id, at, kind, actor_id, subject_type, subject_id, clause, facts, reactions)"
    " VALUES (%s, CURRENT_TIMESTAMP, 'forged', '', 'tests', '1', '', '{}', '')",
    "postgresql": "INSERT INTO history_event"
    " (id, at, kind, actor_id, subject_type, subject_id, clause, facts, reactions)"
    " VALUES (%s, now(), 'forged', '', 'tests', '1', '', '{}', '')"
    " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind",
}


def refused(statement, *values):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return list(Event.objects.values_list("kind", flat=True)) == ["tests.matter.happen"]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_sql_cannot_rewrite_it(event, forgery):
    assert refused(FORGERIES[forgery])


def test_an_insert_cannot_replace_it(event):
    assert refused(REPLACEMENT[connection.vendor], event.pk)


def test_it_cannot_be_truncated(event):
    statement = {"sqlite": "DELETE FROM history_event", "postgresql": "TRUNCATE history_event"}
    assert refused(statement[connection.vendor])


def test_django_cannot_rewrite_it_either(event):
    event.kind = "forged"
    for forge in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(kind="forged")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forge()
    assert Event.objects.get().kind == "tests.matter.happen"


def test_disposal_after_retention_leaves_a_trace_and_closes_the_door(event):
    at = timezone.now()
    kept = Event.objects.create(kind="tests.matter.stay", at=at, subject_type="tests", subject_id="2")
    events = Event.objects.filter(subject_id="1")
    assert disposal.dispose(events, by=None, at=at, clause="R-002-13", reason="retention ended") == 1
    trace = Event.objects.exclude(pk=kept.pk).get()
    assert (trace.kind, trace.clause) == ("history.event.dispose", "R-002-13")
    assert trace.facts == {"deleted": 1, "reason": "retention ended", "first": event.pk, "last": event.pk}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        kept.delete()


def test_a_disposal_that_fails_changes_nothing_and_closes_the_door(event):
    with pytest.raises(ZeroDivisionError), disposal.door():
        Event.objects.all().delete()
        1 / 0  # noqa: B018
    assert refused("DELETE FROM history_event")


def test_disposing_of_nothing_writes_nothing():
    assert disposal.dispose(Event.objects.all(), by=None, at=timezone.now(), clause="x", reason="x") == 0
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_tests_can_flush(event):
    call_command("flush", interactive=False, verbosity=0)
    assert not Event.objects.exists()
    with pytest.raises(DatabaseError, match="append-only"):
        Event.objects.create(
            kind="tests.matter.happen", at=timezone.now(), subject_type="tests", subject_id="1"
        ).delete()
