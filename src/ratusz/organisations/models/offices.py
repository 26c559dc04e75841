"""Organisations: offices, what stands under them, and the organisers of programmes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ratusz.core import numbers
from ratusz.core.text import collation_key
from ratusz.organisations.models.unit_search import search_words
from ratusz.organisations.models.units import TerritorialUnit
from ratusz.organisations.states import OrganisationState, Role


class OrganisationKind(models.TextChoices):
    """R-004-7: what takes part. Offices come from the register of units, the others register themselves."""

    OFFICE = "office", _("urząd")
    AUXILIARY = "auxiliary", _("jednostka pomocnicza")
    SHARED_SERVICES = "shared_services", _("centrum usług wspólnych")
    ROADS = "roads", _("zarząd dróg")
    MUNICIPAL = "municipal", _("zarząd gospodarki komunalnej")
    ESTABLISHMENT = "establishment", _("samorządowy zakład budżetowy")
    BUDGETARY = "budgetary", _("inna jednostka budżetowa")
    OPERATOR = "operator", _("organizator programu")


SUBORDINATE = tuple(kind for kind in OrganisationKind if kind not in ("office", "operator"))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def lock(self, pk: int) -> "Organisation":
        """Whoever changes who acts for an office holds it; others wait."""
        return self.select_for_update().get(pk=pk)

    def visible_to(self, person: Any) -> "OrganisationQuerySet":
        """Operators see every organisation, others their own."""
        if person.has_role(Role.OPERATOR, Role.ADMINISTRATOR):
            return self
        return self.filter(pk__in=[membership.organisation_id for membership in person.current_memberships])

    def public(self) -> "OrganisationQuerySet":
        """Those that anybody may find."""
        return self.filter(state=OrganisationState.REGISTERED)

    def found_by(self, text: str) -> "OrganisationQuerySet":
        """Every typed word begins a word of the name, place, unit, kind or a number. An OID finds its own."""
        pk = numbers.pk_of(text)
        if pk is not None:
            return self.filter(Q(pk=pk) | Q(merged__pk=pk))
        words = search_words(text)
        if not words:
            return self.none() if text.strip() else self
        return self.filter(*(Q(search_key__contains=f" {word}") for word in words[:12]))


class Organisation(models.Model):
    """An office (JST), what stands under it, or the organiser of a programme.

    There is at most one office per territorial unit. `nip` and `regon` are its own numbers; an office's
    gmina or powiat is another taxpayer and has others (`legal_nip`, `legal_regon`).
    """

    kind = models.CharField(_("Rodzaj"), max_length=15, choices=OrganisationKind, default=OrganisationKind.OFFICE)
    state = models.CharField(max_length=10, choices=OrganisationState, default=OrganisationState.REGISTERED)
    unit = models.OneToOneField(TerritorialUnit, models.PROTECT, null=True, blank=True, related_name="office")
    belongs_to = models.ForeignKey(
        TerritorialUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("Jednostka samorządu"),
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    name = models.CharField(_("Nazwa"), max_length=200)
    nip = models.CharField(_("NIP"), max_length=10, blank=True)
    regon = models.CharField(_("REGON"), max_length=14, blank=True)
    legal_nip = models.CharField(_("NIP gminy, powiatu albo województwa"), max_length=10, blank=True)
    legal_regon = models.CharField(_("REGON gminy, powiatu albo województwa"), max_length=14, blank=True)
    email = models.EmailField(_("E-mail"), max_length=254, blank=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    phone_2 = models.CharField(_("Drugi telefon"), max_length=20, blank=True)
    website = models.URLField(_("Strona internetowa"), max_length=200, blank=True)
    street = models.CharField(_("Ulica i numer"), max_length=200, blank=True)
    postcode = models.CharField(_("Kod pocztowy"), max_length=6, blank=True)
    city = models.CharField(_("Miejscowość"), max_length=100, blank=True)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    search_key = models.CharField(max_length=1500, editable=False)
    complete = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="registered_organisations"
    )
    created_at = models.DateTimeField()

    objects = OrganisationQuerySet.as_manager()

    FIELDS = (
        *("name", "nip", "regon", "legal_nip", "legal_regon", "email", "phone", "phone_2", "website"),
        *("street", "postcode", "city"),
    )
    OF_OFFICES_ONLY = ("legal_nip", "legal_regon")

    class PersonalData:
        none = frozenset(
            {"id", "kind", "state", "unit", "belongs_to", "merged_into", "sort_key", "search_key", "complete"}
            | {"name", "nip", "regon", "legal_nip", "legal_regon", "website", "street", "postcode", "city"}
            | {"reason", "created_at"}
        )
        personal = frozenset({"email", "phone", "phone_2"})
        pseudonym = frozenset({"registered_by"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind="office") | Q(unit__isnull=False), name="an_office_has_a_unit"),
            models.CheckConstraint(
                condition=Q(kind__in=["office", "operator"]) | Q(belongs_to__isnull=False),
                name="a_subordinate_belongs_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="merged_leads_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["nip"], condition=~Q(nip=""), name="organisation_nip"),
            models.Index(fields=["regon"], condition=~Q(regon=""), name="organisation_regon"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key, self.search_key = collation_key(self.name), self.searched_by()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key", "search_key"}
        super().save(*args, **kwargs)

    @property
    def oid(self) -> str:
        """R-001-D1: the public identifier; it follows from the primary key and never changes."""
        return numbers.oid(self.pk)

    @property
    def territory(self) -> TerritorialUnit | None:
        """The unit whose office it is, or under which it stands."""
        return self.unit or self.belongs_to

    @property
    def is_office(self) -> bool:
        return self.kind == OrganisationKind.OFFICE

    def fields_to_edit(self) -> tuple[str, ...]:
        return self.FIELDS if self.is_office else tuple(n for n in self.FIELDS if n not in self.OF_OFFICES_ONLY)

    def searched_by(self) -> str:
        """Words between spaces, so that a space and a word find only beginnings."""
        place = self.territory
        texts = [self.name, self.city, self.nip, self.regon, self.legal_nip, self.legal_regon]
        texts += [place.search_key] if place else []
        with override("pl"):
            texts.append(str(OrganisationKind(self.kind).label))
        return f" {' '.join(dict.fromkeys(word for text in texts for word in search_words(text)))} "
