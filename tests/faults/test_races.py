"""Two people press the button in the same moment: real threads on a real database, and whole states afterwards."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from ratusz.accounts.models import User
from ratusz.core.verdict import Refused
from ratusz.correspondence.models import Message
from ratusz.history import record as history
from ratusz.organisations import actions as organisations
from ratusz.organisations.models import Membership
from ratusz.programmes import actions as programmes
from ratusz.programmes.models import Declaration
from ratusz.proposals import actions
from ratusz.proposals.models import Nominee, Proposal
from tests.cast import NOW, PASSWORD, form_data, on, online, people, person, propose, read, registration

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "/szkolenia/zgloszenia/nowe/"
ROUNDS = range(3)


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each call returned or raised; all begin together."""
    start, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int) -> None:
        try:
            with translation.override("pl"):
                start.wait()
                results[place] = calls[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def kinds(results: Sequence[Any]) -> Counter:
    return Counter("done" if not isinstance(result, Exception) else type(result).__name__ for result in results)


def verbs(subject: Any) -> list[str]:
    return [event.kind.rpartition(".")[2] for event in history.of(subject)]


def somebody(known: Any) -> Any:
    """The same person as another request meets them: nothing is remembered."""
    return User.objects.get(pk=known.pk)


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_of_two_decisions_counts(cast, today, _round):
    sent = propose(cast)
    results = at_once(
        [
            lambda: actions.accept(sent, seen_version=1, by=somebody(cast.oliwia), at=NOW),
            lambda: actions.reject(sent, reason="Nie", seen_version=1, by=somebody(cast.oliwia), at=NOW),
            lambda: actions.accept(sent, seen_version=1, by=somebody(cast.oliwia), at=NOW),
            lambda: actions.withdraw(sent, by=somebody(cast.anna), at=NOW),
        ]
    )
    assert kinds(results) == {"done": 1, "Refused": 3}
    assert len(verbs(sent)) == 2
    assert {"accept": "accepted", "reject": "rejected", "withdraw": "withdrawn"}[
        verbs(sent)[1]
    ] == Proposal.objects.get().state


@pytest.mark.parametrize("_round", ROUNDS)
def test_nothing_is_accepted_that_the_operator_has_not_seen(cast, today, _round):
    sent = propose(cast)
    results = at_once(
        [
            lambda: actions.accept(sent, seen_version=1, by=somebody(cast.oliwia), at=NOW),
            lambda: actions.edit(sent, online("2026-03-05"), people(), seen_version=1, by=somebody(cast.anna), at=NOW),
        ]
    )
    assert kinds(results) == {"done": 1, "Refused": 1}
    assert verbs(sent) in (["send", "accept"], ["send", "edit"])


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_first_of_eight_becomes_coordinator_and_seven_wait(cast, today, _round):
    newcomers = [person(f"Osoba{n}", "Nowa") for n in range(8)]
    results = at_once(
        [lambda who=who: organisations.join(who, cast.units.laziska, by=who, at=NOW) for who in newcomers]
    )
    assert kinds(results) == {"done": 8}
    places = Membership.objects.filter(organisation__unit=cast.units.laziska)
    assert Counter(places.values_list("role", "state")) == {
        ("coordinator", "provisional"): 1,
        ("deputy", "waiting"): 7,
    }


def test_one_person_takes_one_place(cast, today):
    results = at_once(
        [lambda: organisations.join(somebody(cast.ewa), cast.units.laziska, by=cast.ewa, at=NOW) for _ in range(4)]
    )
    assert kinds(results) == {"done": 1, "Refused": 3}
    assert Membership.objects.filter(person=cast.ewa).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_office_is_handed_over_once(cast, today, _round):
    """Anna gives her role to two deputies at the same time: after the first she has nothing left to give."""
    deputies = [organisations.join(who, cast.units.siemianowice, by=who, at=NOW) for who in (cast.bartek, cast.celina)]
    anna = [somebody(cast.anna) for _ in deputies]
    assert all(who.current_memberships for who in anna), "each request read Anna's role before the other wrote"
    results = at_once(
        [lambda n=n: organisations.hand_over(deputies[n], by=anna[n], at=NOW) for n in range(2)],
    )
    assert kinds(results) == {"done": 1, "Refused": 1}
    places = Membership.objects.filter(organisation=cast.office, state__in=["confirmed", "provisional"])
    assert Counter(places.values_list("role", flat=True)) == {"coordinator": 1, "deputy": 1}
    assert places.get(role="deputy").person == cast.anna


def test_a_coordinator_who_was_just_refused_confirms_nobody(cast, today):
    waiting = organisations.join(cast.bartek, cast.units.siemianowice, by=cast.bartek, at=NOW)
    deputy = organisations.join(cast.celina, cast.units.siemianowice, by=cast.celina, at=NOW)
    anna = somebody(cast.anna)
    assert anna.current_memberships
    organisations.hand_over(deputy, by=somebody(cast.oliwia), at=NOW)
    with pytest.raises(Refused):
        organisations.confirm(waiting, by=anna, at=NOW)


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_form_sent_eight_times_is_one_proposal(cast, today, signed_in, _round):
    browsers = [signed_in(cast.anna) for _ in range(8)]
    pages = at_once([lambda browser=browser: browser.post(NEW, form_data()) for browser in browsers])
    assert Counter(page.status_code for page in pages) == {302: 8}
    sent = Proposal.objects.get()
    assert (sent.number, sent.nominees.count(), verbs(sent)) == ("ZS-2026-0001", 2, ["send"])


def test_eight_forms_get_eight_numbers_without_a_gap(cast, today, signed_in):
    browsers = [signed_in(who) for who in (cast.anna, cast.filip) * 4]
    pages = at_once([lambda browser=browser: browser.post(NEW, form_data(klucz=str(uuid4()))) for browser in browsers])
    assert Counter(page.status_code for page in pages) == {302: 8}
    assert sorted(Proposal.objects.values_list("number", flat=True)) == [f"ZS-2026-000{n}" for n in range(1, 9)]


def test_an_office_has_one_declaration_however_often_it_is_sent(cast, today):
    topics = list(cast.programme.topics.all())
    results = at_once(
        [
            lambda n=n: programmes.declare(
                cast.office,
                cast.programme,
                people=n + 1,
                topics=topics,
                wants_equipment=False,
                by=somebody(cast.anna),
                at=NOW,
            )
            for n in range(6)
        ]
    )
    assert kinds(results) == {"done": 6}
    declaration = Declaration.objects.get()
    assert Counter(verbs(declaration)) == {"declare": 1, "correct": 5}
    assert list(history.of(declaration))[-1].facts["people"] == declaration.people


@pytest.mark.parametrize("path", ["/konto/rejestracja/", "/koordynator/rejestracja/"])
def test_a_registration_sent_twice_makes_one_account_and_answers_both(cast, path):
    data = registration(office=cast.units.laziska.pk)
    pages = at_once([lambda: Client().post(path, data) for _ in range(4)])
    assert [getattr(page, "url", page) for page in pages] == ["/konto/rejestracja/potwierdzenie/"] * 4
    assert User.objects.filter(email="nowa@urzad.example").count() == 1
    assert Message.objects.filter(kind="accounts.activation").count() == 1


def test_an_activation_link_pressed_twice_activates_once(cast, today):
    Client().post("/koordynator/rejestracja/", registration(office=cast.units.laziska.pk))
    link = Message.objects.get(kind="accounts.activation").body.split("/konto/aktywacja/")[1].split()[0]
    pages = at_once([lambda: Client().post(f"/konto/aktywacja/{link}") for _ in range(4)])
    assert {page.status_code for page in pages} <= {200, 302}
    nowa = User.objects.get(email="nowa@urzad.example")
    assert Counter(nowa.memberships.values_list("role", "state")) == {("coordinator", "provisional"): 1}
    assert verbs(nowa).count("activate") == 1


def test_a_reset_link_sets_one_password(cast):
    Client().post("/konto/haslo/", {"email": "anna@urzad.example"})
    link = Message.objects.get(kind="accounts.password_reset").body.split("/konto/haslo/nowe/")[1].split()[0]
    browsers = [Client() for _ in range(2)]
    pages = [browser.get(f"/konto/haslo/nowe/{link}") for browser in browsers]
    words = ["niebieski-rower-1", "niebieski-rower-2"]
    at_once(
        [lambda n=n: browsers[n].post(pages[n].url, {"password1": words[n], "password2": words[n]}) for n in range(2)]
    )
    anna = somebody(cast.anna)
    assert sum(anna.check_password(word) for word in words) == 1 and not anna.check_password(PASSWORD)


@pytest.mark.parametrize("_round", ROUNDS)
def test_no_more_people_than_seats_however_many_requests_are_accepted(cast, today, _round):
    sent = propose(cast, named=people(6))
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=NOW)
    new = [{"first_name": "Nowa", "last_name": "Osoba", "email": f"nowa{n}@urzad.example"} for n in range(3)]
    changes = [
        actions.ask_for_change(sent, "person_added", who, "Bo tak", request_key=uuid4(), by=cast.anna, at=NOW)
        for who in new
    ]
    results = at_once(
        [
            lambda change=change: actions.accept_change(change, by=somebody(cast.oliwia), at=on("2026-02-13"))
            for change in changes
        ]
    )
    assert kinds(results) == {"done": 1, "Refused": 2}
    assert Nominee.objects.filter(proposal=sent).count() == 7 == Proposal.objects.get().nominee_count


