"""Dates and times in words, in three languages. Own tables: a list of fifty rows asks hundreds of times."""

from datetime import date, datetime

from ratusz.core.terms import WARSAW

NBSP = "\u00a0"
WEEKDAYS = {
    "pl": ("pon.", "wt.", "śr.", "czw.", "pt.", "sob.", "niedz."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "de": ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
}
MONTHS = {
    "pl": (
        *("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca"),
        *("lipca", "sierpnia", "września", "października", "listopada", "grudnia"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
}
SHORT_MONTHS = {
    "pl": ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
}


def known(language: str | None) -> str:
    """The language if we speak it, else Polish."""
    short = (language or "pl")[:2]
    return short if short in MONTHS else "pl"


def local(moment: date | datetime) -> date | datetime:
    return moment.astimezone(WARSAW) if isinstance(moment, datetime) else moment


def day_words(moment: date | datetime, language: str | None = "pl") -> str:
    """3 marca 2026"""
    day, spoken = local(moment), known(language)
    dot = "." if spoken == "de" else ""
    return f"{day.day}{dot}{NBSP}{MONTHS[spoken][day.month - 1]} {day.year}"


def date_words(moment: date | datetime, language: str | None = "pl") -> str:
    """wt., 3 marca 2026"""
    return f"{WEEKDAYS[known(language)][local(moment).weekday()]}, {day_words(moment, language)}"


def time_words(moment: datetime) -> str:
    """9:05"""
    there = moment.astimezone(WARSAW)
    return f"{there.hour}:{there.minute:02d}"


def date_time_words(moment: datetime, language: str | None = "pl") -> str:
    """wt., 3 marca 2026, 9:00"""
    return f"{date_words(moment, language)}, {time_words(moment)}"
