"""The labels that the manuals quote stand on the screens, in each language, and the manuals' rarer errands."""

import re

import pytest

from ratusz.demo import LOGINS
from tests.journeys.crawl import STARTS
from tests.journeys.errands import PASSWORD, Coordinator, Operator, in_days
from tests.journeys.manuals import quoted
from tests.journeys.markup import read, said
from tests.journeys.product import link
from tests.journeys.registry import Keeper
from tests.journeys.test_sending import LIST

MANUALS = ("koordynator", "rejestr", "konto", "administrator")


class Screens:
    """Everything that was read on the way."""

    def __init__(self, language, answers):
        self.language = language
        self.pieces = {piece for answer in answers if answer.page for piece in said(answer.page, language)}

    def take_in(self, visitor):
        self.pieces |= said(read(visitor.page.content()), self.language)

    def lack(self, label):
        pattern = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)")
        return not any(pattern.search(piece) for piece in self.pieces)


def see_what_links_do_not_lead_to(visitor, product, screens):
    """A form with errors, a valid activation link, a valid link for a new password, a form that was open too long."""
    address, words = f"{screens.language}@instrukcja.example", visitor.words
    visitor.open("/konto/rejestracja/")
    visitor.press(words("Zarejestruj się"))
    screens.take_in(visitor)
    fields = ("email", "password1", "password2", "first_name", "last_name", "phone")
    for name, value in zip(fields, (address, PASSWORD, PASSWORD, "Irena", "Nowak", "500 600 700"), strict=True):
        visitor.page.fill(f"[name={name}]", value)
    visitor.page.check("[name=terms]")
    visitor.press(words("Zarejestruj się"))
    visitor.open(link(product.letter(address, "/konto/aktywacja/"), "/konto/aktywacja/"))
    screens.take_in(visitor)
    visitor.open("/konto/haslo/")
    visitor.page.fill("[name=email]", address)
    visitor.press(words("Zresetuj hasło"))
    visitor.open(link(product.letter(address, "/konto/haslo/nowe/"), "/konto/haslo/nowe/"))
    screens.take_in(visitor)
    visitor.page.context.clear_cookies(name="csrftoken")
    visitor.press(words("Zapisz nowe hasło"))
    screens.take_in(visitor)


def see_the_registry(newcomer, product, screens):
    """A draft, what another person changed meanwhile, the review, the success, an invitation, a namesake."""
    language = screens.language
    anna, oliwia, address = newcomer(language, who="Anna"), newcomer(who="Oliwia"), f"{language}@rejestr.example"
    words, page = anna.words, anna.page

    Keeper(anna, "Urząd Miasta Siemianowice Śląskie").open()
    here = anna.path
    anna.press(words("Edytuj"))
    page.fill("[name=website]", f"https://{language}.example")
    anna.press(words("Osoba do kontaktu w organizacji"))
    page.fill("[name=email]", address)
    anna.press(words("Uprawnieni użytkownicy"))
    anna.press(words("Dodaj użytkownika"))
    screens.take_in(anna)
    anna.press(words("Kopiuj dane osoby kontaktowej"))
    page.locator("label.choice").last.click()
    anna.press(words("Zapisz"))
    screens.take_in(anna)

    oliwia.open(f"{here}dane/")
    oliwia.fill("Strona internetowa", f"https://{language}.oliwia.example")
    for _ in range(2):
        oliwia.press("Aktualizuj moją organizację")
    anna.press(words("Aktualizuj moją organizację"))
    screens.take_in(anna)
    page.locator("label.choice").last.click()
    for button in ("Zapisz wybór w szkicu", "Aktualizuj moją organizację"):
        anna.press(words(button))
        screens.take_in(anna)
    anna.open(link(product.letter(address, "/zaproszenie/"), "/zaproszenie/"))
    screens.take_in(anna)

    anna.open("/organizacje/nowa/dane/")
    anna.pick_office(words("Jednostka samorządu, której podlega"), "siemian", "Siemianowice Śląskie")
    anna.fill(words("Nazwa"), "Urząd Miasta Siemianowice Śląskie")
    anna.press(words("Zarejestruj organizację"))
    screens.take_in(anna)
    anna.press(words("Wróć do edycji"))
    anna.press(words("Odrzuć szkic"))


