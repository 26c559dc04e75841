"""One product and one browser for all journeys; every visitor gets a fresh profile."""

import logging
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState, expect, sync_playwright

from ratusz.demo import LOGINS
from tests.journeys.crawl import STARTS, Answer, crawl
from tests.journeys.product import Product, running
from tests.journeys.visitor import Visitor

CHROMIUM = os.environ.get("RATUSZ_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HEIGHTS = {1280: 800, 390: 844, 320: 640}
LOCALES = {"pl": "pl-PL", "en": "en-GB", "de": "de-DE"}
Newcomer = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="package", autouse=True)
def without_chatter() -> None:
    """The mail server tells of every word that it hears."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("journeys")) as product:
        yield product


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Not for the whole run: the browser's driver keeps an event loop, beside which Django refuses its database."""
    expect.set_options(timeout=30_000)  # as long as everything else: a busy machine is no fault
    with sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@pytest.fixture(scope="package")
def examined() -> set[tuple[Any, ...]]:
    """The pages that axe has examined already."""
    return set()


@pytest.fixture(scope="package")
def sessions(product: Product, chromium: Browser) -> Callable[[str], StorageState]:
    """The cookies of somebody of the demonstration, who signs in once: the login counts attempts."""
    kept: dict[str, StorageState] = {}

    def session(first_name: str) -> StorageState:
        if first_name not in kept:
            login = next(login for login in LOGINS if login.name.startswith(f"{first_name} "))
            context = chromium.new_context(locale="pl-PL")
            page = context.new_page()
            page.goto(f"{product.url}/konto/logowanie/")
            page.fill("[name=login]", login.email)
            page.fill("[name=password]", login.password)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "/logowanie/" not in url)
            kept[first_name] = context.storage_state()
            context.close()
        return kept[first_name]

    return session


@pytest.fixture(scope="package")
def crawled(product: Product, chromium: Browser, sessions: Any) -> Callable[[str, str], list[Answer]]:
    """The pages that somebody finds by following links, in a language; each way is gone once."""

    @cache
    def way(who: str, language: str) -> list[Answer]:
        context = chromium.new_context(storage_state=sessions(who) if who else None)
        context.add_cookies([{"name": "jezyk", "value": language, "url": product.url}])
        answers = list(crawl(context.request, product.url, STARTS[who]))
        context.close()
        return answers

    return way


@pytest.fixture
def newcomer(product: Product, chromium: Browser, examined: set[Any], sessions: Any) -> Iterator[Newcomer]:
    """`newcomer("de", 390)` is a person with a fresh browser; `who="Oliwia"` is signed in already."""
    contexts: list[BrowserContext] = []

    def come(
        language: str = "pl",
        width: int = 1280,
        *,
        who: str = "",
        script: bool = True,
        kind: type[Visitor] = Visitor,
        **circumstances: Any,
    ) -> Visitor:
        context = chromium.new_context(
            locale=LOCALES[language],
            timezone_id="Europe/Warsaw",
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=script,
            reduced_motion="reduce",
            storage_state=sessions(who) if who else None,
            **circumstances,
        )
        contexts.append(context)
        return kind(context.new_page(), product.url, language, examined, script=script)

    yield come
    for context in contexts:
        context.close()
