"""One proposal of the demonstration as a row of a table: what is asked for, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from ratusz.core.terms import local_day, warsaw_instant, working_days_after, working_days_before

Clock = tuple[int, str]
"""Working days from today (negative: ago) and the hour: (-3, "9:30")."""


@dataclass(frozen=True)
class Change:
    """A request for a change: what, to what, why, asked how many working days ago.

    `answer` is "accepted", "rejected" (with a note), or empty as long as it waits.
    """

    field: str
    new: dict[str, Any]
    reason: str
    asked: int
    answer: str = ""
    note: str = ""


@dataclass(frozen=True)
class Matter:
    """`sent`, `decided`, `cancelled` and `edited` are working days before today; `outcome` is the state it ends in.

    `topic` and `place` are positions in the programme's lists from 0; without a place the training is online.
    """

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
    changes: tuple[Change, ...] = ()


def moment(clock: Clock, at: datetime) -> datetime:
    """The instant in Warsaw that lies so many working days from `at`, at that hour."""
    days, hour = clock
    today = local_day(at)
    day = working_days_after(today, days) if days > 0 else working_days_before(today, -days)
    hours, minutes = map(int, hour.split(":"))
    return warsaw_instant(day, time(hours, minutes))


def before(days_ago: int, hour: str, at: datetime, minutes: int = 0) -> datetime:
    """That hour so many working days ago, and some minutes later, so that no two acts share an instant."""
    return moment((-days_ago, hour), at) + timedelta(minutes=minutes)
