"""The programme operator's pages: panel, decisions one by one and in bulk, changes, offices."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from ratusz.accounts.access import signed_in, submitted
from ratusz.core.verdict import Refused
from ratusz.organisations import queries as organisations
from ratusz.organisations.queries import undecided
from ratusz.privacy import downloads
from ratusz.programmes.queries import programmes_run_by
from ratusz.proposals import actions, listing, policies, queries
from ratusz.proposals.forms import AcceptForm, BulkForm, NoteForm, ReasonForm
from ratusz.proposals.models import ChangeRequest, Proposal
from ratusz.proposals.states import ProposalState
from ratusz.proposals.views.common import proposal_for, spoken
from ratusz.proposals.views.shared import list_page, proposal_page


@signed_in
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """R-000-A.1: what waits for a decision."""
    programmes = list(programmes_run_by(request.user))
    if not programmes:
        raise Http404
    rows, now = Proposal.objects.filter(programme__in=programmes), timezone.now()
    waiting = rows.filter(state=ProposalState.PENDING)
    context = {
        "counters": queries.operator_counters(programmes),
        "oldest": queries.oldest_waiting(rows),
        "waiting": listing.rows(waiting.order_by("id")[:10]),
        "changes": queries.undecided_changes(rows),
        "coordinators": undecided(),
        "organisations": organisations.waiting().count(),
        "agenda": queries.agenda(rows, now),
        "now": now,
    }
    return render(request, "proposals/operator_panel.html", context)


@signed_in
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """R-000-A.1, R-000-A.4D."""
    shown = operated(request, number)
    if request.method != "POST" and not restored_here(request):
        return redirect(shown)
    now = timezone.now()
    form = AcceptForm(submitted(request), at=now, spoken_now=spoken(now), auto_id="%s")
    if request.method != "POST" or not form.is_valid():
        return proposal_page(request, shown, forms={"accept_form": form, "form": form}, status=422)
    data = form.cleaned_data
    try:
        actions.accept(
            shown, seen_version=data["wersja"], starts_at=form.starts_at, note=data["uwagi"], by=request.user, at=now
        )
    except Refused as fault:
        return refused(request, number, fault, accept_form=form)
    messages.success(request, _("Zaakceptowano zgłoszenie %(number)s.") % {"number": number})
    return next_waiting(request)


@signed_in
def reject(request: HttpRequest, number: str) -> HttpResponse:
    """R-000-A.2D."""
    shown = operated(request, number)
    if request.method != "POST" and not restored_here(request):
        return redirect(shown)
    form = ReasonForm(submitted(request), auto_id="odrzucenie-%s")
    if request.method != "POST" or not form.is_valid():
        return proposal_page(request, shown, forms={"reject_form": form, "form": form}, status=422)
    data = form.cleaned_data
    try:
        seen = data["wersja"] or 0
        actions.reject(shown, reason=data["powod"], seen_version=seen, by=request.user, at=timezone.now())
    except Refused as fault:
        return refused(request, number, fault, reject_form=form)
    messages.success(request, _("Odrzucono zgłoszenie %(number)s.") % {"number": number})
    return next_waiting(request)


@signed_in
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """R-000-F5.D1: an accepted training will not take place."""
    shown = operated(request, number)
    if request.method != "POST" and not restored_here(request):
        return redirect(shown)
    form = ReasonForm(submitted(request), auto_id="odwolanie-%s")
    if request.method != "POST" or not form.is_valid():
        return proposal_page(request, shown, forms={"cancel_form": form, "form": form}, status=422)
    try:
        actions.cancel(shown, reason=form.cleaned_data["powod"], by=request.user, at=timezone.now())
    except Refused as fault:
        return refused(request, number, fault, cancel_form=form)
    messages.success(request, _("Odwołano szkolenie %(number)s.") % {"number": number})
    return redirect(shown)


@signed_in
def in_bulk(request: HttpRequest) -> HttpResponse:
    """R-000-A.6D: each decision is its own transaction; those that could not be carried out say why."""
    if not programmes_run_by(request.user).exists():
        raise Http404
    if request.method != "POST":
        return to_list(request)
    form = BulkForm(request.POST)
    if not form.is_valid():
        return list_page(request, form, status=422)
    done, refusals = _decide_each(request, form)
    if done:
        text = ngettext("Rozpatrzono %(n)d zgłoszenie.", "Rozpatrzono %(n)d zgłoszeń.", done)
        messages.success(request, text % {"n": done})
    for number, reason in refusals:
        messages.error(request, f"{number}: {reason}")
    return to_list(request)


def to_list(request: HttpRequest) -> HttpResponse:
    """The list with the filters and the order under which the proposals were marked."""
    query = request.GET.urlencode()
    return redirect(f"{reverse('proposals')}?{query}" if query else "proposals")


def _decide_each(request: HttpRequest, form: BulkForm) -> tuple[int, list[tuple[str, str]]]:
    person, now, data = request.user, timezone.now(), form.cleaned_data
    done, refusals = 0, []
    for shown in queries.whole(person).filter(number__in=form.chosen).order_by("id"):
        seen = form.chosen[shown.number]
        try:
            if data["decyzja"] == "accept":
                actions.accept(shown, seen_version=seen, by=person, at=now)
            else:
                actions.reject(shown, reason=data["powod"], seen_version=seen, by=person, at=now)
        except Refused as fault:
            refusals.append((shown.number, fault.reason))
        else:
            done += 1
    return done, refusals


@signed_in
def decide_change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """R-000-F5.D1: accept or reject what the coordinator asked for."""
    shown = operated(request, number)
    change = get_object_or_404(ChangeRequest, proposal=shown, pk=pk)
    if request.method != "POST":
        return redirect(shown)
    accepting = request.POST.get("decyzja") == "accept"
    form = (NoteForm if accepting else ReasonForm)(request.POST, auto_id=f"zmiana-{pk}-%s")
    if not form.is_valid():
        return proposal_page(request, shown, forms={"change_form": form, "change_pk": pk, "form": form}, status=422)
    try:
        _decide_change(change, form, accepting, request.user)
    except Refused as fault:
        return refused(request, number, fault, change_form=form, change_pk=pk)
    messages.success(request, _("Rozpatrzono prośbę o zmianę."))
    return redirect(shown)


def _decide_change(change: ChangeRequest, form: Any, accepting: bool, person: Any) -> None:
    if accepting:
        actions.accept_change(change, note=form.cleaned_data["uwagi"], by=person, at=timezone.now())
    else:
        actions.reject_change(change, reason=form.cleaned_data["powod"], by=person, at=timezone.now())


@signed_in
@require_GET
def offices(request: HttpRequest) -> HttpResponse:
    """R-004-4: what offices declared beside what they named."""
    programmes = list(programmes_run_by(request.user))
    if not programmes:
        raise Http404
    rows = queries.offices(programmes[0])
    return render(request, "proposals/offices.html", {"rows": rows, "coordinators": undecided()})


@signed_in
@require_GET
def offices_csv(request: HttpRequest) -> StreamingHttpResponse:
    """R-004-4, Q-12: declarations with the interest in equipment, for a spreadsheet."""
    programme = programmes_run_by(request.user).first()
    if programme is None:
        raise Http404
    heading = [
        *(_("Urząd"), _("Kod TERYT"), _("Koordynator"), _("E-mail"), _("Zadeklarowani"), _("Wskazani")),
        *(_("Zgłoszenia"), _("Tematy"), _("Zainteresowanie sprzętem")),
    ]
    return downloads.csv("urzedy", heading, (_office_cells(row) for row in queries.offices(programme)))


def _office_cells(row: dict[str, Any]) -> list[Any]:
    place, declared = row["coordinator"], row["declaration"]
    person = [place.person.full_name, place.person.email] if place else ["", ""]
    wants = (_("tak") if declared.wants_equipment else _("nie")) if declared else ""
    topics = ", ".join(topic.name for topic in declared.topics.all()) if declared else ""
    people = declared.people if declared else ""
    return [
        row["office"].name,
        row["office"].territory.code,
        *person,
        people,
        row["named"],
        row["proposed"],
        topics,
        wants,
    ]


def operated(request: HttpRequest, number: str) -> Proposal:
    """The proposal if this person runs its programme, else 404."""
    shown = proposal_for(request, number)
    if not policies.operates(request.user, shown.programme):
        raise Http404
    return shown


def restored_here(request: HttpRequest) -> bool:
    return request.session.get("typed_before_login", {}).get("path") == request.path


def refused(request: HttpRequest, number: str, fault: Refused, **forms: Any) -> HttpResponse:
    """Somebody was faster: the page as it is now, the reason, and what was typed."""
    return proposal_page(request, proposal_for(request, number), forms=forms, refusal=fault.reason, status=409)


def next_waiting(request: HttpRequest) -> HttpResponse:
    """After a decision the next waiting proposal opens; when none is left, the list."""
    waiting = Proposal.objects.visible_to(request.user).filter(state=ProposalState.PENDING).order_by("id").first()
    return redirect(waiting) if waiting else redirect("proposals")
