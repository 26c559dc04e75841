"""What proposals do when something happens below them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ratusz.history import record as history
from ratusz.organisations.models import Organisation
from ratusz.proposals.actions import writing
from ratusz.proposals.models import Proposal


@transaction.atomic
def follow_merge(loser: Organisation, into: Organisation, *, by: Any, at: datetime) -> None:
    """R-001-D3: the proposals of an organisation that ends go to the one that stays, and are found by its name."""
    rows = Proposal.objects.select_for_update().filter(organisation=loser).order_by("pk")
    for proposal in rows:
        proposal.organisation = into
        proposal.search_key = writing.search_key(proposal, writing.people_of(proposal))
        proposal.save(update_fields=["organisation", "search_key"])
        facts = {"came_from": loser.pk, "office": into.pk}
        history.record("proposals.proposal.follow", proposal, by=by, at=at, clause="R-001-D3", **facts)
