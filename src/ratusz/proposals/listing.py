"""The rows of a list of proposals as people read them, prepared once so that fifty of them stay cheap."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from ratusz.core import words
from ratusz.proposals import queries
from ratusz.proposals.models import Format, Proposal
from ratusz.proposals.states import ProposalState


class Row(NamedTuple):
    """One proposal in a list, in the reader's words; the template takes the fields apart in this order."""

    number: str
    url: str
    title: str
    format: str
    state: str
    state_label: str
    office: str
    day: str
    hour: str
    people: int
    version: int
    clashes: bool
    change_waits: bool


def rows(proposals: QuerySet[Proposal]) -> list[Row]:
    """One query; each row with its title, its words and its address."""
    language = words.known(get_language())
    states = {value: str(label) for value, label in ProposalState.choices}
    formats = {value: str(label) for value, label in Format.choices}
    base = reverse("proposals")
    fields = ("number", "state", "starts_at", "format", "nominee_count", "version", "clashes", "change_waits")
    names = ("topic__name_pl", f"topic__name_{language}", "organisation__name")
    found = queries.flagged(proposals).values_list(*fields, *dict.fromkeys(names))
    return [
        Row(
            number=number,
            url=f"{base}{number}/",
            title=spoken[-2] or spoken[0] or formats[form],
            format=formats[form],
            state=state,
            state_label=states[state],
            office=spoken[-1],
            day=words.date_words(starts_at, language),
            hour=words.time_words(starts_at),
            people=people,
            version=version,
            clashes=clashes,
            change_waits=waits,
        )
        for number, state, starts_at, form, people, version, clashes, waits, *spoken in found
    ]
