"""Source 003, "Logowanie i tworzenie konta": the three sections of the manual are done step by step."""

import re

import pytest

from tests.journeys.errands import PASSWORD
from tests.journeys.manuals import sections
from tests.journeys.product import link

NEW_PASSWORD = "czerwony-parasol-9"
ADDRESSES = {"pl": "krystyna@poczta.example", "en": "kristin@mail.example", "de": "kristina@post.example"}


class Resident:
    """Somebody who wants an account."""

    def __init__(self, visitor, product, email):
        self.visitor, self.product, self.email = visitor, product, email
        self.manual = sections("konto", visitor.words.language)
        self.home = "/"

    def see_the_corner(self):
        """R-003-05: "Zaloguj się" stands in the top right corner of the landing page."""
        page = self.visitor.page
        box = page.locator("header").get_by_role("link", name=self.manual[0].steps[0][0], exact=True).bounding_box()
        assert box["y"] < 150 and box["x"] + box["width"] > page.viewport_size["width"] * 0.9

    def make_an_account(self):
        v = self.visitor
        v.open(self.home)
        self.see_the_corner()
        given = [self.email, PASSWORD, PASSWORD, "Krystyna", "Nowak", "500 600 700"]
        self.manual[0].follow(
            lambda labels: v.press(labels[0]),
            lambda labels: v.press(labels[0]),
            lambda labels: [v.fill(label, value) for label, value in zip(labels, given, strict=True)],
            lambda labels: v.tick(labels[0]),
            lambda labels: self.send_in_spite_of_a_fault(*labels),
            lambda labels: v.sees(*labels),
            lambda labels: self.activate(labels[0]),
        )

    def send_in_spite_of_a_fault(self, button, message):
        """R-000-1.7: the message of the manual stands at the field; all but the passwords is kept."""
        v = self.visitor
        address, *passwords = self.manual[0].steps[2][:3]
        v.fill(address, "")
        v.press(button)
        v.sees(message)
        assert v.field(self.manual[0].steps[2][3]).input_value() == "Krystyna"
        v.fill(address, self.email)
        for label in passwords:
            assert v.field(label).input_value() == ""
            v.fill(label, PASSWORD)
        v.press(button)

    def activate(self, button):
        v = self.visitor
        letter = self.product.letter(self.email, "/konto/aktywacja/")
        assert letter["subject"] == v.words("%(site)s: aktywuj konto", site="Ratusz")
        v.open(link(letter, "/konto/aktywacja/"))
        v.press(button)
        v.sees(v.words("Konto jest aktywne. Zaloguj się."))

    def log_in(self, password):
        v = self.visitor
        v.open(self.home)
        self.manual[1].follow(
            lambda labels: v.press(labels[0]),
            lambda labels: (
                v.fill(labels[0], self.email),
                v.fill(labels[1], password),
                self.look_at_it(*labels[1:], password),
            ),
            lambda labels: v.press(labels[0]),
        )
        assert v.path == "/konto/" and v.heading == v.words("Moje konto")

    def look_at_it(self, label, show, password):
        v = self.visitor
        field = v.page.locator("[name=password]")
        v.activate(v.page.get_by_role("button", name=re.compile(rf"^{show}")))
        assert field.get_attribute("type") == "text" and field.input_value() == password, label

    def log_out(self):
        v = self.visitor
        v.activate(v.page.locator("details.menu summary"))
        v.press(self.manual[1].beside[0])
        v.open("/konto/")
        assert v.path == "/konto/logowanie/"

    def set_a_new_password(self):
        v = self.visitor
        v.open("/konto/logowanie/")
        self.manual[2].follow(
            lambda labels: (self.see_red(labels[0]), v.press(labels[0]), v.sees(labels[1])),
            lambda labels: v.fill(labels[0], self.email),
            lambda labels: v.press(labels[0]),
            lambda _: v.open(link(self.product.letter(self.email, "/konto/haslo/nowe/"), "/konto/haslo/nowe/")),
            lambda labels: [v.fill(label, NEW_PASSWORD) for label in labels],
            lambda labels: [v.press(label) for label in labels],
        )

    def see_red(self, label):
        """R-003-14."""
        colour = self.visitor.control(label).evaluate("node => getComputedStyle(node).color")
        red, green, blue = map(int, re.findall(r"\d+", colour)[:3])
        assert red > 150 and green < 60 and blue < 60, colour


@pytest.mark.requirement("R-003-05", "R-003-14", "R-003-32", "R-003-34", "R-003-53")
@pytest.mark.requirement("R-003-55", "R-003-56", "R-003-57", "R-003-58")
@pytest.mark.parametrize(("language", "width"), [("pl", 1280), ("en", 390), ("de", 390)])
def test_the_manual_leads_through_account_login_and_a_forgotten_password(newcomer, product, language, width):
    krystyna = Resident(newcomer(language, width), product, ADDRESSES[language])

    krystyna.make_an_account()
    krystyna.log_in(PASSWORD)
    krystyna.log_out()
    krystyna.set_a_new_password()
    krystyna.log_in(NEW_PASSWORD)


@pytest.mark.requirement("R-003-55")
@pytest.mark.parametrize("language", ["pl", "en", "de"])
def test_the_manuals_are_in_the_help_of_every_language(newcomer, language):
    reader = newcomer(language)
    for slug in ("koordynator", "rejestr", "konto", "administrator"):
        reader.open("/pomoc/")
        titles = [section.title for section in sections(slug, language)]
        reader.press(reader.page.locator(f"main a[href='/pomoc/{slug}/']").first.inner_text())
        reader.sees(*titles)


@pytest.mark.requirement("R-003-02")
def test_the_language_links_keep_the_page_and_the_choice_stays(newcomer):
    reader = newcomer("pl")
    reader.open("/konto/logowanie/?next=/koordynator/")
    for language in ("de", "en", "pl"):
        reader.words = type(reader.words)(language)
        reader.press(language.upper())
        assert reader.page.url.endswith("/konto/logowanie/?next=/koordynator/")
        assert reader.heading == reader.words("Logowanie")
        reader.press(reader.words("Pomoc i kontakt"))
        assert reader.heading == reader.words("Pomoc i kontakt")
        reader.page.go_back()
