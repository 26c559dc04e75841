"""The texts that Ratusz brings along are published once, renewed with Ratusz, and leave an operator's own alone."""

import pytest
from django.utils import translation

from ratusz.privacy import shipped
from ratusz.privacy.actions import publish
from ratusz.privacy.models import Document
from tests.cast import NOW, on

pytestmark = pytest.mark.django_db
LATER = on("2026-09-01")


def versions(slug="regulamin"):
    return list(Document.objects.filter(slug=slug).order_by("version").values_list("version", flat=True))


@pytest.fixture
def upgrade(monkeypatch):
    """Calling it installs a release that words the terms of use differently."""
    kept = shipped.shipped
    texts = {language: (title, f"{body}\n\nNowe zdanie.") for language, (title, body) in kept("regulamin").items()}
    return lambda: monkeypatch.setattr(shipped, "shipped", lambda slug: texts if slug == "regulamin" else kept(slug))


@pytest.mark.requirement("R-003-59")
@pytest.mark.parametrize("slug", shipped.SLUGS)
@pytest.mark.parametrize("language", shipped.LANGUAGES)
def test_every_text_exists_in_every_language(slug, language):
    shipped.publish_shipped(at=NOW)
    with translation.override(language):
        text = Document.objects.current(slug).text
    assert text.language == language
    assert text.title
    assert text.body.count("\n## ") >= 5
    assert not text.body.startswith("#")


@pytest.mark.parametrize("slug", shipped.SLUGS)
def test_the_translations_have_the_same_sections(slug):
    sections = {
        language: [line.split(".")[0] if line[3].isdigit() else "" for line in body.splitlines() if line[:3] == "## "]
        for language, (_title, body) in shipped.shipped(slug).items()
    }
    assert sections["pl"] == sections["en"] == sections["de"]


def test_the_same_ratusz_publishes_once():
    assert len(shipped.publish_shipped(at=NOW)) == len(shipped.SLUGS)
    assert shipped.publish_shipped(at=LATER) == []
    assert versions() == [1]


def test_a_newer_ratusz_publishes_a_new_version_and_keeps_the_old(upgrade):
    shipped.publish_shipped(at=NOW)
    upgrade()
    assert [document.slug for document in shipped.publish_shipped(at=LATER)] == ["regulamin"]
    assert versions() == [1, 2]
    assert Document.objects.current("regulamin").text.body.endswith("Nowe zdanie.")
    assert shipped.publish_shipped(at=LATER) == []


@pytest.mark.parametrize("first", [True, False])
def test_a_text_published_by_hand_stays(upgrade, first):
    """Whether the operator was there before Ratusz's own text or after it."""
    if not first:
        shipped.publish_shipped(at=NOW)
    own = publish("regulamin", {"pl": ("Nasz regulamin", "Treść.")}, by=None, at=NOW)
    upgrade()
    shipped.publish_shipped(at=LATER)
    assert Document.objects.current("regulamin") == own
