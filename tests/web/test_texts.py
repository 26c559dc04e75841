"""Documents, help, the accessibility statement and the error pages."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from ratusz.privacy.actions import publish
from ratusz.privacy.shipped import SLUGS, publish_shipped
from ratusz.programmes.shipped import load_shipped_programme
from ratusz.web.manuals import MANUALS
from tests.cast import NOW, on

LANGUAGES = ["pl", "en", "de"]
ERRORS = ["bad_request", "forbidden", "not_found", "too_many", "server_error"]
PLAIN = {"language": "pl", "site_name": "Ratusz", "contact_email": "administrator@siemianowice.gov.pl"}
REQUIRED_IDS = (
    *("wstep", "podmiot", "url", "data-publikacja", "data-aktualizacja", "status", "data-sporzadzenie", "kontakt"),
    *("osoba", "email", "telefon", "procedura", "architektura", "aplikacje", "data-przeglad", "komunikacja", "zakres"),
)


@pytest.fixture
def installation(db):
    publish_shipped(at=NOW)
    load_shipped_programme(at=NOW)


def speaking(language):
    browser = Client()
    browser.cookies["jezyk"] = language
    return browser


def page(response):
    return response.content.decode()


@pytest.mark.requirement("R-003-59")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_document_shows_its_words_version_and_day(installation, slug, language):
    text = page(speaking(language).get(f"/dokumenty/{slug}/"))
    assert text.count("<h1") == 1
    assert "2026" in text
    assert "/dokumenty/klauzula-programu/" in text or slug == "klauzula-programu"


@pytest.mark.requirement("R-003-59")
def test_earlier_versions_stay_and_say_that_they_are_earlier(installation, client):
    publish("regulamin", {"pl": ("Nowy regulamin", "Nowa treść.")}, by=None, at=on("2026-05-01"))
    now, before = page(client.get("/dokumenty/regulamin/")), page(client.get("/dokumenty/regulamin/1/"))
    assert "Nowa treść." in now
    assert 'href="/dokumenty/regulamin/1/"' in now
    assert "To wcześniejsza wersja" in before
    assert "Nowa treść." not in before


def test_a_text_that_was_not_translated_is_marked_as_polish(db):
    publish("regulamin", {"pl": ("Regulamin", "Treść.")}, by=None, at=NOW)
    assert '<article class="narrow" lang="pl">' in page(speaking("de").get("/dokumenty/regulamin/"))


@pytest.mark.requirement("R-003-59")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_accessibility_statement_has_every_id_that_checkers_look_for_once(installation, language):
    text = page(speaking(language).get("/deklaracja-dostepnosci/"))
    found = re.findall(r'id="(a11y-[a-z-]+)"', text)
    assert len(found) == len(set(found))
    assert {f"a11y-{name}" for name in REQUIRED_IDS} <= set(found)
    assert len(re.findall(r'<time id="a11y-data-[a-z]+" datetime="\d{4}-\d\d-\d\d">', text)) == 4


def test_the_statement_needs_no_programme(db, client):
    assert 'id="a11y-telefon"' in page(client.get("/deklaracja-dostepnosci/"))


@pytest.mark.requirement("R-000-F2")
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_leads_to_the_manuals_and_names_whom_to_ask(installation, language):
    text = page(speaking(language).get("/pomoc/"))
    assert [slug for slug in MANUALS if f'href="/pomoc/{slug}/"' not in text] == []
    assert "support@klaster.org.pl" in text
    assert "888 959 840" in text


@pytest.mark.requirement("R-003-55")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", MANUALS)
def test_a_manual_opens_in_every_language_without_login(installation, slug, language):
    response = speaking(language).get(f"/pomoc/{slug}/")
    assert response.status_code == 200
    assert page(response).count("<h1") == 1
    assert page(response).count("<h2") >= 4


def test_there_is_no_other_manual(installation, client):
    assert client.get("/pomoc/cudza/").status_code == 404


def test_the_page_about_the_source_code_names_the_licence(db, client, settings):
    settings.SOURCE_URL = ""
    assert "EUPL" in page(client.get("/kod-zrodlowy/"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_neither_request_nor_database(name, language):
    with translation.override(language):
        text = render_to_string(f"web/errors/{name}.html", {**PLAIN, "language": language})
    assert text.count("<h1") == 1
    assert PLAIN["contact_email"] in text


@pytest.mark.requirement("R-000-F4")
@pytest.mark.requirement("R-000-F4.D1")
def test_a_stale_form_keeps_what_was_typed_and_is_sent_again_with_one_click():
    fields = [("imie", "Łucja <b>"), ("wybrane", "1"), ("wybrane", "2")]
    text = render_to_string(
        "web/errors/stale_form.html",
        {**PLAIN, "fields": fields, "ours": True, "path": "/x/?a=1&b=2", "token": "świeży"},
    )
    assert "Strona była otwarta zbyt długo. Wyślij formularz jeszcze raz." in text
    assert 'method="post" action="/x/?a=1&amp;b=2"' in text
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="świeży">' in text
    assert '<input type="hidden" name="imie" value="Łucja &lt;b&gt;">' in text
    assert text.count('name="wybrane"') == 2
    assert "Ctrl + F5" in text
    assert text.count("<button") == 1


@pytest.mark.requirement("R-000-F4")
def test_a_form_from_another_site_is_not_offered_again():
    text = render_to_string(
        "web/errors/stale_form.html", {**PLAIN, "fields": [], "ours": False, "path": "/x/", "token": "świeży"}
    )
    assert "<form" not in text
    assert "świeży" not in text
    assert "Ctrl + F5" in text


def test_when_the_machine_fails_the_same_data_can_be_sent_again():
    told = {"fields": [("imie", "Łucja")], "path": "/x/", "token": "świeży"}
    text = render_to_string("web/errors/out_of_order.html", {**PLAIN, **told})
    assert "Tych danych nie zapisaliśmy" in text
    assert '<input type="hidden" name="imie" value="Łucja">' in text
    assert "Wyślij te same dane jeszcze raz" in text


def test_when_the_machine_fails_while_reading_the_page_can_be_opened_again():
    text = render_to_string("web/errors/out_of_order.html", {**PLAIN, "fields": [], "path": "/x/", "token": ""})
    assert "<form" not in text
    assert 'href="/x/"' in text
