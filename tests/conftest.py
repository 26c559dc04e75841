"""Fixtures of every test, and the coverage of the promises at the end of the run."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests import cast as who

pytest_plugins = ["tests.coverage_of_promises"]


@pytest.fixture(autouse=True)
def polish() -> Iterator[None]:
    """Tests read Polish unless they say otherwise."""
    with translation.override("pl"):
        yield


@pytest.fixture(autouse=True)
def afresh() -> None:
    """What a process remembers of the last test's programme is forgotten."""
    from ratusz.programmes.queries import forget_programme

    forget_programme()


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    return who.everybody()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """`clock(on("2026-03-05"))`: from now on it is that moment."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def today(clock: Callable[[datetime], None]) -> datetime:
    """Thursday, 12 February 2026, ten o'clock."""
    clock(who.NOW)
    return who.NOW


@pytest.fixture
def signed_in(client: Client) -> Callable[[Any], Client]:
    """`signed_in(cast.anna)` is a browser in which Anna works."""

    def enter(person: Any) -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    return enter


@pytest.fixture
def work(db: None) -> Callable[[], int]:
    """Let the worker do everything that waits; returns how many jobs it did."""
    from ratusz.jobs import worker

    return lambda: worker.run(once=True)


@pytest.fixture
def project() -> Path:
    """The root of the checkout."""
    return Path(__file__).parents[1]
