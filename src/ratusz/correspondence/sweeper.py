"""Looks every ten minutes for messages that are stuck, and tells the contact address once a day."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ratusz.core.terms import local_day
from ratusz.correspondence import actions, delivery, queries
from ratusz.correspondence.models import Message
from ratusz.correspondence.states import MessageState
from ratusz.jobs.models import Job
from ratusz.jobs.queue import enqueue, restart
from ratusz.jobs.states import LIVE, JobState

log = logging.getLogger("ratusz.correspondence")
LONG = timedelta(hours=1)
AT_ONCE = 200
BROKEN = gettext_lazy("Zadanie wysyłki zawiodło i nie będzie ponawiane. Przyczyna jest na liście nieudanych zadań.")


def sweep(at: datetime | None = None) -> dict[str, int]:
    """Enqueue deliveries that got lost or waited for a mail server; report what waits over an hour. Returns counts."""
    at = at or timezone.now()
    late = Message.objects.filter(state=MessageState.QUEUED, queued_at__lt=at - LONG).count()
    if late:
        log.warning("%d messages wait for over an hour", late)
    enqueued = _enqueue_lost(at) if settings.SMTP_URL else 0
    if settings.SMTP_URL and any(queries.trouble_since(at - timedelta(days=1)).values()):
        enqueue("ratusz.correspondence.notices.tell_of_trouble", dedupe=f"trouble:{local_day(at)}")
    return {"late": late, "enqueued": enqueued}


def _enqueue_lost(at: datetime) -> int:
    """Every queued message has a delivery that is still to come; else it gets one, oldest first."""
    count = 0
    waiting = list(Message.objects.filter(state=MessageState.QUEUED).defer("body", "html").order_by("queued_at"))
    for start in range(0, len(waiting), AT_ONCE):
        count += _enqueue_these(waiting[start : start + AT_ONCE], at)
    return count


def _enqueue_these(messages: list[Message], at: datetime) -> int:
    jobs = Job.objects.filter(dedupe__in=[message.delivery_key for message in messages])
    states = dict(jobs.values_list("dedupe", "state"))
    lost = [message for message in messages if states.get(message.delivery_key) not in (*LIVE, JobState.DEAD)]
    restart(jobs.filter(dedupe__in=[message.delivery_key for message in lost]), at=at)
    for message in lost:
        actions.enqueue_delivery(message)
    for message in messages:
        if states.get(message.delivery_key) == JobState.DEAD:
            delivery.give_up(message, str(BROKEN), at=at)
    return len(lost)
