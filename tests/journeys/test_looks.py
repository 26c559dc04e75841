"""Long words on a narrow screen, paper, colours that the system forces, wide spacing, forms full of errors."""

import pytest
from playwright.sync_api import expect

from tests.journeys.errands import Operator, in_days
from tests.journeys.test_sending import LIST, NEW

LONG = "Konstantynopolitanczykowianeczkowna"
ADDRESS = f"{LONG.lower()}.{LONG.lower()[:28]}@{'bardzo-' * 7}dluga-domena.example"
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
CUT_OFF = """all => all.map(node => node.outerHTML).filter((_html, place) => {
  const node = all[place];
  return node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 4;
})"""
WITHOUT_BORDER = """all => all.filter(node => getComputedStyle(node).borderTopStyle === 'none')
  .map(node => node.outerHTML.slice(0, 120))"""
IN_FIELD = """document.activeElement.matches('input, select, textarea')
  && document.activeElement.id === location.hash.slice(1)"""
DESCRIBED = "document.activeElement.closest('[aria-describedby], fieldset[aria-describedby] *') !== null"


@pytest.fixture
def long_words(newcomer):
    """The number of a proposal in which everything that people can type is as long as they can type it."""
    anna = newcomer(who="Anna")
    anna.open(NEW)
    anna.set_day("Proponowana data", in_days(45))
    anna.set_time("Godzina rozpoczęcia", "08:15")
    anna.choose("Stacjonarne")
    anna.select("Miejsce", "Szkolenie w urzędzie")
    anna.fill("Adres / opis", "x" * 300)
    anna.fill("Imię", LONG)
    anna.fill("Nazwisko", f"{LONG}-{LONG}")
    anna.fill("E-mail służbowy", ADDRESS)
    anna.press("Wyślij propozycję")
    return anna.page.locator("th .sub").first.inner_text().split(",")[0]


@pytest.mark.requirement("R-003-60")
def test_long_words_never_push_a_page_sideways(newcomer, long_words):
    anna, oliwia = newcomer(width=320, who="Anna"), newcomer(width=320, who="Oliwia")
    oliwia.open(f"{LIST}{long_words}/")
    Operator(oliwia).accept(long_words, "y" * 500)

    for path in (LIST, f"{LIST}{long_words}/", f"{LIST}{long_words}/zmiana/", f"{LIST}?q={LONG}"):
        anna.open(path)
        oliwia.open(path.removesuffix("zmiana/"))
    oliwia.open(f"/korespondencja/?szukaj={long_words}")
    oliwia.press("Pokaż")


@pytest.mark.requirement("R-003-60")
def test_wider_spacing_of_text_loses_nothing(newcomer):
    """WCAG 1.4.12; the style is a reader's own, so the page's policy does not apply to it."""
    for who, paths in {
        "": ["/", "/konto/logowanie/"],
        "Anna": ["/koordynator/", NEW, LIST, "/organizacje/moje/", "/organizacje/nowa/dane/"],
        "Oliwia": ["/administrator/"],
    }.items():
        reader = newcomer(width=320, who=who, bypass_csp=True)
        for path in paths:
            reader.open(path)
            reader.page.add_style_tag(content=SPACING)
            assert reader.page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, path
            assert reader.page.locator(".btn:visible").evaluate_all(CUT_OFF) == [], path


@pytest.mark.requirement("R-003-60")
@pytest.mark.parametrize("path", ["/koordynator/", LIST, "number"])
def test_paper_shows_the_matter_and_not_the_ways_around_it(newcomer, path):
    anna = newcomer(who="Anna")
    anna.open(LIST)
    if path == "number":
        path = anna.page.locator("a.main").first.get_attribute("href")
    anna.open(path)
    anna.page.emulate_media(media="print")

    for unwanted in ("header.bar", "nav.nav", ".skip", ".btn", ".crumbs", "form.filters", "td.act"):
        for found in anna.page.locator(unwanted).all():
            expect(found).to_be_hidden()
    for wanted in ("h1", "main .panel", ".fund"):
        expect(anna.page.locator(wanted).first).to_be_visible()


@pytest.mark.requirement("R-003-60")
def test_colours_that_the_system_forces_leave_everything_in_sight(newcomer):
    anna = newcomer(who="Anna", forced_colors="active")
    for path in ("/koordynator/", LIST, NEW):
        anna.open(path)
    anna.choose("Online")

    card = anna.page.locator("label.choice").filter(has_text="Online")
    assert card.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    borders = anna.page.locator(".btn:visible, .input:visible, .panel:visible, .tag:visible")
    assert borders.evaluate_all(WITHOUT_BORDER) == []


@pytest.mark.requirement("R-000-1.7", "R-003-60")
@pytest.mark.parametrize(
    ("who", "path", "button"),
    [
        ("", "/konto/rejestracja/", "Zarejestruj się"),
        ("", "/koordynator/rejestracja/", "Zarejestruj"),
        ("", "/konto/logowanie/", "Zaloguj"),
        ("", "/konto/haslo/", "Zresetuj hasło"),
        ("", "/konto/aktywacja/ponownie/", "Wyślij link ponownie"),
        ("Anna", NEW, "Wyślij propozycję"),
        ("Anna", "/konto/haslo/zmiana/", "Zmień hasło"),
        ("Anna", "/koordynator/urzad/", "Reprezentuj ten urząd"),
        ("Anna", "/organizacje/*/uzytkownicy/nowy/", "Zapisz"),
        ("Anna", "/organizacje/*/osoba-do-kontaktu/wybor/", "Potwierdź"),
        ("Oliwia", "/administrator/program/cyfryzacja/tematy/nowy/", "Zapisz"),
        ("Oliwia", LIST, "Rozpatrz zaznaczone"),
    ],
)
def test_the_list_of_errors_is_read_first_and_leads_to_the_fields(newcomer, who, path, button):
    visitor = newcomer(who=who)
    visitor.open(path.replace("*", own_organisation(visitor)) if "*" in path else path)
    visitor.press(button)

    summary = visitor.page.locator("[data-errors]")
    expect(summary).to_be_focused()
    assert visitor.page.title().startswith("Błąd:")
    for width in (1280, 390):
        visitor.page.set_viewport_size({"width": width, "height": 844})
        visitor.arrived()
        for link in summary.locator("a").all():
            link.click()
            assert visitor.page.evaluate(IN_FIELD), link.inner_text()
            assert visitor.page.evaluate(DESCRIBED), f"{link.inner_text()}: the field does not say what is wrong"


def own_organisation(visitor):
    """The identifier of the first on the list."""
    visitor.open("/organizacje/moje/")
    return visitor.page.get_by_role("rowheader").first.inner_text()
