"""What happens around every request: language, refusals, faults of the machine."""

import errno
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

from ratusz.core.verdict import Refused
from ratusz.web.errors import out_of_order

log = logging.getLogger("ratusz.web")
DISK_FAULTS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
Next = Callable[[HttpRequest], HttpResponse]


class Language:
    """The language chosen with the links in the header (a cookie), else the browser's, else Polish."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(self.chosen(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def chosen(self, request: HttpRequest) -> str:
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if cookie in dict(settings.LANGUAGES):
            return cookie
        return translation.get_language_from_request(request)[:2]


class Refusals:
    """An action that declined to act becomes a message on the page the person came from."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        messages.error(request, exception.reason)
        return redirect(self.came_from(request))

    def came_from(self, request: HttpRequest) -> str:
        """Only a page of this installation; never the one that just refused by GET."""
        parts = urlsplit(request.headers.get("Referer", ""))
        here = parts.netloc == request.get_host() and not (request.method == "GET" and parts.path == request.path)
        return parts.path + (f"?{parts.query}" if parts.query else "") if here else "/"


class Faults:
    """A full disk, a locked or absent database: a readable page that keeps what was typed."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not self.is_machine_fault(exception):
            return None
        log.exception("the database or the disk failed at %s", request.path)
        return out_of_order(request)

    def is_machine_fault(self, exception: Exception) -> bool:
        if isinstance(exception, OSError):
            return exception.errno in DISK_FAULTS
        full = isinstance(exception, DatabaseError) and "full" in str(exception)
        return full or isinstance(exception, OperationalError | InterfaceError)
