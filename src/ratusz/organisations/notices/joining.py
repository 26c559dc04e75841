"""Who is told what when the people of an office change (Q-15).

Each function runs as a job for one event; a message is unique per event, kind and recipient.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from ratusz.correspondence import actions as correspondence
from ratusz.history import record as history
from ratusz.organisations import policies
from ratusz.organisations.models import Membership
from ratusz.organisations.states import IN_FORCE, MembershipState, Role


def joined(event_id: int) -> None:
    """Q-15: whoever joined, and those who decide about them, have it in writing."""
    event, place = _event(event_id)
    if place is None:
        return
    if event.facts["role"] == Role.COORDINATOR:
        _tell("joined_first", place, event, [place.person])
        _tell("coordinator_waits", place, event, operators())
    else:
        _tell("joined_waiting", place, event, [place.person])
        for person in coordinators(place):
            may_decide = bool(policies.may_decide_on(person, place))
            _tell("deputy_waits", place, event, [person], may_decide=may_decide)


def confirmed(event_id: int) -> None:
    event, place = _event(event_id)
    if place:
        _tell("confirmed", place, event, [place.person], role=_role_then(event))


def refused(event_id: int) -> None:
    """Q-15: with the reason."""
    event, place = _event(event_id)
    if place:
        _tell("refused", place, event, [place.person], role=_role_then(event), reason=place.reason)


def handed_over(event_id: int) -> None:
    """Q-15: the new coordinator and the one who was it until now."""
    event, place = _event(event_id)
    if place is None:
        return
    stepped = place.organisation.memberships.filter(role=Role.DEPUTY, since=event.at).exclude(pk=place.pk)
    former = [row.person for row in stepped.select_related("person")]
    _tell("handed_over", place, event, [place.person, *former], former=former[0] if former else None)


def operators() -> Iterable[Any]:
    """Everybody who confirms coordinators, each once."""
    places = Membership.objects.in_force().filter(role=Role.OPERATOR)
    return get_user_model().objects.filter(pk__in=places.values("person"), is_active=True).order_by("pk")


def coordinators(place: Membership) -> list[Any]:
    """The present coordinator of this office, if that is somebody else; none while nobody acts for it."""
    rows = place.organisation.memberships.filter(role=Role.COORDINATOR, state__in=IN_FORCE)
    return [row.person for row in rows.exclude(person=place.person).select_related("person")]


def _role_then(event: Any) -> Role:
    """The role that was decided about: the membership may have been promoted since."""
    return Role.COORDINATOR if event.facts["before"] == MembershipState.PROVISIONAL else Role.DEPUTY


def _event(event_id: int) -> tuple[Any, Membership | None]:
    """The event and its membership; None when the account expired before this was told (R-003-37)."""
    event = history.get(event_id)
    rows = Membership.objects.select_related("person", "organisation")
    return event, rows.filter(pk=event.subject_id).first()


def _tell(name: str, place: Membership, event: Any, people: Iterable[Any], **more: Any) -> None:
    context = {"place": place, "person": place.person, "office": place.organisation, **more}
    for recipient in people:
        correspondence.send(
            kind=f"organisations.{name}",
            template=f"organisations/mail/{name}.txt",
            context=context,
            language=recipient.language,
            recipient=recipient.email,
            recipient_name=recipient.full_name,
            person=recipient,
            about=place,
            event_id=event.pk,
            at=timezone.now(),
        )
