"""Editing: everything lands in the draft of the person who edits, and nowhere else (R-001-2.5)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from ratusz.organisations import policies, queries
from ratusz.organisations.models import Draft, Organisation
from ratusz.organisations.rules import registry as rules


@transaction.atomic
def edit(organisation: Organisation | None, changes: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    """R-001-2.5: note these values (path to value) in the draft; nothing of it is stored in the registry."""
    stored = queries.stored(organisation)

    def noted(edits: rules.Edits) -> rules.Edits:
        found = rules.edited(edits, stored, changes)
        policies.may_draft(stored, found).ensure()
        return found

    _write(organisation, noted, by=by, at=at)


@transaction.atomic
def remove(organisation: Organisation | None, key: str, *, by: Any, at: datetime) -> None:
    """R-001-4.1: note that this person is to be removed."""
    policies.may_remove_key(by, organisation, key).ensure()
    stored = queries.stored(organisation)
    _write(organisation, lambda edits: rules.removed(edits, stored, key), by=by, at=at)


@transaction.atomic
def undo(organisation: Organisation | None, key: str, *, by: Any, at: datetime) -> None:
    """R-001-4.1: forget what the draft wants with this person."""
    _write(organisation, lambda edits: rules.without(edits, key), by=by, at=at)


@transaction.atomic
def settle(organisation: Organisation, keep: Mapping[str, bool], *, by: Any, at: datetime) -> None:
    """R-001-2.5: of every value that others changed meanwhile the person said which one counts."""
    stored = queries.stored(organisation)
    _write(organisation, lambda edits: rules.settled(edits, stored, keep), by=by, at=at)


@transaction.atomic
def discard(organisation: Organisation | None, *, by: Any, at: datetime) -> None:
    """R-001-2.5: the draft is thrown away by the person whose it is."""
    Draft.objects.filter(person=by, organisation=organisation).delete()


def _write(
    organisation: Organisation | None, change: Callable[[rules.Edits], rules.Edits], *, by: Any, at: datetime
) -> None:
    """Two windows of one person add to the same draft, one after the other; an empty draft is none."""
    if organisation is not None:
        policies.may_edit(by, organisation).ensure()
    draft, _new = Draft.objects.select_for_update().get_or_create(
        person=by, organisation=organisation, defaults={"updated_at": at}
    )
    draft.edits, draft.updated_at = change(draft.edits), at
    draft.save() if draft.edits else draft.delete()
