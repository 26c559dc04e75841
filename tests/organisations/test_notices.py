"""Q-15: whoever joins an office, and whoever decides about them, has it in writing, once and in their language."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.module_loading import import_string

from ratusz.correspondence.models import Message
from ratusz.history import record as history
from ratusz.organisations import actions
from ratusz.organisations.models import Membership
from ratusz.reactions import REACTIONS
from tests.cast import on

NEXT_DAY = on("2026-02-13")


def told_about(place: Membership, move: str) -> set[tuple[str, str]]:
    """The reactions to the newest such event, performed: the kind and the recipient of every message."""
    kind = f"organisations.membership.{move}"
    event = history.of(place).filter(kind=kind).last()
    for path in REACTIONS[kind]:
        import_string(path)(event_id=event.pk)
    rows = Message.objects.filter(event_id=event.pk)
    return {(message.kind.removeprefix("organisations."), message.recipient.split("@")[0]) for message in rows}


def joined(who: Any, territory: Any) -> Membership:
    return actions.join(who, territory, by=who, at=NEXT_DAY)


def test_first_person_and_the_operators_are_told(cast: SimpleNamespace) -> None:
    place = joined(cast.ewa, cast.units.laziska)

    assert told_about(place, "join") == {("joined_first", "ewa"), ("coordinator_waits", "oliwia")}


def test_deputy_and_the_present_coordinator_are_told(cast: SimpleNamespace) -> None:
    place = joined(cast.bartek, cast.units.siemianowice)

    assert told_about(place, "join") == {("joined_waiting", "bartek"), ("deputy_waits", "anna")}


def test_nobody_is_told_twice(cast: SimpleNamespace) -> None:
    place = joined(cast.bartek, cast.units.siemianowice)
    told_about(place, "join")
    told_about(place, "join")

    assert Message.objects.filter(kind__startswith="organisations.").count() == 2


def test_confirmed_role_is_the_one_that_was_decided_about(cast: SimpleNamespace) -> None:
    place = joined(cast.bartek, cast.units.siemianowice)
    actions.confirm(place, by=cast.anna, at=NEXT_DAY)
    actions.hand_over(place, by=cast.anna, at=NEXT_DAY)

    assert told_about(place, "confirm") == {("confirmed", "bartek")}
    assert "zastępca koordynatora" in Message.objects.get(kind="organisations.confirmed").body


def test_refusal_carries_the_reason(cast: SimpleNamespace) -> None:
    place = joined(cast.bartek, cast.units.siemianowice)
    actions.refuse(place, reason="Nie pracuje w urzędzie.", by=cast.anna, at=NEXT_DAY)

    assert told_about(place, "refuse") == {("refused", "bartek")}
    assert "Nie pracuje w urzędzie." in Message.objects.get(kind="organisations.refused").body


def test_both_sides_of_a_handover_are_told(cast: SimpleNamespace) -> None:
    place = joined(cast.bartek, cast.units.siemianowice)
    actions.hand_over(place, by=cast.anna, at=NEXT_DAY)

    assert told_about(place, "promote") == {("handed_over", "bartek"), ("handed_over", "anna")}
    body = Message.objects.filter(kind="organisations.handed_over").first().body
    assert cast.bartek.full_name in body and cast.anna.full_name in body


@pytest.mark.parametrize("language", ["pl", "en", "de"])
def test_everybody_reads_their_own_language(cast: SimpleNamespace, language: str) -> None:
    cast.ewa.language = language
    cast.ewa.save()
    told_about(joined(cast.ewa, cast.units.laziska), "join")

    assert Message.objects.get(kind="organisations.joined_first").language == language
    assert Message.objects.get(kind="organisations.coordinator_waits").language == "pl"


def test_expired_account_is_not_written_to(cast: SimpleNamespace) -> None:
    place = joined(cast.ewa, cast.units.laziska)
    event = history.of(place).last()
    cast.ewa.delete()
    for path in REACTIONS[event.kind]:
        import_string(path)(event_id=event.pk)

    assert not Message.objects.filter(event_id=event.pk).exists()
