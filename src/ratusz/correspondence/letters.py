"""Writing a letter from a template: written once as text, sent as text and as HTML.

A template is `<capability>/mail/<name>.txt`. Its first line is the subject, the rest is the body. Every
paragraph is one line, or one `{% trans %}` block; a blank line parts paragraphs; lines that follow each
other stay lines; a line that begins with "- " is an item of a list. Nothing is escaped in the template.
The variables are those of `context`, and `site`, `url_of(name, ...)` for full addresses; when `programme`
is among them the footer names the project, its number and who pays for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.template import engines
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment
from markupsafe import Markup

from ratusz.correspondence import rules


@dataclass(frozen=True)
class Letter:
    """A letter ready to be addressed. `text` is wrapped to 78 characters."""

    subject: str
    text: str
    html: str
    language: str


def compose(template: str, context: Mapping[str, Any], language: str) -> Letter:
    """Write the letter of this template in this language."""
    with translation.override(language):
        known = {**_everywhere(), "language": language, **context}
        subject, _, body = _render(template, known).strip().partition("\n")
        subject = rules.one_line(subject)
        footer = _render("correspondence/mail/footer.txt", known)
        html = _layout(subject=subject, body=body, footer=footer, known=known)
    return Letter(subject, f"{rules.wrapped(body)}\n\n-- \n{rules.wrapped(footer)}\n", html, language)


def url_of(name: str, *args: Any, **kwargs: Any) -> str:
    """The full address of a page: letters are read elsewhere."""
    return settings.SITE_URL + reverse(name, args=args, kwargs=kwargs)


def _everywhere() -> dict[str, Any]:
    site = SimpleNamespace(
        name=settings.SITE_NAME,
        url=settings.SITE_URL,
        contact_email=settings.CONTACT_EMAIL,
        contact_phone=settings.CONTACT_PHONE,
    )
    return {"site": site, "url_of": url_of}


def _environment() -> Environment:
    engine: Any = engines["jinja2"]
    return engine.env


def _render(template: str, known: Mapping[str, Any]) -> str:
    """Text is not HTML: no escaping; and a block at the end of a line must not eat the line's end."""
    plain = _environment().overlay(autoescape=False, trim_blocks=False)
    return str(plain.get_template(template).render(known))


def _layout(*, subject: str, body: str, footer: str, known: Mapping[str, Any]) -> str:
    parts = {"body": Markup(rules.to_html(body)), "footer": Markup(rules.to_html(footer))}  # noqa: S704 - escaped there
    layout = _environment().get_template("correspondence/mail/layout.html")
    return str(layout.render({**known, **parts, "subject": subject}))
