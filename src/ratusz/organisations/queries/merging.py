"""What would become of everything when one organisation is merged into another (R-001-D3)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from ratusz.organisations.models import ContactPerson, Draft, Membership, Organisation
from ratusz.organisations.queries.registry import stored
from ratusz.organisations.rules import merging
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import LISTED, MembershipState, OrganisationState

MERGE = "organisations.organisation.merge"
FOLLOWING = (*LISTED, MembershipState.WAITING, MembershipState.ANNOUNCED)


def following(table: str, kind: str) -> list[Callable[..., Any]]:
    """The functions of higher capabilities that a table of `reactions` names for this kind of event."""
    return [import_string(path) for path in import_string(table).get(kind, ())]


@dataclass(frozen=True)
class Fated:
    """One place, what becomes of it, and whether it is one of the organisation that ends."""

    membership: Membership
    fate: merging.Fate
    of_loser: bool


class Merger:
    """Two organisations about to become one: `loser` ends, `into` stays."""

    def __init__(self, loser: Organisation, into: Organisation) -> None:
        self.loser, self.into = loser, into

    @cached_property
    def people(self) -> list[Fated]:
        """Every place that changes, the losing organisation's first."""
        losing, keeping = ({one.pk: one for one in _places(side)} for side in (self.loser, self.into))
        gone, given_way = merging.fates(map(_laid_out, losing.values()), map(_laid_out, keeping.values()))
        found = [Fated(losing[fate.place.key], fate, True) for fate in gone]
        return found + [Fated(keeping[fate.place.key], fate, False) for fate in given_way]

    @cached_property
    def contact(self) -> ContactPerson | None:
        """The contact person of the organisation that ends."""
        return _contact(self.loser)

    @cached_property
    def contact_moves(self) -> bool:
        return self.contact is not None and _contact(self.into) is None

    @cached_property
    def drafts(self) -> list[Draft]:
        """What people have edited of the organisation that ends, and will lose."""
        return list(self.loser.drafts.select_related("person").order_by("pk"))

    @cached_property
    def subordinates(self) -> QuerySet[Organisation]:
        """Those under a unit that is no more: they go under the unit of the office that stays."""
        both = self.loser.unit_id is not None and self.into.unit_id is not None
        rows = Organisation.objects.filter(belongs_to=self.loser.unit_id) if both else Organisation.objects.none()
        return rows.order_by("pk")

    @cached_property
    def elsewhere(self) -> list[str]:
        """What programmes, proposals and so on say of it, in words."""
        lines = (foretold(self.loser, self.into) for foretold in following(settings.FORETOLD, MERGE))
        return [line for some in lines for line in some]

    @cached_property
    def addresses(self) -> list[str]:
        """Everybody who is told, each once: the addresses of both, who waits, and whose draft is lost."""
        found = rules.addresses(stored(self.loser)) | rules.addresses(stored(self.into))
        people = [one.membership.person for one in self.people] + [draft.person for draft in self.drafts]
        people.append(self.loser.registered_by if self.loser.state == OrganisationState.WAITING else None)
        found |= {person.email.casefold(): person.email for person in people if person is not None}
        return [found[address] for address in sorted(found)]

    def fingerprint(self) -> str:
        """What was looked at before it was decided."""
        told: list[Any] = [
            [str(one.membership.pk), one.fate.ends, one.fate.role, one.fate.state, one.fate.place.state]
            for one in self.people
        ]
        told += [[self.loser.pk, self.into.pk, self.contact_moves], [str(draft.pk) for draft in self.drafts]]
        told += [[one.pk for one in self.subordinates], self.elsewhere, self.addresses]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def _places(organisation: Organisation) -> QuerySet[Membership]:
    return organisation.memberships.in_state(*FOLLOWING).select_related("person", "organisation").order_by("pk")


def _laid_out(one: Membership) -> merging.Place:
    email = one.email or (one.person.email if one.person else "")
    return merging.Place(one.pk, one.person_id, email.lower(), one.role, one.state)


def _contact(organisation: Organisation) -> ContactPerson | None:
    """None also when there is a record that says nothing."""
    found = ContactPerson.objects.filter(organisation=organisation).first()
    return found if found and (found.email or found.last_name) else None


def targets(loser: Organisation, text: str) -> QuerySet[Organisation]:
    """The registered organisations that a text or an OID finds, but for the one that is to end."""
    return Organisation.objects.public().found_by(text).exclude(pk=loser.pk).order_by("sort_key", "pk").distinct()
