"""The building: home, the way in, language, look, documents, help, health."""

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ratusz.accounts.access import signed_in
from ratusz.organisations.states import Role
from ratusz.privacy.models import Document
from ratusz.programmes.queries import current_programme
from ratusz.programmes.views import programme as programme_page
from ratusz.web import manuals

YEAR = 365 * 24 * 3600


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The programme's landing page: what it is and where to begin."""
    return programme_page(request)


@signed_in
@require_GET
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """R-000-2.4: after login everybody lands where their work is."""
    person = request.user
    if person.has_role(Role.COORDINATOR, Role.DEPUTY):
        return redirect("coordinator")
    if person.has_role(Role.OPERATOR, Role.ADMINISTRATOR):
        return redirect("operator")
    return redirect("account")


def _back(request: HttpRequest) -> str:
    target = request.GET.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else "/"


def _remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    secure = bool(getattr(settings, "LANGUAGE_COOKIE_SECURE", False))
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
    return response


@require_GET
def language(request: HttpRequest, code: str) -> HttpResponse:
    """R-003-02: the same page in another language; the choice stays in a cookie."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    return _remember(HttpResponseRedirect(_back(request)), settings.LANGUAGE_COOKIE_NAME, code)


@require_GET
def theme(request: HttpRequest, code: str) -> HttpResponse:
    """Light, dark, or as the system."""
    if code not in ("light", "dark", "auto"):
        raise Http404
    return _remember(HttpResponseRedirect(_back(request)), "wyglad", code)


@require_GET
def document(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    """R-003-59: the text in force, or an earlier version."""
    rows = Document.objects.filter(slug=slug).prefetch_related("texts").order_by("-version")
    versions = list(rows)
    shown = next((row for row in versions if version in (None, row.version)), None)
    if shown is None:
        raise Http404
    return render(request, "web/document.html", {"document": shown, "versions": versions})


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html", {"url_of_site": settings.SITE_URL})


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    context = {"programme": current_programme(), "manuals": manuals.titles(spoken())}
    return render(request, "web/help.html", context)


@require_GET
def manual(request: HttpRequest, slug: str) -> HttpResponse:
    """R-003-55: a user manual, in the reader's language."""
    if slug not in manuals.MANUALS:
        raise Http404
    title, body = manuals.manual(slug, spoken())
    context = {"title": title, "body": body, "slug": slug, "manuals": manuals.titles(spoken())}
    return render(request, "web/manual.html", context)


def spoken() -> str:
    """The reader's language, among those in which there are manuals."""
    return (get_language() or "pl")[:2]


@require_GET
def source(request: HttpRequest) -> HttpResponse:
    """EUPL: where the source code of this installation is."""
    return redirect(settings.SOURCE_URL) if settings.SOURCE_URL else render(request, "web/source.html")


@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only where nobody works."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "web/style.html", {"now": timezone.now()})


@require_GET
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """For the load balancer: does the database answer?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /konto/", "Disallow: /koordynator/", "Disallow: /administrator/"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
