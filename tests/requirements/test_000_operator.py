"""Source 000, the administrator's side: list, accept, reject, bulk, other dates; what the coordinator is told."""

import pytest
from django.db import IntegrityError, transaction

from ratusz.core.verdict import Refused
from ratusz.correspondence.models import Message
from ratusz.history import record as history
from ratusz.organisations import actions as organisations
from ratusz.organisations.models import Membership
from ratusz.proposals import actions
from ratusz.proposals.models import Proposal
from tests.cast import NOW, on, people, person, propose, read

LIST = "/szkolenia/zgloszenia/"


@pytest.mark.requirement("R-000-A.1")
def test_the_operator_lists_filters_opens_and_accepts(cast, signed_in, today):
    sent = propose(cast)
    browser = signed_in(cast.oliwia)

    listed = browser.get(LIST, {"status": "pending", "typ": "online"})
    opened = browser.get(f"{LIST}{sent.number}/")
    browser.post(f"{LIST}{sent.number}/akceptacja/", {"data": "2026-03-03", "godzina": "09:00", "wersja": 1})

    assert sent.number in listed.text and "Siemianowice Śląskie" in listed.text
    assert "Bartek Mazur" in opened.text and "Zaakceptuj" in opened.text
    assert (Proposal.objects.get().state, Proposal.objects.get().decided_by) == ("accepted", cast.oliwia)


@pytest.mark.requirement("R-000-A.2D")
def test_a_rejection_needs_a_reason_and_the_coordinator_reads_it(cast, signed_in, today):
    sent = propose(cast)
    browser = signed_in(cast.oliwia)

    without = browser.post(f"{LIST}{sent.number}/odrzucenie/", {"powod": "  ", "wersja": 1})
    browser.post(f"{LIST}{sent.number}/odrzucenie/", {"powod": "Trener jest wtedy na urlopie.", "wersja": 1})
    page = signed_in(cast.anna).get(f"{LIST}{sent.number}/")

    assert without.status_code == 422 and "Podaj powód. Przeczyta go koordynator" in read(without)
    assert Proposal.objects.get().state == "rejected"
    assert "Trener jest wtedy na urlopie." in read(page)


@pytest.mark.requirement("R-000-A.2D")
def test_the_database_refuses_a_rejection_without_a_reason(cast):
    sent = propose(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=sent.pk).update(state="rejected", decided_at=NOW)


@pytest.mark.requirement("R-000-A.3D")
def test_every_change_of_status_is_recorded_and_mailed(cast, today, work):
    first, second = propose(cast), propose(cast, named=people(1))
    actions.accept(first, seen_version=1, by=cast.oliwia, at=on("2026-02-13"))
    actions.reject(second, reason="Za późno", seen_version=1, by=cast.oliwia, at=on("2026-02-13"))

    work()

    moved = {event.kind: event for sent in (first, second) for event in history.of(sent)}
    assert {
        kind: (event.actor_id, event.at, event.facts["before"], event.facts["after"])
        for kind, event in moved.items()
        if "after" in event.facts
    } == {
        "proposals.proposal.accept": (str(cast.oliwia.pk), on("2026-02-13"), "pending", "accepted"),
        "proposals.proposal.reject": (str(cast.oliwia.pk), on("2026-02-13"), "pending", "rejected"),
    }
    to_anna = Message.objects.filter(recipient=cast.anna.email, kind__startswith="proposals.")
    assert sorted(to_anna.values_list("kind", "subject")) == [
        ("proposals.accepted", "Zgłoszenie ZS-2026-0001: status Zaakceptowane"),
        ("proposals.rejected", "Zgłoszenie ZS-2026-0002: status Odrzucone"),
        ("proposals.sent", "Propozycja ZS-2026-0001 wysłana: status Oczekujące"),
        ("proposals.sent", "Propozycja ZS-2026-0002 wysłana: status Oczekujące"),
    ]
    assert "Powód: Za późno" in to_anna.get(kind="proposals.rejected").body


