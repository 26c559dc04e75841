"""Writing letters down, handing them over for delivery, and handing them over again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.validators import validate_email
from django.db import models, transaction

from ratusz.correspondence import policies, rules
from ratusz.correspondence.letters import Letter, compose
from ratusz.correspondence.models import Attachment, Message
from ratusz.correspondence.states import WORKFLOW, MessageState
from ratusz.history import record as history
from ratusz.jobs.models import Job
from ratusz.jobs.queue import enqueue, restart

DELIVER = "ratusz.correspondence.delivery.deliver"
ACCOUNTS = {"account", "accounts"}
URGENT, BULK = -5, -10


def send(
    *,
    kind: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    at: datetime,
    by: Any = None,
    **details: Any,
) -> Message:
    """R-002-14.3: write a letter from a template and hand it over for delivery. `details` as in `prepare`.

    Asked a second time for the same event, kind and recipient, it returns the first message.
    """
    message = prepare(compose(template, context, language), kind=kind, by=by, at=at, **details)
    return queue(message, by=by, at=at) if message.state == MessageState.DRAFT else message


@transaction.atomic
def prepare(
    letter: Letter,
    *,
    kind: str,
    recipient: str,
    by: Any = None,
    at: datetime,
    recipient_name: str = "",
    person: Any = None,
    about: models.Model | None = None,
    event_id: int | None = None,
    attachments: Iterable[Attachment] = (),
    confidential: bool = False,
) -> Message:
    """R-002-14.3: write a letter down as a draft, to be looked at before it is queued.

    `about` is the matter; `attachments` are unsaved. Letters about accounts hold one-time links and are
    confidential always. Raises ValidationError when `recipient` is not one address.
    """
    validate_email(recipient)
    values = {
        "recipient_name": rules.one_line(recipient_name),
        "person": person,
        "language": letter.language,
        "subject": rules.one_line(letter.subject)[:250],
        "body": letter.text,
        "html": letter.html,
        "confidential": confidential or kind.split(".")[0] in ACCOUNTS,
        "subject_type": about._meta.label if about else "",
        "subject_id": str(about.pk) if about else "",
        "created_at": at,
    }
    message, created = _once(event_id=event_id, kind=kind, recipient=recipient, defaults=values)
    if created:
        for attachment in attachments:
            attachment.message = message
            attachment.save()
    return message


def _once(*, event_id: int | None, defaults: dict[str, Any], **values: Any) -> tuple[Message, bool]:
    """A message without an event is new every time; with one it is unique to kind and recipient."""
    if event_id is None:
        return Message.objects.create(**values, **defaults), True
    return Message.objects.get_or_create(event_id=event_id, **values, defaults=defaults)


@transaction.atomic
def queue(message: Message, *, by: Any = None, at: datetime) -> Message:
    """R-002-14.3: hand a draft over for delivery. It leaves only if this transaction commits."""
    history.move(message, WORKFLOW["queue"], by=by, at=at, queued_at=at)
    enqueue_delivery(message)
    return message


@transaction.atomic
def send_again(message: Message, *, by: Any, at: datetime) -> Message:
    """R-002-14.3: what could not be sent is tried again, with all its attempts, by somebody who decided so."""
    policies.may_send_again(by, message).ensure()
    afresh: dict[str, Any] = {
        "queued_at": at,
        "attempts": 0,
        "last_error": "",
        "failed_at": None,
        "next_attempt_at": None,
    }
    history.move(message, WORKFLOW["send_again"], by=by, at=at, **afresh)
    enqueue_delivery(message)
    return message


def enqueue_delivery(message: Message) -> None:
    """A worker delivers it, trying every five minutes for four hours. People waiting for a link come first."""
    enqueue(
        DELIVER,
        str(message.pk),
        dedupe=message.delivery_key,
        outside=True,
        max_attempts=rules.MOST_ATTEMPTS,
        backoff=rules.PAUSE,
        queue="mail",
        priority=URGENT if message.confidential else BULK,
    )


@transaction.atomic
def restart_job(job: Job, *, by: Any, at: datetime) -> None:
    """R-002-14.3: a job that was given up is tried again, by somebody who has looked at it."""
    policies.may_restart(by, job).ensure()
    restart(Job.objects.filter(pk=job.pk), at=at)
    history.record("jobs.job.restart", job, by=by, at=at, clause="R-002-14.3", path=job.path)
