"""The people of an organisation: its contact person, and those who may act for it."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ratusz.organisations.models.offices import Organisation
from ratusz.organisations.states import AUTHORISED, IN_FORCE, LISTED, MembershipState, Role


class PersonDetails(models.Model):
    """How a person is reached. Ticked, the organisation's telephones or its address stand for their own (Q-2)."""

    first_name = models.CharField(_("Imię"), max_length=100, blank=True)
    last_name = models.CharField(_("Nazwisko"), max_length=100, blank=True)
    position = models.CharField(_("Stanowisko"), max_length=150, blank=True)
    email = models.EmailField(_("E-mail służbowy"), max_length=254, blank=True)
    uses_phones = models.BooleanField(_("Użyć telefonów organizacji?"), default=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    phone_2 = models.CharField(_("Drugi telefon"), max_length=20, blank=True)
    uses_address = models.BooleanField(_("Użyć adresu organizacji?"), default=True)
    street = models.CharField(_("Ulica i numer"), max_length=200, blank=True)
    postcode = models.CharField(_("Kod pocztowy"), max_length=6, blank=True)
    city = models.CharField(_("Miejscowość"), max_length=100, blank=True)

    FIELDS = (
        *("first_name", "last_name", "position", "email", "uses_phones", "phone", "phone_2"),
        *("uses_address", "street", "postcode", "city"),
    )
    PERSONAL = frozenset(FIELDS) - {"uses_phones", "uses_address"}
    NOBODY = {name: "" for name in FIELDS if not name.startswith("uses_")}

    class Meta:
        abstract = True

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def details(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.FIELDS}

    def reached(self) -> "Reach":
        """R-001-3.3.2a, Q-2: their telephones and address today, the organisation's where those are used."""
        office: Organisation = self.organisation  # type: ignore[attr-defined]  # every person of the registry has one
        phones = office if self.uses_phones else self
        place = office if self.uses_address else self
        return Reach(phones.phone, phones.phone_2, place.street, place.postcode, place.city)


class Reach(NamedTuple):
    """How a person is reached: telephones in E.164, an address."""

    phone: str
    phone_2: str
    street: str
    postcode: str
    city: str


class ContactPerson(PersonDetails):
    """R-001-2.1: whom to ask about an organisation."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="contact")

    class PersonalData:
        none = frozenset({"id", "organisation", "uses_phones", "uses_address"})
        personal = PersonDetails.PERSONAL

    def __str__(self) -> str:
        return self.full_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> "MembershipQuerySet":
        return self.filter(state__in=IN_FORCE)

    def for_decisions(self) -> "MembershipQuerySet":
        """Only what decides what somebody may do: every page asks for it."""
        decide = ("person", "organisation", "role", "state", "since")
        shown = ("organisation__name", "organisation__kind", "organisation__state", "organisation__unit")
        return self.select_related("organisation").only(*decide, *shown)

    def live(self) -> "MembershipQuerySet":
        """In force, or waiting for a decision."""
        return self.filter(state__in=[*IN_FORCE, MembershipState.WAITING])

    def authorised(self) -> "MembershipQuerySet":
        """R-001-3.1: the authorised users of the registry, those included who were invited and did not come yet."""
        return self.filter(role__in=AUTHORISED, state__in=LISTED)

    def in_state(self, *states: str) -> "MembershipQuerySet":
        return self.filter(state__in=states)


class Membership(PersonDetails):
    """What a person is in an organisation, and since when (Q-15): in the registry, an authorised user.

    Somebody invited has no account yet. Whoever has one is registered under the address of that account.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Rola"), max_length=15, choices=Role)
    state = models.CharField(max_length=12, choices=MembershipState)
    since = models.DateTimeField()
    reason = models.TextField(blank=True)

    objects = MembershipQuerySet.as_manager()

    class PersonalData:
        none = frozenset({"id", "organisation", "role", "state", "since", "uses_phones", "uses_address"})
        personal = PersonDetails.PERSONAL | {"reason"}
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
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(role__in=AUTHORISED, state__in=LISTED) & ~Q(email=""),
                name="one_authorised_user_per_address",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(state__in=["invited", "ended"]),
                name="only_invited_without_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organisation_id}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == MembershipState.CONFIRMED