@pytest.mark.requirement("R-000-A.3D")
def test_the_timeline_says_who_when_from_what_to_what_and_why(cast, signed_in, today):
    sent = propose(cast)
    actions.reject(sent, reason="Brak trenera", seen_version=1, by=cast.oliwia, at=on("2026-02-13", "9:15"))

    page = read(signed_in(cast.anna).get(f"{LIST}{sent.number}/")).split('class="timeline"')[1]

    assert "Zmiana statusu: Oczekujące → Odrzucone" in page
    assert "Oliwia Sikora" in page and "pt., 13 lutego 2026, 9:15" in page and "Brak trenera" in page


@pytest.mark.requirement("R-000-A.4D")
def test_accepting_with_another_date_tells_the_coordinator(cast, signed_in, today, work):
    sent = propose(cast)

    signed_in(cast.oliwia).post(
        f"{LIST}{sent.number}/akceptacja/",
        {"data": "2026-03-05", "godzina": "10:30", "uwagi": "Sala wolna w czwartek.", "wersja": 1},
    )
    work()

    sent.refresh_from_db()
    assert (sent.proposed_at, sent.starts_at) == (on("2026-03-03", "9:00"), on("2026-03-05", "10:30"))
    told = Message.objects.get(kind="proposals.accepted").body.replace("\xa0", " ")
    assert "Proponowany: wt., 3 marca 2026, 9:00." in told.replace("\n", " ")
    assert "Ostateczny: czw., 5 marca 2026, 10:30." in told.replace("\n", " ")
    assert "Sala wolna w czwartek." in told


@pytest.mark.requirement("R-000-A.4D", "R-000-F7")
def test_a_date_that_passed_meanwhile_cannot_be_accepted(cast, signed_in, clock):
    sent = propose(cast)
    clock(on("2026-03-04"))

    page = signed_in(cast.oliwia).post(
        f"{LIST}{sent.number}/akceptacja/", {"data": "2026-03-03", "godzina": "09:00", "wersja": 1}
    )

    assert page.status_code == 422 and "Wybierz termin późniejszy niż teraz" in read(page)
    assert Proposal.objects.get().state == "pending"


@pytest.mark.requirement("R-000-A.6D")
def test_several_are_accepted_at_once_and_those_that_cannot_be_say_why(cast, signed_in, today):
    first, second, third = (propose(cast) for _ in range(3))
    actions.edit(second, *edited(second), seen_version=1, by=cast.anna, at=today)
    chosen = [f"{sent.number}.1" for sent in (first, second, third)]

    page = signed_in(cast.oliwia).post(
        f"{LIST}decyzje/", {"decyzja": "accept", "wybrane": chosen, "powod": ""}, follow=True
    )

    assert dict(Proposal.objects.values_list("number", "state")) == {
        first.number: "accepted",
        second.number: "pending",
        third.number: "accepted",
    }
    assert "Rozpatrzono 2 zgłoszeń" in read(page) or "Rozpatrzono 2 zgłoszenia" in read(page)
    assert f"{second.number}: Ta propozycja zmieniła się po otwarciu tej strony." in read(page)


def edited(sent):
    from tests.cast import online

    return online(hour="13:00"), people()


@pytest.mark.requirement("R-000-A.6D", "R-000-A.2D")
def test_several_are_rejected_at_once_with_one_reason(cast, signed_in, today):
    sent = [propose(cast) for _ in range(2)]
    chosen = [f"{one.number}.1" for one in sent]
    browser = signed_in(cast.oliwia)

    without = browser.post(f"{LIST}decyzje/", {"decyzja": "reject", "wybrane": chosen, "powod": ""})
    browser.post(f"{LIST}decyzje/", {"decyzja": "reject", "wybrane": chosen, "powod": "Brak miejsc"})

    assert without.status_code == 422 and "Podaj powód" in read(without)
    assert set(Proposal.objects.values_list("state", "decision_note")) == {("rejected", "Brak miejsc")}


