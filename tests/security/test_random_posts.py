"""Ten thousand requests that nobody would send: none breaks a page, none changes what is not the sender's to change."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from ratusz.organisations.models import Membership, Organisation
from ratusz.programmes.models import Declaration
from ratusz.proposals.models import ChangeRequest, Nominee, Proposal
from tests.security import garbage
from tests.security.conftest import ROLES
from tests.security.doors import Door, doors, samples
from tests.security.test_matrix import written

POSTS, ROUND = 2_500, 125
FORM = "application/x-www-form-urlencoded"
SENDERS = ("stranger", "filip", "anna", "oliwia")
OWN_OFFICE_ONLY = {"stranger", "filip"}


def answering(method: str, role: str) -> list[Door]:
    """The doors where this role gets more than "not this method"."""
    place, table = ROLES.index(role), written()
    half = 0 if method == "GET" else 1
    return [door for door in doors() if table[door.name][place].split("/")[half] != "405"]


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ours(house: SimpleNamespace) -> dict[str, list[Any]]:
    """Everything that only Anna's office and the operator may change."""
    office = {"organisation": house.office.pk}
    rows = {
        "proposals": Proposal.objects.filter(**office),
        "people": Nominee.objects.filter(proposal__organisation=house.office),
        "changes": ChangeRequest.objects.filter(proposal__organisation=house.office),
        "declarations": Declaration.objects.filter(**office),
        "memberships": Membership.objects.filter(**office, pk__lte=house.refused.pk),
        "offices": Organisation.objects.filter(pk__lte=house.units.organiser.pk),
    }
    programmes = apps.get_app_config("programmes").get_models(include_auto_created=True)
    rows |= {model.__name__: model.objects.all() for model in programmes if model is not Declaration and "topics" not in model.__name__}
    return {name: list(found.order_by("pk").values()) for name, found in rows.items()}


@pytest.mark.parametrize("role", SENDERS)
def test_random_posts(house, letters, browsers, role):
    chance, correct = random.Random(f"posts of {role}"), garbage.forms(house)
    random.seed(role)
    targets, browser, before = answering("POST", role), browsers[role], ours(house)
    for _ in range(POSTS // ROUND):
        with taken_back():
            cookies = browser.cookies.copy()
            for number in range(ROUND):
                door = chance.choice(targets)
                fire(browser, door, house, garbage.body(chance, correct, door.name), number)
                if door.name.endswith("logout"):
                    browser.cookies = cookies.copy()
            if role in OWN_OFFICE_ONLY:
                assert ours(house) == before
        browser.cookies = cookies


def fire(browser: Client, door: Door, house: SimpleNamespace, body: str, number: int) -> None:
    """One POST, each from an address of its own, so that the limits do not shield what lies behind them."""
    address = door.address(**samples(house, door))
    remote = f"10.{number % 250}.{random.randrange(250)}.{random.randrange(250)}"
    page = browser.generic("POST", address, body, content_type=FORM, REMOTE_ADDR=remote)
    assert page.status_code < 500, (address, body[:500])
