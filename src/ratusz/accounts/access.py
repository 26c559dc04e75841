"""Pages for people who are signed in; what was typed survives a login that expired meanwhile."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

KEPT = "typed_before_login"
ACTING_FOR = "acting_for"
AUTHOR = f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}autor"
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}
LONGEST_KEPT = 50_000

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Only for signed-in people. A POST from an expired session is kept and shown again after login (R-000-F4.D1)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            person = str(request.user.pk)
            forget_what_others_typed(request, person)
            remember_choice(request)
            return note_author(request, view(request, *args, **kwargs), person)
        if request.method == "POST":
            keep(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def remember_choice(request: HttpRequest) -> None:
    """For which of several organisations this person works in this session."""
    if request.user.is_authenticated:
        request.user.acting_for = request.session.get(ACTING_FOR)


def author(request: HttpRequest) -> str:
    """Who was signed in last in this browser, also after the session ended; empty when nobody or forged."""
    return request.get_signed_cookie(AUTHOR, default="", salt=AUTHOR) or ""


def note_author(request: HttpRequest, response: HttpResponse, person: str) -> HttpResponse:
    if not request.COOKIES.get(AUTHOR, "").startswith(f"{person}:"):  # its signature matters only when it is used
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_signed_cookie(AUTHOR, person, salt=AUTHOR, httponly=True, samesite="Lax", secure=secure)
    return response


def forget_what_others_typed(request: HttpRequest, person: str) -> None:
    """Colleagues share computers: whoever signs in next does not read what somebody else wrote."""
    if request.session.get(KEPT, {}).get("author", person) != person:
        del request.session[KEPT]


def typed(post: QueryDict) -> QueryDict:
    """What the person typed, without passwords and tokens."""
    kept = post.copy()
    for name in NEVER_KEPT & set(kept):
        del kept[name]
    return kept


def keep(request: HttpRequest) -> None:
    """For its author only. A browser in which nobody ever signed in leaves nothing in our database."""
    text, written_by = typed(request.POST).urlencode(), author(request)
    if written_by and len(text) <= LONGEST_KEPT:
        request.session[KEPT] = {"path": request.path, "text": text, "author": written_by}


def submitted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, or what was typed before the login expired; None on a first visit."""
    return request.POST if request.method == "POST" else restored(request)


def restored(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before the login expired, once; None when there is nothing."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path or request.method != "GET":
        return None
    del request.session[KEPT]
    return QueryDict(kept["text"])
