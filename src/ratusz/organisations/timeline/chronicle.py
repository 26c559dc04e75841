"""Everything that happened to one organisation: which events, and between which of them one may choose."""

from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ratusz.core.terms import end_of, warsaw_instant
from ratusz.core.text import collation_key
from ratusz.history import record as history
from ratusz.organisations import queries
from ratusz.organisations.models import Membership, Organisation
from ratusz.organisations.timeline.kinds import PARTS, REPLACED

NOBODY, GONE = "ratusz", "usuniete"


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see: a part of the history (`PARTS`), whose acts, and days in Warsaw, both included."""

    part: str = ""
    actor: str = ""
    since: date | None = None
    until: date | None = None


class Chronicle:
    """The events of an organisation, of its people, and of what was merged into it, newest first."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        return {str(one.pk): one for one in queries.with_absorbed(self.organisation)}

    @cached_property
    def places(self) -> dict[str, Membership]:
        rows = Membership.objects.filter(organisation__in=self.organisations.values()).select_related("person")
        return {str(place.pk): place for place in rows}

    @cached_property
    def events(self) -> QuerySet[Any]:
        return history.of_any([*self.organisations.values(), *self.places.values()])

    @cached_property
    def actors(self) -> dict[str, str]:
        """The names of those who acted, by key, in alphabetical order; of accounts that are gone there are none."""
        return dict(sorted(names(self._actor_ids).items(), key=lambda pair: collation_key(pair[1])))

    @cached_property
    def _actor_ids(self) -> set[str]:
        return set(self.events.order_by().values_list("actor_id", flat=True).distinct())

    @cached_property
    def replacements(self) -> list[tuple[str, int, str]]:
        """When a place went to somebody else: its key, the event's, and the name of whoever had it before."""
        rows = self.events.filter(kind=REPLACED).order_by("id")
        found = [(row.subject_id, row.pk, str(row.facts.get("replaced") or "")) for row in rows]
        known = names({key for _place, _event, key in found})
        return [(place, event, known.get(key, "")) for place, event, key in found]

    def choices(self) -> list[tuple[str, str]]:
        """Whose acts one may ask for."""
        found = list(self.actors.items())
        found += [(GONE, _("konto usunięte"))] if self._actor_ids - {""} - self.actors.keys() else []
        return found + ([(NOBODY, _("Ratusz albo administrator systemu"))] if "" in self._actor_ids else [])

    def asked(self, asked: Asked) -> QuerySet[Any]:
        """The events that answer to everything asked for."""
        found = self.events
        if asked.part:
            found = found.filter(PARTS[asked.part][1])
        if asked.actor == GONE:
            found = found.exclude(actor_id__in=["", *self.actors])
        elif asked.actor:
            found = found.filter(actor_id="" if asked.actor == NOBODY else asked.actor)
        if asked.since:
            found = found.filter(at__gte=warsaw_instant(asked.since, time()))
        return found.filter(at__lt=end_of(asked.until)) if asked.until else found


def names(keys: set[str]) -> dict[str, str]:
    """The names of the accounts with these keys, by key."""
    people = get_user_model().objects.filter(pk__in=[int(key) for key in keys if key.isdigit()])
    return {str(person.pk): person.full_name or person.email for person in people}
