"""Territorial units of self-government as the register TERYT knows them, with their past and their size."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from ratusz.core.text import collation_key
from ratusz.organisations import rules
from ratusz.organisations.models.unit_search import TerritorialUnitQuerySet, search_words


class Kind(models.TextChoices):
    VOIVODSHIP = rules.VOIVODSHIP, _("województwo")
    COUNTY = rules.COUNTY, _("powiat")
    CITY = rules.CITY, _("miasto na prawach powiatu")
    URBAN = rules.URBAN, _("gmina miejska")
    RURAL = rules.RURAL, _("gmina wiejska")
    MIXED = rules.MIXED, _("gmina miejsko-wiejska")


NOT_BACKWARDS = Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))


class TerritorialUnit(models.Model):
    """A gmina, a powiat, a city with powiat rights (one unit, by its gmina row) or a voivodship.

    The stem is the code without the digit of the type, so it survives a change of the type. Days are
    states of the register: `valid_from` is the first state that shows the unit (it may be older than
    that), `valid_to` the first that no longer does. A unit is never deleted.
    """

    stem = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=Kind)
    county_name = models.CharField(max_length=100, blank=True)
    voivodship_name = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=900, editable=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = TerritorialUnitQuerySet.as_manager()

    REGISTERED = ("name", "kind", "county_name", "voivodship_name", "sort_key", "search_key", "valid_to")

    class PersonalData:
        none = frozenset(
            {"id", "stem", "name", "kind", "county_name", "voivodship_name"}
            | {"sort_key", "search_key", "valid_from", "valid_to"}
        )

    class Meta:
        ordering = ["sort_key", "stem"]
        constraints = [
            models.CheckConstraint(condition=NOT_BACKWARDS, name="unit_valid_days"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="unit_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def code(self) -> str:
        """The TERYT code today: 2, 4 or 7 digits."""
        return rules.code_of(self.stem, self.kind)

    @property
    def place(self) -> str:
        """Where it lies, to tell equal names apart; empty for a voivodship."""
        if self.kind == Kind.VOIVODSHIP:
            return ""
        if not self.county_name:
            return gettext("województwo %(name)s") % {"name": self.voivodship_name}
        return gettext("powiat %(county)s, województwo %(name)s") % {
            "county": self.county_name,
            "name": self.voivodship_name,
        }

    def registered_as(self, *, name: str, kind: str, county: str, voivodship: str) -> bool:
        """Say what the register says, with the keys that follow from it. Not saved; True when something differs."""
        before = [getattr(self, field) for field in self.REGISTERED]
        self.name, self.kind, self.county_name, self.voivodship_name = name, kind, county, voivodship
        self.sort_key, self.search_key, self.valid_to = collation_key(name), self._searched_by(), None
        return before != [getattr(self, field) for field in self.REGISTERED]

    def _searched_by(self) -> str:
        """Words between spaces, so that a space and a word find only beginnings."""
        with override("pl"):
            kind = str(Kind(self.kind).label)
        texts = (self.name, self.code, kind, self.county_name)
        return f" {' '.join(word for text in texts for word in search_words(text))} "

    def small(self) -> rules.Small:
        """R-002-5.5: a gmina of fewer than 20 000 residents, by its newest figure."""
        if self.kind not in rules.GMINAS:
            return rules.Small(False)
        newest = max(self.figures.all(), key=lambda figure: figure.as_of, default=None)
        if newest is None:
            return rules.Small(None)
        answer = rules.is_small(newest.residents, newest.as_of)
        return rules.Small(answer, newest.residents, newest.as_of, newest.source)

    def version_on(self, day: date) -> "UnitVersion | None":
        """What the register called it on that day; None when no state we know of shows it then."""
        shown = self.versions.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
        return shown.order_by("-valid_from").first()


class UnitVersion(models.Model):
    """What the register called a unit, and of which type it was, from one state of the register to another."""

    unit = models.ForeignKey(TerritorialUnit, models.PROTECT, related_name="versions")
    code = models.CharField(max_length=7, db_index=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=Kind)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class PersonalData:
        none = frozenset({"id", "unit", "code", "name", "kind", "valid_from", "valid_to"})

    class Meta:
        ordering = ["unit_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="version_begins_once"),
            models.UniqueConstraint(fields=["unit"], condition=Q(valid_to=None), name="version_one_is_valid"),
            models.CheckConstraint(condition=NOT_BACKWARDS, name="version_valid_days"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code}) {self.valid_from}"


class Population(models.Model):
    """How many people lived in a unit on a day, and who says so."""

    unit = models.ForeignKey(TerritorialUnit, models.PROTECT, related_name="figures")
    residents = models.PositiveIntegerField()
    as_of = models.DateField()
    source = models.CharField(max_length=200)

    class PersonalData:
        none = frozenset({"id", "unit", "residents", "as_of", "source"})

    class Meta:
        ordering = ["unit_id", "as_of"]
        constraints = [models.UniqueConstraint(fields=["unit", "as_of"], name="population_once_a_day")]

    def __str__(self) -> str:
        return f"{self.residents} ({self.as_of})"


class RegisterImport(models.Model):
    """A state of the register that Ratusz has taken over. `edition` says whether it was the official file."""

    class Edition(models.TextChoices):
        OFFICIAL = "official", _("TERC, wydanie urzędowe")
        SHIPPED = "shipped", _("wykaz dostarczony z systemem")

    as_of = models.DateField()
    edition = models.CharField(max_length=8, choices=Edition)
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class PersonalData:
        none = frozenset({"id", "as_of", "edition", "rows", "sha256", "imported_at"})
        pseudonym = frozenset({"imported_by"})

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"TERC {self.as_of} ({self.edition})"
