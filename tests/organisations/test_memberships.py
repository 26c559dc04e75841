"""Q-15: who acts for an office: first provisional, later ones wait, confirmation, refusal, handing over."""

import pytest

from ratusz.accounts.models import User
from ratusz.core.verdict import Refused
from ratusz.correspondence.models import Message
from ratusz.history import record as history
from ratusz.organisations import actions
from ratusz.organisations.models import Membership
from tests.cast import NOW, person


def again(someone):
    """The same person in a new request."""
    return User.objects.get(pk=someone.pk)


def places(office):
    rows = office.memberships.order_by("id").values_list("person__first_name", "role", "state")
    return [" ".join(row) for row in rows]


def test_the_first_is_provisional_and_the_second_waits(cast):
    greta, henryk = person("Greta", "Nowicka"), person("Henryk", "Ptak")

    first = actions.join(greta, cast.units.laziska, by=greta, at=NOW)
    actions.join(henryk, cast.units.laziska, by=henryk, at=NOW)

    assert places(first.organisation) == ["Greta coordinator provisional", "Henryk deputy waiting"]


def test_one_person_has_one_place_in_an_office(cast):
    with pytest.raises(Refused, match="już przypisane"):
        actions.join(cast.anna, cast.units.siemianowice, by=cast.anna, at=NOW)


def test_the_confirmed_coordinator_confirms_a_deputy_and_hands_over(cast):
    waiting = actions.join(cast.bartek, cast.units.siemianowice, by=cast.bartek, at=NOW)

    actions.confirm(waiting, by=again(cast.anna), at=NOW)
    actions.hand_over(waiting, by=again(cast.anna), at=NOW)

    assert places(cast.office) == [
        "Anna deputy confirmed",
        "Bartek coordinator confirmed",
    ]
    assert [event.kind.rpartition(".")[2] for event in history.of(waiting)] == ["join", "confirm", "promote"]
    assert again(cast.bartek).has_role("coordinator") and not again(cast.anna).has_role("coordinator")


def test_the_operator_hands_over_when_the_coordinator_is_gone(cast):
    waiting = actions.join(cast.bartek, cast.units.siemianowice, by=cast.bartek, at=NOW)

    actions.hand_over(waiting, by=again(cast.oliwia), at=NOW)

    assert "Bartek coordinator confirmed" in places(cast.office)


@pytest.mark.parametrize("who", ["filip", "bartek", "celina"])
def test_nobody_else_decides(cast, who):
    waiting = actions.join(cast.bartek, cast.units.siemianowice, by=cast.bartek, at=NOW)
    decisions = [
        lambda by: actions.confirm(waiting, by=by, at=NOW),
        lambda by: actions.refuse(waiting, reason="x", by=by, at=NOW),
        lambda by: actions.hand_over(waiting, by=by, at=NOW),
    ]

    for decide in decisions:
        with pytest.raises(Refused):
            decide(again(getattr(cast, who)))
    assert Membership.objects.get(pk=waiting.pk).state == "waiting"


def test_a_provisional_coordinator_confirms_nobody(cast):
    greta, henryk = person("Greta", "Nowicka"), person("Henryk", "Ptak")
    own = actions.join(greta, cast.units.laziska, by=greta, at=NOW)
    waiting = actions.join(henryk, cast.units.laziska, by=henryk, at=NOW)

    for place in (own, waiting):
        with pytest.raises(Refused):
            actions.confirm(place, by=again(greta), at=NOW)


def test_after_a_refusal_the_office_is_free_for_the_next(cast, work):
    greta, henryk = person("Greta", "Nowicka"), person("Henryk", "Ptak")
    first = actions.join(greta, cast.units.laziska, by=greta, at=NOW)

    actions.refuse(first, reason="Nie pracuje w tym urzędzie", by=again(cast.oliwia), at=NOW)
    actions.join(henryk, cast.units.laziska, by=henryk, at=NOW)
    work()

    assert places(first.organisation) == ["Greta coordinator refused", "Henryk coordinator provisional"]
    told = Message.objects.filter(recipient=greta.email).values_list("body", flat=True)
    assert any("Nie pracuje w tym urzędzie" in body for body in told)


def test_deciding_twice_is_told(cast):
    greta = person("Greta", "Nowicka")
    place = actions.join(greta, cast.units.laziska, by=greta, at=NOW)
    actions.confirm(place, by=again(cast.oliwia), at=NOW)

    with pytest.raises(Refused, match="rozpatrzono już wcześniej"):
        actions.refuse(place, reason="x", by=again(cast.oliwia), at=NOW)
