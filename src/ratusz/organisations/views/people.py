"""Authorised users: the list, one person, removal, invitation. Everything but the invitation lands in the draft."""

import secrets
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ratusz.accounts.access import signed_in, submitted
from ratusz.organisations import actions, policies, queries
from ratusz.organisations.forms.persons import UserForm
from ratusz.organisations.models import Membership, Organisation, PersonDetails
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import Role
from ratusz.organisations.views import desk as desks

SOMEBODY_NEW = "nowy"


@signed_in
@require_GET
def users(request: HttpRequest, oid: str) -> HttpResponse:
    """R-001-3.1: the authorised users, as they are and as the draft wants them."""
    organisation = desks.must_be_stored(desks.opened(request, oid))
    desk = queries.desk(request.user, organisation)
    may_manage = policies.may_manage_people(request.user, organisation)
    return desks.page(request, "users", desk, "uzytkownicy", people=rows(request, desk), may_manage=may_manage)


def rows(request: HttpRequest, desk: queries.Desk) -> list[dict[str, Any]]:
    """One row a person: the stored ones, those to be removed among them, then those only in the draft."""
    places = {str(place.pk): place for place in _places(desk.organisation)}
    keys = dict.fromkeys([*rules.user_keys(desk.stored), *rules.user_keys(desk.values)])
    return [_row(request, desk, key, places.get(key)) for key in keys]


def _row(request: HttpRequest, desk: queries.Desk, key: str, place: Membership | None) -> dict[str, Any]:
    leaves = key not in rules.user_keys(desk.values)
    fields = rules.part(desk.stored if leaves else desk.values, f"{rules.USERS}.{key}")
    change = next((change for change in desk.changes if change.key == key), None)
    return {
        "key": key,
        "fields": fields,
        "role": Role(fields["role"]).label if fields.get("role") else "",
        "place": place,
        "kind": change.kind if change else "",
        "own": bool(place and place.person_id == request.user.pk),
        "may_remove": bool(place is None or policies.may_remove(request.user, place)),
        "invitation": next(iter(place.invitations.all()), None) if place else None,
        "now": timezone.now(),
    }


def _places(organisation: Any) -> Any:
    return organisation.memberships.authorised().select_related("organisation").prefetch_related("invitations")


@signed_in
def user(request: HttpRequest, oid: str, key: str) -> HttpResponse:
    """R-001-3.2, R-001-3.3: the window "Edytuj uprawnionego użytkownika"; "Zapisz" notes it in the draft."""
    organisation = desks.must_be_stored(desks.opened(request, oid))
    policies.may_manage_people(request.user, organisation).ensure()
    desk = queries.desk(request.user, organisation)
    place = _place(organisation, desk, key)
    values = rules.part(desk.values, f"{rules.USERS}.{key}") or _nobody()
    own = bool(place and place.person_id == request.user.pk)
    roles = policies.roles_to_give(request.user, organisation)
    copied = _contact_to_copy(desk, key) if not own else None
    if request.method == "POST" and "kopiuj" in request.POST and copied:
        form = UserForm({**values, **copied}, others=desks.others(desk, key), roles=roles)
        return _window(request, desk, key, form, None, told=_("Skopiowano dane osoby kontaktowej."))
    posted = submitted(request)
    judged = posted is not None or key != SOMEBODY_NEW
    form = UserForm(values, posted, others=desks.others(desk, key), roles=roles, own=own, judged=judged)
    if request.method == "POST" and form.is_valid():
        return _note(request, organisation, key, form)
    return _window(request, desk, key, form, copied, judged=judged)


def _nobody() -> dict[str, Any]:
    return {**Membership().details(), "uses_phones": True, "role": ""}


