"""Django's door for mail: whatever Django or a library sends becomes a message in the current transaction."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import get_language

from ratusz.correspondence import actions
from ratusz.correspondence.letters import Letter
from ratusz.correspondence.models import Attachment

KIND = "X-Ratusz-Kind"
USUAL_KIND = "account"


class OutboxBackend(BaseEmailBackend):
    """The sender and further headers of the mail are not kept: every message leaves as this installation's own."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            for recipient in mail.recipients():
                _queue(mail, recipient)
        return len(email_messages)


def _queue(mail: EmailMessage, recipient: str) -> None:
    """One message for each recipient, so that each has its own proof of sending."""
    at = timezone.now()
    message = actions.prepare(
        Letter(str(mail.subject), str(mail.body), _html(mail), (get_language() or "pl")[:2]),
        kind=mail.extra_headers.get(KIND, USUAL_KIND),
        recipient=recipient,
        person=get_user_model().objects.filter(email__iexact=recipient).first(),
        attachments=_attachments(mail),
        at=at,
    )
    actions.queue(message, at=at)


def _html(mail: Any) -> str:
    return next((part.content for part in getattr(mail, "alternatives", ()) if part.mimetype == "text/html"), "")


def _attachments(mail: EmailMessage) -> list[Attachment]:
    return [
        Attachment(
            name=part.filename or "",
            content_type=part.mimetype,
            content=part.content.encode() if isinstance(part.content, str) else part.content,
        )
        for part in mail.attachments
    ]
