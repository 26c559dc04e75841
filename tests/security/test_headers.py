"""What every answer carries: pages, refusals, faults, static files."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, override_settings

from ratusz.correspondence.models import Message
from tests.cast import PASSWORD, registration
from tests.security.doors import doors, samples
from tests.security.test_matrix import written

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOREIGN = "zly.example"


def assert_guarded(page):
    assert set(page["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: page[name] for name in ALWAYS} == ALWAYS
    assert "geolocation=()" in page["Permissions-Policy"]
    assert "charset=utf-8" in page["Content-Type"].lower() or not page["Content-Type"].startswith("text/html")


def answers(house, monkeypatch):
    """One page for each status that can happen, by name."""
    careful, browser = Client(enforce_csrf_checks=True), Client(raise_request_exception=False)
    yield 400, browser.get("/?q=%00")
    yield 400, browser.get("/", headers={"Host": FOREIGN})
    yield 403, careful.post("/konto/logowanie/", {"login": "x"})
    yield 404, browser.get("/nie-ma/")
    yield 405, browser.post("/zdrowie/")
    yield 301, browser.get("/program")
    for _ in range(31):
        refused = browser.post("/konto/logowanie/", {"login": "nikt@urzad.example", "password": "x" * 12})
    yield 429, refused
    for status, fault in ((500, KeyError("x")), (503, OperationalError("database is locked"))):
        with monkeypatch.context() as patch:
            patch.setattr("ratusz.programmes.queries.current_programme", broken(fault))
            yield status, browser.get("/program/")


def broken(fault):
    def raising():
        raise fault

    return raising


def test_every_refusal_and_every_fault_carries_the_headers(house, monkeypatch):
    seen = []
    for status, page in answers(house, monkeypatch):
        assert page.status_code == status
        assert_guarded(page)
        seen.append(status)
    assert seen == [400, 400, 403, 404, 405, 301, 429, 500, 503]


def test_every_page_carries_the_headers_and_no_inline_code(house, letters, browsers):
    for door in doors():
        if "logout" in door.name:
            continue
        page = browsers["oliwia" if door.name != "declaration" else "anna"].get(door.address(**samples(house, door)))
        assert_guarded(page)
        if page["Content-Type"].startswith("text/html") and not page.streaming:
            assert not inline_code(page.text), door.name


def inline_code(text):
    return re.findall(r"<style|<script(?![^>]*\ssrc=)[^>]*>|\sstyle=|\son[a-z]+=\"|href=\"javascript:", text)


def test_static_files_carry_the_headers_too(tmp_path):
    (tmp_path / "ratusz").mkdir()
    (tmp_path / "ratusz" / "proba.txt").write_text("próba")
    with override_settings(STATIC_ROOT=tmp_path):
        page = Client().get("/static/ratusz/proba.txt")
    assert (page.status_code, page.getvalue().decode()) == (200, "próba")
    assert_guarded(page)


def test_what_a_signed_in_person_saw_is_kept_nowhere(house, letters, browsers):
    behind_login = {name for name, row in written().items() if row[0].startswith("login/")}
    seen = 0
    for role in ("anna", "oliwia"):
        for door in (door for door in doors() if door.name in behind_login):
            page = browsers[role].get(door.address(**samples(house, door)))
            if page.status_code == 200:
                assert "no-store" in page["Cache-Control"], door.name
                seen += 1
    assert seen > 25
    assert "no-store" in browsers["anna"].get("/program/")["Cache-Control"], "its menu names the person"


def test_a_public_page_may_be_kept(house):
    assert not Client().get("/program/").has_header("Cache-Control")


def test_error_pages_are_never_kept(house):
    assert Client().get("/nie-ma/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/konto/logowanie/", "/konto/haslo/", "/nie-ma/"])
def test_a_foreign_host_is_refused_and_never_repeated(house, path):
    page = Client().get(path, headers={"Host": FOREIGN, "X-Forwarded-Host": FOREIGN})
    assert page.status_code == 400
    assert FOREIGN not in page.text
    page = Client().get(path, headers={"X-Forwarded-Host": FOREIGN, "X-Host": FOREIGN})
    assert FOREIGN not in page.text


def test_links_in_mails_lead_to_the_configured_address_whatever_the_host(house):
    with override_settings(ALLOWED_HOSTS=["*"]):
        Client().post("/konto/haslo/", {"email": "anna@urzad.example"}, headers={"Host": FOREIGN})
        Client().post("/konto/rejestracja/", registration(), headers={"Host": FOREIGN})
    letters = Message.objects.filter(kind__in=["accounts.password_reset", "accounts.activation"])
    assert letters.count() == 2
    for letter in letters:
        assert FOREIGN not in letter.body + letter.html
        assert f"{settings.SITE_URL}/konto/" in letter.body


PRODUCTION = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0); call_command("createcachetable", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
host = {"Host": "ratusz.example.pl"}
browser = Client(raise_request_exception=False)
plain, page = browser.get("/", headers=host), browser.get("/konto/logowanie/", secure=True, headers=host)
refused = browser.get("/", headers={"Host": "zly.example"})
forged = browser.get("/", headers={**host, "X-Forwarded-Proto": "https"})
cookies = [morsel.OutputString() for morsel in page.cookies.values()]
browser.get("/jezyk/en/", secure=True, headers=host)
cookies += [browser.cookies["jezyk"].OutputString()]
print(json.dumps({
    "hsts": page["Strict-Transport-Security"], "redirect": [plain.status_code, plain["Location"]], "cookies": cookies,
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "refused": [refused.status_code, dict(refused.headers)],
    "forged": forged.status_code, "health": browser.get("/zdrowie/", headers=host).status_code,
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """The settings of an installation that answers to everybody, asked in a process of their own."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("RATUSZ_", "DJANGO_"))}
    variables |= {
        "DJANGO_SETTINGS_MODULE": "ratusz.settings",
        "RATUSZ_DATA": str(tmp_path_factory.mktemp("production")),
        "RATUSZ_URL": "https://ratusz.example.pl",
        "RATUSZ_LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-c", PRODUCTION], env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_over_https_cookies_cannot_leave_it(production):
    assert production["names"] == ["__Host-sessionid", "__Host-csrftoken"] and all(production["secure"])
    assert production["cookies"]
    for cookie in production["cookies"]:
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; ")) and "Path=/" in cookie


def test_over_https_browsers_are_told_to_stay_there(production):
    assert production["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert production["redirect"] == [301, "https://ratusz.example.pl/"]
    assert production["health"] == 200


def test_without_a_proxy_nobody_claims_to_have_come_over_https(production):
    assert production["forged"] == 301


def test_a_foreign_host_in_production_gets_a_guarded_refusal(production):
    status, headers = production["refused"]
    assert status == 400
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY and ALWAYS.items() <= headers.items()


def test_passwords_never_come_back_in_a_page(house):
    page = Client().post("/konto/logowanie/", {"login": "anna@urzad.example", "password": PASSWORD + "x"})
    assert PASSWORD not in page.text
    page = Client().post("/konto/rejestracja/", registration(first_name=""))
    assert PASSWORD not in page.text
