"""Ten thousand requests that nobody would send: none breaks a page or changes what is not the sender's."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from itertools import islice
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from ratusz.organisations.models import (
    ContactPerson,
    Draft,
    Membership,
    Organisation,
    OrganisationImport,
    Revision,
)
from ratusz.programmes.models import Declaration
from ratusz.proposals.models import ChangeRequest, Nominee, Proposal
from tests.security import garbage
from tests.security.conftest import ROLES
from tests.security.doors import Door, doors, samples
from tests.security.test_matrix import written

POSTS = {"stranger": 2_000, "filip": 1_500, "anna": 3_500, "oliwia": 3_000}
ROUND = 125
FORM = "application/x-www-form-urlencoded"
OUTSIDERS = {"stranger", "filip"}


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


@contextmanager
def the_same_person(browser: Client) -> Iterator[None]:
    """Whoever happens to sign in or out is who they were before."""
    cookies = deepcopy(browser.cookies)
    yield
    browser.cookies = cookies


def ours(house: SimpleNamespace) -> dict[str, list[Any]]:
    """Everything that only Anna's office and the operator may change."""
    office = {"organisation": house.office.pk}
    rows = {
        "proposals": Proposal.objects.filter(**office),
        "people": Nominee.objects.filter(proposal__organisation=house.office),
        "changes": ChangeRequest.objects.filter(proposal__organisation=house.office),
        "declarations": Declaration.objects.filter(**office),
        "memberships": Membership.objects.filter(**office, pk__lte=house.refused.pk),
        "contacts": ContactPerson.objects.filter(**office),
        "drafts": Draft.objects.filter(**office),
        "saves": Revision.objects.filter(**office),
        "uploads": OrganisationImport.objects.all(),
        "registry": Organisation.objects.filter(pk=house.office.pk),
        "offices": Organisation.objects.filter(pk__lte=house.units.organiser.pk),
    }
    programmes = apps.get_app_config("programmes").get_models(include_auto_created=True)
    rows |= {
        model.__name__: model.objects.all()
        for model in programmes
        if model is not Declaration and "topics" not in model.__name__
    }
    return {name: list(found.order_by("pk").values()) for name, found in rows.items()}


@pytest.mark.parametrize("role", POSTS)
def test_random_posts(house, letters, browsers, role):
    shots, before, browser = list(islice(volley(house, role), POSTS[role])), ours(house), browsers[role]
    assert len(shots) == POSTS[role]
    for start in range(0, len(shots), ROUND):
        with taken_back():
            for door, text in shots[start : start + ROUND]:
                with the_same_person(browser):
                    fire(browser, door, house, text)
            if role in OUTSIDERS:
                assert ours(house) == before


def volley(house: SimpleNamespace, role: str) -> Iterator[tuple[Door, str]]:
    """Three of four spoil one field of the door's own form; when all were sent, only the wilder ones are left."""
    chance, correct = random.Random(role), garbage.forms(house)
    targets = {door.name: door for door in answering("POST", role)}
    precise = garbage.singles(chance, correct, targets)
    while True:
        name, text = next(precise, ("", "")) if chance.random() < 0.75 else ("", "")
        yield (targets[name], text) if name else (chance.choice(list(targets.values())), garbage.body(chance, correct))


def fire(browser: Client, door: Door, house: SimpleNamespace, text: str) -> None:
    """One POST, each from an address of its own, so that the limits do not shield what lies behind them."""
    address = door.address(**samples(house, door))
    remote = f"10.{random.randrange(250)}.{random.randrange(250)}.{random.randrange(250)}"
    page = browser.generic("POST", address, text, content_type=FORM, REMOTE_ADDR=remote)
    assert page.status_code < 500, (address, text[:500])
