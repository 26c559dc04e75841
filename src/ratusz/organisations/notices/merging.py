"""Who is told that two organisations became one (R-001-D3)."""

from typing import Any

from ratusz.history import record as history
from ratusz.organisations import queries
from ratusz.organisations.models import Organisation, Revision
from ratusz.organisations.notices.registry import tell


def merged(event_id: int) -> None:
    """Every address of both organisations, each once; who had edited the one that ended reads that this is lost."""
    event = history.get(event_id)
    loser = Organisation.objects.get(pk=event.subject_id)
    into = Organisation.objects.get(pk=event.facts["into"])
    revision = Revision.objects.get(pk=event.facts["told"])
    accounts = queries.accounts_at(row["address"] for row in revision.recipients)
    for row in revision.recipients:
        person: Any = accounts.get(row["address"].lower())
        lost = bool(person and person.pk in event.facts["drafts_of"])
        tell("merged", event, into, row["address"], person, {"loser": loser, "into": into, "lost_draft": lost})
