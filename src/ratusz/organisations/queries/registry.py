"""What an organisation keeps in the registry, and what one person has drafted of it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from ratusz.organisations.models import ContactPerson, Draft, Organisation
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import AUTHORISED, OrganisationState

NEW = ("kind", "belongs_to")


def stored(organisation: Organisation | None) -> rules.Values:
    """The organisation laid flat, read now; blank for one that is yet to be registered."""
    if organisation is None:
        nobody = ContactPerson().details()
        return rules.laid_flat(rules.DATA, blank_data()) | rules.laid_flat(rules.CONTACT, nobody)
    data = {name: getattr(organisation, name) for name in organisation.fields_to_edit()}
    contact = ContactPerson.objects.filter(organisation=organisation).first() or ContactPerson()
    values = rules.laid_flat(rules.DATA, data) | rules.laid_flat(rules.CONTACT, contact.details())
    for place in organisation.memberships.authorised().order_by("id"):
        prefix = f"{rules.USERS}.{place.pk}"
        values |= {prefix: True} | rules.laid_flat(prefix, {**place.details(), "role": place.role})
    return values


def blank_data() -> dict[str, str]:
    names = (name for name in Organisation.FIELDS if name not in Organisation.OF_OFFICES_ONLY)
    return dict.fromkeys((*NEW, *names), "")


@dataclass(frozen=True)
class Desk:
    """What one person works on: the stored organisation, their edits, and what comes of both."""

    organisation: Organisation | None
    stored: rules.Values
    edits: rules.Edits
    edited_at: datetime | None = None

    @cached_property
    def values(self) -> rules.Values:
        return rules.merged(self.stored, self.edits)

    @cached_property
    def changes(self) -> list[rules.Change]:
        return rules.changes(self.stored, self.values)

    @cached_property
    def clashes(self) -> list[rules.Clash]:
        return rules.clashes(self.stored, self.edits)

    @property
    def is_changed(self) -> bool:
        return bool(self.changes or self.clashes)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The changes as `Revision.changes` keeps them; `who` is the name of the person they are about."""
        return [
            {"thing": c.thing, "key": c.key, "kind": c.kind, "who": self._who(c), "fields": c.fields}
            for c in self.changes
        ]

    def _who(self, change: rules.Change) -> str:
        fields = rules.part(self.values, change.prefix) or rules.part(self.stored, change.prefix)
        return f"{fields.get('first_name', '')} {fields.get('last_name', '')}".strip()

    def differs(self, thing: str) -> bool:
        return any(change.thing == thing for change in self.changes)

    def is_complete(self, thing: str) -> bool:
        return rules.is_complete(self.values, thing)

    def fingerprint(self) -> str:
        """What was looked at before it was stored: another draft or another state of the registry has another."""
        told = json.dumps([self.stored, self.values], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def desk(person: Any, organisation: Organisation | None) -> Desk:
    """This person's draft of the organisation, over what is stored now."""
    draft = Draft.objects.filter(person=person, organisation=organisation).first()
    if draft is None:
        return Desk(organisation, stored(organisation), {})
    return Desk(organisation, stored(organisation), draft.edits, draft.updated_at)


def accounts_at(addresses: Iterable[str]) -> dict[str, Any]:
    """The accounts whose confirmed address is one of these, by address in lower case."""
    wanted = [address.lower() for address in addresses if address]
    rows = get_user_model().objects.filter(email__in=wanted, is_active=True, emailaddress__verified=True)
    return {person.email: person for person in rows.distinct()}


@dataclass(frozen=True)
class Mine:
    """An organisation in "Moje organizacje": what I am in it, and since when I have an unsaved draft of it."""

    organisation: Organisation
    roles: tuple[str, ...]
    drafted_at: datetime | None


def organisations_of(person: Any) -> list[Mine]:
    """R-001-1.3: organisations for which this person is authorised or which they registered, by name."""
    places = person.memberships.in_force().filter(role__in=AUTHORISED)
    rows = Organisation.objects.filter(Q(pk__in=places.values("organisation")) | Q(registered_by=person))
    drafts = dict(Draft.objects.filter(person=person).values_list("organisation", "updated_at"))
    roles: dict[int, list[str]] = {}
    for place in places:
        roles.setdefault(place.organisation_id, []).append(str(place.get_role_display()))
    listed = rows.exclude(state=OrganisationState.MERGED).select_related("unit", "belongs_to").order_by("sort_key")
    return [Mine(row, tuple(roles.get(row.pk, ())), drafts.get(row.pk)) for row in listed]


def registration_begun(person: Any) -> Draft | None:
    """A new organisation that this person has begun to register."""
    return Draft.objects.filter(person=person, organisation=None).first()


def under(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisations that stand under the unit of this office."""
    if organisation.unit_id is None:
        return Organisation.objects.none()
    return Organisation.objects.public().filter(belongs_to=organisation.unit_id).order_by("sort_key")
