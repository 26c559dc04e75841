"""Real worker processes on the database of the tests, and real trouble with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection, connections

PROJECT = Path(__file__).resolve().parents[2]


def start(lease: float = 60, idle: float = 0.05, quiet: bool = False) -> subprocess.Popen:
    """A worker of its own. Not quiet: `stop` hands over its log."""
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.worker", name, str(lease), str(idle)]
    environment = os.environ | {"RATUSZ_LOG_LEVEL": "INFO"}
    output = subprocess.DEVNULL if quiet else subprocess.PIPE
    return subprocess.Popen(command, env=environment, cwd=PROJECT, stderr=output, text=True)


def stop(process: subprocess.Popen) -> str:
    """Ask it to stop, as systemd does; its log."""
    process.send_signal(signal.SIGTERM)
    return process.communicate()[1]


def wait_for(condition: Callable[[], object]) -> None:
    while not condition():
        time.sleep(0.05)


@contextmanager
def outage() -> Iterator[None]:
    """SQLite: somebody keeps the write lock. PostgreSQL: the server ends every connection to this database."""
    if connection.vendor == "sqlite":
        with locked():
            yield
    else:
        with closed():
            yield


@contextmanager
def locked() -> Iterator[None]:
    """Whoever connects meanwhile waits for the lock 0.2 s instead of 20 s."""
    options = connections.settings["default"]["OPTIONS"]
    patience = options["timeout"]
    options["timeout"] = 0.2
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            cursor.execute("COMMIT")
            options["timeout"] = patience


@contextmanager
def closed() -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    parameters = connection.get_connection_params()
    keep = {key: parameters[key] for key in ("host", "port", "user", "password") if key in parameters}
    connection.close()
    with psycopg.connect(**keep, dbname="postgres", autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
