"""The programme: what it offers, until when, by whom and with whose money (source 004, §1-§2)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ratusz.core.terms import end_of
from ratusz.organisations.models import Organisation


def in_reader_language(record: Any, field: str) -> str:
    """The value of `<field>_<language>`, or the Polish one where it was not translated."""
    language = (get_language() or "pl")[:2]
    return getattr(record, f"{field}_{language}", "") or getattr(record, f"{field}_pl")


class Programme(models.Model):
    """One funded project with its numbers as given (Q-3), its dates and its contact."""

    slug = models.SlugField(max_length=40, unique=True)
    published = models.BooleanField(_("opublikowany"), default=True)
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes")
    name = models.CharField(_("nazwa skrócona"), max_length=120)
    title = models.CharField(_("pełny tytuł projektu"), max_length=400)
    project_number = models.CharField(_("numer projektu"), max_length=60)
    call_number = models.CharField(_("numer naboru"), max_length=60, blank=True)
    measure = models.CharField(_("działanie"), max_length=200)
    funding_source = models.CharField(_("źródło finansowania"), max_length=300)
    maximum_amount = models.DecimalField(_("maksymalna kwota dofinansowania (zł)"), max_digits=14, decimal_places=2)
    leader = models.CharField(_("lider"), max_length=200)
    applications_until = models.DateField(_("zgłoszenia do dnia (włącznie)"))
    ends_on = models.DateField(_("koniec projektu"))
    contact_email = models.EmailField(_("e-mail do kontaktu"))
    contact_phone = models.CharField(_("telefon do kontaktu"), max_length=30)
    support_email = models.EmailField(_("e-mail wsparcia technicznego"))
    maximum_nominees = models.PositiveSmallIntegerField(_("osób w jednym zgłoszeniu, najwyżej"), default=7)
    minimum_lead_hours = models.PositiveSmallIntegerField(_("godzin od wysłania do szkolenia, co najmniej"), default=0)
    meeting_minutes = models.PositiveSmallIntegerField(_("minut jednego szkolenia"), default=120)

    class PersonalData:
        none = frozenset(
            {"id", "slug", "published", "operator", "name", "title", "project_number", "call_number", "measure"}
            | {"funding_source", "maximum_amount", "leader", "applications_until", "ends_on", "contact_email"}
            | {"contact_phone", "support_email", "maximum_nominees", "minimum_lead_hours", "meeting_minutes"}
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("applications_until")),
                name="programme_ends_after_applications",
            ),
            models.CheckConstraint(
                condition=models.Q(maximum_nominees__gte=1, maximum_nominees__lte=50), name="programme_nominees_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def accepts_applications(self, at: datetime) -> bool:
        """R-004-2: until the last second of the last day, Warsaw time."""
        return at < end_of(self.applications_until)

    @property
    def text(self) -> "ProgrammeText":
        """What the programme says about itself in the reader's language, in Polish where it was not translated."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get((get_language() or "pl")[:2]) or texts["pl"]


class ProgrammeText(models.Model):
    """The words of the public page in one language; in lists every line is one item."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    headline = models.CharField(_("nagłówek"), max_length=200)
    lead = models.TextField(_("wprowadzenie"))
    facts = models.TextField(_("zasady udziału (jedna w wierszu)"))
    benefits = models.TextField(_("korzyści (jedna w wierszu)"))
    who = models.TextField(_("kto może wziąć udział"))

    class PersonalData:
        none = frozenset({"id", "programme", "language", "headline", "lead", "facts", "benefits", "who"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "language"], name="one_programme_text")]

    def __str__(self) -> str:
        return self.headline


class InOrder(models.Model):
    """An entry of a short list of the programme, in the order that the team chose, in three languages."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField(_("kolejność"), default=0)
    active = models.BooleanField(_("w użyciu"), default=True)
    name_pl = models.CharField(_("nazwa po polsku"), max_length=200)
    name_en = models.CharField(_("nazwa po angielsku"), max_length=200, blank=True)
    name_de = models.CharField(_("nazwa po niemiecku"), max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")


IN_ORDER = {"id", "programme", "position", "active", "name_pl", "name_en", "name_de"}


class Topic(InOrder):
    """R-004-6: what the training is about."""

    class PersonalData:
        none = frozenset(IN_ORDER)


class Place(InOrder):
    """R-000-4.4: where an on-site training can be held."""

    class PersonalData:
        none = frozenset(IN_ORDER)


class Eligible(models.TextChoices):
    YES = "yes", _("tak")
    NO = "no", _("nie")
    CHECK = "check", _("do sprawdzenia")


class UnitType(InOrder):
    """R-004-7, Q-4: where an employee works; eligibility is never inferred from a job title."""

    eligible = models.CharField(_("kwalifikuje się"), max_length=5, choices=Eligible, default=Eligible.CHECK)

    class PersonalData:
        none = frozenset(IN_ORDER | {"eligible"})


class Partner(models.Model):
    """R-004-11: who runs the programme together with the leader."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("nazwa"), max_length=200)

    class PersonalData:
        none = frozenset({"id", "programme", "position", "name"})

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Declaration(models.Model):
    """R-004-4, Q-12: how many people an office wants to send, on what, and whether it wants equipment."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="declarations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="declarations")
    people = models.PositiveIntegerField(_("liczba zainteresowanych osób"))
    topics = models.ManyToManyField(Topic, blank=True)
    wants_equipment = models.BooleanField(_("zainteresowanie sprzętem komputerowym"))
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class PersonalData:
        none = frozenset({"id", "programme", "organisation", "people", "wants_equipment", "declared_at"})
        pseudonym = frozenset({"declared_by"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation"], name="one_declaration_per_office"),
            models.CheckConstraint(condition=models.Q(people__gte=1), name="declaration_names_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.people}"
