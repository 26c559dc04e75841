"""What every page knows."""

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from ratusz.programmes.queries import current_programme
from ratusz.web.navigation import areas, tabs

SITE = SimpleNamespace(
    name=settings.SITE_NAME,
    contact_email=settings.CONTACT_EMAIL,
    contact_phone=settings.CONTACT_PHONE,
    source_url=settings.SOURCE_URL,
)


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Read lazily: a page pays only for what its template shows."""
    theme = request.COOKIES.get("wyglad", "")
    return {
        "areas": SimpleLazyObject(lambda: areas(request)),
        "demo": settings.DEMO,
        "language": (get_language() or "pl")[:2],
        "messages": get_messages(request),
        "nav": SimpleLazyObject(lambda: tabs(request)),
        "programme": SimpleLazyObject(current_programme),
        "site": SITE,
        "theme": theme if theme in ("light", "dark") else "",
        "user": request.user,
    }
