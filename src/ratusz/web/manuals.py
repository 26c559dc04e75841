"""The user manuals that are shipped as in-app help: Markdown, one file per manual and language."""

from functools import cache
from importlib.resources import files

MANUALS = ("koordynator", "rejestr", "konto", "administrator")
LANGUAGES = ("pl", "en", "de")


@cache
def manual(slug: str, language: str) -> tuple[str, str]:
    """Title and body (Markdown). The first line of a file is its title. Raises KeyError for an unknown manual."""
    if slug not in MANUALS or language not in LANGUAGES:
        raise KeyError(slug, language)
    whole = (files("ratusz.web") / "manual" / f"{slug}.{language}.md").read_text("utf-8")
    title, _, body = whole.partition("\n")
    return title.removeprefix("# ").strip(), body.strip()


def titles(language: str) -> list[tuple[str, str]]:
    """Slug and title of every manual, in the order of MANUALS."""
    return [(slug, manual(slug, language)[0]) for slug in MANUALS]
