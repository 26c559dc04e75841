"""The correspondence as staff see it: what was written, to whom, and whether it left."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ratusz.correspondence import actions, policies, queries
from ratusz.correspondence.models import Message
from ratusz.correspondence.states import MessageState
from ratusz.jobs.models import Job

A_PAGE = 50
View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Whoever does not answer for the correspondence does not learn that there is any."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policies.may_read_correspondence(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@for_staff
def index(request: HttpRequest) -> HttpResponse:
    """R-002-14.3: every message with its state, newest first."""
    state, text = request.GET.get("stan", ""), request.GET.get("szukaj", "").strip()[:100]
    found = queries.messages_for(request.user, state=state, text=text)
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("strona")),
        "state": state if state in MessageState.values else "",
        "states": MessageState.choices,
        "text": text,
        "counts": queries.counts(request.user),
        "dead": queries.dead_jobs().count(),
        "query": urlencode({name: value for name, value in (("stan", state), ("szukaj", text)) if value}),
        "leaves": bool(settings.SMTP_URL),
    }
    return render(request, "correspondence/list.html", context)


@require_GET
@for_staff
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    """R-002-14.3: one message as it left, and what became of it."""
    shown = _visible(request, pk)
    context = {
        "message": shown,
        "attachments": shown.attachments.defer("content"),
        "timeline": queries.timeline(shown),
        "body": policies.may_read_body(request.user, shown),
        "leaves": bool(settings.SMTP_URL),
        "again": policies.may_send_again(request.user, shown),
    }
    return render(request, "correspondence/message.html", context)


@for_staff
def send_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("correspondence:message", pk)
    actions.send_again(_visible(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Wiadomość czeka na ponowne wysłanie."))
    return redirect("correspondence:message", pk)


@require_GET
@for_staff
def attachment(request: HttpRequest, pk: UUID, attachment: int) -> HttpResponse:
    """Always as a download, never as a page of ours."""
    shown = _visible(request, pk)
    policies.may_read_body(request.user, shown).ensure()
    file = get_object_or_404(shown.attachments, pk=attachment)
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    return response


@require_GET
@for_staff
def jobs(request: HttpRequest) -> HttpResponse:
    """R-002-14.3: work that was given up after its last attempt."""
    page = Paginator(queries.dead_jobs(), A_PAGE).get_page(request.GET.get("strona"))
    return render(request, "correspondence/jobs.html", {"page": page})


@for_staff
def restart_job(request: HttpRequest, pk: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("correspondence:jobs")
    actions.restart_job(get_object_or_404(Job, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, _("Zadanie zostanie wykonane ponownie."))
    return redirect("correspondence:jobs")


def _visible(request: HttpRequest, pk: UUID) -> Message:
    return get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
