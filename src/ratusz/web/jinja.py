"""The template environment: what every template may use."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils import translation
from jinja2 import Environment, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from ratusz.web import formats
from ratusz.web.addresses import url


@pass_eval_context
def spoken(around: EvalContext, text: str, /, **variables: Any) -> str:
    """The text in the reader's language with its variables; every page asks for hundreds, always the same."""
    language = translation.get_language() or "pl"
    if not variables:
        return _spoken(language, text, around.autoescape)
    pattern = _pattern(language, text)
    return (Markup(pattern) if around.autoescape else pattern) % variables  # noqa: S704 - our catalogues


@lru_cache(maxsize=8192)
def _pattern(language: str, text: str) -> str:
    with translation.override(language):
        return translation.gettext(text)


@lru_cache(maxsize=8192)
def _spoken(language: str, text: str, marked: bool) -> str:
    said = _pattern(language, text) % {}
    return Markup(said) if marked else said  # noqa: S704 - our catalogues


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
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        _=spoken,
        gettext=spoken,
        static=static if settings.DEBUG else asset,
        url=url,
        languages=settings.LANGUAGES,
        language_names=settings.LANGUAGE_NAMES,
        options=options,
        debug=settings.DEBUG,
    )
    env.filters.update(formats.FILTERS)
    return env
