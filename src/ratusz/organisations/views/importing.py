"""Organisations from a file: uploaded, looked at row by row, confirmed (R-001-D1)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ratusz.accounts.access import signed_in
from ratusz.core import numbers
from ratusz.core.text import whole_number
from ratusz.core.verdict import Refused
from ratusz.organisations import actions, describe
from ratusz.organisations.forms.importing import ConfirmForm, UploadForm
from ratusz.organisations.forms.judging import EXAMPLE, WRONG, Judgement, Row, judge, label
from ratusz.organisations.models import Organisation, OrganisationImport, TerritorialUnit
from ratusz.organisations.rules import importing
from ratusz.organisations.views.operator import only_staff
from ratusz.privacy import downloads

ROWS_ON_A_PAGE = 200
MOST_UPLOADS = 20
WIDTHS = (12, 44, 30, 12, 14, 16, 30, 14, 24, 18, 30, 34)


@signed_in
def uploads(request: HttpRequest) -> HttpResponse:
    """The lists sent so far, and another one."""
    only_staff(request)
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, too_large=_too_large(request))
        if form.is_valid():
            return _receive(request, form)
    rows = OrganisationImport.objects.select_related("uploaded_by").defer("rows", "heading").order_by("-pk")
    context = {"form": form, "uploads": rows[:MOST_UPLOADS], "columns": [names[0] for names in _columns()]}
    return render(request, "organisations/import.html", context, status=422 if form.errors else 200)


def _too_large(request: HttpRequest) -> bool:
    """More than is kept in memory is thrown away as it comes in."""
    sent = whole_number(request.META.get("CONTENT_LENGTH") or "") or 0
    return sent > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def _receive(request: HttpRequest, form: UploadForm) -> HttpResponse:
    table = form.cleaned_data["plik"]
    rows = enumerate(table.rows, start=table.first_row_number)
    upload = actions.receive(form.file_name, table.heading, rows, by=request.user, at=timezone.now())
    return redirect("organisation_import", upload.pk)


def _columns() -> list[tuple[str, ...]]:
    return list(importing.COLUMNS.values())


@signed_in
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with one row that shows how it is meant, and that no import takes."""
    only_staff(request)
    heading = [names[0] for names in _columns()]
    return downloads.xlsx(_("organizacje-wzor"), heading, [importing.EXAMPLE.values()], _("Organizacje"), WIDTHS)


@signed_in
def dry_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row with its problems and with what would happen; nothing has changed until it is confirmed."""
    only_staff(request)
    upload = get_object_or_404(OrganisationImport, pk=pk)
    if upload.confirmed_at:
        return _report(request, upload)
    if request.method == "POST":
        return _confirm(request, upload)
    judged = judge(upload)
    only_wrong = request.GET.get("pokaz") == "bledy"
    shown = [row for row in judged.rows if row.outcome == WRONG] if only_wrong else judged.rows
    page = Paginator(shown, ROWS_ON_A_PAGE).get_page(whole_number(request.GET.get("strona", "")) or 1)
    places = _places(page)
    context = {
        "upload": upload,
        "form": ConfirmForm(auto_id="%s"),
        "judged": judged,
        "page": page,
        "rows": [_told(row, judged, places) for row in page],
        "only_wrong": only_wrong,
        "ignored": importing.columns(upload.heading).ignored,
        "examples": judged.count(EXAMPLE),
    }
    return render(request, "organisations/import_dry_run.html", context)


def _confirm(request: HttpRequest, upload: OrganisationImport) -> HttpResponse:
    form = ConfirmForm(request.POST)
    skip = form.is_valid() and form.cleaned_data["pomin"]
    seen = request.POST.get("stan", "")
    try:
        actions.take_over(upload, judge, seen=seen, skip=skip, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Zaimportowano listę."))
    return redirect("organisation_import", upload.pk)


def _places(rows: Any) -> dict[int, str]:
    """The names of the units between which organisations of these rows would move."""
    keys = {key for row in rows for key in row.fields.get("belongs_to", ()) if key}
    return {unit.pk: str(unit) for unit in TerritorialUnit.objects.filter(pk__in=keys)}


def _told(row: Row, judged: Judgement, places: dict[int, str]) -> dict[str, Any]:
    """A row as people read it."""
    known = judged.known.organisations.get(row.organisation or 0)
    return {
        "number": row.number,
        "name": row.cells["name"] or (known["name"] if known else ""),
        "oid": numbers.oid(row.organisation) if row.organisation else "",
        "outcome": row.outcome,
        "problems": row.problems,
        "similar": row.similar,
        "lines": [
            (label(name), _said(name, old, places), _said(name, new, places))
            for name, (old, new) in row.fields.items()
        ],
    }


def _said(name: str, value: Any, places: dict[int, str]) -> str:
    return places.get(value, "") if name == "belongs_to" else describe.said(name, value)


def _report(request: HttpRequest, upload: OrganisationImport) -> HttpResponse:
    """What was done; the second click on the button ends here too."""
    if request.method == "POST":
        messages.info(request, _("Ta lista jest już zaimportowana."))
        return redirect("organisation_import", upload.pk)
    page = Paginator(upload.report["rows"], ROWS_ON_A_PAGE).get_page(whole_number(request.GET.get("strona", "")) or 1)
    named = dict(Organisation.objects.filter(pk__in=[key for _n, key, _how in page]).values_list("pk", "name"))
    rows = [(number, numbers.oid(key), named[key], how) for number, key, how in page if key in named]
    context = {"upload": upload, "report": upload.report, "page": page, "rows": rows}
    return render(request, "organisations/import_report.html", context)


@signed_in
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """A list that nobody wants any more."""
    only_staff(request)
    actions.discard_import(get_object_or_404(OrganisationImport, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, _("Usunięto listę. W rejestrze nic się nie zmieniło."))
    return redirect("organisation_imports")
