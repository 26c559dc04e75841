"""Finding organisations, one's own among them, and what everybody may know of one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ratusz.accounts.access import ACTING_FOR, remember_choice, signed_in
from ratusz.core import numbers
from ratusz.core.text import whole_number
from ratusz.organisations import listing, policies, queries
from ratusz.organisations.forms.search import SearchForm
from ratusz.organisations.models import Organisation
from ratusz.organisations.states import OrganisationState

ON_A_PAGE = 50


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """R-001-1.1: "Szukaj organizacji", for everybody; public fields only."""
    remember_choice(request)
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = listing.found(asked)
    page = Paginator(found, ON_A_PAGE).get_page(whole_number(request.GET.get("strona", "")) or 1)
    context = {"form": form, "page": page, "rows": listing.rows(page.object_list), "query": listing.query(form)}
    return render(request, "organisations/search.html", context)


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """R-001-1.2, R-001-1.3: those I am authorised for and those I registered, nothing else."""
    return render(
        request,
        "organisations/mine.html",
        {
            "rows": queries.organisations_of(request.user),
            "begun": queries.registration_begun(request.user),
            "acting": queries.acting_place(request.user),
            "several": {place.organisation_id for place in queries.acting_places(request.user)},
        },
    )


@signed_in
@require_POST
def act_for(request: HttpRequest, oid: str) -> HttpResponse:
    """Who acts for several organisations says for which one now."""
    place = queries.acting_place(request.user, oid)
    if place is None:
        raise Http404
    request.session[ACTING_FOR] = place.organisation_id
    messages.success(request, _("Działasz teraz w imieniu: %(name)s.") % {"name": place.organisation.name})
    return redirect("coordinator")


@require_GET
def organisation(request: HttpRequest, oid: str) -> HttpResponse:
    """R-001-1.4: one organisation; its own people see more. An identifier of before a merge leads to today's."""
    remember_choice(request)
    shown = known(request, oid)
    if shown.state == OrganisationState.MERGED:
        return redirect("organisation", end_of(shown).oid, permanent=True)
    return render(request, "organisations/organisation.html", context_of(request, shown))


@signed_in
@require_GET
def stored(request: HttpRequest, oid: str) -> HttpResponse:
    """R-001-2.5: the message of success, closed by OK."""
    shown = known(request, oid)
    if not policies.may_edit(request.user, shown):
        raise Http404
    return render(request, "organisations/organisation.html", {**context_of(request, shown), "stored": True})


def known(request: HttpRequest, oid: str) -> Organisation:
    """What this visitor may see of it at all. Others get a 404, also for what waits or was refused."""
    rows = Organisation.objects.select_related("unit", "belongs_to", "merged_into")
    found = rows.filter(pk=numbers.pk_of(oid)).first()
    if found is None:
        raise Http404
    public = found.state in (OrganisationState.REGISTERED, OrganisationState.MERGED)
    if not public and not _sees(request, found):
        raise Http404
    return found


def _sees(request: HttpRequest, found: Organisation) -> bool:
    person = request.user
    if not person.is_authenticated:
        return False
    return found.registered_by_id == person.pk or bool(policies.may_edit(person, found))


def end_of(merged: Organisation) -> Organisation:
    """Where a chain of merges ends."""
    while merged.merged_into is not None:
        merged = merged.merged_into
    return merged


def context_of(request: HttpRequest, shown: Organisation) -> dict[str, Any]:
    person = request.user
    inside = bool(person.is_authenticated and policies.may_edit(person, shown))
    staff = bool(person.is_authenticated and policies.is_staff(person))
    waits = staff and shown.state == OrganisationState.WAITING
    return {
        "office": shown,
        "inside": inside,
        "sees_history": inside and bool(policies.may_manage_people(person, shown)),
        "staff": staff,
        "similar": queries.similar_to(shown) if waits else [],
        "desk": queries.desk(person, shown) if inside else None,
        "subordinates": queries.under(shown),
    }
