"""A house with something behind every door, and everybody who may stand in front of one."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from ratusz.organisations import actions as organisations
from ratusz.organisations.models import Membership
from ratusz.proposals import actions as proposals
from tests.cast import NOW, on, onsite, person, propose

ROLES = ("stranger", "ewa", "bartek", "hanna", "celina", "darek", "anna", "filip", "oliwia")


@pytest.fixture
def house(cast: SimpleNamespace, today: Any) -> SimpleNamespace:
    """Anna's office with a deputy (Darek), somebody who waits (Celina), proposals in two states and a request for a
    change; Filip's office with a proposal; Hanna, who was refused for the third office while she was signed in."""
    by_hand = {"by": cast.anna, "at": NOW}
    darek = organisations.join(cast.darek, cast.units.siemianowice, by=cast.darek, at=NOW)
    organisations.confirm(darek, **by_hand)
    waiting = organisations.join(cast.celina, cast.units.siemianowice, by=cast.celina, at=NOW)
    pending = propose(cast, onsite(cast.programme))
    accepted = propose(cast)
    proposals.accept(accepted, seen_version=1, by=cast.oliwia, at=NOW)
    change = proposals.ask_for_change(accepted, "cancellation", {}, "Brak chętnych", request_key=uuid4(), **by_hand)
    foreign = propose(cast, office=cast.other_office, by=cast.filip)
    hanna = person("Hanna", "Wilk")
    refused = organisations.join(hanna, cast.units.laziska, by=hanna, at=NOW)
    upload = organisations.receive("lista.csv", ["Nazwa"], [(2, ["Urząd"])], by=cast.oliwia, at=NOW)
    more = {"upload": upload, "pending": pending, "accepted": accepted, "change": change, "foreign": foreign}
    return SimpleNamespace(**vars(cast), **more, waiting=waiting, deputy=darek, refused=refused, hanna=hanna)


@pytest.fixture
def letters(house: SimpleNamespace, work: Callable[[], int]) -> None:
    """What the story caused is written; the invitations have attachments."""
    work()


@pytest.fixture
def browsers(house: SimpleNamespace) -> dict[str, Client]:
    """One browser for everybody; a stranger's has no account behind it. Hanna's role ended after she signed in."""
    found = {"stranger": Client()}
    for name in ROLES[1:]:
        found[name] = Client()
        found[name].force_login(getattr(house, name))
    found["hanna"].get("/koordynator/")
    place = Membership.objects.get(pk=house.refused.pk)
    organisations.refuse(place, reason="Nie działa w imieniu urzędu", by=house.oliwia, at=on("2026-02-12", "10:05"))
    return found
