"""Everything we send, kept as it left: to whom, what exactly, and what the mail server said."""

import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ratusz.core.text import fold
from ratusz.correspondence.states import MessageState


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: Any) -> "MessageQuerySet":
        """Only those who answer for the correspondence see it."""
        return self if person.is_authenticated and person.has_role("operator", "administrator") else self.none()

    def about(self, subject: models.Model) -> "MessageQuerySet":
        return self.filter(subject_type=subject._meta.label, subject_id=str(subject.pk))


class Message(models.Model):
    """One letter to one recipient.

    `kind` is `capability.what`, for example "proposals.accepted"; one event makes one message of a kind to
    a recipient. `confidential`: the body holds a one-time link or code and is for the addressee's eyes
    only. `last_error` holds the mail server's own words. `search` is what staff find a message by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=6, choices=MessageState, default=MessageState.DRAFT)
    kind = models.CharField(max_length=80)
    recipient = models.EmailField(_("adresat"), max_length=254)
    recipient_name = models.CharField(max_length=250, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="correspondence"
    )
    language = models.CharField(max_length=2, default="pl")
    subject = models.CharField(max_length=250)
    body = models.TextField()
    html = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)
    search = models.TextField(editable=False)
    event_id = models.BigIntegerField(null=True, blank=True)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    message_id = models.CharField(max_length=300, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class PersonalData:
        none = frozenset(
            {"state", "kind", "language", "confidential", "event_id", "subject_type", "attempts", "created_at"}
            | {"queued_at", "next_attempt_at", "sent_at", "failed_at"}
        )
        pseudonym = frozenset({"id", "person", "subject_id", "message_id"})
        personal = frozenset({"recipient", "recipient_name", "subject", "body", "html", "search", "last_error"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event_id", "kind", "recipient"],
                condition=~models.Q(event_id=None),
                name="one_message_per_event_and_recipient",
            )
        ]
        indexes = [
            models.Index(fields=["-created_at"], name="message_newest"),
            models.Index(fields=["queued_at"], condition=models.Q(state=MessageState.QUEUED), name="message_queued"),
            models.Index(fields=["failed_at"], condition=models.Q(state=MessageState.FAILED), name="message_failed"),
            models.Index(fields=["subject_type", "subject_id"], name="message_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.message_id = self.message_id or f"<{self.pk}@{urlsplit(settings.SITE_URL).hostname}>"
        self.search = fold(f"{self.recipient} {self.recipient_name} {self.subject}")
        super().save(*args, **kwargs)

    @property
    def delivery_key(self) -> str:
        """Under which its delivery is enqueued once; sending again makes a new one."""
        return f"deliver:{self.pk}:{self.queued_at.timestamp():.6f}" if self.queued_at else ""


class Attachment(models.Model):
    """A file that goes with a message. `content_type` may carry parameters: text/calendar; method=REQUEST."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=120)
    content = models.BinaryField()

    class PersonalData:
        none = frozenset({"id", "content_type"})
        pseudonym = frozenset({"message"})
        personal = frozenset({"name", "content"})

    def __str__(self) -> str:
        return self.name

    @property
    def calendar_method(self) -> str:
        """What a calendar shall do with it: REQUEST, CANCEL; empty for a file that is no calendar."""
        found = re.match(r"text/calendar\b.*?\bmethod=\"?([a-z]+)", self.content_type, re.IGNORECASE)
        return found[1].upper() if found else ""
