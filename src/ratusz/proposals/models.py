"""A training that a coordinator proposes, the people named in it, and requests to change it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ratusz.organisations.models import Organisation
from ratusz.organisations.states import Role
from ratusz.programmes.models import Place, Programme, Topic
from ratusz.programmes.queries import run_by
from ratusz.proposals.states import ChangeState, ProposalState


class Format(models.TextChoices):
    ONLINE = "online", _("Online")
    ONSITE = "onsite", _("Stacjonarne")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, person: Any) -> "ProposalQuerySet":
        """Its office's coordinator and deputy; the operators of its programme. For others it does not exist."""
        places = person.current_memberships
        own = [m.organisation_id for m in places if m.role in (Role.COORDINATOR, Role.DEPUTY)]
        run = [m.organisation_id for m in places if m.role in (Role.OPERATOR, Role.ADMINISTRATOR)]
        seen = Q(organisation__in=own)
        if not run:
            return self.filter(seen)
        programmes = Q(programme__in=run_by(run))
        return self.filter(seen | programmes if own else programmes)

    def lock(self, pk: int) -> "Proposal":
        """Whoever decides or changes holds the proposal; others wait."""
        return self.select_for_update().get(pk=pk)

    def in_state(self, *states: str) -> "ProposalQuerySet":
        return self.filter(state__in=states)


class Proposal(models.Model):
    """One proposed training (source 000, sections 3 and 4).

    `starts_at` is the date asked for, or the final one once accepted; `proposed_at` keeps the one asked
    for. `request_key` makes a form that was sent twice one proposal. `version` grows with every change.
    """

    number = models.CharField(max_length=20, unique=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="proposals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.PENDING)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    proposed_at = models.DateTimeField()
    format = models.CharField(max_length=6, choices=Format)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    search_key = models.TextField(editable=False)
    nominee_count = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    invitation_version = models.PositiveIntegerField(default=0)
    request_key = models.UUIDField(unique=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class PersonalData:
        none = frozenset(
            {"id", "number", "programme", "organisation", "state", "topic", "starts_at", "ends_at", "proposed_at"}
            | {
                "format",
                "place",
                "nominee_count",
                "version",
                "invitation_version",
                "request_key",
                "sent_at",
                "decided_at",
            }
        )
        pseudonym = frozenset({"sent_by", "decided_by"})
        personal = frozenset({"address", "search_key", "decision_note"})

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "-id"], name="proposal_of_office"),
            models.Index(fields=["programme", "state", "-id"], name="proposal_in_queue"),
            models.Index(fields=["organisation", "state", "format", "-id"], name="proposal_kind_of_office"),
            models.Index(fields=["programme", "state", "format", "-id"], name="proposal_kind"),
            models.Index(fields=["programme", "-id"], name="proposal_newest"),
            models.Index(fields=["programme", "starts_at"], name="proposal_by_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(format="online", place=None, address="") | Q(format="onsite", place__isnull=False),
                name="a_place_belongs_to_onsite_training",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="a_training_lasts"),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "cancelled"]) | ~Q(decision_note=""), name="a_refusal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "rejected", "cancelled"]) | Q(decided_at__isnull=False),
                name="a_decision_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.number])

    @property
    def is_onsite(self) -> bool:
        return self.format == Format.ONSITE

    @property
    def moved(self) -> bool:
        """Was it accepted with a date other than the one asked for?"""
        return self.starts_at != self.proposed_at


class Nominee(models.Model):
    """A person whom the coordinator named; their data came from somebody else (GDPR art. 14)."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="nominees")
    position = models.PositiveSmallIntegerField()
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    email = models.EmailField()
    informed_at = models.DateTimeField(null=True, blank=True)

    class PersonalData:
        none = frozenset({"id", "proposal", "position", "informed_at"})
        personal = frozenset({"first_name", "last_name", "email"})

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["email"], name="nominee_email")]
        constraints = [models.UniqueConstraint(fields=["proposal", "email"], name="a_person_is_named_once")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class ChangedField(models.TextChoices):
    STARTS_AT = "starts_at", _("Termin")
    VENUE = "venue", _("Typ i miejsce")
    PERSON_ADDED = "person_added", _("Dodanie osoby")
    PERSON_REMOVED = "person_removed", _("Usunięcie osoby")
    CANCELLATION = "cancellation", _("Odwołanie szkolenia")


class ChangeRequest(models.Model):
    """R-000-F5.D1: after acceptance a change is asked for: what, from, to, why."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="change_requests")
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.PENDING)
    field = models.CharField(max_length=16, choices=ChangedField)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    reason = models.TextField()
    request_key = models.UUIDField(unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    old_words: str
    new_words: str

    class PersonalData:
        none = frozenset({"id", "proposal", "state", "field", "request_key", "asked_at", "decided_at"})
        pseudonym = frozenset({"asked_by", "decided_by"})
        personal = frozenset({"old", "new", "reason", "decision_note"})

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(decision_note=""), name="a_refused_change_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.field}"


class YearCounter(models.Model):
    """The last number given in a year; its row is locked while the next one is taken."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField()

    class PersonalData:
        none = frozenset({"id", "year", "last"})

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
