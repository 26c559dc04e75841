"""Lets the matters of the demonstration happen: each act by the real action, in the order of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ratusz.demo.cast import Office
from ratusz.demo.matter import Change, Matter, before, moment
from ratusz.demo.people import Coordinator, named
from ratusz.programmes.models import Place, Programme, Topic
from ratusz.proposals import actions
from ratusz.proposals.models import ChangeRequest, Format, Proposal
from ratusz.proposals.rules import Details, Person

KEYS = uuid5(NAMESPACE_URL, "https://ratusz.example/demo")


@dataclass(frozen=True)
class Act:
    """Something that happens to one matter at a moment; acts are done in the order of their moments."""

    at: datetime
    do: Any


@dataclass(frozen=True)
class Stage:
    """What all matters share: the programme with its lists, who decides, and the instant that counts as now."""

    programme: Programme
    topics: list[Topic]
    places: list[Place]
    staff: Any
    today: datetime


class Story:
    """One office's matter: its acts share the proposal that the first of them makes."""

    def __init__(self, stage: Stage, office: Office, who: Coordinator, matter: Matter) -> None:
        self.stage, self.office, self.who, self.matter = stage, office, who, matter
        self.proposal: Proposal

    def acts(self, minutes: int) -> Iterator[Act]:
        told, today = self.matter, self.stage.today
        yield Act(before(told.sent, "8:05", today, minutes), self.send)
        if told.edited:
            yield Act(before(told.edited, "11:10", today, minutes), self.edit)
        if told.outcome != "pending":
            decide = {"withdrawn": self.withdraw, "rejected": self.reject}.get(told.outcome, self.accept)
            yield Act(before(told.decided, "13:00", today, minutes), decide)
        for place, change in enumerate(told.changes):
            request = Request(self, change)
            yield Act(before(change.asked, "14:30", today, minutes + place), request.ask)
            if change.answer:
                yield Act(before(change.asked - 1, "10:15", today, minutes + place), request.decide)
        if told.cancelled:
            yield Act(before(told.cancelled, "15:00", today, minutes), self.cancel)

    def send(self, at: datetime) -> None:
        self.proposal = actions.send(
            self.who.organisation,
            self.stage.programme,
            self.details(),
            self.people(self.matter.people),
            request_key=uuid5(KEYS, f"{self.office.stem} {self.matter.sent} {self.matter.starts}"),
            by=self.who.person,
            at=at,
        )

    def edit(self, at: datetime) -> None:
        """The coordinator takes the last person out again."""
        staying = self.people(self.matter.people)[:-1]
        seen, by = self.proposal.version, self.who.person
        self.proposal = actions.edit(self.proposal, self.details(), staying, seen_version=seen, by=by, at=at)

    def accept(self, at: datetime) -> None:
        final = moment(self.matter.moved, self.stage.today) if self.matter.moved else None
        note = "" if self.matter.cancelled else self.matter.note
        version = self.proposal.version
        actions.accept(self.proposal, seen_version=version, starts_at=final, note=note, by=self.stage.staff, at=at)

    def reject(self, at: datetime) -> None:
        version = self.proposal.version
        actions.reject(self.proposal, reason=self.matter.note, seen_version=version, by=self.stage.staff, at=at)

    def withdraw(self, at: datetime) -> None:
        actions.withdraw(self.proposal, by=self.who.person, at=at)

    def cancel(self, at: datetime) -> None:
        actions.cancel(self.proposal, reason=self.matter.note, by=self.stage.staff, at=at)

    def details(self) -> Details:
        told = self.matter
        onsite = told.place is not None
        return Details(
            starts_at=moment(told.starts, self.stage.today),
            format=Format.ONSITE if onsite else Format.ONLINE,
            place=self.stage.places[told.place] if told.place is not None else None,
            address=told.address,
            topic=None if told.topic is None else self.stage.topics[told.topic],
        )

    def people(self, names: str) -> list[Person]:
        return [Person(*named(name, self.office)) for name in names.split(", ")]


class Request:
    """A request for a change to an accepted matter, and the answer to it."""

    def __init__(self, story: Story, change: Change) -> None:
        self.story, self.change = story, change
        self.request: ChangeRequest

    def ask(self, at: datetime) -> None:
        key = uuid5(KEYS, f"{self.story.proposal.number} {self.change.field}")
        who, wanted = self.story.who.person, self.wanted()
        self.request = actions.ask_for_change(
            self.story.proposal, self.change.field, wanted, self.change.reason, request_key=key, by=who, at=at
        )

    def decide(self, at: datetime) -> None:
        if self.change.answer == "accepted":
            actions.accept_change(self.request, note=self.change.note, by=self.story.stage.staff, at=at)
        else:
            actions.reject_change(self.request, reason=self.change.note, by=self.story.stage.staff, at=at)

    def wanted(self) -> dict[str, Any]:
        """The new value in the shape in which a request stores it."""
        new = self.change.new
        if self.change.field == "starts_at":
            return {"starts_at": moment(new["starts_at"], self.story.stage.today).isoformat()}
        if self.change.field == "venue":
            place = self.story.stage.places[new["place"]].pk
            return {"format": Format.ONSITE.value, "place": place, "address": new["address"]}
        first, last, email = named(new["name"], self.story.office)
        return {"first_name": first, "last_name": last, "email": email}
