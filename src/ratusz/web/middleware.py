"""What happens around every request: headers, language, refusals, faults of the machine."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import escape_leading_slashes

from ratusz.core.verdict import Refused
from ratusz.web.errors import bad_request, is_machine_fault, out_of_order

log = logging.getLogger("ratusz.web")
Next = Callable[[HttpRequest], HttpResponse]
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Headers:
    """What every answer carries, also one that another middleware refused. What a signed-in person saw is not kept."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if self.knows_the_person(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def knows_the_person(self, request: HttpRequest) -> bool:
        """Asks only for what the page itself has asked for: `request.user` would go to the database."""
        person = getattr(request, "_cached_user", None)
        return person is not None and person.is_authenticated


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
        return HttpResponseRedirect(escape_leading_slashes(self.came_from(request)))

    def came_from(self, request: HttpRequest) -> str:
        """Only a page of this installation; never the one that just refused by GET."""
        parts = urlsplit(request.headers.get("Referer", ""))
        here = parts.netloc == request.get_host() and not (request.method == "GET" and parts.path == request.path)
        return parts.path + (f"?{parts.query}" if parts.query else "") if here else "/"


class Legible:
    """Nobody types a NUL into an address or a cookie, and PostgreSQL cannot even look for one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        queried = (value for _name, values in request.GET.lists() for value in values)
        sent = (request.path_info, *request.COOKIES.values(), *queried)
        return bad_request(request) if any("\x00" in text for text in sent) else self.get_response(request)


class Faults:
    """A full disk, a locked or absent database: a readable page that keeps what was typed.

    Here are the faults of views; those of other middleware reach `errors.server_error`.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_machine_fault(exception):
            return None
        log.error("the database or the disk failed at %s", request.path, exc_info=exception)
        return out_of_order(request)
