"""A person at a browser, who finds everything by the name that it has on the screen."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, expect

from tests.journeys import page_checks
from tests.journeys.words import Words


class Visitor:
    """Works with a pointer. Every page that is reached is examined; what is wrong with it ends the journey.

    `seen` is shared by all visitors of a run: what axe has examined once it does not examine again.
    """

    def __init__(
        self, page: Page, home: str, language: str, seen: set[tuple[Any, ...]], *, script: bool = True
    ) -> None:
        self.page, self.home, self.words, self.script = page, home, Words(language), script
        self.seen, self.faults = seen, []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._watch)
        page.on("response", self._receive)

    # What happens behind the page

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form is answered with a status of its own, which Chromium also writes to the console.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.home + "/", "data:", "about:", "blob:")):
            self.faults.append(f"request to another host: {request.url}")

    def _receive(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            self.faults.append(f"{response.status} from {response.url}")
        if (
            is_page
            and response.status != 302
            and "default-src 'none'" not in response.headers.get("content-security-policy", "")
        ):
            self.faults.append(f"no content security policy: {response.url}")

    # Where one is

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """What can be read on the page, with plain spaces."""
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())

    @property
    def heading(self) -> str:
        return re.sub(r"\s+", " ", self.page.locator("h1").inner_text())

    def sees(self, *texts: str) -> None:
        for text in texts:
            assert re.sub(r"\s+", " ", text) in self.text, f"{self.path} does not say {text!r}:\n{self.text}"

    def arrived(self) -> None:
        """Examines the page that has just come."""
        self.page.wait_for_load_state()
        faults = page_checks.frame(self.page, self.words.language)
        if self.script:  # axe waits for timers, and a browser without script has none
            theme = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
            faults += page_checks.barriers(self.page, self.seen, self.words.language, theme)
        self.faults += [f"{self.path}: {fault}" for fault in faults]
        assert not self.faults, "\n".join(self.faults)

    # What one does

    def open(self, path: str) -> None:
        self.page.goto(self.home + path)
        self.arrived()

    def press(self, label: str, about: str = "", *, beside: str = "") -> None:
        """A link or a button that leads to another page; the one of many that stands beside a text."""
        row = self.page.get_by_role("listitem").or_(self.page.get_by_role("row")).filter(has_text=beside)
        control = row.get_by_role("link", name=label).last if beside else self.control(label, about)
        with self.page.expect_navigation():
            self.activate(control)
        self.arrived()

    def switch(self, label: str, about: str = "") -> None:
        """A button that works within the page where there is script, and otherwise brings the page anew."""
        if not self.script:
            self.press(label, about)
            return
        self.activate(self.control(label, about))

    def unfold(self, label: str) -> None:
        """Shows what stands under a heading that folds."""
        summary = self.page.locator("summary").filter(visible=True).filter(has_text=label).first
        self.activate(summary)
        expect(summary.locator("xpath=..")).to_have_attribute("open", "")

    def fill(self, label: str, text: str, group: str = "") -> None:
        self.write(self.field(label, group), text)

    def set_day(self, label: str, day: date) -> None:
        self.field(label).fill(day.isoformat())

    def set_time(self, label: str, clock: str) -> None:
        self.field(label).fill(clock)

    def choose(self, option: str) -> None:
        """One of several choices, or one more of them."""
        self.page.get_by_label(option, exact=True).or_(
            self.page.locator("label.choice").filter(has_text=option)
        ).first.click()

    def tick(self, label: str) -> None:
        """A checkbox with a sentence."""
        self.page.locator("label.check").filter(has_text=label).locator("input").check()

    def select(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    def options(self, label: str) -> list[str]:
        """What a list offers, without its first line, which asks to choose."""
        return self.field(label).locator("option").all_inner_texts()[1:]

    def pick_office(self, label: str, typed: str, name: str) -> None:
        """The long list: one types the beginning of a name; without script it is a list like any other."""
        if not self.script:
            value = self.page.locator("select option").filter(has_text=name).first.get_attribute("value")
            self.field(label).select_option(value)
            return
        self.write(self.field(label), typed)
        self.page.get_by_role("option").filter(has_text=name).first.click()

    # How it is done and found; a visitor without a pointer does it in another way

    def activate(self, control: Locator) -> None:
        control.click()

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def control(self, label: str, about: str = "") -> Locator:
        """The first visible link or button of that name: of the content before the frame, or else in the menu."""
        found = self._in_sight(f"{label} {about}".strip())
        if found.count() == 0:
            self.unfold(self.words("Menu"))
            found = self._in_sight(label)
        return found.first

    def _in_sight(self, name: str) -> Locator:
        """By the whole name, or by its beginning: what follows is only read aloud and says what it is about."""
        beginning = re.compile(rf"^{re.escape(name)}(?=[ :,]|$)")
        found = (self._named(wanted, place) for wanted in (name, beginning) for place in ("main", "body"))
        return next((controls for controls in found if controls.count()), self._named(name, "body"))

    def _named(self, name: str | re.Pattern[str], place: str) -> Locator:
        exact, around = isinstance(name, str), self.page.locator(place)
        buttons = around.get_by_role("button", name=name, exact=exact)
        return buttons.or_(around.get_by_role("link", name=name, exact=exact)).filter(visible=True)

    def field(self, label: str, group: str = "") -> Locator:
        """A field by its label; `group` is the legend around it."""
        place = self.page.get_by_role("group", name=group, exact=True) if group else self.page
        return place.get_by_label(re.compile(rf"^{re.escape(label)}(?= \(|$)")).filter(visible=True).first