def see_a_letter_that_did_not_leave(newcomer, product, screens):
    """Section 7 of the administrator's manual: found among the letters, understood, sent again."""
    nobody, refusal = f"nikt-{screens.language}@siemianowice.example", "550 5.1.1 nie ma takiej skrzynki"
    product.mail.to = lambda address: refusal if address == nobody else "250 OK"
    number = name_somebody(newcomer(who="Anna"), nobody)
    oliwia = newcomer(screens.language, who="Oliwia")
    Operator(oliwia).accept(number, "")
    product.rest()

    oliwia.open(f"/korespondencja/?szukaj={nobody}&stan=failed")
    oliwia.sees(oliwia.words("niewysłana"))
    oliwia.press(oliwia.words("Pokaż"))
    oliwia.sees(refusal)
    screens.take_in(oliwia)
    product.mail.to = lambda address: "250 OK"
    oliwia.press(oliwia.words("Wyślij ponownie"))
    assert product.letter(nobody, number)


@pytest.mark.requirement("R-002-14.3", "R-003-53", "R-003-55")
@pytest.mark.parametrize("language", ["pl", "en", "de"])
def test_what_the_manuals_quote_stands_on_the_screens(newcomer, crawled, product, language):
    answers = [answer for who in STARTS for answer in crawled(who, language) if not answer.path.startswith("/pomoc/")]
    screens = Screens(language, answers)
    see_what_links_do_not_lead_to(newcomer(language), product, screens)
    see_the_registry(newcomer, product, screens)
    see_a_letter_that_did_not_leave(newcomer, product, screens)

    missing = {(slug, label) for slug in MANUALS for label in quoted(slug, language) if screens.lack(label)}

    assert missing == set()


@pytest.mark.requirement("R-000-1.3", "R-000-1.9")
def test_the_second_person_of_an_office_waits_as_deputy_and_takes_over(newcomer, product):
    """Section 8 of the coordinator's manual, in Siemianowice; and Łaziska, typed without Polish letters."""
    second = Coordinator(newcomer(), product, "wit@laziska.example", "Łaziska Górne", "laziska", ("Wit", "Ulman"))
    second.register()
    second.visitor.open("/koordynator/")
    for label, value in zip(second.section(2).steps[1], (second.email, PASSWORD), strict=True):
        second.visitor.fill(label, value)
    second.visitor.press(second.section(2).steps[2][0])
    second.visitor.sees("Czekasz jako zastępca", "Łaziska Górne")

    anna = newcomer(who="Anna")
    tab, confirm, _refuse = second.section(8).steps[1]
    unfold, hand_over = second.section(8).steps[2]
    anna.open("/koordynator/")
    anna.press(tab)
    anna.press(confirm, "Grażyna Sobota")
    anna.sees("Potwierdzono: Grażyna Sobota.")
    anna.unfold(unfold)
    anna.press(hand_over, "Grażyna Sobota")
    anna.open("/koordynator/")
    anna.sees("Jesteś zastępcą koordynatora")

    grazyna = newcomer(who="Grażyna")
    grazyna.open("/koordynator/osoby/")
    grazyna.unfold(unfold)
    grazyna.press(hand_over, "Anna Kowalczyk")
    anna.open("/koordynator/")
    anna.sees("Nowe zgłoszenie")


def name_somebody(anna, email):
    anna.open(f"{LIST}nowe/")
    anna.set_day("Proponowana data", in_days(50))
    anna.set_time("Godzina rozpoczęcia", "08:15")
    anna.choose("Online")
    anna.fill("Imię", "Nikodem")
    anna.fill("Nazwisko", "Nieznany")
    anna.fill("E-mail służbowy", email)
    anna.press("Wyślij propozycję")
    return re.search(r"ZS-\d{4}-\d{4}", anna.text)[0]


@pytest.mark.requirement("R-003-11", "R-003-57")
@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.name)
def test_everybody_of_the_demonstration_gets_in(sessions, login):
    names = {cookie["name"] for cookie in sessions(login.name.split(" ")[0])["cookies"]}

    assert "sessionid" in names
