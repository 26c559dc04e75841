"""Working days, terms and instants as Polish law counts them (KPA art. 57, Civil Code art. 111 and 115).

Store the day, derive the instant: a term ends at 24:00 Europe/Warsaw of its last day.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

WARSAW = ZoneInfo("Europe/Warsaw")


class MissingHour(ValueError):
    """The clock jumped over this local time (last Sunday of March, 2:00 to 3:00)."""


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("PL", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and not a statutory holiday."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The last day of a term of `count` working days; the day of the event does not count."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_before(day: date, count: int) -> date:
    """The `count`-th working day back from `day`, which does not count."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def calendar_days_after(day: date, count: int) -> date:
    """The last day of a term of `count` calendar days, moved off Saturdays, Sundays and holidays."""
    day += timedelta(days=count)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def end_of(day: date) -> datetime:
    """24:00 Warsaw time of `day`: the first instant that is too late."""
    return datetime.combine(day + timedelta(days=1), time(), WARSAW)


def local_day(instant: datetime) -> date:
    """The calendar day in Warsaw on which `instant` falls."""
    return instant.astimezone(WARSAW).date()


def warsaw_instant(day: date, hour: time) -> datetime:
    """The instant of a wall-clock time in Warsaw. A repeated hour means its first pass (summer time).

    Raises MissingHour for a time that the clock change skips.
    """
    instant = datetime.combine(day, hour.replace(tzinfo=None), WARSAW)
    if instant.astimezone(UTC).astimezone(WARSAW).replace(tzinfo=None) != instant.replace(tzinfo=None):
        raise MissingHour(instant.isoformat())
    return instant


def is_repeated_hour(instant: datetime) -> bool:
    """Does this wall-clock time happen twice that night (last Sunday of October)?"""
    local = instant.astimezone(WARSAW)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
