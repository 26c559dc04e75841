"""What the people named receive: the invitation, its updates, its cancellation, and where we have their data from."""

from uuid import uuid4

import pytest
from icalendar import Calendar

from ratusz.correspondence.models import Message
from ratusz.proposals import actions
from ratusz.proposals.models import ChangeRequest, Nominee
from tests.cast import NOW, on, onsite, propose


def accepted(cast, work):
    sent = propose(cast, onsite(cast.programme))
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=NOW)
    work()
    sent.refresh_from_db()
    return sent


def event_of(message):
    file = message.attachments.get()
    calendar = Calendar.from_ical(bytes(file.content))
    (event,) = calendar.walk("VEVENT")
    return file, calendar, event


@pytest.mark.requirement("R-000-A.3D")
def test_everybody_named_is_invited_once_with_a_calendar_request(cast, today, work):
    sent = accepted(cast, work)
    work()

    invited = Message.objects.filter(kind="proposals.invited").order_by("recipient")
    assert [message.recipient for message in invited] == ["bartek@urzad.example", "celina@urzad.example"]
    file, calendar, event = event_of(invited[0])
    assert "method=REQUEST" in file.content_type and calendar["METHOD"] == "REQUEST"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (on("2026-03-03", "9:00"), on("2026-03-03", "11:00"))
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CONFIRMED")
    assert event["ATTENDEE"] == "MAILTO:bartek@urzad.example"
    assert event["LOCATION"] == "Siemianowice Śląskie, Szkolenie w urzędzie, Rynek 1"
    assert event["UID"].startswith(sent.number.lower())


@pytest.mark.requirement("R-000-A.3D")
def test_the_people_named_learn_where_their_data_came_from(cast, today, work):
    accepted(cast, work)

    body = " ".join(Message.objects.filter(kind="proposals.invited").first().body.split())
    assert "imię, nazwisko i adres e-mail podał nam koordynator urzędu: Siemianowice Śląskie" in body
    assert "/dokumenty/klauzula-programu/" in body
    assert set(Nominee.objects.values_list("informed_at", flat=True)) == {NOW}


@pytest.mark.requirement("R-000-A.3D")
def test_before_a_decision_the_people_named_are_informed_within_a_month(cast, clock, work):
    from ratusz.proposals.notices import inform_the_named

    propose(cast)
    inform_the_named(at=on("2026-02-20"))
    assert not Message.objects.filter(kind="proposals.named").exists()

    inform_the_named(at=on("2026-03-06"))
    inform_the_named(at=on("2026-03-07"))

    assert Message.objects.filter(kind="proposals.named").count() == 2


@pytest.mark.requirement("R-000-F5.D1")
def test_an_accepted_change_of_date_updates_the_invitation(cast, today, work):
    sent = accepted(cast, work)
    change = ask(cast, sent, "starts_at", {"starts_at": on("2026-03-10", "12:00").isoformat()})

    actions.accept_change(change, by=cast.oliwia, at=NOW)
    work()

    _file, calendar, event = event_of(Message.objects.filter(kind="proposals.training_changed").first())
    assert (calendar["METHOD"], event["SEQUENCE"], event["DTSTART"].dt) == ("REQUEST", 2, on("2026-03-10", "12:00"))
    assert Message.objects.filter(kind="proposals.training_changed").count() == 2
    assert Message.objects.filter(kind="proposals.change_accepted", recipient=cast.anna.email).count() == 1


@pytest.mark.requirement("R-000-F5.D1")
def test_a_removed_person_alone_gets_a_cancellation(cast, today, work):
    sent = accepted(cast, work)
    bartek = sent.nominees.get(email="bartek@urzad.example")
    change = ask(cast, sent, "person_removed", {"nominee": bartek.pk})

    actions.accept_change(change, by=cast.oliwia, at=NOW)
    work()

    message = Message.objects.get(kind="proposals.person_removed")
    _file, calendar, event = event_of(message)
    assert (message.recipient, calendar["METHOD"], event["STATUS"]) == ("bartek@urzad.example", "CANCEL", "CANCELLED")
    assert list(sent.nominees.values_list("email", flat=True)) == ["celina@urzad.example"]


@pytest.mark.requirement("R-000-F5.D1")
def test_an_added_person_is_invited_and_the_others_are_left_in_peace(cast, today, work):
    sent = accepted(cast, work)
    new = {"first_name": "Dorota", "last_name": "Żak", "email": "dorota@urzad.example"}

    actions.accept_change(ask(cast, sent, "person_added", new), by=cast.oliwia, at=NOW)
    work()

    assert list(
        Message.objects.filter(kind="proposals.invited").order_by("recipient").values_list("recipient", flat=True)
    ) == [
        "bartek@urzad.example",
        "celina@urzad.example",
        "dorota@urzad.example",
    ]


@pytest.mark.requirement("R-000-F5.D1")
def test_a_cancelled_training_is_taken_out_of_every_calendar(cast, today, work):
    sent = accepted(cast, work)

    actions.cancel(sent, reason="Choroba trenera", by=cast.oliwia, at=NOW)
    work()

    told = Message.objects.filter(kind="proposals.training_cancelled")
    assert sorted(told.values_list("recipient", flat=True)) == ["bartek@urzad.example", "celina@urzad.example"]
    _file, calendar, event = event_of(told[0])
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    assert "Choroba trenera" in Message.objects.get(kind="proposals.cancelled").body


def ask(cast, sent, field, new):
    return ChangeRequest.objects.get(
        pk=actions.ask_for_change(sent, field, new, "Zmiana planów", request_key=uuid4(), by=cast.anna, at=NOW).pk
    )
