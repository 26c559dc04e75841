"""The programme's public page, the office's declaration, and the programme's settings."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ratusz.accounts.access import signed_in, submitted
from ratusz.organisations.queries import office_coordinated_by
from ratusz.programmes import actions, policies, queries
from ratusz.programmes.forms import ENTRY_FORMS, DeclarationForm, ProgrammeForm, ProgrammeTextForm
from ratusz.programmes.models import Programme


@require_GET
def programme(request: HttpRequest) -> HttpResponse:
    """R-004-1 to R-004-11: what it is, for whom, until when, who pays."""
    current = queries.current_programme()
    if current is None:
        return render(request, "programmes/none.html")
    context = {"programme": current, "open": current.accepts_applications(timezone.now())}
    return render(request, "programmes/programme.html", context)


@signed_in
def declaration(request: HttpRequest) -> HttpResponse:
    """R-004-4: the office's declaration; reading it again after the deadline stays possible."""
    typed = submitted(request)
    office = office_coordinated_by(request.user, (typed or {}).get("organizacja", ""))
    current = queries.current_programme()
    if office is None or current is None:
        raise Http404
    now = timezone.now()
    present = queries.declaration_of(office, current)
    initial = {}
    if present:
        initial = {
            "people": present.people,
            "topics": [topic.pk for topic in present.topics.all()],
            "wants_equipment": present.wants_equipment,
        }
    form = DeclarationForm(typed, initial=initial, programme=current)
    if request.method == "POST" and form.is_valid():
        actions.declare(office, current, by=request.user, at=now, **form.cleaned_data)
        messages.success(request, _("Zapisano deklarację urzędu."))
        return redirect("coordinator")
    context = {
        "form": form,
        "office": office,
        "present": present,
        "may": policies.may_declare(request.user, office, current, now),
        "topics": queries.topics(current),
    }
    return render(request, "programmes/declaration.html", context, status=422 if form.errors else 200)


def programme_run_by(request: HttpRequest, slug: str) -> Programme:
    """The operator's own programme, or 404."""
    return get_object_or_404(queries.programmes_run_by(request.user), slug=slug)


@signed_in
@require_GET
def settings_index(request: HttpRequest) -> HttpResponse:
    """The programme's reference data; one programme leads straight in."""
    programmes = list(queries.programmes_run_by(request.user))
    if not programmes:
        raise Http404
    return render(request, "programmes/settings_index.html", {"programmes": programmes, "entries": ENTRY_FORMS})


@signed_in
def settings_programme(request: HttpRequest, slug: str) -> HttpResponse:
    record = programme_run_by(request, slug)
    form = ProgrammeForm(submitted(request), instance=record)
    return _changed(request, record, form, "programmes/settings_programme.html", _("Zapisano dane programu."))


@signed_in
def settings_text(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    record = programme_run_by(request, slug)
    text = record.texts.filter(language=language).first()
    if text is None:
        raise Http404
    form = ProgrammeTextForm(submitted(request), instance=text)
    return _changed(request, record, form, "programmes/settings_text.html", _("Zapisano teksty strony programu."))


def _changed(request: HttpRequest, record: Programme, form: object, template: str, done: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        actions.change_programme(record, form, by=request.user, at=timezone.now())
        messages.success(request, done)
        return redirect("settings")
    return render(request, template, {"form": form, "record": record}, status=422 if form.errors else 200)


@signed_in
@require_GET
def entries(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The topics, places or unit types of a programme."""
    record = programme_run_by(request, slug)
    model, _form = _kind(kind)
    rows = model.objects.filter(programme=record)
    return render(request, "programmes/entries.html", {"record": record, "kind": kind, "rows": rows})


@signed_in
def entry(request: HttpRequest, slug: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Add or change one entry."""
    record = programme_run_by(request, slug)
    model, form_class = _kind(kind)
    present = get_object_or_404(model, programme=record, pk=pk) if pk else None
    form = form_class(submitted(request), instance=present)
    if request.method == "POST" and form.is_valid():
        actions.save_entry(record, form, by=request.user, at=timezone.now())
        messages.success(request, _("Zapisano."))
        return redirect("settings_entries", slug, kind)
    context = {"form": form, "record": record, "kind": kind, "present": present}
    return render(request, "programmes/entry.html", context, status=422 if form.errors else 200)


def _kind(kind: str) -> tuple:
    if kind not in ENTRY_FORMS:
        raise Http404
    return ENTRY_FORMS[kind]
