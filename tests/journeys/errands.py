"""Errands as the manuals tell them: every step is done with the labels that the manual quotes for it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from tests.journeys.manuals import sections
from tests.journeys.product import Product, link
from tests.journeys.visitor import Visitor

PASSWORD = "zielony-tramwaj-7"


def in_days(days: int) -> date:
    """A working day, so many days from today or soon after."""
    day = timezone.localdate() + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


@dataclass
class Coordinator:
    """Somebody who makes an account for an office and works with it, as the coordinator's manual says."""

    visitor: Visitor
    product: Product
    email: str
    office: str
    typed: str
    name: tuple[str, str] = ("Janina", "Żak-Kowalska")

    def __post_init__(self) -> None:
        self.manual = sections("koordynator", self.visitor.words.language)

    def section(self, number: int):
        return self.manual[number - 1]

    def register(self) -> None:
        v = self.visitor
        given = [*self.name, self.email, PASSWORD, PASSWORD, "32 765 62 00"]
        self.section(1).follow(
            lambda _: v.open("/koordynator/rejestracja/"),
            lambda labels: [v.fill(label, value) for label, value in zip(labels, given, strict=True)],
            lambda labels: v.pick_office(labels[0], self.typed, self.office),
            lambda labels: v.tick(labels[0]),
            lambda labels: v.press(labels[0]),
            lambda labels: self.activate(labels[0]),
            lambda labels: v.press(labels[0]),
        )
        assert v.path == "/konto/logowanie/"

    def activate(self, label: str) -> None:
        """R-000-1.9: the page after registration; the letter; its link; the button."""
        v = self.visitor
        v.sees(self.email, v.words("Dziękujemy za rejestrację."))
        letter = self.product.letter(self.email, "/konto/aktywacja/")
        assert letter["subject"] == v.words("%(site)s: aktywuj konto", site="Ratusz")
        v.open(link(letter, "/konto/aktywacja/"))
        v.press(label)

    def log_in(self) -> None:
        v = self.visitor
        self.section(2).follow(
            lambda labels: (v.open("/"), v.press(labels[0])),
            lambda labels: [v.fill(label, value) for label, value in zip(labels, [self.email, PASSWORD], strict=True)],
            lambda labels: v.press(labels[0]),
        )
        assert v.path == "/koordynator/"
        v.sees(self.office, *self.section(2).beside)

    def declare(self, people: int) -> None:
        v = self.visitor
        self.section(7).follow(
            lambda labels: v.press(labels[0]),
            lambda labels: (v.fill(labels[0], str(people)), v.choose(self.first_topic())),
            lambda _: v.tick(v.words("Urząd jest zainteresowany pozyskaniem sprzętu komputerowego")),
            lambda labels: v.press(labels[0]),
        )
        v.sees(v.words("Deklaracja urzędu"), str(people))

    def first_topic(self) -> str:
        return self.visitor.page.locator("label.choice b").first.inner_text()

    def propose_online(self, day: date, clock: str, people: list[tuple[str, str, str]]) -> str:
        """The number of the proposal, which stands on the list that follows."""
        v = self.visitor
        self.section(3).follow(
            lambda labels: v.press(labels[0]),
            lambda labels: (v.set_day(labels[0], day), v.set_time(labels[1], clock)),
            lambda labels: v.choose(labels[1]),
            lambda labels: v.select(labels[0], v.options(labels[0])[0]),
            lambda labels: self.name_people(labels[0], people),
            lambda labels: v.press(labels[0]),
        )
        return self.number_of_what_was_sent()

    def propose_onsite(self, day: date, clock: str, address: str, people: list[tuple[str, str, str]]) -> str:
        v = self.visitor
        self.section(4).follow(
            lambda labels: v.press(labels[0]),
            lambda labels: (v.set_day(labels[0], day), v.set_time(labels[1], clock)),
            lambda labels: v.choose(labels[1]),
            lambda labels: (v.select(labels[0], labels[1]), self._offered(labels[0], labels[1:])),
            lambda labels: v.fill(labels[0], address),
            lambda _: self.name_people(self.section(3).steps[4][0], people),
            lambda labels: v.press(labels[0]),
        )
        return self.number_of_what_was_sent()

    def _offered(self, label: str, named: list[str]) -> None:
        assert set(named) <= set(self.visitor.options(label))

    def name_people(self, add: str, people: list[tuple[str, str, str]]) -> None:
        v = self.visitor
        for n, values in enumerate(people, start=1):
            if n > 1:
                v.switch(add)
            who = v.words("Uczestnik {n}").replace("{n}", str(n))
            for label, value in zip(("Imię", "Nazwisko", "E-mail służbowy"), values, strict=True):
                v.fill(v.words(label), value, group=who)

    def number_of_what_was_sent(self) -> str:
        """R-000-3.6: pending, and on the list at once."""
        v = self.visitor
        number = re.search(r"ZS-\d{4}-\d{4}", v.page.get_by_role("status").first.inner_text())[0]
        assert v.path == "/szkolenia/zgloszenia/"
        v.sees(number, *self.section(3).beside)
        return number

    def edit(self, number: str, clock: str) -> None:
        v = self.visitor
        listed, button = self.section(5).steps[0]
        v.open("/koordynator/")
        v.press(listed)
        v.press(button, number)
        v.set_time(self.section(3).steps[1][1], clock)
        v.press(self.section(5).steps[1][0])
        v.sees(number, clock)

    def ask_for_another_day(self, number: str, day: date, clock: str, reason: str) -> None:
        v = self.visitor
        self.section(6).follow(
            lambda labels: (v.open(f"/szkolenia/zgloszenia/{number}/"), v.press(labels[0])),
            lambda _: v.choose(v.words("Termin")),
            lambda labels: (
                v.set_day(v.words("Data"), day),
                v.set_time(v.words("Godzina rozpoczęcia"), clock),
                v.fill(labels[0], reason),
            ),
            lambda labels: v.press(labels[0]),
        )
        v.sees(reason, v.words("Prośby o zmianę"))


