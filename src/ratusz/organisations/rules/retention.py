"""How long the registry remembers: values before a change, and lists that were uploaded."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

# two years, what the privacy notice promises for logs (GDPR art. 5(1)(e)). The sentence that stands in place
# of the values (`describe`) and the note on the page of the history say it too.
VALUES_KEPT_FOR = timedelta(days=730)
LISTS_KEPT_FOR = timedelta(days=30)  # an uploaded list, once its import was confirmed or given up


def forgotten(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `Revision.changes` without its values: which fields of which thing changed, and how, stays.

    `forgotten` marks the row, so that the database finds those that are still to be forgotten.
    """
    fields = {name: [None, None] for name in row["fields"]}
    return {**row, "who": "", "fields": fields, "forgotten": True}
