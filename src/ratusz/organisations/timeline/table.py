"""The history as a table: one row for each changed field, one for an event that changed none."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from ratusz.core import words
from ratusz.core.terms import local_day
from ratusz.organisations.timeline.chronicle import Chronicle
from ratusz.organisations.timeline.entries import Entry, entries

AT_ONCE = 500
WIDTHS = (12, 8, 40, 28, 24, 32, 32, 28, 14)
Row = tuple[date | str, ...]


def heading() -> list[str]:
    return [
        *(_("Dzień"), _("Godzina"), _("Co"), _("Kogo dotyczy"), _("Pole"), _("Przed"), _("Po")),
        *(_("Kto"), _("Podstawa")),
    ]


def rows(chronicle: Chronicle, events: Any) -> Iterator[Row]:
    """The events as rows of nine cells, told some hundreds at a time."""
    left = events.iterator(chunk_size=AT_ONCE)
    while some := list(islice(left, AT_ONCE)):
        for entry in entries(chronicle, some):
            yield from _rows(entry)


def _rows(entry: Entry) -> Iterator[Row]:
    whose = ", ".join(part for part in (entry.whose, entry.origin) if part)
    first = (local_day(entry.at), f"{words.time_words(entry.at):0>5}", entry.title, whose)
    for field, before, after in _fields(entry):
        yield (*first, field, before, after, entry.by, entry.clause)


def _fields(entry: Entry) -> list[tuple[str, str, str]]:
    found = [(line.label, line.before, line.after) for change in entry.changes for line in change.lines]
    found += [(name, "", "") for name in entry.named]
    if entry.role:
        found.append((_("Rola"), "", entry.role))
    return found or [("", "", "")]
