"""The mail server: connecting to it, writing a message in its form, and understanding its answers."""

import smtplib
import ssl
from contextlib import suppress
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import DNS_NAME, EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from ratusz.correspondence.models import Attachment, Message

PATIENCE = 20
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def connect(url: str) -> smtplib.SMTP:
    """A session with the server of `url`: smtp://, smtp+tls:// (STARTTLS) or smtps://, signed in if it names a user.

    Waits 20 seconds at most for each answer. Raises OSError (of which SMTPException is one), or ValueError
    for an address that is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("RATUSZ_SMTP_URL must look like smtp+tls://user:password@host:587")
    server = _open(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme])
    try:
        if parts.scheme == "smtp+tls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _open(scheme: str, host: str, port: int) -> smtplib.SMTP:
    us = DNS_NAME.get_fqdn()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, us, timeout=PATIENCE, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, us, timeout=PATIENCE)


def hand_over(message: Message, content: bytes) -> smtplib.SMTP:
    """Give the server the message; returning means that it took it. The caller notes that, then says `goodbye`."""
    server = connect(settings.SMTP_URL)
    try:
        sender = sanitize_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "utf-8")
        server.sendmail(sender, [sanitize_address(message.recipient, "utf-8")], content)
    except BaseException:
        server.close()
        raise
    return server


def goodbye(server: smtplib.SMTP) -> None:
    """Politely; it has the message, so how it answers no longer matters."""
    with suppress(OSError):
        server.quit()


def written(message: Message) -> bytes:
    """The message in the form of the mail. Raises ValueError when a header could not be written safely."""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body,
        from_email=_sender(),
        to=[formataddr((message.recipient_name, message.recipient))],
        reply_to=[settings.CONTACT_EMAIL],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for attachment in message.attachments.all():
        _enclose(mail, attachment)
    form: Any = mail.message()
    return form.as_bytes(linesep="\r\n")


def _enclose(mail: EmailMultiAlternatives, attachment: Attachment) -> None:
    """A meeting goes twice: as a form of the letter, which mail programs answer, and as a file for all others."""
    content = bytes(attachment.content)
    if attachment.calendar_method:
        mail.attach_alternative(content.decode(), f"text/calendar; method={attachment.calendar_method}")
        mail.attach(attachment.name, content, "application/ics")
    else:
        mail.attach(attachment.name, content, attachment.content_type)


def _sender() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or settings.SITE_NAME, address))


def words(error: Exception) -> str:
    """What the server said, or what kept us from it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(_answer(code, text) for code, text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _answer(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {said}".strip()


def is_final(error: Exception) -> bool:
    """Did the server refuse this recipient or this message for good (5xx)?

    Refusals of the sender or of our password are faults of the configuration: they are tried again.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
