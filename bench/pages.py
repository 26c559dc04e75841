"""CPU per request of the pages with a budget, through the whole WSGI application, beside a bare page of 50 rows."""

import gc
import io
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

ROUNDS, WARM_UP = 200, 20
LIST = "/szkolenia/zgloszenia/"
BARE = """<!doctype html><html lang="pl"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<table>{% for row in rows %}<tr><th>{{ row.name }}</th><td>{{ row.stem }}</td><td>{{ row.kind }}</td>
<td>{{ row.county_name }}</td><td><a href="/x/{{ row.stem }}/">{{ row.valid_from }}</a></td></tr>
{% endfor %}</table></body></html>"""


@cache
def compiled() -> Any:
    return engines["jinja2"].from_string(BARE)


def bare(request: HttpRequest) -> HttpResponse:
    """The yardstick: fifty rows of one query in one plain template."""
    from ratusz.organisations.models import TerritorialUnit

    rows = TerritorialUnit.objects.order_by("id")[:50]
    return HttpResponse(compiled().render({"title": "Miara", "rows": rows}, request))


def asker(address: str, cookies: str = "") -> Callable[[], None]:
    """One GET of this address after another, as the web server hands it to the application."""
    from ratusz.wsgi import application

    where, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "HTTP_COOKIE": cookies,
        "HTTP_HOST": "127.0.0.1:8000",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
    }
    seen: list[str] = []

    def ask() -> None:
        answer = application({**environ, "wsgi.input": io.BytesIO()}, lambda status, _headers: seen.append(status))
        for _ in answer:
            pass
        answer.close()
        if not seen.pop().startswith("200"):
            raise SystemExit(f"{address} does not answer")

    return ask


def cpu(ask: Callable[[], Any]) -> float:
    """Milliseconds of this process's CPU per call; the best of five batches, since others use the machine too."""
    for _ in range(WARM_UP):
        ask()
    batches = []
    for _ in range(5):
        begun = time.process_time()
        for _ in range(ROUNDS // 5):
            ask()
        batches.append((time.process_time() - begun) / (ROUNDS // 5) * 1000)
    return min(batches)


def measure(ground: Any) -> dict[str, Any]:
    """Milliseconds per page, and the number of queries of each list."""
    from ratusz import urls

    urls.urlpatterns.append(path("miara/", bare))
    settings.ALLOWED_HOSTS.append("testserver")
    gc.collect()
    gc.freeze()  # as the web server does
    found: dict[str, Any] = {"bare": cpu(asker("/miara/")), "public": cpu(asker("/"))}
    for name, person in [("coordinator", ground.coordinators[0][0]), ("operator", ground.operator)]:
        browser = Client()
        browser.force_login(person)
        cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in browser.cookies.items())
        found[name] = cpu(asker(f"{LIST}?status=pending&typ=online", cookies))
        found[f"{name} by word"] = cpu(asker(f"{LIST}?q=osoba77", cookies))
        if name == "operator":
            found["search"] = cpu(asker("/organizacje/?q=jednostka+gliwice"))
            found["registry"] = cpu(asker("/administrator/organizacje/?rodzaj=roads&brak=contact", cookies))
            found["registry by word"] = cpu(asker("/administrator/organizacje/?q=gliwice", cookies))
            with CaptureQueriesContext(connection) as queries:
                browser.get("/administrator/organizacje/", {"rodzaj": "roads", "brak": "contact"})
            found["registry queries"] = len(queries)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST, {"status": "pending", "typ": "online"})
        found[f"{name} queries"] = len(queries)
    return found
