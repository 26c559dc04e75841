"""What happens to databases: the disk is full, somebody holds a lock, the server is away. Real, on both engines."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
from django.db import connection

NOT_COUNTED = {"cache"}  # attempts count although they fail
DISK_FULL = """
CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_space BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION no_space();
"""
LOCK = "LOCK TABLE history_event, accounts_user, cache IN EXCLUSIVE MODE"  # readers go on, as on SQLite
Weather = Callable[[], AbstractContextManager[None]]


@contextmanager
def disk_full() -> Iterator[None]:
    """SQLite may not grow by a page more; PostgreSQL says "disk full" at the last thing that an action writes."""
    if connection.vendor == "sqlite":
        with pages_limited():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute(DISK_FULL.format(table="history_event"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER no_space ON history_event; DROP FUNCTION no_space")


@contextmanager
def pages_limited() -> Iterator[None]:
    """No free pages and none to come. Whatever is written must be longer than the rest of a page."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else writes and does not come to an end; our patience is a quarter of a second instead of 20."""
    patience = "PRAGMA busy_timeout = {}" if connection.vendor == "sqlite" else "SET statement_timeout = {}"
    with connection.cursor() as cursor, other() as intruder:
        intruder.execute("BEGIN EXCLUSIVE" if connection.vendor == "sqlite" else LOCK)
        cursor.execute(patience.format(250))
        try:
            yield
        finally:
            cursor.execute(patience.format(20_000))


@contextmanager
def other() -> Iterator[Any]:
    """A connection of somebody else; what it did is taken back."""
    parameters = connection.get_connection_params()
    if connection.vendor == "sqlite":
        intruder: Any = sqlite3.connect(parameters["database"], isolation_level=None)
    else:
        wanted = ("host", "port", "user", "password", "dbname")
        intruder = psycopg.connect(**{name: parameters[name] for name in wanted if name in parameters})
    try:
        yield intruder
    finally:
        intruder.execute("ROLLBACK")
        intruder.close()


@contextmanager
def gone() -> Iterator[None]:
    """Nobody listens at the port; the file cannot be opened."""
    place = "NAME" if connection.vendor == "sqlite" else "PORT"
    kept = connection.settings_dict[place]
    connection.close()
    connection.settings_dict[place] = "/nonexistent/ratusz.sqlite3" if connection.vendor == "sqlite" else 1
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict[place] = kept


def rows() -> dict[str, int]:
    """How many rows every table has."""
    with connection.cursor() as cursor:
        counted = {}
        for table in connection.introspection.table_names(cursor):
            if table not in NOT_COUNTED:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
                counted[table] = cursor.fetchone()[0]
    return counted
