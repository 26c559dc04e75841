"""All organisations, for those who keep the registry."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ratusz.accounts.access import signed_in
from ratusz.core.text import whole_number
from ratusz.organisations import exported, listing, policies
from ratusz.organisations.forms.operator import OperatorSearchForm
from ratusz.organisations.models import Organisation
from ratusz.organisations.views.search import ON_A_PAGE
from ratusz.privacy import downloads


def only_staff(request: HttpRequest) -> None:
    """For others these pages do not exist."""
    if not policies.is_staff(request.user):
        raise Http404


@signed_in
@require_GET
def all_organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation with what it has not filled in yet."""
    only_staff(request)
    form = OperatorSearchForm(request.GET)
    found = filtered(form)
    page = Paginator(found, ON_A_PAGE).get_page(whole_number(request.GET.get("strona", "")) or 1)
    context = {"form": form, "page": page, "rows": listing.rows(page.object_list), "query": listing.query(form)}
    return render(request, "organisations/all.html", context)


@signed_in
@require_GET
def all_as_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list, whole, for a spreadsheet program."""
    only_staff(request)
    found = exported.rows(filtered(OperatorSearchForm(request.GET)))
    return downloads.xlsx(_("organizacje"), exported.heading(), found, _("Organizacje"), exported.WIDTHS)


def filtered(form: Any) -> Any:
    """Those that the filters of the list leave."""
    asked = form.cleaned_data if form.is_valid() else {}
    return listing.found(asked, listing.with_state(Organisation.objects.all(), asked))
