"""Source 001 on the started product: the contact person, the authorised users, what one draft and two people do."""

import pytest
from playwright.sync_api import expect

from tests.journeys.errands import PASSWORD
from tests.journeys.keyboard import KeyboardVisitor
from tests.journeys.product import link
from tests.journeys.registry import Keeper

OFFICE = "Urząd Miasta Siemianowice Śląskie"
TERESA = "teresa.bak@siemianowice.example"


@pytest.mark.requirement("R-001-0.1", "R-001-1.1", "R-001-1.2", "R-001-1.3", "R-001-1.4", "R-001-1.5", "R-001-2.1")
@pytest.mark.requirement("R-001-2.2", "R-001-2.3", "R-001-2.4", "R-001-2.5", "R-001-3.1", "R-001-3.2", "R-001-3.3")
@pytest.mark.requirement("R-001-3.3.1", "R-001-3.3.2", "R-001-3.3.2a", "R-001-3.3.3", "R-001-3.4", "R-001-4.1")
@pytest.mark.requirement("R-001-4.1.1", "R-001-5.1", "R-001-5.2")
def test_source_001_section_by_section(newcomer, product):
    anna, teresa = Keeper(newcomer(who="Anna"), OFFICE), Keeper(newcomer(), OFFICE)
    v = anna.visitor

    anna.find()
    v.press("Edytuj")
    anna.overwrite_contact(**{"Imię": "Teresa", "Nazwisko": "Bąk-Zawada", "E-mail służbowy": TERESA})
    leave_and_stay(v)
    go_on_elsewhere(Keeper(newcomer(width=390, who="Anna"), OFFICE))
    anna.store_contact(TERESA)
    v.sees("Teresa Bąk-Zawada", TERESA)
    assert product.letter(TERESA, OFFICE)

    v.press("Edytuj")
    anna.copy_contact("osoba prowadząca sprawy")
    see_what_ticks_hide(anna)
    anna.store_user("Zaproszenie do założenia konta:", TERESA)
    teresa.accept(link(product.letter(TERESA, "/zaproszenie/"), "/zaproszenie/"), "Teresa", "Bąk-Zawada", PASSWORD)
    log_in(teresa.visitor, TERESA)
    edit_at_the_same_time(anna, teresa)

    v.press("Edytuj")
    anna.choose_contact("Anna Kowalczyk")
    v.press("Edytuj")
    anna.remove("Teresa Bąk-Zawada")
    expect(v.page.get_by_role("link", name="Usuń Anna Kowalczyk")).to_have_count(0)
    anna.store_removal("Teresa Bąk-Zawada")
    assert product.letter(TERESA, "Usunięty uprawniony użytkownik")
    teresa.visitor.open("/organizacje/moje/")
    teresa.visitor.sees("Nie masz jeszcze organizacji")


def leave_and_stay(visitor):
    """R-001-2.5: what is in the draft only, the browser does not let go without asking."""
    asked = []
    expect(visitor.page.locator("[data-autosaved]")).to_have_text("Szkic zapisany")
    visitor.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    visitor.page.get_by_role("link", name="Moje organizacje").first.click()
    expect(visitor.field("E-mail służbowy")).to_have_value(TERESA)
    assert asked == ["beforeunload"]


def go_on_elsewhere(keeper):
    """The draft is there on another device, and the registry still says what it said."""
    keeper.open()
    keeper.visitor.sees("Masz niezapisane zmiany")
    assert TERESA not in keeper.visitor.text
    keeper.visitor.press("Sprawdź i zapisz")
    keeper.visitor.sees(TERESA)


def see_what_ticks_hide(keeper):
    """R-001-3.3.2a: a ticked box hides the fields that it replaces."""
    page = keeper.visitor.page
    assert keeper.visitor.field("E-mail służbowy").input_value() == TERESA
    for tick, own in zip(keeper.section(5).steps[3], ("Telefon", "Miejscowość"), strict=True):
        box, field = page.get_by_role("checkbox", name=tick), page.get_by_label(own, exact=True)
        expect(field).to_be_hidden()
        box.uncheck()
        expect(field).to_be_visible()
        box.check()


