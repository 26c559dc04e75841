"""The organisation's data and its contact person: every page writes the draft, "Aktualizuj" stores it."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ratusz.accounts.access import signed_in, submitted
from ratusz.organisations import actions, lookup, outside, queries
from ratusz.organisations.forms.persons import ChosenUserForm, ContactForm
from ratusz.organisations.forms.registry import DataForm, offered_places
from ratusz.organisations.models import Organisation, PersonDetails
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.views import desk as desks

HTTP_NO_CONTENT = 204


@signed_in
def data(request: HttpRequest, oid: str) -> HttpResponse:
    """R-001-1.5: what the organisation says of itself."""
    organisation = desks.opened(request, oid)
    return _section(request, organisation, "dane", DataForm)


@signed_in
def contact(request: HttpRequest, oid: str) -> HttpResponse:
    """R-001-2.1, R-001-2.2: whom to ask; every field may be overwritten at any time."""
    organisation = desks.opened(request, oid)
    return _section(request, organisation, "kontakt", ContactForm)


def _section(request: HttpRequest, organisation: Organisation | None, name: str, form_of: Any) -> HttpResponse:
    desk = queries.desk(request.user, organisation)
    thing = desks.THINGS[name]
    values = rules.part(desk.values, thing)
    posted = submitted(request)
    judged = desk.differs(thing) or posted is not None
    form = form_of(values, posted, judged=judged)
    if request.method == "POST":
        typed = form.to_draft()
        actions.edit(organisation, rules.laid_flat(thing, typed), by=request.user, at=timezone.now())
        if request.POST.get("dalej") == "szkic":  # saved while typing: the page stays as it is
            return HttpResponse(status=HTTP_NO_CONTENT)
        return desks.go_on(request, organisation, name)
    context = {
        "form": form,
        "judged": judged,
        "places": offered_places() if "kind" in form.fields else None,
        "regon_on": outside.regon_is_on(),
    }
    return desks.page(request, f"edit_{thing}", desk, name, **context)


@signed_in
def choose(request: HttpRequest, oid: str) -> HttpResponse:
    """R-001-2.3: "Wybierz uprawnionego użytkownika"; "Potwierdź" copies that person into the contact form."""
    organisation = desks.must_be_stored(desks.opened(request, oid))
    desk = queries.desk(request.user, organisation)
    form = ChosenUserForm(_people(desk), submitted(request))
    if request.method == "POST" and form.is_valid():
        chosen = rules.part(desk.values, f"{rules.USERS}.{form.cleaned_data['uzytkownik']}")
        copied = {name: chosen.get(name, "") for name in PersonDetails.FIELDS}  # a draft notes no blanks
        actions.edit(organisation, rules.laid_flat(rules.CONTACT, copied), by=request.user, at=timezone.now())
        told = _("Skopiowano dane: %(name)s. W rejestrze zapisze je „Aktualizuj moją organizację”.")
        messages.success(request, told % {"name": f"{chosen['first_name']} {chosen['last_name']}"})
        return redirect("organisation_contact", oid)
    return desks.page(request, "choose", desk, "kontakt", form=form, status=422 if form.errors else 200)


def _people(desk: queries.Desk) -> list[tuple[str, str]]:
    found = []
    for key in rules.user_keys(desk.values):
        fields = rules.part(desk.values, f"{rules.USERS}.{key}")
        found.append((key, f"{fields.get('first_name', '')} {fields.get('last_name', '')}, {fields.get('email', '')}"))
    return found


@signed_in
@require_POST
def fill(request: HttpRequest, oid: str) -> HttpResponse:
    """R-001-D1: fill the data from REGON by the number typed; by hand when the register does not answer."""
    organisation = desks.opened(request, oid)
    if not ratelimit.consume(request, action="register_lookup"):
        return ratelimit.respond_429(request)
    desk = queries.desk(request.user, organisation)
    typed = DataForm(rules.part(desk.values, rules.DATA), request.POST).to_draft()
    found, told = lookup.from_regon(typed)
    kept = {name: value for name, value in {**typed, **found}.items() if name in rules.part(desk.values, rules.DATA)}
    actions.edit(organisation, rules.laid_flat(rules.DATA, kept), by=request.user, at=timezone.now())
    (messages.success if found else messages.warning)(request, told)
    return redirect("organisation_data", oid)


@signed_in
@require_POST
def discard(request: HttpRequest, oid: str) -> HttpResponse:
    """The draft is thrown away; what is stored stays as it is."""
    organisation = desks.opened(request, oid)
    actions.discard(organisation, by=request.user, at=timezone.now())
    messages.success(request, _("Szkic odrzucony. Dane w rejestrze nie zmieniły się."))
    return redirect("organisation", organisation.oid) if organisation else redirect("my_organisations")