@pytest.mark.requirement("R-000-A.1")
def test_two_operators_deciding_at_once_the_second_is_told(cast, signed_in, today):
    sent = propose(cast)
    second = person("Olga", "Druga")
    organisations.appoint(second, cast.programme.operator, "operator", by=None, at=NOW)
    first_page, second_page = signed_in(cast.oliwia), signed_in(second)
    first_page.post(f"{LIST}{sent.number}/akceptacja/", {"data": "2026-03-03", "godzina": "09:00", "wersja": 1})

    page = second_page.post(f"{LIST}{sent.number}/odrzucenie/", {"powod": "Brak sali", "wersja": 1})

    assert page.status_code == 409
    assert "ktoś zdecydował o niej wcześniej" in read(page)
    assert Proposal.objects.get().state == "accepted"


@pytest.mark.requirement("R-000-A.1", "R-000-3.7")
def test_the_operator_decides_on_what_they_saw(cast, signed_in, today):
    sent = propose(cast)
    actions.edit(sent, *edited(sent), seen_version=1, by=cast.anna, at=today)

    page = signed_in(cast.oliwia).post(
        f"{LIST}{sent.number}/akceptacja/",
        {"data": "2026-03-03", "godzina": "09:00", "wersja": 1, "uwagi": "Do zobaczenia."},
    )

    assert page.status_code == 409 and "Do zobaczenia." in read(page)
    assert Proposal.objects.get().state == "pending"


@pytest.mark.requirement("R-000-A.1")
def test_nobody_is_invited_in_the_name_of_an_office_without_a_confirmed_coordinator(cast, today):
    stranger = person("Greta", "Nowicka")
    place = organisations.join(stranger, cast.units.laziska, by=stranger, at=NOW)
    sent = propose(cast, office=place.organisation, by=stranger)

    with pytest.raises(Refused, match="Najpierw potwierdź koordynatora"):
        actions.accept(sent, seen_version=1, by=cast.oliwia, at=today)

    organisations.confirm(Membership.objects.get(pk=place.pk), by=fresh(cast.oliwia), at=today)
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=today)
    assert Proposal.objects.get().state == "accepted"


def fresh(someone):
    return type(someone).objects.get(pk=someone.pk)


@pytest.mark.requirement("R-000-A.1")
@pytest.mark.parametrize("who", ["filip", "bartek", "ewa"])
def test_others_see_and_change_nothing(cast, signed_in, today, who):
    sent = propose(cast)
    browser = signed_in(getattr(cast, who))

    answers = {
        path: browser.post(
            f"{LIST}{sent.number}/{path}", {"powod": "x", "wersja": 1, "data": "2026-03-03", "godzina": "9:00"}
        )
        for path in ("akceptacja/", "odrzucenie/", "odwolanie/", "wycofanie/", "edycja/", "zmiana/")
    }
    answers["get"] = browser.get(f"{LIST}{sent.number}/")
    listed = browser.get(LIST)

    assert {path: page.status_code for path, page in answers.items()} == dict.fromkeys(answers, 404)
    assert sent.number not in listed.text
    assert Proposal.objects.get().state == "pending"


@pytest.mark.requirement("R-000-A.1")
def test_the_coordinator_cannot_decide(cast, signed_in, today):
    sent = propose(cast)
    browser = signed_in(cast.anna)

    answers = [
        browser.post(f"{LIST}{sent.number}/{path}/", {"powod": "x", "wersja": 1})
        for path in ("akceptacja", "odrzucenie", "odwolanie")
    ]

    assert [page.status_code for page in answers] == [404, 404, 404]
    assert browser.post(f"{LIST}decyzje/", {"decyzja": "accept", "wybrane": [f"{sent.number}.1"]}).status_code == 404
    assert Proposal.objects.get().state == "pending"
