"""The errand of source 000 with the keyboard alone, and the way through every kind of page."""

import pytest

from tests.journeys.errands import Coordinator, Operator, in_days
from tests.journeys.keyboard import KeyboardVisitor

PEOPLE = [("Bartłomiej", "Ćmiel", "bartlomiej@rydultowy.example"), ("Celina", "D'Arc", "celina@rydultowy.example")]


@pytest.mark.requirement("R-003-60")
def test_the_whole_errand_without_a_mouse(newcomer, product):
    janina = Coordinator(newcomer(kind=KeyboardVisitor), product, "janina@rydultowy.example", "Rydułtowy", "rydul")
    oliwia = Operator(newcomer(who="Oliwia", kind=KeyboardVisitor))

    janina.register()
    janina.log_in()
    janina.declare(12)
    online = janina.propose_online(in_days(20), "09:00", PEOPLE)
    janina.edit(online, "13:30")
    onsite = janina.propose_onsite(in_days(21), "12:00", "sala 12", PEOPLE[:1])
    oliwia.confirm("Janina Żak-Kowalska")
    oliwia.accept(online, "Do zobaczenia.", day=in_days(22))
    oliwia.reject(onsite, "Sala jest zajęta.")
    janina.ask_for_another_day(online, in_days(29), "11:00", "W tym dniu jest sesja rady.")
    oliwia.accept_change(online)


@pytest.mark.requirement("R-003-60")
@pytest.mark.parametrize("width", [1280, 390])
def test_tab_goes_through_every_kind_of_page_and_out_again(newcomer, width):
    stranger = newcomer(width=width, kind=KeyboardVisitor)
    anna = newcomer(width=width, who="Anna", kind=KeyboardVisitor)
    oliwia = newcomer(width=width, who="Oliwia", kind=KeyboardVisitor)
    pages = {
        stranger: ["/", "/konto/logowanie/", "/koordynator/rejestracja/", "/pomoc/", "/organizacje/?q=siemianow"],
        anna: [
            "/koordynator/",
            "/szkolenia/zgloszenia/",
            "/szkolenia/zgloszenia/nowe/",
            "/koordynator/osoby/",
            "/organizacje/moje/",
            "/organizacje/nowa/dane/",
        ],
        oliwia: ["/administrator/", "/szkolenia/zgloszenia/", "/korespondencja/", "/administrator/jednostki/"],
    }
    for visitor, paths in pages.items():
        for path in paths:
            visitor.skip(path)
            visitor.go_round(path)
