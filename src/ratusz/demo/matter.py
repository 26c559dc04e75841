"""One proposal of the demonstration as a row of a table: what is asked for, and what becomes of it."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from ratusz.core.terms import local_day, warsaw_instant, working_days_after, working_days_before

Clock = tuple[int, str]
"""Working days from today (negative: ago) and the hour: (-3, "9:30")."""


@dataclass(frozen=True)
class Change:
    """A request for a change: what, why, when asked, and whether it was decided ("accepted", "rejected" or not yet)."""

    field: str
    new: dict[str, str]
    reason: str
    asked: int
    answer: str = ""
    note: str = ""


@dataclass(frozen=True)
class Matter:
    """`sent` and `decided` are working days before today; `outcome` is the state it ends in."""

    sent: int
    starts: Clock
    topic: int | None
    people: str
    place: int | None = None
    address: str = ""
    outcome: str = "pending"
    decided: int = 1
    note: str = ""
    moved: Clock | None = None
    cancelled: int = 0
    edited: int = 0
    changes: list[Change] = field(default_factory=list)


def moment(clock: Clock, at: datetime) -> datetime:
    """The instant in Warsaw that lies so many working days from `at`, at that hour."""
    days, hour = clock
    today = local_day(at)
    day = working_days_after(today, days) if days > 0 else working_days_before(today, -days)
    hours, minutes = map(int, hour.split(":"))
    return warsaw_instant(day, time(hours, minutes))


def in_office_hours(days_ago: int, place: int, at: datetime) -> datetime:
    """Some morning, so many working days ago; no two acts of a table fall on the same minute."""
    return moment((-days_ago, "8:05"), at) + timedelta(minutes=7 * place)
