"""What the pages of the correspondence show."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from ratusz.core.text import fold
from ratusz.correspondence.models import Message, MessageQuerySet
from ratusz.correspondence.states import MessageState
from ratusz.history import record as history
from ratusz.jobs.models import Job, JobQuerySet

WHAT_HAPPENED = {
    "correspondence.message.queue": (_("Przekazano do wysłania"), "clock", "info"),
    "correspondence.message.send": (_("Serwer poczty przyjął wiadomość"), "circle-check", "ok"),
    "correspondence.message.fail": (_("Nie udało się wysłać"), "triangle-alert", "err"),
    "correspondence.message.send_again": (_("Przekazano do ponownego wysłania"), "clock", "info"),
}


def messages_for(person: Any, *, state: str = "", text: str = "") -> MessageQuerySet:
    """What this person may see, newest first, without the bodies. `text` is looked for in address, name, subject."""
    found = Message.objects.visible_to(person).defer("body", "html", "search").order_by("-created_at", "-pk")
    if state in MessageState.values:
        found = found.filter(state=state)
    for word in fold(text).split():
        found = found.filter(search__contains=word)
    return found


def counts(person: Any) -> dict[str, int]:
    """How many messages there are in each state."""
    rows = Message.objects.visible_to(person).order_by().values("state").annotate(n=Count("pk"))
    return dict.fromkeys(MessageState.values, 0) | {row["state"]: row["n"] for row in rows}


def about(subject: Any) -> MessageQuerySet:
    """Every message that concerns this matter, oldest first."""
    return Message.objects.about(subject).defer("html", "search").order_by("created_at", "pk")


def timeline(message: Message) -> list[dict[str, Any]]:
    """What happened to a message, oldest first, with the names of those who did it."""
    events = [event for event in history.of(message) if event.kind in WHAT_HAPPENED]
    people = get_user_model().objects.in_bulk([int(event.actor_id) for event in events if event.actor_id])
    entries = [{"title": _("Napisano"), "at": message.created_at, "icon": "file-pen", "tone": "", "by": ""}]
    for event in events:
        title, icon, tone = WHAT_HAPPENED[event.kind]
        by = people.get(int(event.actor_id)) if event.actor_id else None
        entries.append({"title": title, "at": event.at, "icon": icon, "tone": tone, "by": str(by or "")})
    return entries


def dead_jobs() -> JobQuerySet:
    """Jobs that were given up, newest first."""
    return Job.objects.dead().order_by("-finished_at")


def trouble_since(moment: datetime) -> dict[str, int]:
    """How many jobs and messages were given up since then."""
    return {
        "dead": dead_jobs().filter(finished_at__gt=moment).count(),
        "failed": Message.objects.filter(state=MessageState.FAILED, failed_at__gt=moment).count(),
    }
