"""Source 000, sections 3 and 4: the coordinator proposes an online or an on-site training."""

from uuid import UUID

import pytest

from ratusz.core.verdict import Refused
from ratusz.history import record as history
from ratusz.proposals import actions
from ratusz.proposals.models import Nominee, Proposal
from tests.cast import form_data, on, onsite, people, propose, read, row

NEW = "/szkolenia/zgloszenia/nowe/"
LIST = "/szkolenia/zgloszenia/"


@pytest.mark.requirement("R-000-3.1", "R-000-4.1")
def test_a_new_proposal_starts_from_the_bar_and_from_the_panel(cast, signed_in, today):
    panel = signed_in(cast.anna).get("/koordynator/")

    assert panel.text.count(f'href="{NEW}"') >= 2


@pytest.mark.requirement("R-000-3.2", "R-000-3.3", "R-000-3.4", "R-000-3.6")
def test_an_online_proposal_is_pending_and_on_the_list_at_once(cast, signed_in, today):
    page = signed_in(cast.anna).post(NEW, form_data(), follow=True)

    sent = Proposal.objects.get()
    assert (sent.state, sent.format, sent.starts_at, sent.place) == (
        "pending",
        "online",
        on("2026-03-03", "9:00"),
        None,
    )
    assert [(n.first_name, n.last_name, n.email) for n in sent.nominees.all()] == [
        ("Bartek", "Mazur", "bartek@urzad.example"),
        ("Celina", "Wrona", "celina@urzad.example"),
    ]
    assert page.redirect_chain == [(LIST, 302)]
    assert "Propozycja ZS-2026-0001 została wysłana. Status: Oczekujące." in page.text
    assert "ZS-2026-0001" in page.text.split("<table")[1]


@pytest.mark.requirement("R-000-4.2", "R-000-4.3", "R-000-4.4", "R-000-4.5", "R-000-4.7")
def test_an_onsite_proposal_keeps_its_place_and_address(cast, signed_in, today):
    place = cast.programme.places.get(name_pl="Szkolenie w urzędzie")

    signed_in(cast.anna).post(NEW, form_data(typ="onsite", miejsce=place.pk, adres="Rynek 1, sala 12"))

    sent = Proposal.objects.get()
    assert (sent.state, sent.format, sent.place, sent.address) == ("pending", "onsite", place, "Rynek 1, sala 12")


@pytest.mark.requirement("R-000-4.4")
def test_an_onsite_proposal_needs_a_place_of_the_list(cast, signed_in, today):
    browser = signed_in(cast.anna)

    for place in ("", "999999", "Rynek"):
        page = browser.post(NEW, form_data(typ="onsite", miejsce=place))
        assert page.status_code == 422
        assert '<a href="#miejsce">Wybierz miejsce szkolenia</a>' in page.text
    assert not Proposal.objects.exists()


@pytest.mark.requirement("R-000-4.4", "R-000-4.8")
def test_changing_the_type_to_online_drops_the_place(cast, signed_in, today):
    place = cast.programme.places.first()

    signed_in(cast.anna).post(NEW, form_data(typ="online", miejsce=place.pk, adres="Rynek 1"))

    sent = Proposal.objects.get()
    assert (sent.place, sent.address) == (None, "")


@pytest.mark.requirement("R-000-3.5", "R-000-4.6")
def test_seven_people_are_accepted_and_an_eighth_is_refused_by_the_server(cast, signed_in, today):
    browser = signed_in(cast.anna)
    seven = {}
    for n in range(7):
        seven |= row(n, "Jan", "Nowak", f"jan{n}@urzad.example")
    eight = seven | row(7, "Jan", "Nowak", "jan7@urzad.example")

    refused = browser.post(NEW, form_data(**eight, **{"uczestnicy-TOTAL_FORMS": "8"}))
    accepted = browser.post(NEW, form_data(**seven, **{"uczestnicy-TOTAL_FORMS": "7"}))

    assert "W jednym zgłoszeniu może być najwyżej 7 osób." in read(refused)
    assert accepted.status_code == 302
    assert Nominee.objects.count() == 7


@pytest.mark.requirement("R-000-3.5")
def test_add_and_remove_a_person_without_javascript_keeps_everything_typed(cast, signed_in, today):
    browser = signed_in(cast.anna)

    more = browser.post(NEW, form_data(dodaj="1", data="2026-01-01"))
    less = browser.post(NEW, form_data(usun="0"))

    assert more.status_code == less.status_code == 200
    assert "Uczestnik 3" in more.text and 'value="2026-01-01"' in more.text and 'class="error"' not in more.text
    assert "Uczestnik 2" not in less.text and 'value="Celina"' in less.text and 'value="Bartek"' not in less.text
    assert not Proposal.objects.exists()