def _place(organisation: Organisation, desk: queries.Desk, key: str) -> Membership | None:
    """The stored person of this key; None for somebody new. A key of nobody is a 404."""
    if key == SOMEBODY_NEW or (key.startswith("n") and key in rules.user_keys(desk.values)):
        return None
    if key not in rules.user_keys(desk.values):
        raise Http404
    return get_object_or_404(organisation.memberships.authorised(), pk=key)


def _contact_to_copy(desk: queries.Desk, key: str) -> dict[str, Any] | None:
    """R-001-3.3.1: only while the contact person's address is not that of an authorised user."""
    contact = rules.part(desk.values, rules.CONTACT)
    email = contact.get("email", "").casefold()
    taken = {desk.values.get(f"{rules.USERS}.{one}.email", "").casefold() for one in rules.user_keys(desk.values)}
    if not email or email in taken:
        return None
    return {name: contact[name] for name in PersonDetails.FIELDS}


def _window(request: HttpRequest, desk: queries.Desk, key: str, form: Any, copied: Any, **more: Any) -> HttpResponse:
    context = {"form": form, "key": key, "may_copy": copied is not None, "judged": False, "told": None, **more}
    wrong = request.method == "POST" and form.errors
    return desks.page(request, "user", desk, "uzytkownicy", **context, status=422 if wrong else 200)


def _note(request: HttpRequest, organisation: Organisation, key: str, form: UserForm) -> HttpResponse:
    noted = f"n{secrets.token_hex(4)}" if key == SOMEBODY_NEW else key
    values = rules.laid_flat(f"{rules.USERS}.{noted}", form.to_draft())
    if not noted.isdigit():
        values = {f"{rules.USERS}.{noted}": True} | values
    actions.edit(organisation, values, by=request.user, at=timezone.now())
    messages.success(request, _("Zapisano w szkicu. W rejestrze zapisze to „Aktualizuj moją organizację”."))
    return redirect("organisation_users", organisation.oid)


@signed_in
def remove(request: HttpRequest, oid: str, key: str) -> HttpResponse:
    """R-001-4.1: the question with Tak and Nie; Tak notes the removal in the draft."""
    organisation = desks.must_be_stored(desks.opened(request, oid))
    desk = queries.desk(request.user, organisation)
    if key not in {*rules.user_keys(desk.stored), *rules.user_keys(desk.values)}:
        raise Http404
    policies.may_remove_key(request.user, organisation, key).ensure()
    if request.method == "POST":
        actions.remove(organisation, key, by=request.user, at=timezone.now())
        messages.success(request, _("Usunięto ze szkicu. W rejestrze usunie „Aktualizuj moją organizację”."))
        return redirect("organisation_users", oid)
    fields = rules.part({**desk.stored, **desk.values}, f"{rules.USERS}.{key}")
    return desks.page(request, "remove", desk, "uzytkownicy", key=key, fields=fields)


@signed_in
@require_POST
def undo(request: HttpRequest, oid: str, key: str) -> HttpResponse:
    """What the draft wants with this person is forgotten."""
    organisation = desks.must_be_stored(desks.opened(request, oid))
    desk = queries.desk(request.user, organisation)
    if key not in {rules.key_of(path) for path in (*desk.stored, *desk.edits)}:
        raise Http404
    actions.undo(organisation, key, by=request.user, at=timezone.now())
    messages.success(request, _("Cofnięto zmianę w szkicu."))
    return redirect("organisation_users", oid)


@signed_in
@require_POST
def invite(request: HttpRequest, oid: str, pk: int) -> HttpResponse:
    """R-001-5.2: another link to somebody who has not come yet."""
    organisation = desks.must_be_stored(desks.opened(request, oid))
    place = get_object_or_404(organisation.memberships.authorised(), pk=pk)
    if not ratelimit.consume(request, action="registry_mail"):
        return ratelimit.respond_429(request)
    actions.invite(place, by=request.user, at=timezone.now())
    messages.success(request, _("Wysyłamy nowe zaproszenie na adres %(email)s.") % {"email": place.email})
    return redirect("organisation_users", oid)
