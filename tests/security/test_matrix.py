"""Who gets what behind every door: `matrix.txt`, written by hand and compared with the product."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.security.conftest import ROLES
from tests.security.doors import doors, keys_of, samples

TABLE = Path(__file__).with_name("matrix.txt")
LOGIN = "/konto/logowanie/?next="
OFFICE_DOORS = [
    door
    for door in doors()
    if ({"number", "pk"} & set(door.parts) and door.name.startswith(("proposal", "membership_", "office")))
    or ("oid" in door.parts and door.name != "organisation")
]


def written() -> dict[str, list[str]]:
    """Door -> the answers of GET and POST for each role, as the table says."""
    lines = [line.split("#")[0].split() for line in TABLE.read_text().splitlines()]
    rows = [line for line in lines if line]
    assert tuple(rows[0][1:]) == ROLES
    return {row[0]: row[1:] for row in rows[1:]}


@contextmanager
def taken_back(browser: Client) -> Iterator[None]:
    """Whatever a request does, the next one finds the house as it was, and the same browser."""
    cookies = deepcopy(browser.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    browser.cookies = cookies


def answer(browser: Client, method: str, address: str) -> str:
    with taken_back(browser):
        page = browser.generic(method, address)
    if page.status_code in (301, 302):
        return "login" if page.url.startswith(LOGIN) else "go"
    return str(page.status_code)


def test_the_table_names_every_door():
    assert sorted(written()) == [door.name for door in doors()]


def test_every_role_gets_at_every_door_what_the_table_says(house, letters, browsers):
    found = {}
    for door in doors():
        address = door.address(**samples(house, door))
        found[door.name] = [
            f"{answer(browsers[role], 'GET', address)}/{answer(browsers[role], 'POST', address)}" for role in ROLES
        ]
    expected = written()
    wrong = {name: row for name, row in found.items() if row != expected.get(name)}
    assert not wrong, "\n" + as_table(wrong)


def as_table(rows: dict[str, list[str]]) -> str:
    """For the eyes of whoever has to correct the table or the product."""
    width = (40, *(13 for _role in ROLES))
    lines = [("door", *ROLES), *((name, *cells) for name, cells in rows.items())]
    return "\n".join("".join(cell.ljust(size) for cell, size in zip(line, width, strict=True)) for line in lines)


@pytest.mark.parametrize("role", ["ewa", "bartek", "hanna", "celina", "filip"])
def test_what_belongs_to_another_office_does_not_exist_for_any_id(house, letters, browsers, role):
    own = {house.foreign.number, house.other_office.pk} if role == "filip" else set()
    own |= set(house.filip.memberships.values_list("pk", flat=True)) if role == "filip" else set()
    own |= {house.other_office.oid} if role == "filip" else set()
    tried = 0
    for door in OFFICE_DOORS:
        for address in addresses(house, door, own):
            answers = {answer(browsers[role], method, address) for method in ("GET", "POST")}
            assert answers <= {"404", "405"} and "404" in answers, address
            tried += 1
    assert tried > 40


def addresses(house: SimpleNamespace, door: Any, own: set[Any]) -> Iterator[str]:
    """The door with every id of somebody else's, and with ids that nobody has."""
    if "oid" in door.parts:
        yield from _of_organisations(door, own)
        return
    several = {"number", "pk"} <= set(door.parts)
    keys = keys_of("proposal" if several or "number" in door.parts else door.name)
    nobody = "ZS-2026-9999" if "number" in door.parts else 10**30
    for key in [*keys, nobody]:
        if key not in own:
            yield door.address(**({"number": key, "pk": house.change.pk} if several else {door.parts[0]: key}))


def _of_organisations(door: Any, own: set[Any]) -> Iterator[str]:
    """Every organisation but one's own; in one's own the people of every other."""
    people = [pk for pk in keys_of("membership_") if pk not in own] if {"key", "pk"} & set(door.parts) else [0]
    for oid in [*keys_of(door.name), "R99999990", "nikt"]:
        if oid not in own or people != [0]:
            yield from (door.address(oid=oid, key=str(pk), pk=pk) for pk in people)
