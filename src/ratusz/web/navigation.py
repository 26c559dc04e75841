"""The areas and section tabs of the staff side, by what the person may do."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ratusz.organisations.states import Role

Link = tuple[str, str, bool]
STAFF = (Role.OPERATOR, Role.ADMINISTRATOR)
OFFICE = (Role.COORDINATOR, Role.DEPUTY)


def tabs(request: HttpRequest) -> list[Link]:
    """Label, address, is it this page; the longest address that begins the path is the current one."""
    person = request.user
    if not person.is_authenticated:
        return []
    links: list[tuple[str, str]] = []
    if person.has_role(*OFFICE):
        links += [(_("Panel"), reverse("coordinator")), (_("Zgłoszenia"), reverse("proposals"))]
        if person.has_role(Role.COORDINATOR):
            links += [(_("Deklaracja urzędu"), reverse("declaration"))]
        links += [(_("Osoby w urzędzie"), reverse("office_people"))]
    if person.has_role(*STAFF):
        links += [(_("Panel administratora"), reverse("operator"))]
        if not person.has_role(*OFFICE):
            links += [(_("Zgłoszenia"), reverse("proposals"))]
        links += [
            (_("Urzędy"), reverse("offices")),
            (_("Korespondencja"), reverse("correspondence:list")),
            (_("Program"), reverse("settings")),
            (_("Jednostki"), reverse("units")),
        ]
    here = max((href for _label, href in links if request.path.startswith(href)), key=len, default="")
    return [(label, href, href == here) for label, href in links]


def areas(request: HttpRequest) -> list[Link]:
    """One area so far."""
    return [(_("Szkolenia"), reverse("start"), True)] if request.user.is_authenticated else []


def bar_action(request: HttpRequest) -> tuple[str, str] | None:
    """R-000-3.1: a new proposal starts from the top bar."""
    person = request.user
    if person.is_authenticated and person.has_role(Role.COORDINATOR):
        return _("Nowe zgłoszenie"), reverse("proposal_new")
    return None


def organisation(request: HttpRequest) -> str:
    """For whom this person works, under the name of the site."""
    places = request.user.current_memberships if request.user.is_authenticated else ()
    return places[0].organisation.name if places else ""