def test_one_request_for_a_change_is_decided_once(cast, today):
    sent = propose(cast)
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=NOW)
    change = actions.ask_for_change(
        sent, "cancellation", {}, "Brak chętnych", request_key=uuid4(), by=cast.anna, at=NOW
    )
    results = at_once(
        [
            lambda: actions.accept_change(change, by=somebody(cast.oliwia), at=NOW),
            lambda: actions.reject_change(change, reason="Nie", by=somebody(cast.oliwia), at=NOW),
            lambda: actions.accept_change(change, by=somebody(cast.oliwia), at=NOW),
        ]
    )
    assert kinds(results) == {"done": 1, "Refused": 2}
    change.refresh_from_db()
    assert (change.state == "accepted") == (Proposal.objects.get().state == "cancelled")


def test_back_changed_and_sent_again_is_not_called_sent(cast, today, signed_in):
    """The key is the same, what it stands for is not: nothing typed is dropped without a word."""
    browser = signed_in(cast.anna)
    browser.post(NEW, form_data())
    page = browser.post(NEW, form_data(godzina="13:45"))
    assert page.status_code == 409 and "z innymi danymi" in read(page) and 'value="13:45"' in page.text
    key = re.search(r'name="klucz"[^>]*value="([^"]+)"', page.text)[1]
    assert browser.post(NEW, form_data(godzina="13:45", klucz=key)).status_code == 302
    assert Proposal.objects.count() == 2


def test_a_request_for_a_change_that_was_changed_and_sent_again_is_not_called_sent(cast, today):
    sent = propose(cast)
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=NOW)
    asked = {"request_key": uuid4(), "by": cast.anna, "at": NOW}
    first = actions.ask_for_change(sent, "cancellation", {}, "Brak chętnych", **asked)
    assert actions.ask_for_change(sent, "cancellation", {}, "Brak chętnych", **asked) == first
    with pytest.raises(Refused):
        actions.ask_for_change(sent, "cancellation", {}, "Inny powód", **asked)


def test_the_key_of_somebody_else_gives_nothing_away(cast, today, signed_in):
    signed_in(cast.anna).post(NEW, form_data())
    page = signed_in(cast.filip).post(NEW, form_data())
    assert page.status_code == 409 and "ZS-2026" not in page.text
    assert Proposal.objects.get().sent_by == cast.anna
