"""Pages for when something went wrong. They need no database, no session and no account."""

import errno
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation

from ratusz.accounts.access import typed

DISK_FAULTS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def is_machine_fault(fault: BaseException | None) -> bool:
    """Is it the disk or the database, and not our program?"""
    if isinstance(fault, OSError):
        return fault.errno in DISK_FAULTS
    full = isinstance(fault, DatabaseError) and "full" in str(fault)
    return full or isinstance(fault, OperationalError | InterfaceError)


def plain(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    """A page of the plain layout, rendered without context processors."""
    values = {
        "language": (translation.get_language() or "pl")[:2],
        "site_name": settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        **context,
    }
    text = render_to_string(f"web/errors/{name}.html", values)
    return HttpResponse(text, status=status, headers={"Cache-Control": "no-store"})


def fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, ready for hidden fields; passwords and tokens are left out."""
    return [(name, value) for name, values in typed(request.POST).lists() for value in values]


def from_our_page(request: HttpRequest) -> bool:
    """Did the form come from this installation? Only then is it offered for sending again."""
    sent_from = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    ours = {*settings.CSRF_TRUSTED_ORIGINS, f"{request.scheme}://{request.get_host()}"}
    return f"{sent_from.scheme}://{sent_from.netloc}" in ours and request.headers.get(
        "Sec-Fetch-Site", "same-origin"
    ) in {
        "same-origin",
        "none",
    }


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """R-000-F4, R-000-F4.D1: the form's token is missing or old. What was typed waits for another click."""
    ours = from_our_page(request)
    return plain(
        request,
        "stale_form",
        403,
        fields=fields(request) if ours else [],
        ours=ours,
        path=request.get_full_path(),
        token=get_token(request),
    )


def out_of_order(request: HttpRequest) -> HttpResponse:
    """The database or the disk does not answer: nothing was stored, everything typed is still here."""
    ours = request.method == "POST" and from_our_page(request)
    response = plain(
        request,
        "out_of_order",
        503,
        fields=fields(request) if ours else [],
        path=request.get_full_path(),
        token=get_token(request) if ours else "",
    )
    response["Retry-After"] = "30"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain(request, "not_found", 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = plain(request, "too_many", 429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is being handled: a session that could not be stored is no fault of ours."""
    return out_of_order(request) if is_machine_fault(sys.exc_info()[1]) else plain(request, "server_error", 500)
