"""Source 000 as arithmetic: values in, values out, no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Person:
    """Somebody whom the coordinator names; the e-mail address is in lower case."""

    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True)
class Details:
    """When, how, where and about what. `place` and `address` are dropped for online training (R-000-4.4)."""

    starts_at: datetime
    format: str
    place: Any = None
    address: str = ""
    topic: Any = None

    @property
    def venue(self) -> tuple[Any, str]:
        return (self.place, self.address) if self.format == "onsite" else (None, "")


def earliest_start(at: datetime, lead_hours: int) -> datetime:
    """R-000-F7, Q-1: a training must start later than this instant."""
    return at + timedelta(hours=lead_hours)


def is_late(starts_at: datetime, at: datetime, lead_hours: int = 0) -> bool:
    """R-000-F7: not in the future, or sooner than the programme allows."""
    return starts_at <= earliest_start(at, lead_hours)


def repeated_addresses(people: Iterable[Person]) -> dict[int, int]:
    """R-000-F8D: for each place in the list (from 0) that repeats an address, the place where it stood first."""
    seen: dict[str, int] = {}
    repeated = {}
    for place, person in enumerate(people):
        if person.email in seen:
            repeated[place] = seen[person.email]
        else:
            seen[person.email] = place
    return repeated


def number(year: int, count: int) -> str:
    """ZS-2026-0148: the kind of matter, the year, the count within the year."""
    return f"ZS-{year}-{count:04d}"
