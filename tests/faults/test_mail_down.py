"""The mail server is away for an hour: people go on working, every letter arrives afterwards, once."""

from collections import Counter
from datetime import timedelta

import pytest

from ratusz.correspondence.models import Message
from ratusz.jobs.models import Job
from ratusz.proposals import actions
from tests.cast import NOW, propose
from tests.correspondence.mailserver import MailServer

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_hour_without_mail_delays_and_loses_nothing(today, cast, clock, settings, work):
    server = MailServer()
    settings.SMTP_URL = server.url
    sent = propose(cast)
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=NOW)
    for minute in range(0, 60, 5):
        clock(NOW + timedelta(minutes=minute))
        work()
    waiting = Message.objects.filter(state="queued")
    assert waiting.count() == Message.objects.count() > 4
    assert set(waiting.values_list("attempts", flat=True)) == {12}
    assert not Job.objects.dead().exists()
    with server.up():
        clock(NOW + timedelta(minutes=65))
        work()
        work()
    arrived = Counter(mail["Message-ID"] for mail in server.taken)
    assert arrived == Counter(Message.objects.values_list("message_id", flat=True))
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert set(arrived.values()) == {1}
