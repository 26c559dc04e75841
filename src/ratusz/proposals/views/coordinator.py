"""The coordinator's panel, a new proposal, its correction, taking it back, asking for a change."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ratusz.accounts.access import signed_in, submitted
from ratusz.core.text import whole_number
from ratusz.core.verdict import Refused
from ratusz.organisations.queries import (
    acting_places,
    coordinator_place,
    office_coordinated_by,
    office_seen_by,
    waiting_places,
)
from ratusz.programmes.models import Programme
from ratusz.programmes.queries import current_programme, declaration_of, places, topics
from ratusz.proposals import actions, listing, policies, queries
from ratusz.proposals.forms import ChangeForm, ProposalForm
from ratusz.proposals.forms.people import one_more, people_forms, row_of, without
from ratusz.proposals.forms.proposal import initial_of
from ratusz.proposals.models import Proposal
from ratusz.proposals.states import ProposalState
from ratusz.proposals.views.common import new_key, proposal_for, spoken, status_of, with_new_key


@signed_in
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """R-000-2.4 to R-000-2.6: counters, shortcuts, what needs attention, what comes next."""
    office, programme, now = office_seen_by(request.user), current_programme(), timezone.now()
    if office is None or programme is None:
        context = {"waiting": waiting_places(request.user), "programme_missing": programme is None}
        return render(request, "proposals/no_office.html", context)
    rows = Proposal.objects.filter(organisation=office)
    context = {
        "office": office,
        "place": coordinator_place(request.user),
        "several": len(acting_places(request.user)) > 1,
        "declaration": declaration_of(office, programme),
        "named": queries.people_named(office, programme),
        "counters": queries.counters(office),
        "oldest": queries.oldest_waiting(rows),
        "recent": listing.rows(rows.order_by("-id")[:6]),
        "agenda": queries.agenda(rows, now),
        "rejected": queries.recently_rejected(rows, now - timedelta(days=14)),
        "changes": queries.undecided_changes(rows),
        "may_propose": policies.may_propose(request.user, office, programme, now),
        "now": now,
        "states": ProposalState,
    }
    return render(request, "proposals/panel.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """R-000-3.1 to R-000-4.6."""
    typed, programme, now = submitted(request), current_programme(), timezone.now()
    office = office_coordinated_by(request.user, (typed or {}).get("organizacja", ""))
    if office is None or programme is None:
        return redirect("coordinator")
    may = policies.may_propose(request.user, office, programme, now)
    if not may:
        return render(request, "proposals/closed.html", {"may": may}, status=403)
    form, people = _forms(request, programme, typed, initial={"klucz": new_key(), "typ": ""})
    refusal = ""
    if request.method == "POST" and not _only_rows(request) and _valid(form, people):
        key = form.cleaned_data["klucz"] or UUID(new_key())
        sending = {"request_key": key, "by": request.user, "at": now}
        try:
            sent = actions.send(office, programme, form.details, people.people, **sending)
        except Refused as fault:
            refusal, form.data = fault.reason, with_new_key(form.data)
        else:
            _tell_sent(request, sent)
            return redirect("proposals")
    return _page(request, form, people, programme, {"office": office, "refusal": refusal})


@signed_in
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """R-000-3.7: while it is pending; when it was decided meanwhile the text stays on the screen."""
    proposal = proposal_for(request, number)
    programme = proposal.programme
    may = policies.may_edit(request.user, proposal)
    if request.method == "GET" and not may:
        messages.error(request, str(may.reason))
        return redirect(proposal)
    rows = [row_of(person) for person in proposal.nominees.all()]
    typed = submitted(request)
    form, people = _forms(request, programme, typed, initial=initial_of(proposal), rows=rows, present=proposal)
    refusal = ""
    if request.method == "POST" and not _only_rows(request) and _valid(form, people):
        try:
            seen = form.cleaned_data["wersja"] or 0
            at = timezone.now()
            actions.edit(proposal, form.details, people.people, seen_version=seen, by=request.user, at=at)
        except Refused as fault:
            refusal = fault.reason
        else:
            messages.success(request, _("Zapisano zmiany w zgłoszeniu %(number)s.") % {"number": number})
            return redirect(proposal)
    return _page(request, form, people, programme, {"proposal": proposal, "refusal": refusal})


@signed_in
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """R-000-3.7: the coordinator takes a pending proposal back."""
    proposal = proposal_for(request, number)
    if request.method != "POST":
        return redirect(proposal)
    actions.withdraw(proposal, by=request.user, at=timezone.now())
    messages.success(request, _("Zgłoszenie %(number)s zostało wycofane.") % {"number": number})
    return redirect(proposal)


@signed_in
def change(request: HttpRequest, number: str) -> HttpResponse:
    """R-000-F5, R-000-F5.D1: how to pass a change on after acceptance."""
    proposal, now = proposal_for(request, number), timezone.now()
    may = policies.may_ask_for_change(request.user, proposal, now)
    if request.method == "GET" and not may:
        messages.error(request, str(may.reason))
        return redirect(proposal)
    typed = submitted(request)
    form = ChangeForm(
        typed, proposal=proposal, at=now, spoken_now=spoken(now), initial={"klucz": new_key()}, auto_id="%s"
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        key = data["klucz"] or UUID(new_key())
        try:
            actions.ask_for_change(
                proposal, data["zmiana"], form.new, data["powod"], request_key=key, by=request.user, at=now
            )
        except Refused as fault:
            refusal, form.data = fault.reason, with_new_key(form.data)
        else:
            messages.success(request, _("Prośba o zmianę została wysłana. O decyzji napiszemy e-mailem."))
            return redirect(proposal)
    context = {"form": form, "proposal": proposal, "refusal": refusal, "places": places(proposal.programme)}
    return render(request, "proposals/change.html", context, status=409 if refusal else status_of(form))


def _forms(
    request: HttpRequest,
    programme: Programme,
    typed: QueryDict | None,
    *,
    initial: dict[str, Any],
    rows: list[dict[str, str]] | None = None,
    present: Proposal | None = None,
) -> tuple[ProposalForm, Any]:
    """The form and its people: as stored, as typed and judged, or as typed with a row more or less."""
    now = timezone.now()
    most = programme.maximum_nominees
    judged = request.method == "POST" and not _only_rows(request)
    form = ProposalForm(
        typed if judged else None,
        programme=programme,
        at=now,
        spoken_now=spoken(now),
        present=present,
        initial=initial if typed is None else _unjudged(typed, initial),
        auto_id="%s",
    )
    if typed is None:
        return form, people_forms(most, rows=rows or [])
    people = people_forms(most, data=typed)
    if judged:
        return form, people
    return form, _with_rows_changed(request, people, most)


def _unjudged(typed: QueryDict, initial: dict[str, Any]) -> dict[str, Any]:
    names = ("data", "godzina", "typ", "temat", "miejsce", "adres", "klucz", "wersja")
    return {**initial, **{name: typed[name] for name in names if name in typed}}


def _only_rows(request: HttpRequest) -> bool:
    """Was it "Dodaj uczestnika" or "Usuń" of a page without JavaScript?"""
    return "dodaj" in request.POST or "usun" in request.POST


def _with_rows_changed(request: HttpRequest, people: Any, most: int) -> Any:
    if "dodaj" in request.POST:
        return one_more(people, most)
    index = whole_number(request.POST.get("usun", ""))
    return without(people, -1 if index is None else index, most)


def _valid(form: ProposalForm, people: Any) -> bool:
    """Both are judged, so that one message lists everything to correct."""
    return all([form.is_valid(), people.is_valid()])


def _page(
    request: HttpRequest, form: ProposalForm, people: Any, programme: Programme, more: dict[str, Any]
) -> HttpResponse:
    context = {
        "form": form,
        "formset": people,
        "topics": topics(programme),
        "places": places(programme),
        "most": programme.maximum_nominees,
        "today": timezone.localdate(),
        "proposal": None,
        "refusal": "",
        **more,
    }
    status = 409 if context["refusal"] else status_of(form, people)
    return render(request, "proposals/form.html", context, status=status)


def _tell_sent(request: HttpRequest, sent: Proposal) -> None:
    text = _(
        "Propozycja %(number)s została wysłana. Status: Oczekujące. "
        "Możesz ją edytować do czasu decyzji administratora."
    )
    messages.success(request, text % {"number": sent.number})
    if queries.clashes(sent):
        messages.warning(
            request, _("Uwaga: ktoś z tego zgłoszenia jest w tym samym czasie w innym szkoleniu. Sprawdź szczegóły.")
        )
