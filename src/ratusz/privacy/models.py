"""Whose data this is: the texts people are shown, and who acknowledged which version when."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


class DocumentQuerySet(models.QuerySet["Document"]):
    def current(self, slug: str) -> "Document":
        """The newest version. Raises Document.DoesNotExist when none was ever published."""
        return self.filter(slug=slug).latest("version")


class Document(models.Model):
    """One version of a text that people accept or are informed by. Published once, never edited."""

    slug = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class PersonalData:
        none = frozenset({"id", "slug", "version", "published_at"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "version"], name="one_document_per_version")]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"

    @property
    def text(self) -> "DocumentText":
        """The text in the reader's language, in Polish where it was not translated."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(get_language() or "pl") or texts["pl"]


class DocumentText(models.Model):
    """A document in one language; `body` is Markdown."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    body = models.TextField()

    class PersonalData:
        none = frozenset({"id", "document", "language", "title", "body"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "language"], name="one_text_per_language")]

    def __str__(self) -> str:
        return self.title


class Acknowledgement(models.Model):
    """A person confirmed having read, or accepted, this version (R-000-1.D3)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acknowledgements")
    document = models.ForeignKey(Document, models.PROTECT)
    at = models.DateTimeField()

    class PersonalData:
        none = frozenset({"id", "document", "at"})
        pseudonym = frozenset({"person"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "document"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.document} {self.at:%Y-%m-%d}"
