"""Colleagues share a computer, and strangers build forms: what was typed is shown to its author only."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

from ratusz.accounts import access
from ratusz.proposals.models import Proposal
from tests.cast import PASSWORD, form_data, row

NEW = "/szkolenia/zgloszenia/nowe/"
LOGIN = "/konto/logowanie/"
SECRET = form_data(**row(0, "Żaneta", "Ślązak", "zaneta@urzad.example"))


def expired(person):
    """A browser in which this person opened the form; then the session ended and the form was sent."""
    browser = Client()
    browser.force_login(person)
    browser.get(NEW)
    Session.objects.all().delete()
    browser.post(NEW, SECRET)
    return browser


def sign_in(browser, person):
    assert browser.post(LOGIN, {"login": person.email, "password": PASSWORD}).status_code == 302


def test_its_author_finds_it_again_once(cast, today):
    browser = expired(cast.anna)
    sign_in(browser, cast.anna)
    assert "Żaneta" in browser.get(NEW).text
    assert "Żaneta" not in browser.get(NEW).text


def test_whoever_signs_in_next_does_not_see_it_and_then_it_is_gone(cast, today):
    browser = expired(cast.anna)
    sign_in(browser, cast.filip)
    assert "Żaneta" not in browser.get("/konto/").text + browser.get(NEW).text
    assert access.KEPT not in browser.session
    browser.post("/konto/wylogowanie/")
    sign_in(browser, cast.anna)
    assert "Żaneta" not in browser.get(NEW).text


def test_it_is_dropped_on_the_first_page_whichever_that_is(cast, today):
    browser = expired(cast.anna)
    sign_in(browser, cast.filip)
    browser.get("/koordynator/")
    assert access.KEPT not in browser.session


@pytest.mark.parametrize("forged", ["", "1", "1:abc", "{pk}", "{pk}:AAAA:BBBB"])
def test_nobody_names_themselves_the_author(cast, today, forged):
    browser = expired(cast.anna)
    browser.cookies[access.AUTHOR] = forged.format(pk=cast.filip.pk)
    browser.post(NEW, SECRET)
    sign_in(browser, cast.filip)
    assert "Żaneta" not in browser.get(NEW).text


def test_a_browser_in_which_nobody_signed_in_leaves_nothing_with_us(cast, today):
    browser = Client()
    browser.post(NEW, SECRET)
    browser.post("/konto/", {"first_name": "x" * 40_000})
    assert not Session.objects.exists()


def test_passwords_are_not_kept(cast, today):
    browser = Client()
    browser.force_login(cast.anna)
    browser.get("/konto/haslo/zmiana/")
    Session.objects.all().delete()
    browser.post("/konto/haslo/zmiana/", {"oldpassword": PASSWORD, "password1": "nowe-haslo-1", "inne": "x"})
    kept = browser.session[access.KEPT]["text"]
    assert PASSWORD not in kept and "nowe-haslo-1" not in kept and "inne" in kept


def test_nothing_personal_stands_in_the_cookie(cast, today):
    browser = Client()
    browser.force_login(cast.anna)
    browser.get(NEW)
    cookie = browser.cookies[access.AUTHOR]
    assert (
        "anna" not in cookie.value.lower()
        and cookie["httponly"]
        and cookie["samesite"] == "Lax"
        and not cookie["max-age"]
    )


FOREIGN = [
    {"Origin": "https://zly.example"},
    {"Origin": "null"},
    {},
    {"Origin": "https://testserver"},
    {"Origin": "http://testserver:81"},
    {"Origin": "http://testserver.zly.example"},
    {"Origin": "http://testserver@zly.example"},
    {"Referer": "https://zly.example/?http://testserver/"},
    {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_strangers_form_is_never_offered_with_our_token(cast, today, headers):
    """The page for an old form would otherwise sign whatever an attacker wrote into it."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.anna)
    page = browser.post(NEW, SECRET, headers=headers)
    assert page.status_code == 403 and "Żaneta" not in page.text and "csrfmiddlewaretoken" not in page.text
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_nor_when_the_database_is_away(cast, today, monkeypatch, headers):
    browser = Client()
    browser.force_login(cast.anna)

    def away(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr("ratusz.proposals.actions.send", away)
    page = browser.post(NEW, SECRET, headers=headers)
    assert page.status_code == 503 and "Żaneta" not in page.text and "csrfmiddlewaretoken" not in page.text


def test_the_page_sends_only_to_the_address_that_was_asked(cast, today):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.anna)
    odd = f"{NEW}?x=%22%3E%3Cscript%3Ezly()%3C/script%3E&next=//zly.example"
    page = browser.post(odd, SECRET, headers={"Origin": "http://testserver"})
    assert "<script>zly" not in page.text and 'action="/szkolenia/' in page.text


def test_what_was_typed_does_not_outlive_its_session_in_the_database(cast, today, clock, work):
    expired(cast.anna)
    assert "%C5%BBaneta" in Session.objects.get().get_decoded()[access.KEPT]["text"]
    clock(today + timedelta(days=2))
    work()
    assert not Session.objects.exists()