@pytest.mark.requirement("R-000-3.6")
def test_the_same_form_sent_twice_is_one_proposal(cast, signed_in, today):
    browser = signed_in(cast.anna)

    first, second = browser.post(NEW, form_data()), browser.post(NEW, form_data())

    assert first.status_code == second.status_code == 302
    assert Proposal.objects.count() == 1
    assert [event.kind for event in history.of(Proposal.objects.get())] == ["proposals.proposal.send"]


@pytest.mark.requirement("R-000-3.6")
def test_somebody_elses_form_key_is_not_their_proposal(cast, today):
    mine = propose(cast, key=UUID(int=7))

    with pytest.raises(Refused, match="został już wysłany"):
        propose(cast, key=UUID(int=7), by=cast.filip, office=cast.other_office)
    assert Proposal.objects.get() == mine


@pytest.mark.requirement("R-000-3.7")
def test_a_pending_proposal_can_be_edited(cast, signed_in, today):
    sent = propose(cast, onsite(cast.programme))
    browser = signed_in(cast.anna)
    page = browser.get(f"{LIST}{sent.number}/edycja/")

    browser.post(f"{LIST}{sent.number}/edycja/", form_data(godzina="14:30", wersja=sent.version, klucz=None))

    sent.refresh_from_db()
    assert 'value="Rynek 1"' in page.text and 'value="09:00"' in page.text
    assert (sent.starts_at, sent.format, sent.version) == (on("2026-03-03", "14:30"), "online", 2)
    assert [event.facts for event in history.of(sent)][1] == {
        "changed": ["starts_at", "format", "place", "address"],
        "people": 2,
    }


@pytest.mark.requirement("R-000-3.7", "R-000-4.8", "R-000-F5")
@pytest.mark.parametrize("decision", ["accept", "reject"])
def test_after_the_decision_editing_is_refused_with_words(cast, signed_in, today, decision):
    sent = propose(cast)
    decide = {"accept": {}, "reject": {"reason": "Brak sali"}}[decision]
    getattr(actions, decision)(sent, seen_version=1, by=cast.oliwia, at=today, **decide)
    browser = signed_in(cast.anna)

    opened = browser.get(f"{LIST}{sent.number}/edycja/", follow=True)
    posted = browser.post(f"{LIST}{sent.number}/edycja/", form_data(godzina="15:00", wersja=1, klucz=None))

    state = {"accept": "Zaakceptowane", "reject": "Odrzucone"}[decision]
    words = f"Tego zgłoszenia nie można już edytować, bo ma status {state}."
    assert words in opened.text
    assert posted.status_code == 409 and words in posted.text and 'value="15:00"' in posted.text
    assert Proposal.objects.get().starts_at == on("2026-03-03", "9:00")


@pytest.mark.requirement("R-000-3.7")
def test_a_decision_while_the_form_is_open_refuses_the_save_and_keeps_the_text(cast, signed_in, today):
    sent = propose(cast)
    browser = signed_in(cast.anna)
    browser.get(f"{LIST}{sent.number}/edycja/")
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=today)

    page = browser.post(
        f"{LIST}{sent.number}/edycja/",
        form_data(wersja=1, klucz=None, typ="onsite", miejsce=cast.programme.places.first().pk, adres="ul. Śląska 5"),
    )

    assert page.status_code == 409
    assert "ul. Śląska 5" in page.text and "Zmiany nie zostały zapisane" in page.text


@pytest.mark.requirement("R-000-3.7")
def test_two_coordinators_windows_do_not_overwrite_each_other(cast, signed_in, today):
    sent = propose(cast)
    browser = signed_in(cast.anna)
    browser.post(f"{LIST}{sent.number}/edycja/", form_data(godzina="10:00", wersja=1, klucz=None))

    page = browser.post(f"{LIST}{sent.number}/edycja/", form_data(godzina="11:00", wersja=1, klucz=None))

    assert page.status_code == 409 and "zmieniła się po otwarciu tej strony" in page.text
    assert Proposal.objects.get().starts_at == on("2026-03-03", "10:00")


@pytest.mark.requirement("R-000-3.7")
def test_a_pending_proposal_can_be_withdrawn_and_an_accepted_one_cannot(cast, signed_in, today):
    first, second = propose(cast), propose(cast, named=people(1))
    actions.accept(second, seen_version=1, by=cast.oliwia, at=today)
    browser = signed_in(cast.anna)

    for sent in (first, second):
        browser.post(f"{LIST}{sent.number}/wycofanie/")

    assert dict(Proposal.objects.values_list("number", "state")) == {
        first.number: "withdrawn",
        second.number: "accepted",
    }
