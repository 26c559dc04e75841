"""Every address of the product, with samples of what its parts can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.core import signing
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ratusz.correspondence.models import Attachment, Message
from ratusz.jobs.models import Job
from ratusz.organisations.models import Membership, Organisation
from ratusz.proposals.models import Proposal

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Door:
    """One entry of the resolver. `name` carries its namespace; `parts` are the names of its captured parts."""

    name: str
    parts: tuple[str, ...]

    def address(self, **samples: Any) -> str:
        return reverse(self.name, kwargs={part: samples[part] for part in self.parts})


@cache
def doors() -> tuple[Door, ...]:
    """Every named pattern; the two historic addresses without a name lead to a named one."""
    return tuple(
        sorted({Door(name, parts) for name, parts in _walk(get_resolver(), "") if name}, key=lambda d: d.name)
    )


def _walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else "", tuple(entry.pattern.regex.groupindex)
        else:
            yield from _walk(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""))


def samples(house: SimpleNamespace, door: Door) -> dict[str, Any]:
    """The parts with which this address shows something that belongs to Anna's office or to the operator."""
    known: dict[str, Any] = {
        "number": house.accepted.number if "change" in door.name else house.pending.number,
        "slug": "regulamin" if door.name.startswith("document") else house.programme.slug,
        "version": 1,
        "language": "pl",
        "kind": "tematy",
        "stem": "247401",
        "code": "light" if door.name == "theme" else "en",
        "uidb36": "1",
        "key": "brak-klucza" if "reset" in door.name else signing.dumps(10**6, salt="account"),
        "attachment": Attachment.objects.order_by("pk").values_list("pk", flat=True).first() or 1,
        "pk": _key(house, door.name),
        "oid": house.office.oid,
        "token": "brak-zaproszenia",
    }
    if door.name.startswith("organisation_user"):
        known["key"] = str(house.deputy.pk)
    if door.name == "manual":
        known["slug"] = "koordynator"
    return known


def _key(house: SimpleNamespace, name: str) -> Any:
    if name == "correspondence:attachment":
        return Attachment.objects.order_by("pk").values_list("message", flat=True).first() or NOBODY
    if name.startswith("correspondence:"):
        model: Any = Job if name.endswith("restart_job") else Message
        return model.objects.order_by("pk").values_list("pk", flat=True).first() or NOBODY
    return {
        "office": house.office.pk,
        "settings_entry": house.programme.topics.first().pk,
        "proposal_change_decision": house.change.pk,
        "organisation_user_invite": house.deputy.pk,
        "organisation_import": house.upload.pk,
        "organisation_import_discard": house.upload.pk,
    }.get(name, house.waiting.pk)


def keys_of(name: str) -> list[Any]:
    """Every id there is for the addresses that show one object of an office."""
    if name.startswith("organisation"):
        return [organisation.oid for organisation in Organisation.objects.all()]
    if name == "office":
        return list(Organisation.objects.values_list("pk", flat=True))
    if name.startswith("membership_"):
        return list(Membership.objects.values_list("pk", flat=True))
    return list(Proposal.objects.values_list("number", flat=True))
