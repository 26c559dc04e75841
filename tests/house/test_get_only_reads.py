"""Looking changes nothing: a GET writes to no table, whoever looks and wherever."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from ratusz.correspondence.models import Message
from tests.security.conftest import ROLES, browsers, house, letters
from tests.security.doors import doors, samples
from tests.security.garbage import QUERIES

WRITES = re.compile(
    r"^\s*(?:WITH\b.*?\b)?(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|ALTER|DROP|CREATE)\b", re.IGNORECASE
)
TABLE = re.compile(r"\"(\w+)\"")

# The limits of allauth count everything but GET, also what changes nothing.
COUNTED = {"cache"}
# The key of a reset moves from the address, where others could read it, into the session.
MAY_WRITE = {"account_reset_password_from_key": {"django_session"}}
__all__ = ["browsers", "house", "letters"]


class Watch:
    """Collects what was written through the connection."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            found = TABLE.search(sql)
            self.tables.add(found[1] if found else sql)
        return execute(sql, params, many, context)


@contextmanager
def watched() -> Iterator[set[str]]:
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch.tables


@pytest.mark.parametrize("role", ROLES)
def test_a_get_writes_nothing(house, letters, browsers, role):
    for door in doors():
        address = door.address(**samples(house, door))
        for asked in (address, f"{address}?{'&'.join(f'{name}=1' for name in QUERIES)}"):
            with watched() as tables:
                browsers[role].get(asked)
            assert tables <= MAY_WRITE.get(door.name, set()), asked


def test_heads_and_options_write_nothing_either(house, letters, browsers):
    for door in doors():
        for method in ("head", "options"):
            with watched() as tables:
                getattr(browsers["oliwia"], method)(door.address(**samples(house, door)))
            assert tables <= MAY_WRITE.get(door.name, set()) | COUNTED, (method, door.name)


def test_a_working_reset_link_is_the_exception(house):
    Client().post("/konto/haslo/", {"email": "anna@urzad.example"})
    address = (
        "/konto/haslo/nowe/"
        + Message.objects.get(recipient="anna@urzad.example").body.split("/haslo/nowe/")[1].split()[0]
    )
    with watched() as tables:
        Client().get(address)
    assert tables == MAY_WRITE["account_reset_password_from_key"]


def test_the_watch_sees_what_is_written(house):
    with watched() as tables:
        Client().post("/konto/logowanie/", {"login": "anna@urzad.example", "password": "zielony-tramwaj-7"})
    assert {"django_session", "accounts_user", "cache"} <= tables
