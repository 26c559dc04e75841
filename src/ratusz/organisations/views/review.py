"""The review: what a draft changes, who will be told, what others changed meanwhile; then it is stored."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ratusz.accounts.access import signed_in
from ratusz.core.verdict import Refused
from ratusz.organisations import actions, describe, policies, queries
from ratusz.organisations.forms.persons import ContactForm, UserForm
from ratusz.organisations.forms.registry import DataForm, SameForm
from ratusz.organisations.models import Organisation
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.views import desk as desks


@signed_in
def review(request: HttpRequest, oid: str) -> HttpResponse:
    """R-001-2.5, R-001-3.4: look, then store all of it at once."""
    organisation = desks.opened(request, oid)
    desk = queries.desk(request.user, organisation)
    if not desk.is_changed:
        return _nothing_left(request, organisation)
    if desk.clashes:
        return _clashes(request, desk)
    faults = _faults(request.user, desk)
    same = SameForm(request.POST if request.method == "POST" else None, auto_id="%s")
    similar = [] if organisation else queries.lookalikes(rules.part(desk.values, rules.DATA))
    if request.method == "POST" and not faults and (not similar or same.is_valid()):
        return _store(request, organisation, request.POST.get("stan", ""))
    return _page(request, desk, faults, similar, same if similar else None)


def _nothing_left(request: HttpRequest, organisation: Organisation | None) -> HttpResponse:
    """A second click, or a draft that became what is stored already: nothing is owed."""
    if request.method == "POST":
        messages.success(request, _("Wszystko jest już zapisane."))
    else:
        messages.info(request, _("Nie ma zmian do zapisania."))
    return redirect("organisation", organisation.oid) if organisation else redirect("my_organisations")


def _page(request: HttpRequest, desk: queries.Desk, faults: list[Any], similar: list[Any], same: Any) -> HttpResponse:
    added = {row["fields"]["email"][1] for row in desk.rows if row["thing"] == "users" and _brings_address(row)}
    accounts = queries.accounts_at(added)
    without = {address for address in added if address.lower() not in accounts}
    context = {
        "faults": faults,
        "changes": describe.changes(desk.rows),
        "recipients": rules.recipients(desk.stored, desk.values, without) if desk.organisation else (),
        "invited": sorted(without),
        "similar": similar,
        "same": same,
    }
    wrong = request.method == "POST"
    return desks.page(request, "review", desk, desks.REVIEW, **context, status=422 if wrong else 200)


def _brings_address(row: dict[str, Any]) -> bool:
    return row["kind"] != "remove" and "email" in row["fields"]


def _faults(person: Any, desk: queries.Desk) -> list[tuple[str, str, str]]:
    """What stands against storing it: (page, its arguments, what to do). Sections nobody touched are left alone."""
    found = []
    oid = desks.address(desk.organisation)
    touched = {change.thing for change in desk.changes} if desk.organisation else {rules.DATA, rules.CONTACT}
    for thing, form_of, page in ((rules.DATA, DataForm, "dane"), (rules.CONTACT, ContactForm, "kontakt")):
        if thing in touched:
            form = form_of(rules.part(desk.values, thing))
            found += [(desks.PAGES[page], (oid,), text) for texts in form.errors.values() for text in texts]
    for change in desk.changes if desk.organisation else ():
        found += _refusals(person, desk, change, oid) + (_user_faults(person, desk, change, oid) if change.key else [])
    return found


def _refusals(person: Any, desk: queries.Desk, change: rules.Change, oid: str) -> list[Any]:
    """A part that is not theirs to store, as things stand now."""
    answer = policies.may_store(person, desk.organisation, change, desk.values)
    page = {rules.DATA: "organisation_data", rules.CONTACT: "organisation_contact"}.get(
        change.thing, "organisation_users"
    )
    return [] if answer else [(page, (oid,), answer.reason)]


def _user_faults(person: Any, desk: queries.Desk, change: rules.Change, oid: str) -> list[Any]:
    """What is wrong with the fields of a person."""
    if change.kind == "remove":
        return []
    fields = rules.part(desk.values, change.prefix)
    roles = policies.roles_to_give(person, desk.organisation)
    form = UserForm(fields, others=desks.others(desk, change.key), roles=roles)
    return [("organisation_user", (oid, change.key), text) for texts in form.errors.values() for text in texts]


def _store(request: HttpRequest, organisation: Organisation | None, seen: str) -> HttpResponse:
    if not ratelimit.consume(request, action="registry_mail"):  # every save writes to people
        return ratelimit.respond_429(request)
    try:
        if organisation is None:
            made = actions.register(seen=seen, by=request.user, at=timezone.now())
            return redirect("organisation_stored", made.oid) if made else _nothing_left(request, None)
        saved = actions.update(organisation, seen=seen, by=request.user, at=timezone.now())
    except IntegrityError:  # somebody stored the same number or address in this very moment; the page now says which
        messages.error(request, _("W międzyczasie coś się zmieniło. Sprawdź zmiany jeszcze raz."))
        return redirect("organisation_review", desks.address(organisation))
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("organisation_review", desks.address(organisation))
    return redirect("organisation_stored", organisation.oid) if saved else _nothing_left(request, organisation)


def _clashes(request: HttpRequest, desk: queries.Desk, wrong: Any = ()) -> HttpResponse:
    """R-001-2.5: exactly the fields that others changed meanwhile; the person decides one by one."""
    rows = [_clash(clash, desk) for clash in desk.clashes]
    ask = [(row["path"], _asked(row)) for row in rows if row["path"] in wrong]
    context = {"clashes": rows, "wrong": wrong, "wrong_items": ask}
    return desks.page(request, "clashes", desk, desks.REVIEW, **context, status=422 if wrong else 200)


def _asked(row: dict[str, Any]) -> str:
    """A line of the list of errors: whose, which field, what to do."""
    return ": ".join(part for part in (row["who"], row["label"], _("Wybierz, która wartość ma zostać")) if part)


def _clash(clash: rules.Clash, desk: queries.Desk) -> dict[str, Any]:
    """One decision: what it is about, what it was, what others stored, what this draft wants."""
    thing, name = clash.path.split(".")[0], clash.path.split(".")[-1]
    key = rules.key_of(clash.path)
    person = rules.part(desk.stored, f"users.{key}") or rules.part(desk.values, f"users.{key}")
    leaves = clash.mine is None
    titles = {rules.DATA: _("Dane organizacji"), rules.CONTACT: _("Osoba do kontaktu w organizacji")}
    return {
        "path": clash.path,
        "who": f"{person.get('first_name', '')} {person.get('last_name', '')}".strip() if key else titles[thing],
        "gone": clash.theirs is None,
        "leaves": leaves,
        "label": "" if leaves or clash.theirs is None else describe.label(thing, name),
        "was": "" if leaves else describe.said(name, clash.was),
        "theirs": "" if leaves else describe.said(name, clash.theirs),
        "mine": "" if leaves else describe.said(name, clash.mine),
    }


@signed_in
@require_POST
def settle(request: HttpRequest, oid: str) -> HttpResponse:
    """Of each clash one value is kept; what was not decided is asked again, and so is what changed since."""
    organisation = desks.must_be_stored(desks.opened(request, oid))
    desk = queries.desk(request.user, organisation)
    if request.POST.get("stan") != desk.fingerprint():
        messages.warning(request, _("W międzyczasie znowu coś się zmieniło. Zdecyduj jeszcze raz."))
        return redirect("organisation_review", oid)
    chosen = {clash.path: request.POST.get(clash.path, "") for clash in desk.clashes}
    undecided = [path for path, answer in chosen.items() if answer not in ("moje", "zapisane")]
    if undecided:
        return _clashes(request, desk, undecided)
    keep = {path: answer == "moje" for path, answer in chosen.items()}
    actions.settle(organisation, keep, by=request.user, at=timezone.now())
    return redirect("organisation_review", oid)
