"""The list and the page of one proposal, for the coordinator and for the operator."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ratusz.accounts.access import signed_in
from ratusz.core.terms import WARSAW
from ratusz.organisations.queries import office_coordinated_by
from ratusz.organisations.states import Role
from ratusz.privacy import downloads
from ratusz.programmes.queries import current_programme
from ratusz.proposals import describe, listing, policies, queries, timeline
from ratusz.proposals.forms import AcceptForm, BulkForm, FilterForm, ReasonForm
from ratusz.proposals.forms.proposal import initial_of
from ratusz.proposals.models import Proposal
from ratusz.proposals.states import ProposalState
from ratusz.proposals.views.common import new_key, proposal_for, spoken

PER_PAGE = 50


@signed_in
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """R-000-F6: own proposals; empty filters show all."""
    return list_page(request, BulkForm())


def list_page(request: HttpRequest, bulk: BulkForm, status: int = 200) -> HttpResponse:
    filters = FilterForm(request.GET)
    rows, chosen = _rows(request, filters), filters.in_force
    page = Paginator(rows.order_by(filters.order(), "-id"), PER_PAGE).get_page(request.GET.get("strona"))
    staff = request.user.has_role(Role.OPERATOR, Role.ADMINISTRATOR)
    context = {
        "filters": filters,
        "chosen": {name: value for name, value in chosen.items() if name != "sort"},
        "page": page,
        "rows": listing.rows(page.object_list),
        "staff": staff,
        "office": office_coordinated_by(request.user),
        "bulk": bulk,
        "csv_link": filters.link(format="csv"),
    }
    return render(request, "proposals/list.html", context, status=status)


@signed_in
@require_GET
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered list for a spreadsheet."""
    found = _rows(request, FilterForm(request.GET)).select_related("topic", "organisation").order_by("-id")
    heading = [_("Numer"), _("Status"), _("Termin"), _("Typ"), _("Temat"), _("Urząd"), _("Liczba osób")]
    rows = (
        (
            row.number,
            row.get_state_display(),
            row.starts_at.astimezone(WARSAW).strftime("%Y-%m-%d %H:%M"),
            row.get_format_display(),
            row.topic.name if row.topic else "",
            row.organisation.name,
            row.nominee_count,
        )
        for row in found.iterator(chunk_size=500)
    )
    return downloads.csv("zgloszenia", heading, rows)


def _rows(request: HttpRequest, filters: FilterForm) -> Any:
    return queries.filtered(Proposal.objects.visible_to(request.user), filters.in_force)


@signed_in
@require_GET
def proposal(request: HttpRequest, number: str) -> HttpResponse:
    return proposal_page(request, proposal_for(request, number))


def proposal_page(
    request: HttpRequest, shown: Proposal, *, forms: dict[str, Any] | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    """Everything about one proposal: facts, people, requests for change, history, and what this person may do."""
    person, now = request.user, timezone.now()
    context = {
        "proposal": shown,
        "people": list(shown.nominees.all()),
        "changes": describe.changes_of(shown),
        "clashes": _visible_clashes(person, shown),
        "timeline": timeline.of(shown),
        "may_edit": policies.may_edit(person, shown),
        "may_withdraw": policies.may_withdraw(person, shown),
        "may_change": policies.may_ask_for_change(person, shown, now),
        "operates": policies.operates(person, shown.programme),
        "may_accept": policies.may_accept(person, shown),
        "may_reject": policies.may_reject(person, shown),
        "may_cancel": policies.may_cancel(person, shown),
        "states": ProposalState,
        "refusal": refusal,
        "today": timezone.localdate(),
        "key": new_key(),
        "programme": current_programme(),
        **(forms or {}),
    }
    context.setdefault(
        "accept_form", AcceptForm(initial=initial_of(shown), at=now, spoken_now=spoken(now), auto_id="%s")
    )
    context.setdefault("reject_form", ReasonForm(initial={"wersja": shown.version}, auto_id="odrzucenie-%s"))
    context.setdefault("cancel_form", ReasonForm(auto_id="odwolanie-%s"))
    return render(request, "proposals/proposal.html", context, status=status)


def _visible_clashes(person: Any, shown: Proposal) -> list[dict[str, Any]]:
    """R-000-F8D: the other training is named only to those who may see it."""
    found = queries.clashes(shown)
    visible = (
        set(
            Proposal.objects.visible_to(person)
            .filter(pk__in=[other.pk for _, other in found])
            .values_list("pk", flat=True)
        )
        if found
        else set()
    )
    return [{"person": named, "other": other if other.pk in visible else None} for named, other in found]
