"""The filters of the templates: dates, times, numbers and Polish typography, in the reader's language."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from markupsafe import Markup, escape
from mistune import create_markdown

from ratusz.accounts.phones import spoken
from ratusz.core import words
from ratusz.core.numbers import spoken_nip
from ratusz.core.words import NBSP

_SHORT_WORD = re.compile(r"(?<![\w-])([aiouwzAIOUWZ]|§|nr|ul\.) (?=\S)")
_NUMBER_AND_UNIT = re.compile(
    r"(\d) (?=(?:zł|min|godz|osób|osoby|osoba|km|MB|dni|{})\b)".format("|".join(words.MONTHS["pl"]))
)
_UNBROKEN = re.compile(r"\b(e-mail\w*|Z[SNM]-\d{4}-\d{4,})")
_markdown = create_markdown(escape=True)


def day_words(moment: date | datetime | None) -> str:
    return words.day_words(moment, get_language()) if moment else ""


def date_words(moment: date | datetime | None) -> str:
    return words.date_words(moment, get_language()) if moment else ""


def time_words(moment: datetime | None) -> str:
    return words.time_words(moment) if moment else ""


def date_time_words(moment: datetime | None) -> str:
    return words.date_time_words(moment, get_language()) if moment else ""


def weekday(moment: date | datetime) -> str:
    return words.WEEKDAYS[words.known(get_language())][words.local(moment).weekday()]


def month_short(moment: date | datetime) -> str:
    return words.SHORT_MONTHS[words.known(get_language())][words.local(moment).month - 1]


def iso(moment: date | datetime | None) -> str:
    """For `<time datetime>` and form fields of type date."""
    if moment is None:
        return ""
    there = words.local(moment)
    return there.isoformat(timespec="minutes") if isinstance(there, datetime) else there.isoformat()


def day_of_month(moment: date | datetime) -> int:
    """The day of the month in Warsaw."""
    return words.local(moment).day


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """10 824 674,50 in Polish, 10,824,674.50 in English, 10.824.674,50 in German."""
    if value is None:
        return ""
    text = f"{value:,.{decimals}f}"
    separators = {"pl": (NBSP, ","), "en": (",", "."), "de": (".", ",")}[words.known(get_language())]
    return "".join({",": separators[0], ".": separators[1]}.get(c, c) for c in text)


def typography(text: Any) -> Markup:
    """No break after one-letter words, between a number and its unit, within "e-mail" and case numbers."""
    return _set(escape(text))


@lru_cache(maxsize=4096)
def _set(safe: str) -> Markup:
    """Mostly the same sentences of the interface, again and again."""
    safe = str(safe)
    safe = _SHORT_WORD.sub(rf"\1{NBSP}", safe)
    safe = _SHORT_WORD.sub(rf"\1{NBSP}", safe)
    safe = _NUMBER_AND_UNIT.sub(rf"\1{NBSP}", safe)
    return Markup(_UNBROKEN.sub(r'<span class="nb">\1</span>', safe))  # noqa: S704 - escaped above


def markdown(text: str) -> Markup:
    """Headings, paragraphs, lists and links; raw HTML is shown, not obeyed."""
    return Markup(_markdown(text))  # noqa: S704 - the renderer escapes


def lines(text: str) -> list[str]:
    """Every non-empty line is one item."""
    return [line.strip() for line in text.splitlines() if line.strip()]


FILTERS: dict[str, Callable[..., Any]] = {
    "date_time_words": date_time_words,
    "date_words": date_words,
    "day_words": day_words,
    "iso": iso,
    "day_of_month": day_of_month,
    "lines": lines,
    "markdown": markdown,
    "month_short": month_short,
    "nip": lambda text: spoken_nip(text) if text else "",
    "number": number,
    "phone": spoken,
    "time_words": time_words,
    "typography": typography,
    "weekday": weekday,
}
