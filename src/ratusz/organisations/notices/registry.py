"""Who is told what when the registry changes (source 001, §5).

Each function runs as a job for one event; a message is unique per event, kind and recipient.
"""

from typing import Any

from django.utils import timezone

from ratusz.correspondence import actions as correspondence
from ratusz.history import record as history
from ratusz.organisations import describe, queries
from ratusz.organisations.actions import inviting
from ratusz.organisations.models import Membership, Organisation, Revision
from ratusz.organisations.notices.joining import operators
from ratusz.organisations.states import MembershipState


def saved(event_id: int) -> None:
    """R-001-5.1: every address that the save named, each once, with the part of it that it may read."""
    event = history.get(event_id)
    revision = Revision.objects.select_related("organisation", "by").get(pk=event.subject_id)
    accounts = queries.accounts_at(row["address"] for row in revision.recipients)
    for row in revision.recipients:
        person = accounts.get(row["address"].lower())
        told = [revision.changes[position] for position in row["reads"]]
        context = {"office": revision.organisation, "by": revision.by, "changes": describe.lazily(told)}
        tell("saved", event, revision.organisation, row["address"], person, context)


def invited(event_id: int) -> None:
    """R-001-5.2: the link, to the address and to nobody else. Nothing when the place no longer waits.

    Of several invitations that were asked for meanwhile only the last is written.
    """
    event = history.get(event_id)
    place = Membership.objects.select_related("organisation").filter(pk=event.subject_id).first()
    if place is None or place.state != MembershipState.INVITED or not place.email:
        return
    if history.of(place).filter(kind=event.kind, pk__gt=event.pk).exists():
        return
    token = inviting.issue(place, at=timezone.now())
    context = {"office": place.organisation, "place": place, "token": token, "days": inviting.OPEN_FOR.days}
    tell("invited", event, place.organisation, place.email, None, context, confidential=True, name=place.full_name)


def registered(event_id: int) -> None:
    """R-001-D1: staff look at a new organisation, and whoever registered it knows that they do."""
    event, organisation = _organisation(event_id)
    context = {"office": organisation, "person": organisation.registered_by}
    if organisation.registered_by:
        _to("registered", event, organisation, organisation.registered_by, context)
    for person in operators():
        _to("organisation_waits", event, organisation, person, context)


def confirmed(event_id: int) -> None:
    _decided("organisation_confirmed", event_id)


def refused(event_id: int) -> None:
    _decided("organisation_refused", event_id)


def _decided(name: str, event_id: int) -> None:
    event, organisation = _organisation(event_id)
    if organisation.registered_by:
        _to(name, event, organisation, organisation.registered_by, {"office": organisation})


def _organisation(event_id: int) -> tuple[Any, Organisation]:
    event = history.get(event_id)
    return event, Organisation.objects.select_related("registered_by").get(pk=event.subject_id)


def _to(kind: str, event: Any, organisation: Organisation, person: Any, context: dict[str, Any]) -> None:
    tell(kind, event, organisation, person.email, person, context)


def tell(
    kind: str,
    event: Any,
    organisation: Organisation,
    address: str,
    person: Any,
    context: dict[str, Any],
    *,
    confidential: bool = False,
    name: str = "",
) -> None:
    template = f"organisations/mail/{kind}.txt"
    correspondence.send(
        kind=f"organisations.{kind}",
        template=template,
        context=context,
        language=person.language if person else "pl",
        recipient=address,
        recipient_name=person.full_name if person else name,
        person=person,
        about=organisation,
        event_id=event.pk,
        confidential=confidential,
        at=timezone.now(),
    )
