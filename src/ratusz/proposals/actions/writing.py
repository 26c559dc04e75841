"""How a proposal and its people are stored; the only place that writes them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F

from ratusz.core.terms import local_day
from ratusz.core.text import fold
from ratusz.proposals import rules
from ratusz.proposals.models import Nominee, Proposal, YearCounter
from ratusz.proposals.rules import Details, Person


def next_number(at: datetime) -> str:
    """The next number of this year; the counter stays locked until the transaction ends, so there are no gaps."""
    year = local_day(at).year
    rows = YearCounter.objects.filter(year=year)
    if not rows.update(last=F("last") + 1):
        YearCounter.objects.get_or_create(year=year, defaults={"last": 0})
        rows.update(last=F("last") + 1)
    return rules.number(year, rows.get().last)


def search_key(proposal: Proposal, people: Sequence[Person]) -> str:
    """Everything by which a clerk looks for a proposal, folded."""
    topic = proposal.topic
    words = [proposal.number, proposal.organisation.name, proposal.address]
    words += [topic.name_pl, topic.name_en, topic.name_de] if topic else []
    words += [f"{person.first_name} {person.last_name} {person.email}" for person in people]
    return fold(" ".join(words))


def end_of_training(proposal: Proposal, starts_at: datetime) -> datetime:
    """Counted in UTC: on the night of the clock change an hour is still an hour."""
    return starts_at.astimezone(UTC) + timedelta(minutes=proposal.programme.meeting_minutes)


def apply(details: Details, proposal: Proposal) -> list[str]:
    """Set the fields; return the names of those that changed."""
    place, address = details.venue
    new: dict[str, Any] = {
        "starts_at": details.starts_at,
        "ends_at": end_of_training(proposal, details.starts_at),
        "format": details.format,
        "place_id": place.pk if place else None,
        "address": address,
        "topic_id": details.topic.pk if details.topic else None,
    }
    changed = [name for name, value in new.items() if getattr(proposal, name) != value]
    for name, value in new.items():
        setattr(proposal, name, value)
    return [name.removesuffix("_id") for name in changed if name != "ends_at"]


def holds(sent: Proposal, details: Details, people: Sequence[Person]) -> bool:
    """Is this what was typed?"""
    stored = (sent.proposed_at, sent.format, (sent.place, sent.address), sent.topic)
    return stored == (details.starts_at, details.format, details.venue, details.topic) and people_of(sent) == [*people]


def name_people(proposal: Proposal, people: Sequence[Person]) -> None:
    Nominee.objects.bulk_create(
        Nominee(
            proposal=proposal,
            position=position,
            first_name=person.first_name,
            last_name=person.last_name,
            email=person.email,
        )
        for position, person in enumerate(people, start=1)
    )


def people_of(proposal: Proposal) -> list[Person]:
    return [Person(row.first_name, row.last_name, row.email) for row in proposal.nominees.all()]
