"""The invitation for a calendar: REQUEST from the first mail, updated by SEQUENCE, withdrawn by CANCEL (RFC 5546)."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from ratusz.correspondence.rules import one_line
from ratusz.proposals.models import Proposal

REQUEST, CANCEL = "REQUEST", "CANCEL"


def invitation(
    proposal: Proposal, method: str, *, name: str, email: str, summary: str, description: str, at: datetime
) -> bytes:
    """One invitation for one person. `invitation_version` is the SEQUENCE, the same UID through all changes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ratusz//PL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", f"{proposal.number.lower()}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", proposal.starts_at.astimezone(UTC))
    event.add("dtend", proposal.ends_at.astimezone(UTC))
    event.add("sequence", proposal.invitation_version)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("summary", one_line(summary))
    event.add("description", one_line(description))
    event.add("location", one_line(location(proposal)))
    event.add("organizer", _address(settings.DEFAULT_FROM_EMAIL, proposal.programme.name))
    attendee = _address(email, name)
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    if method == REQUEST:
        event.add_component(_reminder(summary))
    calendar.add_component(event)
    return calendar.to_ical()


def location(proposal: Proposal) -> str:
    if not proposal.place:
        return proposal.get_format_display()
    return ", ".join(part for part in (proposal.organisation.name, proposal.place.name, proposal.address) if part)


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"MAILTO:{email}")
    address.params["CN"] = vText(one_line(name))
    return address


def _reminder(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger;related=start", "-P1D")
    alarm.add("description", one_line(summary))
    return alarm
