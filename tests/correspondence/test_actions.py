from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ratusz.core.verdict import Refused
from ratusz.correspondence import actions, queries
from ratusz.correspondence.models import Attachment, Message
from ratusz.correspondence.states import MessageState
from ratusz.history import record as history
from ratusz.jobs.models import Job
from tests.correspondence.conftest import AT, LETTER

pytestmark = pytest.mark.django_db


def test_a_draft_is_kept_and_nothing_is_delivered(written):
    message = written()
    assert (message.state, message.queued_at, Job.objects.count()) == (MessageState.DRAFT, None, 0)
    assert (message.subject, message.body, message.html) == (LETTER.subject, LETTER.text, LETTER.html)


def test_queueing_enqueues_one_delivery_and_writes_history(written):
    message = actions.queue(written(), at=AT)
    job = Job.objects.get()
    assert (message.state, message.queued_at) == (MessageState.QUEUED, AT)
    assert (job.path, job.args) == (actions.DELIVER, {"args": [str(message.pk)], "kwargs": {}})
    assert (job.outside, job.max_attempts, job.backoff.total_seconds()) == (True, 48, 300)
    assert [event.kind for event in history.of(message)] == ["correspondence.message.queue"]
    with pytest.raises(Refused, match="już przekazano"):
        actions.queue(message, at=AT)


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_never_sent(written):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.queue(written(), at=AT)
        1 / 0  # noqa: B018
    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


def send(**changes):
    values = {"kind": "tests.trouble", "recipient": "bartek@urzad.example", "language": "pl", "at": AT}
    context = {"dead": 1, "failed": 1}
    return actions.send(**{"template": "correspondence/mail/trouble.txt", "context": context, **values, **changes})


def test_one_event_makes_one_message_to_a_recipient_however_often_it_is_told():
    first = send(event_id=7, attachments=[Attachment(name="a.txt", content_type="text/plain", content=b"a")])
    again = send(event_id=7, attachments=[Attachment(name="a.txt", content_type="text/plain", content=b"a")])
    others = [
        send(event_id=7, recipient="celina@urzad.example"),
        send(event_id=8),
        send(event_id=7, kind="tests.other"),
    ]
    assert again == first
    assert (Message.objects.count(), Job.objects.count(), Attachment.objects.count()) == (1 + len(others), 4, 1)


def test_the_database_itself_refuses_the_second_message_of_an_event(written):
    first = written(event_id=7)
    twin = Message(kind=first.kind, recipient=first.recipient, event_id=7, subject="x", body="x", created_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_messages_without_an_event_are_not_compared(written):
    assert written() != written()


@pytest.mark.parametrize(
    "address",
    [
        "bartek@urzad.example\r\nBcc: ktos@zly.example",
        "bartek@urzad.example\nX: y",
        "a@urzad.example, b@urzad.example",
        "Bartek <bartek@urzad.example>",
        "bartek",
        "",
    ],
)
def test_what_is_not_exactly_one_address_is_refused(written, address):
    with pytest.raises(ValidationError):
        written(recipient=address)


def test_the_message_id_is_the_rows_own_and_stays(written):
    message = written()
    assert message.message_id == f"<{message.pk}@127.0.0.1>"
    actions.queue(message, at=AT)
    assert Message.objects.get().message_id == message.message_id


@pytest.mark.parametrize(
    "kind, confidential", [("account", True), ("accounts.password_reset", True), ("proposals.accepted", False)]
)
def test_letters_about_accounts_are_confidential_and_go_first(written, kind, confidential):
    message = actions.queue(written(kind=kind), at=AT)
    assert message.confidential is confidential
    assert (Job.objects.get().priority > actions.BULK) is confidential


def test_the_matters_own_correspondence_can_be_found(written, cast):
    about = [written(about=cast.office), written(about=cast.office, at=AT + timedelta(minutes=1))]
    written(about=cast.other_office)
    assert list(queries.about(cast.office)) == about
