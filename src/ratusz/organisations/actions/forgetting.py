"""What the registry stops to remember by itself."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ratusz.history import record as history
from ratusz.organisations import queries
from ratusz.organisations.models import OrganisationImport, Revision
from ratusz.organisations.rules import retention

AT_ONCE = 500


@transaction.atomic
def forget_old_values(*, by: Any = None, at: datetime) -> int:
    """Q-14, R-001-D2: of saves older than two years only what changed and when remains. Returns how many.

    The event's subject is the newest of them.
    """
    limit, count, newest = at - retention.VALUES_KEPT_FOR, 0, None
    while batch := list(queries.with_old_values(limit)[:AT_ONCE]):
        for revision in batch:
            revision.changes = [retention.forgotten(row) for row in revision.changes]
            revision.recipients = []
        Revision.objects.bulk_update(batch, ["changes", "recipients"])
        count, newest = count + len(batch), batch[-1]
    if newest:
        facts = {"count": count, "before": limit.isoformat()}
        history.record("organisations.revision.forget", newest, by=by, at=at, clause="Q-14", **facts)
    return count


@transaction.atomic
def forget_lists(*, by: Any = None, at: datetime) -> int:
    """Q-14: of uploaded lists only the report remains; those never confirmed go whole. Returns how many."""
    old = OrganisationImport.objects.filter(uploaded_at__lt=at - retention.LISTS_KEPT_FOR)
    dropped, _each = old.filter(confirmed_at=None).delete()
    return dropped + old.exclude(rows=[]).update(rows=[])
