"""Whatever Django or a library sends goes through the outbox."""

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction

from ratusz.correspondence.models import Message
from ratusz.correspondence.states import MessageState
from ratusz.jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def our_door(settings):
    """Django's test runner puts a door of its own there."""
    settings.EMAIL_BACKEND = "ratusz.correspondence.outbox.OutboxBackend"


def test_djangos_mail_becomes_a_queued_confidential_message():
    assert send_mail("Kod: 123456", "Twój kod", None, ["nikt@urzad.example"], html_message="<p>Twój kod</p>") == 1
    message = Message.objects.get()
    assert (message.state, message.kind, message.confidential) == (MessageState.QUEUED, "account", True)
    assert (message.subject, message.body, message.html) == ("Kod: 123456", "Twój kod", "<p>Twój kod</p>")
    assert (message.language, message.person) == ("pl", None)
    assert Job.objects.count() == 1


def test_it_leaves_only_with_the_transaction_that_wrote_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_mail("Kod", "kod", None, ["nikt@urzad.example"])
        1 / 0  # noqa: B018
    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


def test_every_recipient_gets_a_message_of_their_own(people):
    mail = EmailMultiAlternatives(
        "Temat", "treść", to=["Anna@urzad.example"], cc=["b@urzad.example"], bcc=["c@urzad.example"],
        headers={"X-Ratusz-Kind": "tests.circular"},
    )  # fmt: skip
    mail.attach("a.txt", "zażółć", "text/plain")
    mail.attach("a.bin", b"\x00\xff", "application/octet-stream")
    mail.send()
    messages = {message.recipient: message for message in Message.objects.all()}
    assert set(messages) == {"Anna@urzad.example", "b@urzad.example", "c@urzad.example"}
    assert messages["Anna@urzad.example"].person == people.anna
    for message in messages.values():
        assert (message.kind, message.confidential) == ("tests.circular", False)
        assert [(file.name, bytes(file.content)) for file in message.attachments.order_by("id")] == [
            ("a.txt", "zażółć".encode()),
            ("a.bin", b"\x00\xff"),
        ]


def test_a_smuggled_header_stays_in_the_subject():
    mail = EmailMultiAlternatives("Temat", "treść", to=["a@urzad.example"])
    mail.subject = "Temat\r\nBcc: ktos@zly.example"
    mail.send()
    assert Message.objects.get().subject == "Temat Bcc: ktos@zly.example"