@dataclass
class Operator:
    """Somebody who runs the programme, as the administrator's manual says."""

    visitor: Visitor

    def __post_init__(self) -> None:
        self.manual = sections("administrator", self.visitor.words.language)

    def section(self, number: int):
        return self.manual[number - 1]

    def confirm(self, name: str) -> None:
        v = self.visitor
        v.open("/administrator/")
        v.sees(*self.section(1).steps[1], *self.section(1).steps[2])
        v.press(v.words("Potwierdź koordynatora: %(name)s", name=name))
        v.press(self.section(6).steps[1][0], name)
        v.sees(v.words("rola potwierdzona"))

    def accept(self, number: str, note: str, day: date | None = None) -> None:
        v = self.visitor
        date_label, time_label, note_label, button = self.section(2).steps[2]
        v.open(f"/szkolenia/zgloszenia/{number}/")
        if day:
            v.set_day(date_label, day)
        assert v.field(time_label).input_value()
        v.fill(note_label, note)
        v.press(button, number)
        v.sees(v.words("Zaakceptowano zgłoszenie %(number)s.", number=number))

    def reject(self, number: str, reason: str) -> None:
        v = self.visitor
        reason_label, button = self.section(2).steps[3]
        v.open(f"/szkolenia/zgloszenia/{number}/")
        v.fill(reason_label, reason)
        v.press(button, number)
        v.sees(v.words("Odrzucono zgłoszenie %(number)s.", number=number))

    def accept_change(self, number: str) -> None:
        v = self.visitor
        v.open("/administrator/")
        self.section(4).follow(
            lambda labels: v.press(labels[0], beside=number),
            lambda labels: v.press(labels[0]),
        )
        v.sees(v.words("Rozpatrzono prośbę o zmianę."))
