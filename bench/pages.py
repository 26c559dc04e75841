"""CPU per request of the pages with a budget, through the whole WSGI stack, beside a bare Django + Jinja2 page."""

import gc
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
BARE = """<!doctype html><html lang="pl"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<table>{% for row in rows %}<tr><th>{{ row.name }}</th><td>{{ row.day }}</td>
<td>{{ row.people }}</td><td>{{ row.state }}</td><td><a href="/x/{{ row.name }}/">{{ row.name }}</a></td></tr>
{% endfor %}</table></body></html>"""


@cache
def compiled() -> Any:
    return engines["jinja2"].from_string(BARE)


def bare(request: HttpRequest) -> HttpResponse:
    """The yardstick: fifty rows from memory, nothing else."""
    template = compiled()
    rows = [{"name": f"Wiersz {n}", "day": "3 marca 2026", "people": n, "state": "Oczekujące"} for n in range(50)]
    return HttpResponse(template.render({"title": "Miara", "rows": rows}, request))


def cpu(get: Callable[[], Any]) -> float:
    """Milliseconds of this process's CPU per call; the best of five batches, since others use the machine too."""
    for _ in range(WARM_UP):
        get()
    batches = []
    for _ in range(5):
        begun = time.process_time()
        for _ in range(ROUNDS // 5):
            get()
        batches.append((time.process_time() - begun) / (ROUNDS // 5) * 1000)
    return min(batches)


def measure(ground: Any) -> dict[str, Any]:
    """Milliseconds per page, and the number of queries of each list."""
    from ratusz import urls

    urls.urlpatterns.append(path("miara/", bare))
    settings.ALLOWED_HOSTS.append("testserver")
    gc.collect()
    gc.freeze()  # as the web server does
    stranger = Client()
    found: dict[str, Any] = {"bare": cpu(lambda: stranger.get("/miara/")), "public": cpu(lambda: stranger.get("/"))}
    for name, person in [("coordinator", ground.coordinators[0][0]), ("operator", ground.operator)]:
        browser = Client()
        browser.force_login(person)
        page = "/szkolenia/zgloszenia/?status=pending&typ=online"
        if browser.get(page).status_code != 200:
            raise SystemExit(f"{page} does not answer")
        found[name] = cpu(lambda browser=browser, page=page: browser.get(page))
        found[f"{name} by word"] = cpu(lambda browser=browser: browser.get("/szkolenia/zgloszenia/?q=osoba77"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(page)
        found[f"{name} queries"] = len(queries)
    return found
