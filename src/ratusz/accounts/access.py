"""Pages for people who are signed in; what was typed survives a login that expired meanwhile."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

KEPT = "typed_before_login"
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}
LONGEST_KEPT = 50_000

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Only for signed-in people. A POST from an expired session is kept and shown again after login (R-000-F4.D1)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            keep(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def typed(post: QueryDict) -> QueryDict:
    """What the person typed, without passwords and tokens."""
    kept = post.copy()
    for name in NEVER_KEPT & set(kept):
        del kept[name]
    return kept


def keep(request: HttpRequest) -> None:
    text = typed(request.POST).urlencode()
    if len(text) <= LONGEST_KEPT:
        request.session[KEPT] = {"path": request.path, "text": text}


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
