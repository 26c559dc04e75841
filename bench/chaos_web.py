"""The whole product is killed with SIGKILL again and again while people send proposals; then everything is counted.

    .venv/bin/python -m bench.chaos_web --proposals 400 --clients 6 --kills 30

Runs on SQLite, or on PostgreSQL when RATUSZ_TEST_DATABASE_URL is set, in an installation of its own. The web server
and the worker are the real commands; clients sign in, fill in the form and, when no answer comes, send it again with
the same key, as a person would. Answered means stored, once; every notice leaves, none twice under two names.
"""

import argparse
import os
import random
import tempfile
import threading
import time
from collections import Counter
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from tests.cli.installation import Installation
from tests.correspondence.mailserver import MailServer
from tests.faults.crowd import Person
from tests.faults.house import Books, Running, furnish, own_database

VICTIMS = ("web", "web worker", "worker", "worker")


@dataclass(frozen=True)
class Outcome:
    database: str
    sent: int
    web_kills: int
    worker_kills: int
    repeated: int
    seconds: float
    lost: int
    doubled: int
    events_wrong: int
    gaps: int
    unsent: int
    mails_lost: int
    mails_doubled: int
    refusals: int


def under_fire(data: Path, *, proposals: int, clients: int, kills: int, pause: tuple[float, float]) -> Outcome:
    """`clients` send at least `proposals` in all; at least `kills` processes are killed. Both must be reached."""
    server, started = MailServer(), time.monotonic()
    with own_database() as url, server.up():
        installation = Installation(data, url, {"RATUSZ_SMTP_URL": server.url, "RATUSZ_WEB_WORKERS": "2"})
        addresses = furnish(installation, clients)
        with Running(installation) as house:
            crowd = [Person(house.port, address) for address in addresses]
            deaths = fire(house, crowd, proposals, kills, pause)
            house.a_minute_passes()
            books = Books(installation)
            books.wait_until_everything_is_done()
        return settle(books, crowd, server, deaths, time.monotonic() - started)


def fire(house: Running, crowd: list[Person], proposals: int, kills: int, pause: tuple[float, float]) -> Counter[str]:
    """Kill somebody, wait until somebody else got something done, and again, until both numbers are reached."""
    deaths: Counter[str] = Counter()
    victims: list[str] = []
    enough = threading.Event()
    threads = [threading.Thread(target=person.send_until, args=[enough]) for person in crowd]
    for thread in threads:
        thread.start()
    while (done := sum(len(person.answered) for person in crowd)) < proposals or deaths.total() < kills:
        while sum(len(person.answered) for person in crowd) <= done:
            house.revive()
            time.sleep(0.02)
        time.sleep(random.uniform(*pause))
        victims = victims or random.sample(VICTIMS, len(VICTIMS))
        victim = victims.pop()
        house.kill(victim)
        deaths[victim] += 1
    enough.set()
    for thread in threads:
        thread.join()
    return deaths


def settle(books: Books, crowd: list[Person], server: MailServer, deaths: Counter[str], seconds: float) -> Outcome:
    answered = [key for person in crowd for key in person.answered]
    stored, arrived = books.keys(), Counter(mail["Message-ID"] for mail in server.taken)
    return Outcome(
        books.vendor,
        sent=len(answered),
        web_kills=deaths["web"] + deaths["web worker"],
        worker_kills=deaths["worker"],
        repeated=sum(person.repeated for person in crowd),
        seconds=round(seconds, 1),
        lost=len(set(answered) - set(stored)),
        doubled=len(stored) - len(set(answered)),
        events_wrong=books.proposals_without_exactly_one_event(),
        gaps=books.gaps(),
        unsent=books.messages_not_sent(),
        mails_lost=len(set(books.message_ids()) - set(arrived)),
        mails_doubled=sum(arrived.values()) - len(arrived),
        refusals=sum(person.refused for person in crowd),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--proposals", type=int, default=400)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--kills", type=int, default=30)
    options: Any = vars(parser.parse_args())
    with tempfile.TemporaryDirectory(prefix="ratusz-chaos-") as folder:
        outcome = under_fire(Path(folder) / "data", pause=(0.3, 2.0), **options)
    for field, value in zip(fields(Outcome), astuple(outcome), strict=True):
        print(f"{field.name.replace('_', ' '):16}{value:>12}")


if __name__ == "__main__":
    os.environ.setdefault("RATUSZ_LOG_LEVEL", "ERROR")
    main()
