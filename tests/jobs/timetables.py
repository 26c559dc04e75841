from datetime import timedelta

NOTHING: dict[str, timedelta] = {}
OFTEN = {"tests.jobs.timetables.tick": timedelta(minutes=10)}
RARELY = {"tests.jobs.timetables.tick": timedelta(days=1)}


def tick() -> None:
    from tests.jobs.bodies import effect

    effect("tick")
