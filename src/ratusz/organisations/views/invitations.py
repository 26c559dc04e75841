"""Whoever was invited comes through a link: with a new account, or with the one they have."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ratusz.organisations import actions, policies, queries
from ratusz.organisations.actions.inviting import hashed
from ratusz.organisations.forms.invitations import InvitationForm
from ratusz.organisations.models import Invitation
from ratusz.privacy.models import Document


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """R-001-3.3.3, R-001-5.2: the link works once and for a while; it says why when it does not."""
    found = _found(token)
    answer = policies.may_accept(found, timezone.now()) if found else None
    if not answer:
        return _page(request, "invitation_over", found, reason=answer.reason if answer is not None else "", status=404)
    account = queries.accounts_at([found.email]).get(found.email.lower())
    if account:
        return _with_account(request, found, account)
    form = InvitationForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _new_account(request, found, form)
    return _page(request, "invitation", found, form=form, status=422 if form.errors else 200)


def _found(token: str) -> Invitation | None:
    rows = Invitation.objects.select_related("membership__organisation")
    return rows.filter(token_hash=hashed(token)).first()


def _page(request: HttpRequest, template: str, found: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"invitation": found, "place": found.membership if found else None, **more}
    return render(request, f"organisations/{template}.html", context, status=status)


def _new_account(request: HttpRequest, found: Invitation, form: InvitationForm) -> HttpResponse:
    data = form.cleaned_data
    actions.accept_with_new_account(
        found,
        password=data["password1"],
        terms=Document.objects.current("regulamin"),
        at=timezone.now(),
        first_name=data["first_name"],
        last_name=data["last_name"],
        phone=data["phone"],
        language=(get_language() or "pl")[:2],
    )
    messages.success(request, _("Konto jest gotowe. Zaloguj się."))
    return redirect("login")


def _with_account(request: HttpRequest, found: Invitation, account: Any) -> HttpResponse:
    """The account of the invited address takes the place; another account cannot."""
    if request.method == "POST" and request.user.pk == account.pk:
        place = actions.accept(found.membership, account, by=account, at=timezone.now())
        messages.success(request, _("Działasz teraz w imieniu organizacji."))
        return redirect("organisation", place.organisation.oid)
    return _page(request, "invitation_known", found, mine=request.user.pk == account.pk)