def log_in(visitor, email):
    visitor.fill("E-mail", email)
    visitor.fill("Hasło", PASSWORD)
    visitor.press("Zaloguj")


def edit_at_the_same_time(anna, teresa):
    """R-001-2.5: of the field that both changed, the second one decides; nothing is lost unseen."""
    v, ((update, asked), _choose, (settle,), (_update, ok)) = teresa.visitor, teresa.section(8).steps
    teresa.find()
    v.press("Edytuj")
    v.fill("Strona internetowa", "https://teresa.example")
    v.fill("Ulica i numer", "ul. Nowa 1")
    v.press("Zapisz w szkicu")
    v.press(teresa.section(5).steps[0][0])
    v.press("Edytuj", "Teresa Bąk-Zawada")
    expect(v.page.get_by_role("button", name=teresa.section(5).beside[0])).to_have_count(0)

    anna.change_data(website="https://anna.example")
    v.press(update)
    v.sees(asked, "https://anna.example", "https://teresa.example")
    assert "ul. Nowa 1" not in v.text
    v.choose("Moja wartość: https://teresa.example")
    v.press(settle)
    v.press(update)
    v.press(ok)
    v.sees("https://teresa.example", "ul. Nowa 1")


@pytest.mark.requirement("R-001-2.2", "R-001-2.5", "R-001-4.1", "R-003-60")
def test_the_contact_person_and_a_removal_with_the_keyboard_alone(newcomer):
    anna = Keeper(newcomer(who="Anna", kind=KeyboardVisitor), OFFICE)
    v = anna.visitor

    anna.find()
    v.press("Edytuj")
    anna.overwrite_contact(Nazwisko="Klawisz")
    anna.store_contact("Klawisz")
    v.press("Edytuj")
    anna.remove("Konrad Żur")
    v.press("Cofnij", "Konrad Żur")
    assert "do usunięcia" not in v.text


@pytest.mark.requirement("R-001-1.5", "R-001-2.3", "R-001-2.5", "R-001-4.1")
def test_everything_but_the_dialog_without_script(newcomer):
    anna = Keeper(newcomer(who="Anna", script=False), OFFICE)
    v = anna.visitor

    anna.find()
    anna.change_data(website="https://siemianowice.example/bip")
    v.press("Edytuj")
    anna.choose_contact("Konrad Żur")
    v.press("Edytuj")
    anna.remove("Konrad Żur")
    v.press("Aktualizuj moją organizację")
    v.sees("Usunięty uprawniony użytkownik", "Konrad Żur")
    v.press("Wróć do edycji")
    v.press("Odrzuć szkic")
    v.sees("Szkic odrzucony.")


@pytest.mark.requirement("R-001-1.1", "R-001-D1", "R-003-53")
def test_an_organisation_is_registered_on_a_phone_confirmed_and_found(newcomer, product):
    """One that has the same address is told of, and may be another one."""
    filip = Keeper(newcomer(width=390, who="Filip"), "Żłobek Miejski nr 3")
    data = {"Nazwa": filip.name, "REGON": "123456785", "E-mail": "zlobek@siemianowice.example"}
    data |= {"Telefon": "32 760 52 07", "Ulica i numer": "ul. Szkolna 5"}
    data |= {"Kod pocztowy": "41-100", "Miejscowość": "Siemianowice Śląskie"}
    unit = ("siemian", "Siemianowice Śląskie")

    filip.register("inna jednostka budżetowa", unit, data, ["Ida", "Żak", "ida.zak@siemianowice.example"])
    filip.visitor.sees("Czeka na potwierdzenie")
    oliwia = newcomer(who="Oliwia")
    oliwia.open(filip.visitor.path)
    oliwia.press("Potwierdź organizację")
    assert product.letter("filip@czeladz.example", filip.name)

    stranger = newcomer()
    for typed in ("zlobek siemian", "Żłobek Siemianowice Śląskie", "123456785"):
        stranger.open(f"/organizacje/?q={typed}")
        assert stranger.page.get_by_role("rowheader").all_inner_texts() == [filip.name]
    stranger.press(filip.name)
    stranger.sees("ul. Szkolna 5", "123456785")
    assert "ida.zak" not in stranger.text
