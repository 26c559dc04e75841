"""The texts that Ratusz brings along: terms of use, privacy notice, information for people named by an office."""

from datetime import datetime
from functools import cache
from importlib.resources import files

from django.db import transaction

from ratusz.history import record as history
from ratusz.privacy import actions
from ratusz.privacy.models import Document

SLUGS = ("regulamin", "polityka-prywatnosci", "klauzula-programu")
LANGUAGES = ("pl", "en", "de")
SHIP = "privacy.document.ship"
Texts = dict[str, tuple[str, str]]


@cache
def shipped(slug: str) -> Texts:
    """`{language: (title, body)}`. The first line of a file is its title."""
    folder = files("ratusz.privacy") / "data"
    return {language: _text((folder / f"{slug}.{language}.md").read_text("utf-8")) for language in LANGUAGES}


def _text(whole: str) -> tuple[str, str]:
    title, _, body = whole.partition("\n")
    return title.removeprefix("# ").strip(), body.strip()


@transaction.atomic
def publish_shipped(*, at: datetime) -> list[Document]:
    """R-003-59: publish what was never published, and what a new Ratusz words differently. Returns what it published.

    Once somebody has published a text of their own, that text stays: the installation answers for its words.
    """
    return [_publish(slug, at) for slug in SLUGS if _is_due(slug)]


def _is_due(slug: str) -> bool:
    newest = Document.objects.filter(slug=slug).order_by("-version").first()
    if newest is None:
        return True
    ours = history.of(newest).filter(kind=SHIP).exists()
    return ours and {text.language: (text.title, text.body) for text in newest.texts.all()} != shipped(slug)


def _publish(slug: str, at: datetime) -> Document:
    document = actions.publish(slug, shipped(slug), by=None, at=at)
    history.record(SHIP, document, by=None, at=at, clause="R-003-59", version=document.version)
    return document
