"""R-001-D2: what happened to an organisation, for its people and for those who keep the registry."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ratusz.accounts.access import signed_in
from ratusz.core import numbers
from ratusz.core.text import whole_number
from ratusz.organisations import policies, timeline
from ratusz.organisations.forms.history import HistoryForm
from ratusz.organisations.models import Organisation
from ratusz.organisations.views.search import end_of
from ratusz.privacy import downloads

ON_A_PAGE = 50


@signed_in
@require_GET
def history(request: HttpRequest, oid: str) -> HttpResponse:
    """The timeline, newest first. That of a merged organisation is part of the history of the one it went into."""
    organisation = seen(request, oid)
    if organisation.oid != oid:
        return redirect("organisation_history", organisation.oid)
    chronicle = timeline.Chronicle(organisation)
    form = HistoryForm(request.GET, chronicle.choices())
    found = chronicle.asked(form.asked())
    page = Paginator(found, ON_A_PAGE).get_page(whole_number(request.GET.get("strona", "")) or 1)
    context = {
        "office": organisation,
        "staff": bool(policies.is_staff(request.user)),
        "form": form,
        "page": page,
        "entries": timeline.entries(chronicle, page.object_list),
    }
    return render(request, "organisations/history.html", context)


@signed_in
@require_GET
def as_csv(request: HttpRequest, oid: str) -> HttpResponseBase:
    """The filtered history for a spreadsheet."""
    return downloads.csv(*_file(request, oid))


@signed_in
@require_GET
def as_xlsx(request: HttpRequest, oid: str) -> HttpResponseBase:
    """The same as a workbook."""
    return downloads.xlsx(*_file(request, oid), _("Historia"), timeline.WIDTHS)


def _file(request: HttpRequest, oid: str) -> tuple[str, list[str], Any]:
    organisation = seen(request, oid)
    chronicle = timeline.Chronicle(organisation)
    found = chronicle.asked(HistoryForm(request.GET, chronicle.choices()).asked())
    return f"historia-{organisation.oid}", timeline.heading(), timeline.rows(chronicle, found)


def seen(request: HttpRequest, oid: str) -> Organisation:
    """R-001-0.1: somebody else's organisation has no history for them; that of a merged one goes on where it went.

    It holds names and addresses of people, so it waits until the reader's role is confirmed (Q-15).
    """
    asked = get_object_or_404(Organisation.objects.visible_to(request.user), pk=numbers.pk_of(oid))
    found = end_of(asked)
    if not policies.may_manage_people(request.user, found):
        raise Http404
    return found
