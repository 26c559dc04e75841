"""Events told one by one; a fixed number of queries however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ratusz.organisations import describe
from ratusz.organisations.models import Membership, Revision
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import Role
from ratusz.organisations.timeline import kinds
from ratusz.organisations.timeline.chronicle import Chronicle


@dataclass(frozen=True)
class Entry:
    """One event. `whose`: the person it is about, if any; `origin`: the merged organisation to which it happened.

    `changes` are the fields with their values; `named` are fields of which only the names were written down.
    """

    title: str
    icon: str
    tone: str
    at: datetime
    by: str
    whose: str
    role: str
    origin: str
    named: list[str]
    clause: str
    changes: list[describe.Described]

    @property
    def fields(self) -> int:
        return sum(len(change.lines) for change in self.changes)


def entries(chronicle: Chronicle, events: Sequence[Any]) -> list[Entry]:
    """What these events of the chronicle say."""
    teller = _Teller(chronicle, events)
    return [teller.entry(event) for event in events]


class _Teller:
    """Tells events of one chronicle; what was saved is read once for all of them."""

    def __init__(self, chronicle: Chronicle, events: Sequence[Any]) -> None:
        self.chronicle = chronicle
        self.revisions = Revision.objects.in_bulk({e.facts["revision"] for e in events if "revision" in e.facts})

    def entry(self, event: Any) -> Entry:
        role = event.facts.get("role", "")
        look, rows = kinds.look(event.kind, role), self._rows(event)
        told = "role" in event.facts and not rows
        return Entry(
            title=str(look.title),
            icon=look.icon,
            tone=look.tone,
            at=event.at,
            by=self._by(event),
            whose=next((row["who"] for row in rows if row.get("who")), "") or self._holder(event),
            role=str(dict(Role.choices).get(role, role)) if told else "",
            origin=self._origin(event),
            named=[] if rows else [describe.label(_thing(event), name) for name in event.facts.get("fields", ())],
            clause=event.clause,
            changes=describe.changes(rows),
        )

    def _rows(self, event: Any) -> list[dict[str, Any]]:
        """The part of its save that this event is about."""
        revision = self.revisions.get(event.facts.get("revision"))
        of = (_thing(event), event.subject_id if _is_about_place(event) else "")
        return [row for row in revision.changes if (row["thing"], row["key"]) == of] if revision else []

    def _by(self, event: Any) -> str:
        if event.actor_id:
            return self.chronicle.actors.get(event.actor_id, _("konto usunięte"))
        return _("administrator systemu") if event.kind == kinds.APPOINTED else _("Ratusz")

    def _place(self, event: Any) -> Membership | None:
        return self.chronicle.places.get(event.subject_id) if _is_about_place(event) else None

    def _holder(self, event: Any) -> str:
        """Who had the place at that time: whom somebody replaced later, or who has it now."""
        place = self._place(event)
        if place is None:
            return ""
        for key, later, former in self.chronicle.replacements:
            if key == event.subject_id and later > event.pk:
                return former
        return place.full_name or (place.person.full_name if place.person else "")

    def _origin(self, event: Any) -> str:
        """Which organisation it was, if it was one that has been merged since."""
        place = self._place(event)
        where = event.facts.get("office", place.organisation_id) if place else event.subject_id
        one = self.chronicle.organisations.get(str(event.facts.get("came_from", where)))
        return f"{one.name}, {one.oid}" if one and one != self.chronicle.organisation else ""


def _is_about_place(event: Any) -> bool:
    return bool(event.subject_type == Membership._meta.label)


def _thing(event: Any) -> str:
    """Which part of the organisation the event is about, as saves call it."""
    if _is_about_place(event):
        return rules.USERS
    return rules.CONTACT if event.kind == kinds.CONTACT_CHANGED else rules.DATA
