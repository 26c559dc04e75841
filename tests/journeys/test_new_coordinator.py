"""Source 000 from the first visit to the calendar entry: register, propose, be confirmed, be decided about, change."""

from datetime import UTC, datetime, time

import pytest

from ratusz.core.terms import warsaw_instant
from tests.journeys.errands import Coordinator, Operator, in_days
from tests.journeys.product import invitation, text

BARTEK = ("Bartłomiej", "Ćmiel", "bartlomiej.cmiel@{}")
CELINA = ("Celina", "D'Arc", "celina.darc@{}")


def people(domain):
    return [(first, last, email.format(domain)) for first, last, email in (BARTEK, CELINA)]


def starts(event):
    return event["DTSTART"].dt.astimezone(UTC)


def instant(day, clock):
    return warsaw_instant(day, time.fromisoformat(clock)).astimezone(UTC)


@pytest.mark.requirement("R-000-1.1", "R-000-1.8", "R-000-1.9", "R-000-2.2", "R-000-2.4", "R-000-2.5", "R-000-2.6")
@pytest.mark.requirement("R-000-3.1", "R-000-3.4", "R-000-3.5", "R-000-3.6", "R-000-3.7", "R-000-4.4", "R-000-4.7")
@pytest.mark.requirement("R-000-A.1", "R-000-A.2D", "R-000-A.3D", "R-000-A.4D", "R-000-F5", "R-000-F5.D1", "R-004-4")
@pytest.mark.parametrize(
    ("script", "office", "typed"),
    [(True, "Świętochłowice", "swietochl"), (False, "Jaworzno", "")],
    ids=["with script", "without script"],
)
def test_a_new_coordinator_proposes_two_trainings_and_changes_one(newcomer, product, script, office, typed):
    domain = f"{office[:3].lower().replace('ś', 's').replace('w', 'v')}.example"
    janina = Coordinator(newcomer(script=script), product, f"janina@{domain}", office, typed)
    oliwia = Operator(newcomer(who="Oliwia", script=script))
    proposed, final, changed = in_days(20), in_days(22), in_days(29)

    janina.register()
    janina.log_in()
    janina.declare(12)
    online = janina.propose_online(proposed, "09:00", people(domain))
    janina.edit(online, "10:30")
    onsite = janina.propose_onsite(in_days(21), "12:00", "sala 12, I piętro", people(domain)[:1])
    oliwia.confirm("Janina Żak-Kowalska")
    oliwia.accept(online, "Do zobaczenia.", day=final)
    oliwia.reject(onsite, "Sala jest zajęta. Zaproponuj inny dzień.")

    janina.visitor.open("/koordynator/")
    janina.visitor.sees("Zaakceptowane", "Odrzucone")
    janina.visitor.open(f"/szkolenia/zgloszenia/{onsite}/")
    janina.visitor.sees("Powód odrzucenia", "Sala jest zajęta. Zaproponuj inny dzień.")
    assert "Sala jest zajęta." in text(product.letter(janina.email, f"{onsite}: status Odrzucone"))
    assert "termin jest inny niż proponowany" in text(product.letter(janina.email, f"{online}: status Zaakceptowane"))
    method, event = invitation(product.letter(people(domain)[0][2], "Zaproszenie na szkolenie"))
    assert (method, starts(event)) == ("REQUEST", instant(final, "10:30"))

    janina.ask_for_another_day(online, changed, "11:00", "W tym dniu jest sesja rady.")
    oliwia.accept_change(online)
    assert "sesja rady" in text(product.letter(janina.email, f"Zmiana uwzględniona: zgłoszenie {online}"))
    method, newer = invitation(product.letter(people(domain)[0][2], "Zmiana szkolenia"))
    assert (method, starts(newer), newer["UID"]) == ("REQUEST", instant(changed, "11:00"), event["UID"])
    assert newer["SEQUENCE"] > event["SEQUENCE"]


@pytest.mark.requirement("R-003-02", "R-003-53", "R-003-34")
@pytest.mark.parametrize(
    ("language", "office", "typed"), [("en", "Żory", "zory"), ("de", "Dąbrowa Górnicza", "gornicza dab")]
)
def test_the_same_errand_on_a_phone_in_another_language(newcomer, product, language, office, typed):
    domain = f"{language}.example"
    janina = Coordinator(
        newcomer(language, 390), product, f"janina@{domain}", office, typed, ("Anne-Marie", "O’Neill")
    )
    oliwia = Operator(newcomer(language, 390, who="Oliwia"))
    words = janina.visitor.words

    janina.register()
    janina.log_in()
    online = janina.propose_online(in_days(23), "09:00", people(domain))
    onsite = janina.propose_onsite(in_days(24), "12:00", "Room 12", people(domain)[:1])
    oliwia.confirm("Anne-Marie O’Neill")
    oliwia.accept(online, "")
    oliwia.accept(onsite, "")

    for number in (online, onsite):
        product.letter(janina.email, words("Zgłoszenie %(number)s: status Zaakceptowane", number=number))
        janina.visitor.open(f"/szkolenia/zgloszenia/{number}/")
        janina.visitor.sees(words("Zaakceptowane"))
    assert datetime.now(UTC) < starts(invitation(product.letter(people(domain)[0][2], "ZS-"))[1])
