"""Messages meet a real mail server: in good health, moody, refusing, down, slow to say goodbye, or absent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ratusz.core.verdict import Refused
from ratusz.correspondence import actions, delivery
from ratusz.correspondence.letters import Letter
from ratusz.correspondence.models import Attachment, Message
from ratusz.correspondence.smtp import connect
from ratusz.correspondence.states import MessageState
from ratusz.history import record as history
from ratusz.jobs.models import Job
from ratusz.jobs.worker import drain
from tests.correspondence.conftest import AT
from tests.correspondence.mailserver import OK, MailServer, only

pytestmark = pytest.mark.django_db(transaction=True)


def fetched():
    return Message.objects.get()


def try_again():
    """Five minutes pass, and the worker tries again."""
    Job.objects.live().update(run_after=timezone.now() - timedelta(seconds=1))
    return drain()


def events(message):
    return [event.kind.rpartition(".")[2] for event in history.of(message)]


def test_a_message_leaves_once_and_the_proof_is_kept(server, queued):
    message = queued()
    drain()
    message = fetched()
    assert (message.state, message.attempts, message.last_error) == (MessageState.SENT, 1, "")
    assert message.sent_at is not None
    assert events(message) == ["queue", "send"]
    delivery.deliver(str(message.pk))
    assert len(server.taken) == 1


def test_what_arrives_is_what_was_written(server, queued):
    message = queued()
    drain()
    mail = server.taken[0]
    assert mail["Subject"] == message.subject
    assert mail["To"] == "Bartek Mazur <bartek@urzad.example>"
    assert mail["From"] == "Ratusz <ratusz@localhost>"
    assert mail["Reply-To"] == "administrator@siemianowice.gov.pl"
    assert mail["Message-ID"] == message.message_id
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "pl")
    assert mail.get_content_type() == "multipart/alternative"
    assert mail.get_body("plain").get_content().splitlines() == message.body.splitlines()
    assert mail.get_body("html").get_content().strip() == message.html
    assert (server.envelopes[0].mail_from, server.envelopes[0].rcpt_tos) == ("ratusz@localhost", [message.recipient])


INVITATION = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Szkolenie – zażółć\r\nEND:VCALENDAR\r\n".encode()


def test_an_invitation_is_a_form_that_calendars_answer_and_a_file(server, queued):
    calendar = "text/calendar; charset=utf-8; method=REQUEST"
    queued(
        attachments=[
            Attachment(name="szkolenie.ics", content_type=calendar, content=INVITATION),
            Attachment(name="zażółć.pdf", content_type="application/pdf", content=b"%PDF\x00\xff"),
        ]
    )
    drain()
    mail = server.taken[0]
    alternatives, *files = mail.iter_parts()
    forms = [part.get_content_type() for part in alternatives.iter_parts()]
    assert (mail.get_content_type(), forms) == ("multipart/mixed", ["text/plain", "text/html", "text/calendar"])
    invitation = list(alternatives.iter_parts())[2]
    assert dict(invitation["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert invitation.get_payload(decode=True).split() == INVITATION.split()
    assert [(part.get_filename(), part.get_content_type()) for part in files] == [
        ("szkolenie.ics", "application/ics"),
        ("zażółć.pdf", "application/pdf"),
    ]
    assert files[0].get_payload(decode=True) == INVITATION
    assert files[1].get_payload(decode=True) == b"%PDF\x00\xff"


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b"])
def test_nobody_smuggles_a_header_in(server, queued, sign):
    evil = f"Jan{sign}Bcc: ktos@zly.example{sign}{sign}Treść"
    queued(letter=Letter(evil, "treść", "", "pl"), recipient_name=evil)
    drain()
    mail = server.taken[0]
    assert (mail["Bcc"], len(mail.defects)) == (None, 0)
    assert mail["Subject"] == "Jan Bcc: ktos@zly.example Treść"
    assert mail["To"].addresses[0].addr_spec == "bartek@urzad.example"
    assert server.envelopes[0].rcpt_tos == ["bartek@urzad.example"]


def test_a_row_that_cannot_be_written_as_mail_fails_with_the_reason(server, queued):
    queued()
    Message.objects.update(subject="a\nBcc: ktos@zly.example")
    drain()
    message = fetched()
    assert (message.state, server.taken) == (MessageState.FAILED, [])
    assert "newlines" in message.last_error


def test_a_temporary_refusal_is_tried_again_in_five_minutes_with_the_servers_words(server, queued):
    queued()
    server.to = lambda address: "451 4.7.1 Greylisted, come back – później"
    drain()
    message = fetched()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 1)
    assert message.last_error == "451 4.7.1 Greylisted, come back – później"
    assert timedelta(minutes=4) < message.next_attempt_at - timezone.now() <= timedelta(minutes=5)
    assert timedelta(minutes=4) < Job.objects.get().run_after - timezone.now() <= timedelta(minutes=5)
    server.to = lambda address: OK
    try_again()
    assert (fetched().state, fetched().attempts, fetched().last_error) == (MessageState.SENT, 2, "")


@pytest.mark.parametrize("where", ["to", "data"])
def test_a_final_refusal_of_recipient_or_message_fails_at_once(server, queued, where):
    queued()
    setattr(server, where, lambda *_: "550 5.1.1 Nie ma takiej skrzynki")
    drain()
    message = fetched()
    assert (message.state, message.attempts, message.next_attempt_at) == (MessageState.FAILED, 1, None)
    assert message.last_error == "550 5.1.1 Nie ma takiej skrzynki"
    assert events(message) == ["queue", "fail"]
    assert try_again() == 0


def test_the_job_of_a_message_says_nothing_about_its_recipient(server, queued):
    queued()
    server.to = lambda address: f"451 {address} unknown"
    drain()
    assert "bartek" not in Job.objects.get().error
    assert "bartek@urzad.example" in fetched().last_error


def test_a_server_that_is_down_is_waited_for(settings, queued):
    server = MailServer()
    settings.SMTP_URL = server.url
    queued()
    drain()
    assert "ConnectionRefusedError" in fetched().last_error
    with server.up():
        try_again()
    assert (fetched().state, len(server.taken)) == (MessageState.SENT, 1)


def test_after_48_attempts_a_message_fails_and_can_be_sent_again_by_somebody(server, queued, people):
    message = queued()
    server.data = lambda: "451 4.3.0 Try later"
    drain()
    while try_again():
        pass
    message = fetched()
    assert (message.state, message.attempts) == (MessageState.FAILED, 48)
    assert message.last_error == "451 4.3.0 Try later"
    server.data = lambda: OK
    actions.send_again(message, by=people.oliwia, at=timezone.now())
    drain()
    message = fetched()
    assert (message.state, message.attempts, message.last_error) == (MessageState.SENT, 1, "")
    assert (message.failed_at, events(message)) == (None, ["queue", "fail", "send_again", "send"])
    assert server.taken[0]["Message-ID"] == message.message_id


def test_only_a_failed_message_is_sent_again_and_only_by_staff(server, queued, people):
    message = queued()
    with pytest.raises(Refused, match="nie powiodło"):
        actions.send_again(message, by=people.oliwia, at=AT)
    server.to = lambda address: "550 no"
    drain()
    with pytest.raises(Refused, match="administratorzy"):
        actions.send_again(fetched(), by=people.filip, at=AT)
    assert fetched().state == MessageState.FAILED


def test_without_a_mail_server_nothing_is_called_sent(settings, queued):
    settings.SMTP_URL = ""
    queued()
    drain()
    message = fetched()
    assert (message.state, message.attempts, message.sent_at) == (MessageState.QUEUED, 0, None)
    assert (message.last_error, Job.objects.get().state) == ("", "done")


@pytest.mark.parametrize("url", ["http://127.0.0.1", "smtp://", "mail.example"])
def test_a_wrong_setting_is_a_reason_to_wait_not_to_fail(settings, queued, url):
    settings.SMTP_URL = url
    queued()
    drain()
    assert (fetched().state, "RATUSZ_SMTP_URL" in fetched().last_error) == (MessageState.QUEUED, True)


def test_a_server_without_the_demanded_encryption_gets_nothing(server, settings, queued):
    settings.SMTP_URL = server.url.replace("smtp://", "smtp+tls://user:secret@")
    queued()
    drain()
    assert (fetched().state, server.taken) == (MessageState.QUEUED, [])
    assert "STARTTLS" in fetched().last_error


def test_name_and_password_may_hold_any_signs_and_a_wrong_one_is_waited_for(settings, queued):
    options = {"authenticator": only("kto@urzad", "ha/s:@o#"), "auth_require_tls": False}
    with MailServer(**options).up() as server:
        settings.SMTP_URL = f"smtp://kto%40urzad:wrong@127.0.0.1:{server.port}"
        queued()
        drain()
        assert fetched().state == MessageState.QUEUED
        assert fetched().last_error.startswith("535 ")
        settings.SMTP_URL = f"smtp://kto%40urzad:ha%2Fs%3A%40o%23@127.0.0.1:{server.port}"
        try_again()
        assert fetched().state == MessageState.SENT


def test_a_server_that_takes_the_message_but_not_our_goodbye_has_taken_it(server, settings, queued):
    async def hang_up(smtp, session, envelope):
        raise ConnectionResetError

    server.handle_QUIT = hang_up
    queued()
    drain()
    assert (fetched().state, len(server.taken)) == (MessageState.SENT, 1)


def test_a_message_that_was_erased_meanwhile_is_not_missed(server, queued):
    queued()
    Message.objects.all().delete()
    drain()
    assert (server.taken, Job.objects.get().state) == ([], "done")


def test_connecting_is_offered_to_the_check_of_the_installation(server):
    assert connect(server.url).quit()[0] == 221
