"""Organisations and the people who act for them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratusz.core.text import collation_key, fold
from ratusz.organisations.models.units import TerritorialUnit
from ratusz.organisations.states import IN_FORCE, MembershipState, Role


class OrganisationKind(models.TextChoices):
    OFFICE = "office", _("urząd")
    OPERATOR = "operator", _("organizator programu")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def lock(self, pk: int) -> "Organisation":
        """Whoever changes who acts for an office holds it; others wait."""
        return self.select_for_update().get(pk=pk)

    def visible_to(self, person: Any) -> "OrganisationQuerySet":
        """Operators see every organisation, others their own."""
        if person.has_role(Role.OPERATOR, Role.ADMINISTRATOR):
            return self
        return self.filter(pk__in=[membership.organisation_id for membership in person.current_memberships])


class Organisation(models.Model):
    """An office (JST) or the organiser of a programme. There is at most one office per territorial unit."""

    kind = models.CharField(max_length=10, choices=OrganisationKind, default=OrganisationKind.OFFICE)
    unit = models.OneToOneField(TerritorialUnit, models.PROTECT, null=True, blank=True, related_name="office")
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    search_key = models.CharField(max_length=300, editable=False)
    created_at = models.DateTimeField()

    objects = OrganisationQuerySet.as_manager()

    class PersonalData:
        none = frozenset({"id", "kind", "unit", "name", "sort_key", "search_key", "created_at"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind="office") | Q(unit__isnull=False), name="an_office_has_a_unit")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key, self.search_key = collation_key(self.name), fold(self.name)
        super().save(*args, **kwargs)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> "MembershipQuerySet":
        return self.filter(state__in=IN_FORCE)

    def live(self) -> "MembershipQuerySet":
        """In force, or waiting for a decision."""
        return self.filter(state__in=[*IN_FORCE, MembershipState.WAITING])

    def in_state(self, *states: str) -> "MembershipQuerySet":
        return self.filter(state__in=states)


class Membership(models.Model):
    """What a person is in an organisation, and since when (Q-15)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=15, choices=Role)
    state = models.CharField(max_length=12, choices=MembershipState)
    since = models.DateTimeField()
    reason = models.TextField(blank=True)

    objects = MembershipQuerySet.as_manager()

    class PersonalData:
        none = frozenset({"id", "organisation", "role", "state", "since"})
        personal = frozenset({"reason"})
        pseudonym = frozenset({"person"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(role="coordinator", state__in=["provisional", "confirmed"]),
                name="one_coordinator_per_office",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(state__in=["provisional", "waiting", "confirmed"]),
                name="one_place_per_person_and_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == MembershipState.CONFIRMED
