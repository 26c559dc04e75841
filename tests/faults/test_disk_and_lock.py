"""The disk is full, the database is locked or away: a readable page keeps what was typed, nothing is half written."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from ratusz.accounts.models import User
from ratusz.organisations.models import Membership
from ratusz.proposals.models import Proposal
from tests.cast import form_data, onsite, propose, registration, row
from tests.faults import weather

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "ł" * 90  # what is written must not find room in the rest of a page
WEATHERS = [weather.disk_full, weather.locked, weather.gone]
HEADING = "Chwilowa przerwa w działaniu"
NEW, LIST = "/szkolenia/zgloszenia/nowe/", "/szkolenia/zgloszenia/"
OURS = {"Origin": "http://testserver"}


def proposal(cast: Any) -> dict[str, Any]:
    """Seven people with long names in an on-site training."""
    place = cast.programme.places.first()
    fields = form_data(typ="onsite", miejsce=place.pk, adres=f"Rynek 1, {LONG}", **{"uczestnicy-TOTAL_FORMS": "7"})
    for n in range(7):
        fields |= row(n, f"Ewa {LONG}", f"Zając {LONG}", f"{'a' * 60}{n}@{'b' * 60}.example")
    return {name: str(value) for name, value in fields.items()}


def someone(cast: Any, name: str) -> dict[str, str]:
    names = {"first_name": f"Nowa {LONG}", "last_name": LONG}
    return registration(email=f"{name}@{'b' * 60}.example", office=str(cast.units.laziska.pk), **names)


def typed_in(page: Any) -> dict[str, str]:
    """What the page would send once more."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {unescape(name): unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def fault(browser: Client, path: str, fields: dict[str, Any], happens: weather.Weather) -> Any:
    before = weather.rows()
    with happens():
        page = browser.post(path, fields, headers=OURS)
    assert weather.rows() == before
    assert page.status_code == 503 and page["Retry-After"] and page["Cache-Control"] == "no-store"
    assert HEADING in page.text and f'action="{path}"' in page.text
    return page


@pytest.mark.parametrize("happens", WEATHERS, ids=lambda happens: happens.__name__)
def test_sending_a_proposal(cast, today, signed_in, happens):
    fields, browser = proposal(cast), signed_in(cast.anna)
    browser.post(NEW, fields | {"klucz": str(uuid4())})  # leaves no room for a second one of this size
    page = fault(browser, NEW, fields, happens)
    assert typed_in(page) == fields
    assert browser.post(NEW, typed_in(page), headers=OURS).status_code == 302
    assert [sent.nominees.count() for sent in Proposal.objects.all()] == [7, 7]


@pytest.mark.parametrize("happens", WEATHERS, ids=lambda happens: happens.__name__)
@pytest.mark.parametrize("verb", ["akceptacja", "odrzucenie"])
def test_deciding(cast, today, signed_in, happens, verb):
    sent, browser = propose(cast, onsite(cast.programme)), signed_in(cast.oliwia)
    note = "ł" * 2000
    fields = {"data": "2026-03-03", "godzina": "09:00", "wersja": "1", "uwagi": note, "powod": note}
    page = fault(browser, f"{LIST}{sent.number}/{verb}/", fields, happens)
    assert typed_in(page) == fields and Proposal.objects.get().state == "pending"
    assert browser.post(f"{LIST}{sent.number}/{verb}/", typed_in(page)).status_code == 302
    assert Proposal.objects.get().state != "pending"


@pytest.mark.parametrize("happens", WEATHERS, ids=lambda happens: happens.__name__)
@pytest.mark.parametrize("path", ["/konto/rejestracja/", "/koordynator/rejestracja/"])
def test_registering(cast, happens, path):
    for number in range(3):
        Client().post(path, someone(cast, f"{number}{'a' * 60}"))
    fields = someone(cast, "nowa")
    page = fault(Client(), path, fields, happens)
    kept = typed_in(page)
    assert kept == {name: value for name, value in fields.items() if "password" not in name}
    assert not User.objects.filter(email=fields["email"]).exists()
    again = {**kept, "password1": fields["password1"], "password2": fields["password2"]}
    assert Client().post(path, again).status_code == 302
    assert User.objects.filter(email=fields["email"]).exists()
    assert Membership.objects.filter(person__email=fields["email"]).count() == ("koordynator" in path)


@pytest.mark.parametrize("happens", [weather.locked, weather.gone], ids=lambda happens: happens.__name__)
def test_signing_in(cast, happens):
    fields = {"login": "anna@urzad.example", "password": "zielony-tramwaj-7"}
    page = fault(Client(), "/konto/logowanie/", fields, happens)
    assert typed_in(page) == {"login": fields["login"]} and fields["password"] not in page.text
    assert Client().post("/konto/logowanie/", fields).status_code == 302


@pytest.mark.parametrize(("language", "asked"), [("pl", {}), ("en", {"jezyk": "en"}), ("de", {"jezyk": "de"})])
def test_the_page_speaks_the_readers_language(cast, today, signed_in, language, asked):
    browser = signed_in(cast.anna)
    browser.cookies.load(asked)
    with weather.gone():
        page = browser.post(NEW, form_data(), headers=OURS)
    with translation.override(language):
        assert translation.gettext(HEADING) in page.text
    assert page["Content-Language"] == language and f'<html lang="{language}"' in page.text


@pytest.mark.parametrize(
    "path", ["/", "/program/", LIST, NEW, "/koordynator/", "/konto/", "/zdrowie/", "/dokumenty/regulamin/"]
)
def test_looking_while_the_database_is_away(cast, today, signed_in, path):
    browser = signed_in(cast.anna)
    with weather.gone():
        page = browser.get(path)
    assert page.status_code == 503 and HEADING in page.text and f'href="{path}"' in page.text
    assert browser.get(path).status_code == 200


def test_other_error_pages_need_no_database(cast, today, monkeypatch):
    browser = Client(raise_request_exception=False)

    def broken():
        raise KeyError("a fault of ours")

    with weather.gone():
        assert browser.get("/nie-ma/").status_code == 404
        assert Client(enforce_csrf_checks=True).post(NEW, form_data()).status_code == 403
        monkeypatch.setattr("ratusz.programmes.queries.current_programme", broken)
        page = browser.get("/program/")
    assert page.status_code == 500 and "Coś poszło nie tak" in page.text


def test_a_session_that_cannot_be_stored_is_an_outage_and_no_fault_of_ours(cast, monkeypatch):
    """The session is stored after the view, out of reach of whoever watches views."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import OperationalError

    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(SessionStore, "save", locked)
    page = Client(raise_request_exception=False).post("/konto/rejestracja/", registration(), headers=OURS)
    assert page.status_code == 503 and HEADING in page.text and 'name="first_name" value="Nowa"' in page.text
