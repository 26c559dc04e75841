"""The template environment: what every template may use."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment

from ratusz.web import formats


@lru_cache(maxsize=2048)
def url(name: str, *args: Any) -> str:
    """The address of a page; a page asks for some twenty of them, always the same."""
    return reverse(name, args=args)


def spoken(text: str) -> str:
    """The text in the reader's language; every page asks for hundreds of them, always the same."""
    return _spoken(translation.get_language() or "pl", text)


@lru_cache(maxsize=8192)
def _spoken(language: str, text: str) -> str:
    with translation.override(language):
        return translation.gettext(text)


def options(rows: Iterable[Any]) -> list[tuple[Any, str]]:
    """Records as the options of a select."""
    return [(row.pk, str(row)) for row in rows]


@cache
def asset(path: str) -> str:
    """The hashed address of a static file; looked up once per process."""
    return static(path)


def environment(**settings_of: Any) -> Environment:
    chosen = {**settings_of, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(
        autoescape=chosen.pop("autoescape", True),
        **chosen,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        spoken,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        static=static if settings.DEBUG else asset,
        url=url,
        languages=settings.LANGUAGES,
        language_names=settings.LANGUAGE_NAMES,
        options=options,
        debug=settings.DEBUG,
    )
    env.filters.update(formats.FILTERS)
    return env
