"""The history of an organisation in words: who, when, what, and what it was before (R-001-D2)."""

from ratusz.organisations.timeline.chronicle import Asked, Chronicle
from ratusz.organisations.timeline.entries import Entry, entries
from ratusz.organisations.timeline.kinds import PARTS
from ratusz.organisations.timeline.table import WIDTHS, heading, rows

__all__ = ["PARTS", "WIDTHS", "Asked", "Chronicle", "Entry", "entries", "heading", "rows"]
