"""Queries and addresses that nobody would type: every list and every door answers, none breaks."""

import random
from urllib.parse import quote

import pytest
from django.test import Client

from tests.security import garbage
from tests.security.doors import doors, samples
from tests.security.test_random_posts import answering, taken_back

QUERIES = 40
PARTS = [*garbage.ALL, "ZS-2026-0001\x00", "..", ".", "%2e%2e", "a/b", "a\\b", "-", "_", "\ud800"]
SESSIONS = [
    r'"\000abcdefgh"',
    "a",
    "x" * 5000,
    "'; DROP TABLE django_session; --",
    r'"\377\376aaaaaaaa"',
    "ą".encode().decode("latin-1") * 40,
]


@pytest.mark.parametrize("role", ["stranger", "anna", "oliwia"])
def test_random_queries(house, letters, browsers, role):
    chance = random.Random(role)
    with taken_back():
        for door in answering("GET", role):
            if door.name.endswith("logout"):
                continue
            address = door.address(**samples(house, door))
            for _ in range(QUERIES if not door.parts else QUERIES // 4):
                asked = f"{address}?{garbage.query(chance)}"
                assert browsers[role].generic("GET", asked).status_code < 500, asked


@pytest.mark.parametrize("role", ["anna", "oliwia"])
def test_random_parts_of_addresses(house, letters, browsers, role):
    chance = random.Random(role)
    with taken_back():
        for door in [door for door in doors() if door.parts]:
            known = samples(house, door)
            for part in door.parts:
                marked = quote(str(known[part]), safe="")
                for piece in ["a\x00b", "1" + "0" * 30, *chance.sample(PARTS, 25)]:
                    spoilt = quote(piece.encode("utf-8", "surrogatepass"), safe="")[:4000]
                    address = door.address(**known).replace(f"/{marked}/", f"/{spoilt}/")
                    for method in ("GET", "POST"):
                        assert browsers[role].generic(method, address).status_code < 500, (method, address)


@pytest.mark.parametrize("value", SESSIONS, ids=range(len(SESSIONS)))
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "jezyk", "wyglad", "messages", "autor"])
def test_random_cookies(house, name, value):
    browser = Client()
    for address in ("/", "/konto/logowanie/", "/szkolenia/zgloszenia/"):
        assert browser.get(address, headers={"Cookie": f"{name}={value}"}).status_code < 500


def test_a_header_is_only_text(house, browsers):
    for name in (
        "Referer",
        "Origin",
        "Accept-Language",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "User-Agent",
        "Sec-Fetch-Site",
    ):
        for value in garbage.TEXTS[:24]:
            if "\r" not in value:
                sent = {name: value.encode().decode("latin-1")}
                assert browsers["anna"].post("/koordynator/urzad/", {"office": "x"}, headers=sent).status_code < 500
