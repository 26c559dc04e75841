"""When a job is tried again, and when the next run of the timetable is due. Pure functions."""

from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
GROWTH = 3
LONGEST_EXPONENT = 10


def pause(attempt: int, fixed: timedelta | None, chance: float) -> timedelta:
    """How long to wait after the failure of `attempt` (1 is the first).

    A fixed pause is kept as it is. Otherwise it grows 10 s, 30 s, 90 s ... to one hour (8 attempts take
    about two hours) and is spread by `chance` (0 to 1) over half to one and a half of that, so that jobs
    which failed together do not come back together.
    """
    if fixed is not None:
        return fixed
    factor: int = GROWTH ** min(attempt - 1, LONGEST_EXPONENT)
    return min(FIRST_PAUSE * factor, LONGEST_PAUSE) * (0.5 + chance)


def next_run(due: datetime, interval: timedelta, at: datetime) -> datetime:
    """The first instant of the grid `due`, `due + interval`, ... after `at`: missed runs are made up by one."""
    missed = max(0, (at - due) // interval)
    return due + interval * (missed + 1)
