"""The manuals quote the labels of the screens word for word, so that text and screens cannot drift apart."""

import re
import sys
from itertools import chain
from pathlib import Path

import pytest
from django.utils import translation

from ratusz.accounts.forms import BLANK
from ratusz.programmes.shipped import shipped
from ratusz.web.manuals import LANGUAGES, MANUALS, manual

ROOT = Path(__file__).resolve().parents[2]
QUOTED = {"pl": re.compile("„([^”]+)”"), "en": re.compile("“([^”]+)”"), "de": re.compile("„([^“]+)“")}
SECTIONS = re.compile(r"^#{2,3} ", re.MULTILINE)
STEPS = re.compile(r"^(\d+)\. ", re.MULTILINE)
LINKS = re.compile(r"\]\((/[^)]*)\)")
EMAIL = {"pl": "Email", "en": "Email", "de": "E-Mail"}


@pytest.fixture(scope="module")
def catalogues():
    """`script/catalogues.py`, which knows what the source says and what the catalogues answer."""
    sys.path.insert(0, str(ROOT / "script"))
    import catalogues

    yield catalogues
    sys.path.remove(str(ROOT / "script"))


def labels(catalogues, language):
    """Everything that a screen can say in this language, and the names that come with the programme."""
    if language == "pl":
        said = {text for message in catalogues.template("en") for text in catalogues.forms(message.id)}
    else:
        said = {text for message in catalogues.load(language) for text in catalogues.forms(message.string)}
    with translation.override(language):
        blank = str(BLANK).format(field=EMAIL[language])
    names = {place[language] for place in shipped()["places"]}
    return said | names | {blank}


@pytest.mark.requirement("R-003-55")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", MANUALS)
def test_every_quoted_label_stands_on_a_screen(catalogues, slug, language):
    quoted = QUOTED[language].findall(manual(slug, language)[1])
    assert len(quoted) > 10
    assert sorted(set(quoted) - labels(catalogues, language)) == []


@pytest.mark.requirement("R-003-55")
def test_the_account_manual_has_the_sections_of_the_source():
    title, body = manual("konto", "pl")
    assert title == "Instrukcja użytkownika – Logowanie i tworzenie konta"
    assert re.findall(r"^## (.+)$", body, re.MULTILINE) == [
        "1. Tworzenie konta",
        "2. Logowanie",
        "3. Przypominanie hasła",
    ]


@pytest.mark.parametrize("slug", MANUALS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_translations_have_the_same_sections_steps_and_links(slug, language):
    def shape(body):
        return SECTIONS.findall(body), STEPS.findall(body), LINKS.findall(body)

    assert shape(manual(slug, language)[1]) == shape(manual(slug, "pl")[1])


@pytest.mark.django_db
def test_every_link_of_a_manual_leads_somewhere(client):
    bodies = [manual(slug, language)[1] for slug in MANUALS for language in LANGUAGES]
    for address in set(chain.from_iterable(map(LINKS.findall, bodies))):
        assert client.get(address).status_code in (200, 302), address


def test_an_unknown_manual_is_a_key_error():
    with pytest.raises(KeyError):
        manual("../settings", "pl")
