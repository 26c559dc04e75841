"""Registering for an office, its people, and the register of territorial units."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ratusz.accounts import views as accounts
from ratusz.accounts.access import signed_in, submitted
from ratusz.organisations import actions, lookup, outside, policies, queries
from ratusz.organisations.forms.offices import (
    CoordinatorRegistrationForm,
    JoinForm,
    PopulationForm,
    RefusalForm,
    UnitSearchForm,
    picker_options,
)
from ratusz.organisations.models import Membership, Organisation, TerritorialUnit


class CoordinatorRegistration(accounts.Registration):
    """R-000-1.1: the coordinator of an office registers."""

    template_name = "organisations/registration.html"

    def get_form_class(self) -> type[CoordinatorRegistrationForm]:
        return CoordinatorRegistrationForm

    def registered(self, form: Any) -> None:
        super().registered(form)
        actions.announce(self.user, form.cleaned_data["office"], by=self.user, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"units": picker_options(queries.offered_units())}


class Activation(accounts.Activation):
    """R-003-35: with the account the place in the office begins."""

    def activated(self, person: Any) -> None:
        super().activated(person)
        actions.arrive(person, by=person, at=timezone.now())


class NewPassword(accounts.NewPassword):
    """R-003-43: a reset confirms the address too."""

    def activated(self, person: Any) -> None:
        super().activated(person)
        actions.arrive(person, by=person, at=timezone.now())


@signed_in
def join(request: HttpRequest) -> HttpResponse:
    """A person who has an account already asks to act for an office."""
    form = JoinForm(submitted(request), auto_id="%s")
    if request.method == "POST" and form.is_valid():
        place = actions.join(request.user, form.cleaned_data["office"], by=request.user, at=timezone.now())
        told = {
            "provisional": _("Reprezentujesz ten urząd tymczasowo, do potwierdzenia przez administratora projektu."),
            "waiting": _("Ten urząd ma już koordynatora. Czekasz jako zastępca."),
        }
        messages.success(request, told[place.state])
        return redirect("coordinator")
    context = {"form": form, "units": picker_options(queries.offered_units())}
    return render(request, "organisations/join.html", context, status=422 if form.errors else 200)


@signed_in
@require_GET
def office_people(request: HttpRequest) -> HttpResponse:
    """Q-15: who acts for the office, who waits, and what may be done about it."""
    office = queries.office_seen_by(request.user)
    if office is None:
        raise Http404
    return people_page(request, office)


def people_page(request: HttpRequest, office: Organisation, *, status: int = 200, **more: Any) -> HttpResponse:
    people = [
        {
            "place": place,
            "may_decide": policies.may_decide_on(request.user, place),
            "may_hand_over": policies.may_hand_over(request.user, place),
        }
        for place in queries.people_of(office)
    ]
    context = {"office": office, "people": people, "refusal_form": RefusalForm(), **more}
    return render(request, "organisations/people.html", context, status=status)


@signed_in
@require_GET
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """The operator's view of one office and its people."""
    shown = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    return people_page(request, shown)


def _place(request: HttpRequest, pk: int) -> Membership:
    visible = Organisation.objects.visible_to(request.user)
    rows = Membership.objects.filter(organisation__in=visible).select_related("organisation", "person")
    return get_object_or_404(rows, pk=pk)


def _back(request: HttpRequest, place: Membership) -> HttpResponse:
    return redirect("office", place.organisation_id) if policies.is_staff(request.user) else redirect("office_people")


@signed_in
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    place = _place(request, pk)
    if request.method != "POST":
        return _back(request, place)
    actions.confirm(place, by=request.user, at=timezone.now())
    messages.success(request, _("Potwierdzono: %(name)s.") % {"name": place.person.full_name})
    return _back(request, place)


@signed_in
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    place, form = _place(request, pk), RefusalForm(request.POST)
    if request.method != "POST":
        return _back(request, place)
    if not form.is_valid():
        return people_page(request, place.organisation, status=422, form=form, refusal_form=form, refused_pk=place.pk)
    actions.refuse(place, reason=form.cleaned_data["powod"], by=request.user, at=timezone.now())
    messages.success(request, _("Odmówiono: %(name)s.") % {"name": place.person.full_name})
    return _back(request, place)


@signed_in
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    place = _place(request, pk)
    if request.method != "POST":
        return _back(request, place)
    actions.hand_over(place, by=request.user, at=timezone.now())
    messages.success(request, _("Nowy koordynator: %(name)s.") % {"name": place.person.full_name})
    return _back(request, place)


@signed_in
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """The territorial units that this installation knows."""
    only_staff(request)
    form = UnitSearchForm(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    rows = TerritorialUnit.objects.all() if data.get("wszystkie") else TerritorialUnit.objects.offered()
    page = Paginator(rows.found_by(data.get("q", "")).with_figures(), 50)
    context = {"form": form, "page": page.get_page(request.GET.get("strona")), "last": queries.last_import()}
    return render(request, "organisations/units.html", context)


@signed_in
def unit(request: HttpRequest, stem: str) -> HttpResponse:
    """One unit: its codes through time, its figures, and a new figure."""
    only_staff(request)
    shown = get_object_or_404(TerritorialUnit.objects.with_figures(), stem=stem)
    form = PopulationForm(submitted(request), auto_id="%s")
    if request.method == "POST" and form.is_valid():
        actions.note_population(shown, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Zapisano liczbę mieszkańców."))
        return redirect("unit", stem)
    context = {"unit": shown, "form": form, "versions": shown.versions.all(), "figures": shown.figures.all()}
    context["teryt_on"] = outside.teryt_is_on()
    return render(request, "organisations/unit.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def compare(request: HttpRequest, stem: str) -> HttpResponse:
    """R-001-D1: ask TERYT's own service about this unit; only where the installation has access to it."""
    only_staff(request)
    shown = get_object_or_404(TerritorialUnit, stem=stem)
    if not ratelimit.consume(request, action="register_lookup"):
        return ratelimit.respond_429(request)
    agrees, told = lookup.compared_with_teryt(shown)
    (messages.success if agrees else messages.warning)(request, told)
    return redirect("unit", stem)


def only_staff(request: HttpRequest) -> None:
    """For others these pages do not exist."""
    if not policies.is_staff(request.user):
        raise Http404
