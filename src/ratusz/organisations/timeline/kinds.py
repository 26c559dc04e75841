"""What each kind of event is called, and to which part of the history it belongs."""

from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratusz.organisations.models import Membership, Organisation

DATA_CHANGED = "organisations.organisation.change"
CONTACT_CHANGED = "organisations.contactperson.change"
REPLACED = "organisations.membership.replace"
APPOINTED = "organisations.membership.appoint"


class Look(NamedTuple):
    """The sign of an event, its tone, and its title."""

    icon: str
    tone: str
    title: Any


LOOKS = {
    DATA_CHANGED: Look("pencil", "", _("Zmieniono dane organizacji")),
    CONTACT_CHANGED: Look("pencil", "", _("Zmieniono osobę do kontaktu")),
    "organisations.organisation.register": Look("send", "info", _("Zgłoszono organizację do rejestru")),
    "organisations.organisation.confirm": Look("circle-check", "ok", _("Potwierdzono rejestrację organizacji")),
    "organisations.organisation.refuse": Look("circle-x", "err", _("Odmówiono rejestracji organizacji")),
    "organisations.organisation.merge": Look("link", "warn", _("Scalono z inną organizacją")),
    "organisations.organisation.list": Look("list", "", _("Wpisano do rejestru na podstawie rejestru TERYT")),
    "organisations.organisation.import": Look("upload", "", _("Wczytano z pliku")),
    "organisations.membership.announce": Look("user", "", _("Wybrano urząd przy zakładaniu konta")),
    "organisations.membership.join": Look("user-plus", "info", _("Dołączyła nowa osoba")),
    "organisations.membership.register": Look("user-plus", "info", _("Rolę objęła osoba, która zgłosiła organizację")),
    APPOINTED: Look("user-check", "ok", _("Nadano rolę")),
    "organisations.membership.confirm": Look("user-check", "ok", _("Rola potwierdzona")),
    "organisations.membership.admit": Look("user-check", "ok", _("Rola potwierdzona")),
    "organisations.membership.refuse": Look("user-x", "err", _("Odmowa roli")),
    "organisations.membership.dismiss": Look("user-x", "err", _("Odmowa roli")),
    "organisations.membership.promote": Look("key-round", "ok", _("Przekazano rolę koordynatora")),
    "organisations.membership.step_down": Look("key-round", "", _("Dotychczasowy koordynator został zastępcą")),
    "organisations.membership.add": Look("user-plus", "ok", _("Dodano uprawnionego użytkownika")),
    "organisations.membership.change": Look("pencil", "", _("Zmieniono uprawnionego użytkownika")),
    REPLACED: Look("users", "warn", _("Zmieniono uprawnionego użytkownika na inną osobę")),
    "organisations.membership.end": Look("user-x", "err", _("Usunięto uprawnionego użytkownika")),
    "organisations.membership.follow": Look("users", "info", _("Rola przeszła ze scalonej organizacji")),
    "organisations.membership.line_up": Look("users", "info", _("Osoba ze scalonej organizacji czeka jako zastępca")),
    "organisations.membership.invite": Look("mail", "info", _("Zaproszono")),
    "organisations.membership.accept": Look("user-check", "ok", _("Przyjęto zaproszenie")),
}
JOINED = {
    "coordinator": _("Dołączył koordynator"),
    "deputy": _("Zgłosił się zastępca koordynatora"),
}
UNKNOWN = Look("history", "", _("Inne zdarzenie"))

_OF_ORGANISATION = Q(subject_type=Organisation._meta.label)
PARTS: dict[str, tuple[Any, Q]] = {
    "dane": (_("Dane organizacji"), Q(kind=DATA_CHANGED)),
    "kontakt": (_("Osoba do kontaktu"), Q(kind=CONTACT_CHANGED)),
    "uzytkownicy": (_("Użytkownicy"), Q(subject_type=Membership._meta.label)),
    "rejestr": (
        _("Rejestracja i scalenie"),
        _OF_ORGANISATION & ~Q(kind__in=[DATA_CHANGED, CONTACT_CHANGED]),
    ),
}


def look(kind: str, role: str) -> Look:
    """An event that a later version writes, or an earlier one wrote, is told without a title of its own."""
    known = LOOKS.get(kind, UNKNOWN)
    if kind == "organisations.membership.join" and role in JOINED:
        return known._replace(title=JOINED[role])
    return known
