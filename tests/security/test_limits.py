"""The doors to an account: how often somebody may knock, at which of them, and what changes hands at the threshold."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils.http import int_to_base36

from ratusz.accounts.models import User
from ratusz.correspondence.models import Message
from tests.cast import PASSWORD, propose, registration
from tests.security.doors import doors

LOGIN = "/konto/logowanie/"
NEW_PASSWORD = "niebieski-rower-9"


def knock(number, *, address=None, password="zle-haslo-123", who="anna@urzad.example"):  # noqa: S107
    """One attempt, from an address of its own unless it is given."""
    remote = address or f"10.0.{number // 250}.{number % 250}"
    return Client().post(LOGIN, {"login": who, "password": password}, REMOTE_ADDR=remote)


def test_after_five_wrong_passwords_even_the_right_one_waits(cast):
    for number in range(5):
        assert "hasło się nie zgadza" in knock(number).text
    page = knock(6, password=PASSWORD)
    assert page.status_code == 200 and "Zbyt wiele nieudanych prób" in page.text
    assert knock(7, password=PASSWORD, who="filip@urzad.example").status_code == 302, "others are not locked out"


def test_spelling_the_address_differently_is_no_new_account(cast):
    for number, who in enumerate(
        ["Anna@urzad.example", "ANNA@URZAD.EXAMPLE", " anna@urzad.example", "anna@Urzad.example"]
    ):
        knock(number, who=who)
    knock(5)
    assert "Zbyt wiele nieudanych prób" in knock(6, password=PASSWORD, who="aNNa@urzad.example").text


def test_one_computer_tries_at_most_ten_times_a_minute_whoever_it_says_it_is(cast):
    for number in range(10):
        knock(number, address="10.9.9.9", who=f"osoba{number}@urzad.example")
    page = Client().post(
        LOGIN,
        {"login": "filip@urzad.example", "password": PASSWORD},
        REMOTE_ADDR="10.9.9.9",
        headers={"X-Forwarded-For": "10.1.1.1", "X-Real-Ip": "10.1.1.1", "Forwarded": "for=10.1.1.1"},
    )
    assert page.status_code == 200 and "Zbyt wiele nieudanych prób" in page.text


def test_another_port_in_the_host_header_is_no_new_account(cast):
    for number in range(5):
        Client().post(
            LOGIN, wrong("anna"), REMOTE_ADDR=f"10.0.2.{number}", headers={"Host": f"testserver:{8000 + number}"}
        )
    assert "Zbyt wiele nieudanych prób" in knock(6, password=PASSWORD).text


def wrong(name):
    return {"login": f"{name}@urzad.example", "password": "zle-haslo-123"}


def test_neighbours_in_one_ipv6_network_count_as_one(cast):
    for number in range(10):
        knock(number, address=f"2001:db8:1:1::{number:x}", who=f"osoba{number}@urzad.example")
    assert knock(11, address="2001:db8:1:1::ff", who="filip@urzad.example", password=PASSWORD).status_code == 200


@pytest.mark.parametrize(
    ("path", "data", "allowed"),
    [
        (LOGIN, {"login": "anna@urzad.example", "password": PASSWORD}, 30),
        ("/konto/haslo/", {"email": "anna@urzad.example"}, 5),
        ("/konto/rejestracja/", registration(terms=None), 20),
        ("/koordynator/rejestracja/", registration(terms=None), 20),
        ("/konto/haslo/nowe/1-brak/", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, 20),
        ("/konto/aktywacja/ponownie/", {"email": "nikt@urzad.example"}, 20),
    ],
)
def test_every_door_answers_429_to_whoever_keeps_knocking(cast, path, data, allowed):
    answers = [Client().post(path, data).status_code for _ in range(allowed + 1)]
    assert answers[-1] == 429 and 429 not in answers[: allowed - 1]


def test_a_stolen_session_cannot_guess_the_old_password(cast, signed_in):
    browser = signed_in(cast.anna)
    data = {"oldpassword": "nie-to-haslo-1", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    answers = [browser.post("/konto/haslo/zmiana/", data).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


KNOCK = """
import sys
sys.path[:0] = ["src", "."]
from django.conf import settings
import tests.settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from django.test import Client
from django.test.utils import CaptureQueriesContext
for number in range(int(sys.argv[3])):
    page = Client().post("/konto/logowanie/", {"login": "anna@urzad.example", "password": "zle-haslo-1"},
                         REMOTE_ADDR=f"10.0.{sys.argv[2]}.{number}", headers={"Host": "127.0.0.1"})
    print("zgadza" in page.text, flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together(cast, project):
    """R-003 and operations: with a cache of its own each of two workers would allow five attempts."""
    name = str(connection.settings_dict["NAME"])
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", KNOCK, name]
    pair = [
        subprocess.Popen([*command, str(n), "5"], cwd=project, env=environment, stdout=subprocess.PIPE, text=True)
        for n in range(2)
    ]
    answers = [line for process in pair for line in process.communicate()[0].split()]
    assert [process.returncode for process in pair] == [0, 0]
    assert (answers.count("True"), answers.count("False")) == (5, 5)


@pytest.mark.django_db(transaction=True)
def test_twelve_attempts_at_the_same_moment_are_twelve_attempts(cast):
    with ThreadPoolExecutor(12) as crowd:
        pages = list(crowd.map(knock_and_leave, range(12)))
    assert sum("hasło się nie zgadza" in page.text for page in pages) <= 5


def knock_and_leave(number):
    try:
        return knock(number)
    finally:
        connection.close()


def test_nobody_drives_the_limits_out_of_the_cache(cast):
    """Django's table of 300 entries would be emptied by a third whenever somebody fills it."""
    for number in range(5):
        knock(number)
    for number in range(400):
        cache.set(f"filling:{number}", number, 60)
    assert "Zbyt wiele nieudanych prób" in knock(6, password=PASSWORD).text
    assert isinstance(caches["default"], DatabaseCache)


def test_the_session_and_the_form_token_change_at_login(cast):
    browser = Client()
    browser.post("/konto/rejestracja/", registration())  # now there is a session
    before = {name: browser.cookies[name].value for name in ("sessionid", "csrftoken") if name in browser.cookies}
    browser.get(LOGIN)
    before["csrftoken"] = browser.cookies["csrftoken"].value
    browser.post(LOGIN, {"login": "anna@urzad.example", "password": PASSWORD})
    after = {name: browser.cookies[name].value for name in before}
    assert before["sessionid"] != after["sessionid"] and before["csrftoken"] != after["csrftoken"]
    assert not Session.objects.filter(session_key=before["sessionid"]).exists()


def test_a_session_id_that_somebody_planted_is_not_used(cast):
    browser = Client()
    browser.cookies["sessionid"] = "a" * 32
    browser.post(LOGIN, {"login": "anna@urzad.example", "password": PASSWORD})
    assert browser.cookies["sessionid"].value != "a" * 32


def test_a_new_password_ends_all_other_sessions_at_once(cast):
    pair = [Client(), Client()]
    for browser in pair:
        browser.post(LOGIN, {"login": "anna@urzad.example", "password": PASSWORD})
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert pair[0].post("/konto/haslo/zmiana/", data).status_code == 302
    assert [browser.get("/konto/").status_code for browser in pair] == [200, 302]


def test_a_blocked_account_is_out_at_once(cast, signed_in):
    browser = signed_in(cast.anna)
    User.objects.filter(pk=cast.anna.pk).update(is_active=False)
    assert browser.get("/konto/").status_code == 302
    page = knock(1, password=PASSWORD)
    assert page.status_code != 302 or "/start/" not in page.url


@pytest.mark.parametrize(
    "target",
    [
        *(
            "https://zly.example/",
            "//zly.example/",
            "///zly.example",
            "/\\zly.example",
            "\\\\zly.example",
            "http:zly.example",
        ),
        *(
            "javascript:alert(1)",
            "/\t/zly.example",
            "/%09/zly.example",
            "https:///zly.example",
            "/start/\r\nX: y",
            "\x01//zly",
        ),
    ],
)
@pytest.mark.parametrize("path", [LOGIN, "/konto/wylogowanie/", "/konto/rejestracja/", "/jezyk/en/", "/wyglad/dark/"])
def test_no_door_leads_out_of_the_house(cast, signed_in, path, target):
    browser = signed_in(cast.ewa) if "wylogowanie" in path else Client()
    data = {"login": "anna@urzad.example", "password": PASSWORD, "next": target, **registration(terms="on")}
    answers = [browser.post(path, data, query_params={"next": target}), browser.get(path, {"next": target})]
    for page in answers:
        where = page.get("Location", "/")
        assert where.startswith("/") and not where.startswith(("//", "/\\", "/\t")) and "\n" not in where


@pytest.mark.parametrize(
    "referer", ["http://testserver//zly.example/", "http://testserver/\\zly.example/", "http://zly.example/"]
)
def test_a_refusal_leads_back_to_a_page_of_ours(cast, signed_in, today, referer):
    sent = propose(cast)
    browser = signed_in(cast.oliwia)
    page = browser.post(f"/szkolenia/zgloszenia/{sent.number}/wycofanie/", headers={"Referer": referer})
    assert page.status_code == 302 and not page.url.startswith(("//", "/\\", "http"))


def test_there_is_no_second_door():
    """Neither Django's own login, nor its administration, nor allauth's default addresses."""
    for path in (
        "/admin/",
        "/admin/login/",
        "/accounts/login/",
        "/login/",
        "/konto/email/",
        "/api/",
        "/konto/reauthenticate/",
    ):
        assert Client().get(path).status_code == 404
    views = {pattern for pattern in get_resolver().reverse_dict if callable(pattern)}
    assert not [view for view in views if view.__module__.startswith("django.contrib")]
    assert {door.name for door in doors() if "login" in door.name} == {"login", "account_login"}


def test_registering_resetting_and_resending_say_the_same_to_known_and_unknown(cast):
    Client().post("/konto/rejestracja/", registration(email="czeka@urzad.example"))
    known, unknown, waits = "anna@urzad.example", "nikt@urzad.example", "czeka@urzad.example"
    for path, data in [
        ("/konto/haslo/", lambda who: {"email": who}),
        ("/konto/aktywacja/ponownie/", lambda who: {"email": who}),
        ("/konto/rejestracja/", lambda who: registration(email=who)),
        ("/koordynator/rejestracja/", lambda who: registration(email=who, office=cast.units.laziska.pk)),
    ]:
        seen = set()
        for number, who in enumerate((known, unknown, waits)):
            page = Client().post(path, data(who), REMOTE_ADDR=f"10.0.1.{number}", follow=True)
            cookies = tuple(sorted(page.client.cookies))
            seen.add((page.status_code, tuple(page.redirect_chain), plain(page.text, who), cookies))
        assert len(seen) == 1, path


def plain(text, who):
    """The page without the address itself, its length and the tokens of this answer."""
    return re.sub(r'value="[^"]{40,}"', "", text.replace(who, "X"))


def test_a_reset_link_is_worth_nothing_for_another_account(cast):
    Client().post("/konto/haslo/", {"email": "anna@urzad.example"})
    body = Message.objects.get(kind="accounts.password_reset").body
    key = body.split("/konto/haslo/nowe/")[1].split("/")[0].partition("-")[2]
    browser = Client()
    page = browser.get(f"/konto/haslo/nowe/{int_to_base36(cast.filip.pk)}-{key}/", follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert User.objects.get(pk=cast.filip.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("path", "fields", "known"),
    [
        ("/konto/haslo/", lambda who: {"email": who}, "anna@urzad.example"),
        ("/konto/aktywacja/ponownie/", lambda who: {"email": who}, "czeka@urzad.example"),
        ("/konto/rejestracja/", lambda who: registration(email=who), "anna@urzad.example"),
    ],
)
def test_a_known_address_costs_what_an_unknown_one_costs(cast, path, fields, known):
    """Counted in writes, because a machine under test has no steady clock."""
    Client().post("/konto/rejestracja/", registration(email="czeka@urzad.example"))
    cache.clear()
    costs = {who: written(path, fields(who)) for who in (known, "nikt@urzad.example")}
    assert abs(costs[known] - costs["nikt@urzad.example"]) <= 3, costs
    assert not Message.objects.filter(recipient="nikt@urzad.example").exclude(kind="accounts.activation").exists()


def written(path, data):
    with CaptureQueriesContext(connection) as queries:
        assert Client().post(path, data).status_code in (200, 302)
    return sum(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries.captured_queries)
