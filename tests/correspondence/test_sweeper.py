"""Messages that got stuck are found, and somebody is told when work was given up."""

from datetime import timedelta

import pytest

from ratusz.correspondence import sweeper
from ratusz.correspondence.models import Message
from ratusz.correspondence.states import MessageState
from ratusz.jobs.models import Job
from ratusz.jobs.states import JobState
from ratusz.jobs.worker import drain
from tests.correspondence.conftest import AT

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(minutes=61)


def states():
    return list(Message.objects.order_by("created_at").values_list("state", flat=True))


def test_a_message_whose_delivery_got_lost_is_found_and_sent(server, queued):
    queued()
    Job.objects.all().delete()
    assert sweeper.sweep(at=LATER) == {"late": 1, "enqueued": 1}
    assert sweeper.sweep(at=LATER)["enqueued"] == 0
    drain()
    assert (states(), len(server.taken)) == ([MessageState.SENT], 1)


def test_what_is_on_its_way_is_left_alone(server, queued):
    queued()
    server.to = lambda address: "451 later"
    drain()
    assert sweeper.sweep(at=AT + timedelta(minutes=10)) == {"late": 0, "enqueued": 0}


def test_waiting_over_an_hour_is_reported(server, queued, caplog):
    queued()
    assert sweeper.sweep(at=LATER) == {"late": 1, "enqueued": 0}
    assert "1 messages wait for over an hour" in caplog.text


def test_once_there_is_a_mail_server_what_waited_for_one_leaves(server, settings, queued):
    url, settings.SMTP_URL = settings.SMTP_URL, ""
    queued()
    queued()
    drain()
    assert sweeper.sweep(at=LATER)["enqueued"] == 0
    settings.SMTP_URL = url
    assert sweeper.sweep(at=LATER)["enqueued"] == 2
    drain()
    assert (states(), len(server.taken)) == ([MessageState.SENT] * 2, 2)


def test_a_message_whose_delivery_is_dead_fails_where_staff_see_it(server, queued):
    queued()
    Job.objects.update(state=JobState.DEAD, finished_at=AT)
    sweeper.sweep(at=LATER)
    message = Message.objects.get(kind="tests.letter")
    assert (message.state, message.last_error) == (MessageState.FAILED, str(sweeper.BROKEN))


def test_trouble_is_told_once_a_day_to_the_contact_address(server, settings):
    Job.objects.create(path="tests.jobs.bodies.failing", state=JobState.DEAD, finished_at=LATER - timedelta(hours=1))
    for minutes in (0, 10, 20):
        sweeper.sweep(at=LATER + timedelta(minutes=minutes))
    Job.objects.filter(path__endswith="tell_of_trouble").update(run_after=AT)
    drain()
    assert [mail["To"] for mail in server.taken] == [settings.CONTACT_EMAIL]


def test_trouble_of_other_days_is_not_told_again(server):
    Job.objects.create(path="tests.jobs.bodies.failing", state=JobState.DEAD, finished_at=LATER - timedelta(days=2))
    sweeper.sweep(at=LATER)
    assert not Job.objects.live().exists()
