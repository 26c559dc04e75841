"""A whole installation with coordinators, its real processes, and a look into its books from outside."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

import psycopg

from tests.cli.installation import Installation, free_port

SERVER = os.environ.get("RATUSZ_TEST_DATABASE_URL", "")
FURNISH = """
from datetime import date
from django.utils import timezone
from ratusz.accounts.actions import create_confirmed
from ratusz.organisations.actions import appoint, confirm, join
from ratusz.organisations.models import TerritorialUnit
from ratusz.programmes.models import Programme

at, names = timezone.now(), {"first_name": "Anna", "last_name": "Kowalczyk"}
programme = Programme.objects.get()
programme.applications_until = programme.ends_on = date(2099, 12, 31)
programme.save()
operator = create_confirmed("oliwia@urzad.example", %(password)r, by=None, at=at, **names)
appoint(operator, programme.operator, "operator", by=None, at=at)
answer = []
for number, unit in enumerate(TerritorialUnit.objects.offered()[:%(count)d]):
    person = create_confirmed(f"anna{number}@urzad.example", %(password)r, by=None, at=at, **names)
    confirm(join(person, unit, by=person, at=at), by=type(operator).objects.get(pk=operator.pk), at=at)
    answer.append(person.email)
"""


@contextmanager
def own_database() -> Iterator[str]:
    """The address of a new database on the server of the tests; empty when they run on SQLite."""
    if not SERVER:
        yield ""
        return
    name = f"ratusz_{uuid4().hex}"
    administration = urlunsplit(urlsplit(SERVER)._replace(path="/postgres"))
    with psycopg.connect(administration, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def furnish(installation: Installation, count: int) -> list[str]:
    """Tables, shipped records, an operator and `count` coordinators; their addresses."""
    from tests.faults.crowd import PASSWORD

    done = installation.run("migrate")
    assert done.returncode == 0, done.stderr
    return installation.ask(FURNISH % {"password": PASSWORD, "count": count})


class Running:
    """The web server and the worker, each the real command in a process group of its own."""

    def __init__(self, installation: Installation) -> None:
        self.installation, self.port = installation, free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Running":
        for part in ("web", "worker"):
            self.start(part)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes.values():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def start(self, part: str) -> None:
        where = f"127.0.0.1:{self.port}"
        environment = self.installation.variables | {"RATUSZ_BIND": where, "RATUSZ_URL": f"http://{where}"}
        with (self.installation.data.parent / f"{part}.log").open("ab") as log:
            self.processes[part] = subprocess.Popen(
                [sys.executable, "-m", "ratusz", "serve", f"--{part}"],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, victim: str) -> None:
        """All of `web` or `worker`, which are then started again, or one `web worker`, which the server replaces."""
        if victim == "web worker":
            self.kill_one_of(self.processes["web"].pid)
            return
        os.killpg(self.processes[victim].pid, signal.SIGKILL)
        self.processes[victim].wait()
        self.start(victim)

    def revive(self) -> None:
        """What gave up by itself is started again, as systemd does: a server whose workers die too fast ends."""
        for part, process in list(self.processes.items()):
            if process.poll() is not None:
                self.start(part)

    def kill_one_of(self, group: int) -> None:
        members = [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if _group(pid) == group]
        workers = [pid for pid in members if pid != group]
        if workers:
            os.kill(random.choice(workers), signal.SIGKILL)

    def a_minute_passes(self) -> None:
        """The lease of a killed worker lasts a minute; here it ends at once, while nobody works."""
        os.killpg(self.processes["worker"].pid, signal.SIGKILL)
        self.processes["worker"].wait()
        with Books(self.installation).open() as database:
            database.execute("UPDATE jobs_job SET lease_until = '2001-01-01' WHERE state = 'running'")
        self.start("worker")


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


class Books:
    """What the installation's database says, read without its program."""

    def __init__(self, installation: Installation) -> None:
        self.url, self.file = installation.database_url, Path(installation.data) / "ratusz.sqlite3"
        self.vendor = "postgresql" if self.url else "sqlite"

    @contextmanager
    def open(self) -> Iterator[Any]:
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as database:
                yield database
            return
        with closing(sqlite3.connect(self.file, isolation_level=None, timeout=60)) as database:
            yield database

    def column(self, sql: str) -> list[Any]:
        with self.open() as database:
            return [row[0] for row in database.execute(sql).fetchall()]

    def wait_until_everything_is_done(self) -> None:
        """No job that is due is left, and no message that waits."""
        due = "SELECT count(*) FROM jobs_job WHERE state IN ('ready', 'running')"
        while self.column(due) != [0] or self.messages_not_sent():
            time.sleep(0.2)

    def keys(self) -> list[str]:
        found = self.column("SELECT request_key FROM proposals_proposal")
        return [str(UUID(str(key))) for key in found]

    def proposals_without_exactly_one_event(self) -> int:
        return self.column(
            "SELECT count(*) FROM proposals_proposal p WHERE (SELECT count(*) FROM history_event "
            "WHERE kind = 'proposals.proposal.send' AND subject_id = CAST(p.id AS text)) <> 1"
        )[0]

    def gaps(self) -> int:
        """Numbers that were given to nobody."""
        return self.column(
            "SELECT coalesce(max(last), 0) - (SELECT count(*) FROM proposals_proposal) FROM proposals_yearcounter"
        )[0]

    def messages_not_sent(self) -> int:
        return self.column("SELECT count(*) FROM correspondence_message WHERE state <> 'sent'")[0]

    def message_ids(self) -> list[str]:
        return self.column("SELECT message_id FROM correspondence_message")
