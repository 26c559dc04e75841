"""Workers are killed with SIGKILL at random moments; then everything is counted.

    .venv/bin/python -m bench.chaos --jobs 2000 --mails 400 --workers 3

Runs on SQLite, or on PostgreSQL when RATUSZ_TEST_DATABASE_URL is set. It makes a database of its own and
removes it. Jobs write their effect in the transaction of their completion: none may be lost, none doubled.
Mail leaves the database: none may be lost; a doubled one carries the same Message-ID.
"""

import argparse
import logging
import os
import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import timedelta
from typing import Any

import django

LEASE = 2.0
SHORT = timedelta(seconds=0.2)


@dataclass(frozen=True)
class Outcome:
    what: str
    database: str
    sent: int
    kills: int
    seconds: float
    lost: int
    duplicates: int
    leaked: int
    unfinished: int


def under_fire(workers: int, pause: tuple[float, float]) -> tuple[int, float]:
    """Keep workers running until all work is done, and kill a random one again and again: kills, seconds.

    Before each pause somebody must have got something done: on a busy machine workers that are killed
    before they have started prove nothing.
    """
    from tests.jobs import processes

    crew = [processes.start(lease=LEASE, quiet=True) for _ in range(workers)]
    started, kills, left = time.monotonic(), 0, to_do()
    while left:
        wait_for_progress(left)
        time.sleep(random.uniform(*pause))
        victim = random.randrange(workers)
        crew[victim].kill()
        crew[victim].wait()
        crew[victim] = processes.start(lease=LEASE, quiet=True)
        kills, left = kills + 1, to_do()
    seconds = time.monotonic() - started
    end(crew)
    return kills, seconds


def end(crew: list[subprocess.Popen]) -> None:
    for process in crew:
        process.terminate()
    for process in crew:
        process.wait()


def wait_for_progress(left: int) -> None:
    while to_do() >= left:
        time.sleep(0.05)


def to_do() -> int:
    """Work of this bench that is not done; the timetable goes on meanwhile and does not count."""
    from django.db.models import Q

    from ratusz.jobs.models import Job

    return Job.objects.live().filter(Q(path__startswith="tests.") | Q(queue="mail")).count()


def jobs_under_fire(count: int, workers: int, pause: tuple[float, float] = (0.5, 3.0)) -> Outcome:
    """Every fifth job fails three times in ten; every tenth transaction is rolled back."""
    from django.db import connection
    from tests.jobs import bodies

    from ratusz.jobs.models import Job

    for number in range(count):
        enqueue_pair(number)
    kills, seconds = under_fire(workers, pause)
    effects = Counter(bodies.effects())
    wanted = {f"job-{number}" for number in range(count)}
    return Outcome(
        "jobs",
        connection.vendor,
        count,
        kills,
        round(seconds, 1),
        lost=len(wanted - set(effects)),
        duplicates=sum(times - 1 for times in effects.values()),
        leaked=len(set(effects) - wanted),
        unfinished=Job.objects.dead().count(),
    )


def enqueue_pair(number: int) -> None:
    """A job that must happen, and now and then one that must not, because its transaction is taken back."""
    from django.db import transaction
    from tests.jobs.bodies import Trouble

    from ratusz.jobs.queue import enqueue

    body = "flaky" if number % 5 == 0 else "steady"
    enqueue(f"tests.jobs.bodies.{body}", f"job-{number}", max_attempts=200, backoff=SHORT)
    if number % 10 == 0:
        try:
            with transaction.atomic():
                enqueue("tests.jobs.bodies.steady", f"taken back {number}")
                raise Trouble
        except Trouble:
            return


def mails_under_fire(count: int, workers: int, pause: tuple[float, float] = (0.5, 1.5), down: float = 4) -> Outcome:
    """The mail server goes down for some seconds, and says "try later" to every tenth message."""
    from django.db import connection
    from tests.correspondence.mailserver import OK, MailServer

    from ratusz.correspondence.models import Message

    server = MailServer()
    server.data = lambda: OK if random.random() > 0.1 else "451 4.3.0 Try later"
    os.environ["RATUSZ_SMTP_URL"] = server.url
    for number in range(count):
        queue_letter(number)
    with weather(server, down):
        kills, seconds = under_fire(workers, pause)
    del os.environ["RATUSZ_SMTP_URL"]
    arrived = Counter(mail["Message-ID"] for mail in server.taken)
    wanted = set(Message.objects.values_list("message_id", flat=True))
    return Outcome(
        "mails",
        connection.vendor,
        count,
        kills,
        round(seconds, 1),
        lost=len(wanted - set(arrived)),
        duplicates=sum(times - 1 for times in arrived.values()),
        leaked=len(set(arrived) - wanted),
        unfinished=Message.objects.exclude(state="sent").count(),
    )


def queue_letter(number: int) -> None:
    """As the product does, but impatient: five minutes between attempts would be too long for a bench."""
    from django.utils import timezone

    from ratusz.correspondence import actions
    from ratusz.correspondence.letters import Letter
    from ratusz.jobs.models import Job

    letter, at = Letter(f"List {number}", "treść", "", "pl"), timezone.now()
    message = actions.prepare(letter, kind="bench.letter", recipient=f"osoba{number}@urzad.example", at=at)
    actions.queue(message, at=at)
    Job.objects.filter(dedupe=message.delivery_key).update(backoff=timedelta(seconds=0.5), max_attempts=1000)


@contextmanager
def weather(server: Any, down: float) -> Iterator[None]:
    """The mail server is up, then down, then up until the end."""
    over = threading.Event()

    def change() -> None:
        with server.up():
            over.wait(down)
        over.wait(down)
        with server.up():
            over.wait()

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


ROUNDS = {"jobs": jobs_under_fire, "mails": mails_under_fire}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--mails", type=int, default=400)
    parser.add_argument("--workers", type=int, default=3)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        print(*(field.name.rjust(11) for field in fields(Outcome)))
        for what, fire in ROUNDS.items():
            outcome = fire(getattr(options, what), options.workers)
            print(*(str(value).rjust(11) for value in astuple(outcome)), flush=True)
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


if __name__ == "__main__":
    main()
