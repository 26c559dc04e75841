"""What people do to forms: press twice, go back, work in two windows, come back after lunch."""

import pytest
from playwright.sync_api import expect

from ratusz.core.text import fold
from ratusz.demo import LOGINS
from tests.journeys.errands import Operator, in_days

LIST, NEW = "/szkolenia/zgloszenia/", "/szkolenia/zgloszenia/nowe/"


def fill_in(anna, last_name, *, open_first=True):
    """A correct online proposal with one person, by whose name it is found again."""
    if open_first:
        anna.open(NEW)
    anna.set_day("Proponowana data", in_days(40))
    anna.set_time("Godzina rozpoczęcia", "08:15")
    anna.choose("Online")
    anna.fill("Imię", "Zenobia")
    anna.fill("Nazwisko", last_name)
    anna.fill("E-mail służbowy", f"{fold(last_name)}@siemianowice.example")


def found(anna, last_name):
    """The proposals that name somebody."""
    anna.open(f"{LIST}?q={last_name}")
    return anna.page.locator("th .sub").evaluate_all("all => all.map(node => node.textContent.split(',')[0])")


def sent(anna, last_name):
    fill_in(anna, last_name)
    anna.press("Wyślij propozycję")
    (number,) = found(anna, last_name)
    return number


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.requirement("R-000-3.6")
def test_a_double_click_sends_one_proposal(newcomer, script):
    anna, name = newcomer(who="Anna", script=script), "Dwakroć" if script else "Podwójna"
    fill_in(anna, name)

    anna.control("Wyślij propozycję").dblclick()
    expect(anna.page).to_have_url(anna.home + LIST)
    anna.arrived()

    assert len(found(anna, name)) == 1


@pytest.mark.requirement("R-000-3.6")
def test_after_going_back_the_form_is_a_new_one(newcomer):
    anna = newcomer(who="Anna")
    fill_in(anna, "Pierwsza")
    anna.press("Wyślij propozycję")

    anna.page.go_back()
    anna.arrived()
    assert anna.path == NEW and anna.field("Nazwisko").input_value() == ""
    fill_in(anna, "Druga", open_first=False)
    anna.press("Wyślij propozycję")

    assert (len(found(anna, "Pierwsza")), len(found(anna, "Druga"))) == (1, 1)


@pytest.mark.requirement("R-000-3.7", "R-000-F5")
def test_who_edits_while_the_operator_decides_is_told_and_keeps_the_text(newcomer):
    anna, oliwia = newcomer(who="Anna"), Operator(newcomer(who="Oliwia"))
    number = sent(anna, "Równoległa")
    anna.open(f"{LIST}{number}/edycja/")
    anna.fill("Imię", "Zofia")

    oliwia.accept(number, "")
    anna.press("Zapisz zmiany")

    anna.sees("Zmiany nie zostały zapisane", "To, co wpisujesz, nadal jest w formularzu.")
    assert anna.field("Imię").input_value() == "Zofia"
    anna.press(f"Zobacz zgłoszenie {number}")
    anna.sees("Zaakceptowane", "Zenobia Równoległa")


@pytest.mark.requirement("R-000-3.7")
def test_who_decides_while_the_coordinator_edits_decides_about_what_stands_there(newcomer):
    anna, oliwia = newcomer(who="Anna"), newcomer(who="Oliwia")
    number = sent(anna, "Zmienna")
    oliwia.open(f"{LIST}{number}/")
    oliwia.fill("Uwagi dla koordynatora", "Do zobaczenia.")

    anna.open(f"{LIST}{number}/edycja/")
    anna.set_time("Godzina rozpoczęcia", "09:45")
    anna.press("Zapisz zmiany")
    oliwia.press("Zaakceptuj", number)

    oliwia.sees("Nic nie zostało zapisane", "9:45", "Oczekujące")
    assert oliwia.field("Uwagi dla koordynatora").input_value() == "Do zobaczenia."


@pytest.mark.requirement("R-000-F4.D1")
def test_what_was_typed_comes_back_after_the_session_expired(newcomer):
    anna = newcomer(who="Anna")
    fill_in(anna, "Cierpliwa")
    anna.switch("Dodaj uczestnika")
    anna.fill("Nazwisko", "Druga-Cierpliwa", group="Uczestnik 2")
    anna.page.context.clear_cookies(name="sessionid")

    anna.press("Wyślij propozycję")
    assert anna.path == "/konto/logowanie/"
    log_in(anna)

    assert anna.path == NEW
    assert anna.field("Proponowana data").input_value() == in_days(40).isoformat()
    assert anna.field("Nazwisko", "Uczestnik 1").input_value() == "Cierpliwa"
    assert anna.field("Nazwisko", "Uczestnik 2").input_value() == "Druga-Cierpliwa"


@pytest.mark.requirement("R-000-F4.D1")
def test_a_button_pressed_after_the_session_expired_leads_back_to_where_it_stands(newcomer):
    anna = newcomer(who="Anna")
    number = sent(anna, "Nieodwołana")
    anna.open(f"{LIST}{number}/")
    anna.unfold("Wycofaj zgłoszenie")
    anna.page.context.clear_cookies(name="sessionid")

    anna.press("Wycofaj zgłoszenie", number)
    log_in(anna)

    assert anna.path == f"{LIST}{number}/"
    anna.sees("Oczekujące")


@pytest.mark.requirement("R-000-F4", "R-000-F4.D1", "R-003-21")
def test_a_stale_form_is_sent_with_one_more_click(newcomer):
    anna = newcomer(who="Anna")
    fill_in(anna, "Nieaktualna")
    anna.page.context.clear_cookies(name="csrftoken")

    anna.press("Wyślij propozycję")
    anna.sees("Strona była otwarta zbyt długo.", "(CSRF)", "Ctrl + F5")
    anna.press("Wyślij formularz jeszcze raz")

    assert anna.path == LIST
    assert len(found(anna, "Nieaktualna")) == 1


@pytest.mark.requirement("R-000-F4", "R-000-F4.D1")
def test_even_with_both_gone_nothing_that_was_typed_is_lost(newcomer):
    anna = newcomer(who="Anna")
    fill_in(anna, "Zapominalska")
    for cookie in ("csrftoken", "sessionid"):
        anna.page.context.clear_cookies(name=cookie)

    anna.press("Wyślij propozycję")
    anna.press("Wyślij formularz jeszcze raz")
    log_in(anna)
    expect(anna.field("Nazwisko")).to_have_value("Zapominalska")
    anna.press("Wyślij propozycję")

    assert len(found(anna, "Zapominalska")) == 1


def test_whoever_signs_in_next_at_the_same_computer_reads_nothing_of_it(newcomer):
    anna = newcomer(who="Anna")
    fill_in(anna, "Poufna")
    anna.page.context.clear_cookies(name="sessionid")

    anna.press("Wyślij propozycję")
    log_in(anna, "Filip")

    assert anna.path == NEW and anna.field("Nazwisko").input_value() == ""


def log_in(visitor, who="Anna"):
    login = next(login for login in LOGINS if login.name.startswith(who))
    visitor.fill("E-mail", login.email)
    visitor.fill("Hasło", login.password)
    visitor.press("Zaloguj")


@pytest.mark.requirement("R-000-1.7", "R-000-F3")
def test_leaving_a_form_with_something_typed_asks_first(newcomer):
    anna = newcomer(who="Anna")
    fill_in(anna, "Odchodząca")
    asked = []
    anna.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    anna.control("Anuluj").click()

    expect(anna.field("Nazwisko")).to_have_value("Odchodząca")
    assert asked == ["beforeunload"] and anna.path == NEW
