"""Who is told what when something happens to a proposal (R-000-A.3D, GDPR art. 14).

Each function runs as a job for one event; a message is unique per event, kind and recipient.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ratusz.correspondence import actions as correspondence
from ratusz.correspondence.models import Attachment
from ratusz.history import record as history
from ratusz.organisations.models import Membership
from ratusz.organisations.states import Role
from ratusz.proposals import calendar, describe
from ratusz.proposals.models import ChangedField, ChangeRequest, Proposal
from ratusz.proposals.rules import Person
from ratusz.proposals.states import LIVE

INFORM_AFTER = timedelta(days=21)
WHOLE = ("programme", "organisation", "topic", "place", "sent_by", "decided_by")


def sent(event_id: int) -> None:
    """R-000-3.6: the coordinator has it in writing."""
    event, proposal = _event(event_id)
    _tell_coordinators("sent", proposal, event)


def accepted(event_id: int) -> None:
    """R-000-A.3D, R-000-A.4D: the coordinator is told; everybody named is invited and told who gave us their data."""
    event, proposal = _event(event_id)
    _tell_coordinators("accepted", proposal, event)
    for person in people_of(proposal):
        _invite("invited", proposal, person, event, calendar.REQUEST)
    _note_informed(proposal, event.at)


def rejected(event_id: int) -> None:
    """R-000-A.2D: with the reason."""
    event, proposal = _event(event_id)
    _tell_coordinators("rejected", proposal, event)


def withdrawn(event_id: int) -> None:
    event, proposal = _event(event_id)
    _tell_coordinators("withdrawn", proposal, event)


def cancelled(event_id: int) -> None:
    """R-000-F5.D1: nobody travels to a training that does not take place."""
    event, proposal = _event(event_id)
    _tell_coordinators("cancelled", proposal, event)
    for person in people_of(proposal):
        _invite("training_cancelled", proposal, person, event, calendar.CANCEL)


def change_asked(event_id: int) -> None:
    """R-000-F5.D1: the programme's contact address learns that somebody waits."""
    event, change = _change(event_id)
    programme = change.proposal.programme
    _send("change_asked", change.proposal, event, programme.contact_email, "", None, "pl", change=change)


def change_rejected(event_id: int) -> None:
    event, change = _change(event_id)
    _tell_coordinators("change_rejected", change.proposal, event, change=change)


def change_accepted(event_id: int) -> None:
    """R-000-F5.D1: the coordinator, and those whom the change concerns, with an updated invitation."""
    event, change = _change(event_id)
    proposal = change.proposal
    _tell_coordinators("change_accepted", proposal, event, change=change)
    if change.field == ChangedField.CANCELLATION:
        return  # the cancellation is an event of its own and tells everybody
    if change.field == ChangedField.PERSON_REMOVED:
        gone = Person(change.old["first_name"], change.old["last_name"], change.old["email"])
        _invite("person_removed", proposal, gone, event, calendar.CANCEL)
    elif change.field == ChangedField.PERSON_ADDED:
        new = change.new["email"]
        for person in (person for person in people_of(proposal) if person.email == new):
            _invite("invited", proposal, person, event, calendar.REQUEST)
        _note_informed(proposal, event.at)
    else:
        for person in people_of(proposal):
            _invite("training_changed", proposal, person, event, calendar.REQUEST)


def inform_the_named(at: datetime | None = None) -> None:
    """GDPR art. 14(3): within a month everybody named learns it, also when nothing was decided yet."""
    at = at or timezone.now()
    limit = at - INFORM_AFTER
    late = Proposal.objects.filter(sent_at__lt=limit, state__in=LIVE, nominees__informed_at=None).distinct()
    for proposal in late.select_related(*WHOLE):
        for nominee in proposal.nominees.filter(informed_at=None):
            person = Person(nominee.first_name, nominee.last_name, nominee.email)
            _send(
                "named",
                proposal,
                None,
                person.email,
                f"{person.first_name} {person.last_name}",
                None,
                "pl",
                person=person,
            )
        _note_informed(proposal, at)


def people_of(proposal: Proposal) -> list[Person]:
    return [Person(row.first_name, row.last_name, row.email) for row in proposal.nominees.all()]


def _event(event_id: int) -> tuple[Any, Proposal]:
    event = history.get(event_id)
    return event, Proposal.objects.select_related(*WHOLE).get(pk=event.subject_id)


def _change(event_id: int) -> tuple[Any, ChangeRequest]:
    event = history.get(event_id)
    related = ["proposal", *(f"proposal__{name}" for name in WHOLE)]
    return event, ChangeRequest.objects.select_related(*related).get(pk=event.subject_id)


def _coordinators(proposal: Proposal) -> Iterable[Any]:
    """Who sent it, and who coordinates the office now, each once."""
    places = Membership.objects.in_force().filter(organisation=proposal.organisation, role=Role.COORDINATOR)
    people = {place.person_id: place.person for place in places.select_related("person")}
    if proposal.sent_by:
        people.setdefault(proposal.sent_by.pk, proposal.sent_by)
    return people.values()


def _tell_coordinators(name: str, proposal: Proposal, event: Any, **more: Any) -> None:
    for person in _coordinators(proposal):
        _send(name, proposal, event, person.email, person.full_name, person, person.language, **more)


def _invite(name: str, proposal: Proposal, person: Person, event: Any, method: str) -> None:
    """A mail to somebody named, in their account's language if they have one, with the invitation."""
    account = get_user_model().objects.filter(email=person.email).first()
    language = account.language if account else "pl"
    full_name = f"{person.first_name} {person.last_name}"
    with translation.override(language):
        file = Attachment(
            name="szkolenie.ics",
            content_type=f"text/calendar; charset=utf-8; method={method}",
            content=calendar.invitation(
                proposal,
                method,
                name=full_name,
                email=person.email,
                summary=proposal.topic.name
                if proposal.topic
                else _("Szkolenie %(number)s") % {"number": proposal.number},
                description=proposal.programme.name,
                at=event.at,
            ),
        )
    _send(name, proposal, event, person.email, full_name, account, language, person=person, files=[file])


def _send(
    name: str,
    proposal: Proposal,
    event: Any,
    recipient: str,
    recipient_name: str,
    account: Any,
    language: str,
    *,
    files: Iterable[Attachment] = (),
    change: ChangeRequest | None = None,
    person: Person | None = None,
) -> None:
    with translation.override(language):
        context = {
            "proposal": proposal,
            "programme": proposal.programme,
            "change": change,
            "words": describe.in_words(change) if change else ("", ""),
            "person": person,
            "location": calendar.location(proposal),
        }
    correspondence.send(
        kind=f"proposals.{name}",
        template=f"proposals/mail/{name}.txt",
        context=context,
        language=language,
        recipient=recipient,
        recipient_name=recipient_name,
        person=account,
        about=proposal,
        event_id=event.pk if event else None,
        attachments=files,
        at=timezone.now(),
    )


def _note_informed(proposal: Proposal, at: datetime) -> None:
    proposal.nominees.filter(informed_at=None).update(informed_at=at)
