"""What every page of editing an organisation begins with: whose it is, what is drafted, where one may go."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ratusz.core import numbers
from ratusz.organisations import policies, queries
from ratusz.organisations.models import Organisation
from ratusz.organisations.rules import registry as rules

NEW = "nowa"
PAGES = {"dane": "organisation_data", "kontakt": "organisation_contact", "uzytkownicy": "organisation_users"}
THINGS = {"dane": rules.DATA, "kontakt": rules.CONTACT, "uzytkownicy": rules.USERS}
REVIEW = "aktualizacja"
ELSEWHERE = {REVIEW: "organisation_review", "wybor": "organisation_choose"}


@dataclass(frozen=True)
class Section:
    """An entry of the side menu: complete says whether something is missing, differs whether it is only a draft."""

    name: str
    label: str
    page: str
    current: bool
    complete: bool
    differs: bool


def opened(request: HttpRequest, oid: str) -> Organisation | None:
    """R-001-0.1: the organisation that this person edits; None for the one they are registering.

    Somebody else's organisation does not exist for them. Raises Http404, or Refused when it may not be edited.
    """
    if oid == NEW:
        return None
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=numbers.pk_of(oid))
    policies.may_edit(request.user, organisation).ensure()
    return organisation


def must_be_stored(organisation: Organisation | None) -> Organisation:
    """R-001-2.3: what only a registered organisation has."""
    if organisation is None:
        raise Http404
    return organisation


def address(organisation: Organisation | None) -> str:
    """The part of the address that stands for it."""
    return organisation.oid if organisation else NEW


def sections(desk: queries.Desk, current: str) -> list[Section]:
    labels = {
        "dane": _("Dane organizacji"),
        "kontakt": _("Osoba do kontaktu w organizacji"),
        "uzytkownicy": _("Uprawnieni użytkownicy"),
    }
    shown = [name for name in labels if desk.organisation or name != "uzytkownicy"]
    return [
        Section(
            name=name,
            label=labels[name],
            page=PAGES[name],
            current=name == current,
            complete=desk.is_complete(THINGS[name]),
            differs=desk.differs(THINGS[name]),
        )
        for name in shown
    ]


def page(
    request: HttpRequest, template: str, desk: queries.Desk, current: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    office = desk.organisation
    context = {
        "desk": desk,
        "sees_history": office is not None and bool(policies.may_manage_people(request.user, office)),
        "office": office,
        "oid": address(desk.organisation),
        "sections": sections(desk, current),
        "current": current,
        **more,
    }
    return render(request, f"organisations/{template}.html", context, status=status)


def go_on(request: HttpRequest, organisation: Organisation | None, here: str) -> HttpResponse:
    """Where the pressed button leads, once what was typed is in the draft."""
    wanted = request.POST.get("dalej", "")
    if wanted in ELSEWHERE:
        return redirect(ELSEWHERE[wanted], address(organisation))
    return redirect(PAGES.get(wanted, PAGES[here]), address(organisation))


def others(desk: queries.Desk, key: str) -> Iterable[str]:
    """The addresses of all authorised users of the draft but this one."""
    return [desk.values.get(f"users.{one}.email", "") for one in rules.user_keys(desk.values) if one != key]
