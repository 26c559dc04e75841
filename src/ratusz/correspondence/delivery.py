"""Delivering one message: the work of a job that runs outside the transaction of its completion."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ratusz.correspondence import rules, smtp
from ratusz.correspondence.models import Message
from ratusz.correspondence.states import WORKFLOW, MessageState
from ratusz.history import record as history


class Deferred(Exception):
    """The message did not leave and is tried again. Says which one, never to whom."""


def deliver(message_id: str) -> None:
    """Hand a queued message over to the mail server and write down how it went. Sent once, it is not sent again.

    A worker killed between the server's "yes" and our note of it sends again, with the same Message-ID.
    """
    waiting = Message.objects.prefetch_related("attachments").filter(pk=message_id, state=MessageState.QUEUED)
    message = waiting.first()
    if message is None or not settings.SMTP_URL:
        return  # without a mail server it stays queued, and the sweeper finds it once there is one
    try:
        content = smtp.written(message)
    except ValueError as error:  # of which UnicodeError is one
        give_up(message, smtp.words(error), at=timezone.now())
        return
    try:
        server = smtp.hand_over(message, content)
    except (OSError, ValueError) as error:
        _note_failure(message, error, at=timezone.now())
        return
    try:
        _note_success(message, at=timezone.now())
    finally:
        smtp.goodbye(server)


@transaction.atomic
def _note_success(message: Message, *, at: datetime) -> None:
    tries = message.attempts + 1
    known = {"sent_at": at, "attempts": tries, "last_error": "", "next_attempt_at": None}
    history.move(message, WORKFLOW["send"], by=None, at=at, facts={"attempts": tries}, **known)


def _note_failure(message: Message, error: Exception, *, at: datetime) -> None:
    """The server's words stay with the message. Raises Deferred while there are attempts left."""
    message.attempts += 1
    if smtp.is_final(error) or message.attempts >= rules.MOST_ATTEMPTS:
        give_up(message, smtp.words(error), at=at)
        return
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
        attempts=message.attempts, last_error=smtp.words(error), next_attempt_at=at + rules.PAUSE
    )
    raise Deferred(str(message.pk)) from None


@transaction.atomic
def give_up(message: Message, reason: str, *, at: datetime) -> None:
    """The message is not tried again by itself; staff see it, with the reason, and decide."""
    known = {"attempts": message.attempts, "last_error": reason, "failed_at": at, "next_attempt_at": None}
    history.move(message, WORKFLOW["fail"], by=None, at=at, facts={"attempts": message.attempts}, **known)
