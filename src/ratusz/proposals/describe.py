"""A request for a change in words: what stands there and what is asked for."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from ratusz.core.words import date_time_words
from ratusz.programmes.models import Place
from ratusz.proposals.models import ChangedField, ChangeRequest, Format, Proposal


def changes_of(proposal: Proposal) -> list[ChangeRequest]:
    """The proposal's requests, each with `old_words` and `new_words`."""
    changes = list(proposal.change_requests.select_related("asked_by", "decided_by"))
    places = {place.pk: place.name for place in proposal.programme.places.all()} if changes else {}
    for change in changes:
        change.old_words = words(change.field, change.old, places)
        change.new_words = words(change.field, change.new, places)
    return changes


def in_words(change: ChangeRequest) -> tuple[str, str]:
    """Old and new value of one request."""
    places = {place.pk: place.name for place in Place.objects.filter(programme=change.proposal.programme_id)}
    return words(change.field, change.old, places), words(change.field, change.new, places)


def words(field: str, value: dict[str, Any], places: dict[int, str]) -> str:
    if field == ChangedField.STARTS_AT:
        return date_time_words(datetime.fromisoformat(value["starts_at"]), get_language())
    if field == ChangedField.VENUE:
        parts = [str(Format(value["format"]).label), places.get(value["place"], ""), value["address"]]
        return ", ".join(part for part in parts if part)
    if "email" in value:
        return f"{value['first_name']} {value['last_name']}, {value['email']}"
    return ""
