"""What is edited before it is stored, what was stored, and who was asked to join."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from ratusz.organisations.models.offices import Organisation
from ratusz.organisations.models.people import Membership


class Draft(models.Model):
    """R-001-2.5: what one person has edited of one organisation and not stored yet.

    Without `organisation` it is a new one that they are registering. `edits` is shaped as in `rules.registry`.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="drafts")
    edits = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class PersonalData:
        none = frozenset({"id", "organisation", "updated_at"})
        pseudonym = frozenset({"person"})
        personal = frozenset({"edits"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="one_draft_per_person"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(organisation=None), name="one_registration_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id}"


class Revision(models.Model):
    """R-001-D2, R-001-5.1: what one save changed, with the values before and after, and who was told.

    `changes` is a list of {thing, key, kind, fields: {name: [before, after]}}; `recipients` a list of
    {address, reads: [positions in changes]}. After their retention the values are forgotten, the fields stay.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="revisions")
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    changes = models.JSONField(default=list)
    recipients = models.JSONField(default=list)

    class PersonalData:
        none = frozenset({"id", "organisation", "at"})
        pseudonym = frozenset({"by"})
        personal = frozenset({"changes", "recipients"})

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.at:%Y-%m-%d %H:%M}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: Any) -> "InvitationQuerySet":
        return self.filter(used_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """R-001-5.2: a link that lets whoever reads this mailbox make an account for a place; once, and for a while."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class PersonalData:
        none = frozenset({"id", "token_hash", "sent_at", "expires_at", "used_at"})
        pseudonym = frozenset({"membership"})
        personal = frozenset({"email"})

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.sent_at:%Y-%m-%d}"


class OrganisationImport(models.Model):
    """R-001-D1: a list of organisations as it was uploaded. Nothing of it counts before it is confirmed."""

    name = models.CharField(max_length=200)
    heading = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=dict)

    class PersonalData:
        none = frozenset({"id", "name", "heading", "uploaded_at", "confirmed_at", "report"})
        pseudonym = frozenset({"uploaded_by"})
        personal = frozenset({"rows"})

    def __str__(self) -> str:
        return self.name
