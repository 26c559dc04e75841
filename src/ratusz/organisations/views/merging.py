"""Possible duplicates, and merging two organisations into one (R-001-D3)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ratusz.accounts.access import signed_in
from ratusz.core import numbers
from ratusz.core.text import whole_number
from ratusz.core.verdict import Refused
from ratusz.organisations import actions, listing, policies, queries
from ratusz.organisations.forms.operator import TargetForm
from ratusz.organisations.models import Organisation
from ratusz.organisations.states import MembershipState, OrganisationState, Role
from ratusz.organisations.views.operator import only_staff
from ratusz.organisations.views.search import ON_A_PAGE, end_of, known

MOST_TARGETS = 20


@signed_in
@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    """What may be in the registry twice."""
    only_staff(request)
    page = Paginator(queries.groups(), ON_A_PAGE).get_page(whole_number(request.GET.get("strona", "")) or 1)
    shown = Organisation.objects.filter(pk__in={key for group in page for key in group.keys})
    rows = {row.oid: row for row in listing.rows(shown)}
    groups = [(group.reason, [rows[oid] for key in group.keys if (oid := numbers.oid(key)) in rows]) for group in page]
    return render(request, "organisations/duplicates.html", {"groups": groups, "page": page})


@signed_in
def merge(request: HttpRequest, oid: str) -> HttpResponse:
    """The organisation that stays is chosen, what would happen is looked at, then it is done."""
    only_staff(request)
    loser = known(request, oid)
    if loser.state == OrganisationState.MERGED:
        messages.info(request, _("Tę organizację już scalono."))
        return redirect("organisation", end_of(loser).oid)
    into = _chosen(request)
    if request.method == "POST" and into:
        return _do(request, loser, into)
    if into:
        return _preview(request, loser, into)
    return _choose(request, loser)


def _chosen(request: HttpRequest) -> Organisation | None:
    asked = (request.POST if request.method == "POST" else request.GET).get("z", "")
    rows = Organisation.objects.select_related("unit", "belongs_to", "merged_into")
    found = rows.filter(pk=numbers.pk_of(asked)).first()
    return end_of(found) if found else None


def _do(request: HttpRequest, loser: Organisation, into: Organisation) -> HttpResponse:
    try:
        stays = actions.merge(loser, into, seen=request.POST.get("stan", ""), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(f"{reverse('organisation_merge', args=[loser.oid])}?z={into.oid}")
    done = _("Scalono. Organizacja %(loser)s prowadzi teraz do tej: %(into)s.")
    messages.success(request, done % {"loser": loser.oid, "into": stays.oid})
    return redirect("organisation", stays.oid)


def _preview(request: HttpRequest, loser: Organisation, into: Organisation) -> HttpResponse:
    merger = queries.Merger(loser, into)
    context = {
        "loser": loser,
        "into": into,
        "may": policies.may_merge(request.user, loser, into),
        "merger": merger,
        "people": [_person(one) for one in merger.people],
    }
    return render(request, "organisations/merge.html", context)


def _person(one: Any) -> dict[str, str]:
    """Somebody and what becomes of their place, in words."""
    place, fate = one.membership, one.fate
    name = place.full_name or (place.person.full_name if place.person else "") or place.email
    email = place.email or (place.person.email if place.person else "")
    return {"name": name, "email": email, "role": place.get_role_display(), "becomes": _becomes(one, fate)}


def _becomes(one: Any, fate: Any) -> str:
    if fate.ends and one.of_loser:
        return _("Ta osoba ma już miejsce w organizacji, która zostaje. Tutejsze się kończy.")
    if fate.ends:
        return _("To miejsce w organizacji, która zostaje, ustępuje miejscu tej samej osoby, które przechodzi.")
    role = str(Role(fate.role).label)
    if fate.state == MembershipState.WAITING != fate.place.state:
        return _("Przechodzi jako: %(role)s. Czeka na decyzję koordynatora.") % {"role": role}
    return _("Przechodzi jako: %(role)s") % {"role": role}


def _choose(request: HttpRequest, loser: Organisation) -> HttpResponse:
    form = TargetForm(request.GET, auto_id="%s")
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "loser": loser,
        "form": form,
        "text": text,
        "unknown": bool(request.POST.get("z") or request.GET.get("z")),
        "similar": queries.similar_to(loser),
        "found": listing.rows(queries.targets(loser, text)[:MOST_TARGETS]) if text else [],
    }
    return render(request, "organisations/merge_choose.html", context)
