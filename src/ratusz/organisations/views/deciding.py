"""Programme staff decide about an organisation that waits (R-001-D1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ratusz.accounts.access import signed_in, submitted
from ratusz.organisations import actions
from ratusz.organisations.forms.operator import OrganisationRefusalForm
from ratusz.organisations.views.operator import only_staff
from ratusz.organisations.views.search import context_of, known


@signed_in
def confirm(request: HttpRequest, oid: str) -> HttpResponse:
    only_staff(request)
    shown = known(request, oid)
    if request.method == "POST":
        actions.confirm_organisation(shown, by=request.user, at=timezone.now())
        messages.success(request, _("Potwierdzono organizację: %(name)s.") % {"name": shown.name})
    return redirect("organisation", shown.oid)


@signed_in
def refuse(request: HttpRequest, oid: str) -> HttpResponse:
    """The reason goes to whoever registered it. One typed before the login expired is shown again."""
    only_staff(request)
    shown = known(request, oid)
    posted = submitted(request)
    if posted is None:
        return redirect("organisation", shown.oid)
    form = OrganisationRefusalForm(posted, auto_id="%s")
    if request.method == "POST" and form.is_valid():
        actions.refuse_organisation(shown, reason=form.cleaned_data["powod"], by=request.user, at=timezone.now())
        messages.success(request, _("Odmówiono rejestracji: %(name)s.") % {"name": shown.name})
        return redirect("organisation", shown.oid)
    context = {**context_of(request, shown), "refusal": form, "form": form}
    return render(request, "organisations/organisation.html", context, status=422 if form.errors else 200)
