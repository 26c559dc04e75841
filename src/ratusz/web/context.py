"""What every page knows."""

from functools import cache
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from ratusz.programmes.queries import current_programme
from ratusz.web.navigation import areas, bar_action, organisation, tabs

SITE = SimpleNamespace(
    name=settings.SITE_NAME,
    contact_email=settings.CONTACT_EMAIL,
    contact_phone=settings.CONTACT_PHONE,
    source_url=settings.SOURCE_URL,
)


@cache
def demo_logins() -> list[Any]:
    """Who may be tried out on the login page; nobody outside a demonstration."""
    return import_string(settings.DEMO_LOGINS) if settings.DEMO else []


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Read lazily: a page pays only for what its template shows."""
    theme = request.COOKIES.get("wyglad", "")
    return {
        "areas": SimpleLazyObject(lambda: areas(request)),
        "demo": demo_logins(),
        "bar_action": SimpleLazyObject(lambda: bar_action(request)),
        "language": (get_language() or "pl")[:2],
        "messages": get_messages(request),
        "nav": SimpleLazyObject(lambda: tabs(request)),
        "organisation": SimpleLazyObject(lambda: organisation(request)),
        "programme": current_programme(),
        "site": SITE,
        "theme": theme if theme in ("light", "dark") else "",
        "user": request.user,
    }
