"""The history of a proposal in words: who, when, what (R-000-A.3D)."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratusz.history import record as history
from ratusz.proposals.models import ChangedField, Proposal

LOOKS = {
    "send": ("send", "info", gettext_lazy("Propozycja wysłana. Status: Oczekujące")),
    "edit": ("pencil", "", gettext_lazy("Propozycja zmieniona przez koordynatora")),
    "withdraw": ("undo-2", "", gettext_lazy("Propozycja wycofana przez koordynatora")),
    "accept": ("circle-check", "ok", gettext_lazy("Zmiana statusu: Oczekujące → Zaakceptowane")),
    "reject": ("circle-x", "err", gettext_lazy("Zmiana statusu: Oczekujące → Odrzucone")),
    "cancel": ("ban", "err", gettext_lazy("Zmiana statusu: Zaakceptowane → Odwołane")),
    "ask_change": ("message-square", "warn", gettext_lazy("Koordynator prosi o zmianę")),
    "change": ("pencil", "ok", gettext_lazy("Zmiana uwzględniona")),
    "follow": ("link", "", gettext_lazy("Propozycja przeszła do innej organizacji: w rejestrze scalono dwie")),
    "keep": ("minus", "", gettext_lazy("Zmiana nieuwzględniona")),
}
FIELD_NAMES = {
    "starts_at": gettext_lazy("termin"),
    "format": gettext_lazy("typ"),
    "place": gettext_lazy("miejsce"),
    "address": gettext_lazy("adres"),
    "topic": gettext_lazy("temat"),
    "people": gettext_lazy("uczestnicy"),
}


def of(proposal: Proposal) -> list[dict[str, Any]]:
    """Oldest first; two queries whatever the length."""
    events = list(history.of(proposal))
    names = _names(event.actor_id for event in events)
    return [_entry(event, names, proposal) for event in events]


def _names(ids: Iterable[str]) -> dict[str, str]:
    people = get_user_model().objects.filter(pk__in={int(pk) for pk in ids if pk})
    return {str(person.pk): person.full_name for person in people}


def _entry(event: Any, names: dict[str, str], proposal: Proposal) -> dict[str, Any]:
    icon, tone, title = LOOKS[event.kind.rpartition(".")[2]]
    return {
        "title": title,
        "icon": icon,
        "tone": tone,
        "at": event.at,
        "by": names.get(event.actor_id, _("konto usunięte") if event.actor_id else _("system")),
        "text": _text(event, proposal),
    }


def _text(event: Any, proposal: Proposal) -> str:
    verb, facts = event.kind.rpartition(".")[2], event.facts
    if verb == "edit":
        return ", ".join(str(FIELD_NAMES[name]) for name in facts["changed"])
    if verb in ("ask_change", "change", "keep"):
        return str(ChangedField(facts["field"]).label)
    if verb in ("accept", "reject", "cancel") and facts["after"] == proposal.state:
        return proposal.decision_note
    return ""
