"""The template environment: what every template may use."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment

from ratusz.web import formats


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def options(rows: Iterable[Any]) -> list[tuple[Any, str]]:
    """Records as the options of a select."""
    return [(row.pk, str(row)) for row in rows]


@cache
def asset(path: str) -> str:
    """The hashed address of a static file; looked up once per process."""
    return static(path)


def environment(**settings_of: Any) -> Environment:
    env = Environment(
        **{**settings_of, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        static=static if settings.DEBUG else asset,
        url=url,
        languages=settings.LANGUAGES,
        options=options,
        debug=settings.DEBUG,
    )
    env.filters.update(formats.FILTERS)
    return env
