"""The areas and section tabs of the staff side, by what the person may do."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ratusz.organisations.queries import acting_place, coordinator_place
from ratusz.organisations.states import Role
from ratusz.web.addresses import url

Link = tuple[str, str, bool]
STAFF = (Role.OPERATOR, Role.ADMINISTRATOR)
OFFICE = (Role.COORDINATOR, Role.DEPUTY)


TRAINING, REGISTRY = "training", "registry"
OF_REGISTRY = ("/organizacje/", "/administrator/organizacje/", "/administrator/jednostki/", "/koordynator/osoby/")


def area(request: HttpRequest) -> str:
    """To which area this page belongs."""
    return REGISTRY if request.path.startswith(OF_REGISTRY) else TRAINING


def tabs(request: HttpRequest) -> list[Link]:
    """Label, address, is it this page; the longest address that begins the path is the current one."""
    if not request.user.is_authenticated:
        return []
    links = _registry(request.user) if area(request) == REGISTRY else _training(request.user)
    here = max((href for _label, href in links if _is_under(request.path, href)), key=len, default="")
    return [(label, href, href == here) for label, href in links]


def _is_under(path: str, href: str) -> bool:
    """A page belongs to the tab whose address begins its own; one organisation is no page of the search."""
    return path == href if href == url("organisations") else path.startswith(href)


def _training(person: Any) -> list[tuple[str, str]]:
    links: list[tuple[str, str]] = []
    if person.has_role(*OFFICE):
        links += [(_("Panel"), url("coordinator")), (_("Zgłoszenia"), url("proposals"))]
        if coordinator_place(person):
            links += [(_("Deklaracja urzędu"), url("declaration"))]
        links += [(_("Osoby w urzędzie"), url("office_people"))]
    if person.has_role(*STAFF):
        links += [(_("Panel administratora"), url("operator"))]
        if not person.has_role(*OFFICE):
            links += [(_("Zgłoszenia"), url("proposals"))]
        links += [
            (_("Urzędy"), url("offices")),
            (_("Korespondencja"), url("correspondence:list")),
            (_("Program"), url("settings")),
        ]
    return links


def _registry(person: Any) -> list[tuple[str, str]]:
    """R-001-1.1: "Organizacje", then "Moje organizacje"."""
    links = [(_("Moje organizacje"), url("my_organisations")), (_("Szukaj organizacji"), url("organisations"))]
    if person.has_role(*OFFICE):
        links += [(_("Osoby w urzędzie"), url("office_people"))]
    if person.has_role(*STAFF):
        links += [(_("Wszystkie organizacje"), url("all_organisations")), (_("Jednostki"), url("units"))]
    return links


def areas(request: HttpRequest) -> list[Link]:
    """The parts of the house, by what people come for."""
    if not request.user.is_authenticated:
        return []
    here = area(request)
    return [
        (_("Szkolenia"), url("start"), here == TRAINING),
        (_("Organizacje"), url("my_organisations"), here == REGISTRY),
    ]


def bar_action(request: HttpRequest) -> tuple[str, str] | None:
    """R-000-3.1: a new proposal starts from the top bar."""
    person = request.user
    if person.is_authenticated and coordinator_place(person):
        return _("Nowe zgłoszenie"), url("proposal_new")
    return None


def organisation(request: HttpRequest) -> str:
    """For whom this person works, under the name of the site."""
    if not request.user.is_authenticated:
        return ""
    place = acting_place(request.user) or next(iter(request.user.current_memberships), None)
    return place.organisation.name if place else ""
