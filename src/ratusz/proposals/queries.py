"""What pages ask about proposals; each answer takes a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Count, Min, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from ratusz.core.terms import end_of, warsaw_instant
from ratusz.core.text import fold
from ratusz.organisations.models import Membership, Organisation
from ratusz.organisations.states import Role
from ratusz.programmes.models import Declaration, Programme
from ratusz.proposals.models import ChangeRequest, Nominee, Proposal
from ratusz.proposals.states import LIVE, ChangeState, ProposalState


def filtered(rows: QuerySet[Proposal], chosen: dict[str, Any]) -> QuerySet[Proposal]:
    """R-000-F6: the proposals that match everything chosen."""
    if "q" in chosen:
        for word in fold(chosen["q"]).split():
            rows = rows.filter(search_key__contains=word)
    if "status" in chosen:
        rows = rows.filter(state=chosen["status"])
    if "typ" in chosen:
        rows = rows.filter(format=chosen["typ"])
    if "od" in chosen:
        rows = rows.filter(starts_at__gte=warsaw_instant(chosen["od"], datetime.min.time()))
    if "do" in chosen:
        rows = rows.filter(starts_at__lt=end_of(chosen["do"]))
    if chosen.get("uwaga") == "zmiana":
        rows = flagged(rows).filter(change_waits=True)  # type: ignore[misc]  # annotated there
    if chosen.get("uwaga") == "kolizja":
        rows = flagged(rows).filter(clashes=True)  # type: ignore[misc]  # annotated there
    return rows


# R-000-F8D: is a person of this live proposal also in another live one at an overlapping time? Written out, because
# putting these two questions together anew for every page costs more than answering them for its fifty rows.
CLASHES = """EXISTS (
    SELECT 1 FROM proposals_nominee mine
    JOIN proposals_nominee theirs ON theirs.email = mine.email AND theirs.proposal_id <> mine.proposal_id
    JOIN proposals_proposal other ON other.id = theirs.proposal_id
    WHERE mine.proposal_id = proposals_proposal.id
      AND proposals_proposal.state IN ('pending', 'accepted') AND other.state IN ('pending', 'accepted')
      AND other.starts_at < proposals_proposal.ends_at AND other.ends_at > proposals_proposal.starts_at)"""
CHANGE_WAITS = """EXISTS (
    SELECT 1 FROM proposals_changerequest asked
    WHERE asked.proposal_id = proposals_proposal.id AND asked.state = 'pending')"""


def flagged(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With `clashes` and `change_waits`: does somebody have to look at it?"""
    return rows.annotate(
        clashes=RawSQL(CLASHES, [], BooleanField()),  # noqa: S611 - constant text
        change_waits=RawSQL(CHANGE_WAITS, [], BooleanField()),  # noqa: S611 - constant text
    )


def clashes(proposal: Proposal) -> list[tuple[Nominee, Proposal]]:
    """R-000-F8D: each person of this proposal with every other live proposal that needs them at the same time."""
    if proposal.state not in LIVE:
        return []
    people = {nominee.email: nominee for nominee in proposal.nominees.all()}
    others = (
        Nominee.objects.filter(email__in=people, proposal__state__in=LIVE)
        .filter(proposal__starts_at__lt=proposal.ends_at, proposal__ends_at__gt=proposal.starts_at)
        .exclude(proposal=proposal)
        .select_related("proposal__organisation")
        .order_by("proposal_id", "position")
    )
    return [(people[other.email], other.proposal) for other in others]


def counters(organisation: Organisation) -> dict[str, int]:
    """R-000-2.5: how many of this office's proposals are in each state; one query."""
    return _counted(Proposal.objects.filter(organisation=organisation))


def operator_counters(programmes: Sequence[Programme]) -> dict[str, int]:
    return _counted(Proposal.objects.filter(programme__in=programmes))


def _counted(rows: QuerySet[Proposal]) -> dict[str, int]:
    found = dict(rows.order_by().values_list("state").annotate(Count("id")))
    return {state: found.get(state, 0) for state in ProposalState.values}


def oldest_waiting(rows: QuerySet[Proposal]) -> datetime | None:
    return rows.filter(state=ProposalState.PENDING).aggregate(oldest=Min("sent_at"))["oldest"]


def agenda(rows: QuerySet[Proposal], at: datetime, count: int = 5) -> QuerySet[Proposal]:
    """The next accepted trainings."""
    coming = rows.filter(state=ProposalState.ACCEPTED, starts_at__gt=at)
    return coming.select_related("topic", "place", "organisation").order_by("starts_at")[:count]


def undecided_changes(rows: QuerySet[Proposal]) -> QuerySet[ChangeRequest]:
    waiting = ChangeRequest.objects.filter(proposal__in=rows, state=ChangeState.PENDING)
    return waiting.select_related("proposal__topic", "proposal__organisation").order_by("asked_at")


def recently_rejected(rows: QuerySet[Proposal], since: datetime) -> QuerySet[Proposal]:
    return (
        rows.filter(state=ProposalState.REJECTED, decided_at__gte=since)
        .select_related("topic")
        .order_by("-decided_at")
    )


def whole(person: Any) -> QuerySet[Proposal]:
    """One proposal with everything its page shows."""
    related = ("topic", "place", "organisation", "programme", "sent_by", "decided_by")
    return Proposal.objects.visible_to(person).select_related(*related)


def people_named(organisation: Organisation, programme: Programme) -> int:
    """R-004-4: how many different people (by address) the office has named in live proposals."""
    named = Nominee.objects.filter(
        proposal__organisation=organisation, proposal__programme=programme, proposal__state__in=LIVE
    )
    return named.values("email").distinct().count()


def offices(programme: Programme) -> list[dict[str, Any]]:
    """R-004-4, R-004-5: every organisation that takes part, what it declared and whom it named, side by side."""
    live = Proposal.objects.filter(programme=programme, state__in=LIVE).order_by()
    proposed = dict(live.values_list("organisation").annotate(n=Count("id")))
    named = dict(live.values_list("organisation").annotate(n=Count("nominees__email", distinct=True)))
    declared = {
        row.organisation_id: row for row in Declaration.objects.filter(programme=programme).prefetch_related("topics")
    }
    people = _coordinators()
    taking_part = Organisation.objects.filter(pk__in={*people, *declared, *proposed}).order_by("sort_key")
    return [
        {
            "office": office,
            "coordinator": people.get(office.pk),
            "declaration": declared.get(office.pk),
            "named": named.get(office.pk, 0),
            "proposed": proposed.get(office.pk, 0),
        }
        for office in taking_part.select_related("unit", "belongs_to")
    ]


def _coordinators() -> dict[int, Any]:
    rows = Membership.objects.in_force().filter(role=Role.COORDINATOR).select_related("person")
    return {row.organisation_id: row for row in rows}


def merge_foretold(loser: Organisation, into: Organisation) -> list[str]:
    """R-001-D3: how many proposals would go to the organisation that stays, in words."""
    count = Proposal.objects.filter(organisation=loser).count()
    return [_("Zgłoszenia szkoleń, które przejdą: %(n)d") % {"n": count}] if count else []
