"""Dumps of a PostgreSQL database with PostgreSQL's own programs, counted on both sides."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from ratusz.cli.connections import let_go
from ratusz.cli.console import Problem

PATIENCE = 30  # tenths of a second
COPY = re.compile(rb'^COPY (?:"?[^".]+"?\.)?"?([^" (]+)"? \(')
NOBODYS = ("--no-owner", "--no-privileges")
ALL_OR_NOTHING = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
# Everything of ours in the schema goes; extensions belong to whoever administers the server.
EMPTY_SCHEMA = """
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', thing.name);
  END LOOP;
  FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', thing.name);
  END LOOP;
END $$;
"""


def dump(target: Path) -> dict[str, int]:
    """A dump of one moment with the rows of every table. Raises Problem."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        counted = {table: count(cursor, table) for table in tables()}
        run("pg_dump", "--format=custom", *NOBODYS, f"--snapshot={snapshot}", f"--file={target}")
    verify(target, counted)
    return counted


def tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def count(cursor: object, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # type: ignore[attr-defined]  # noqa: S608
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]


def verify(file: Path, promised: Mapping[str, int]) -> None:
    """Reads the whole dump and counts the rows in it. Raises Problem."""
    command = [program("pg_restore"), "--data-only", "--file=-", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as reading:
        assert reading.stdout
        found = rows_of(reading.stdout)
    if reading.returncode:
        raise Problem("the dump cannot be read back by pg_restore. Nothing was changed.")
    if found != dict(promised):
        raise Problem("the dump does not hold the rows that were counted. Nothing was changed.")


def rows_of(script: Iterable[bytes]) -> dict[str, int]:
    """Rows of each table in the text that pg_restore writes: the lines between COPY and \\."""
    found: dict[str, int] = {}
    table = ""
    for line in script:
        if table:
            if line == b"\\.\n":
                table = ""
            else:
                found[table] += 1
        elif start := COPY.match(line):
            table = start[1].decode()
            found[table] = 0
    return found


def put_in_place(file: Path, kept: Path | None) -> None:
    """Replaces everything in one transaction: all of it happens or nothing. A dump of what was there is kept.

    It ends with fresh statistics: without them PostgreSQL reads whole tables for every page.
    """
    ensure_alone()
    if kept:
        dump(kept / "database.dump")
        let_go()
    reading = subprocess.Popen([program("pg_restore"), *NOBODYS, "--file=-", str(file)], stdout=subprocess.PIPE)
    writing = [program("psql"), *ALL_OR_NOTHING, "--command", EMPTY_SCHEMA, "--file=-", "--command", "ANALYZE"]
    result = subprocess.run(writing, stdin=reading.stdout, env=environment(), capture_output=True, check=False)
    if reading.wait() or result.returncode:
        raise Problem(f"PostgreSQL refused the backup, and nothing was changed: {result.stderr.decode().strip()}")


def ensure_alone() -> None:
    """Raises Problem while another machine or program uses this database."""
    for _ in range(PATIENCE):
        if not (others := other_connections()):
            return
        time.sleep(0.1)
    raise Problem(f"{others} other programs are connected to this database. Stop Ratusz on every machine first.")


def other_connections() -> int:
    """Connections besides the one that asks. One of ours that was just closed is seen for a moment longer.

    Asked without the pool, which may open a second connection by itself.
    """
    let_go()
    with psycopg.connect(make_conninfo(**parameters()), connect_timeout=5) as direct:
        answer = direct.execute(OTHERS).fetchone()
    return int(answer[0]) if answer else 0


def run(name: str, *arguments: str) -> None:
    command = [program(name), *arguments]
    result = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if result.returncode:
        raise Problem(f"{name} failed: {result.stderr.strip()}")


def program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise Problem(f"{name} is missing. Install PostgreSQL's programs (Debian: apt-get install postgresql-client).")
    return found


def environment() -> dict[str, str]:
    """Where the server is and who we are, kept out of the list of processes."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    return {**os.environ, **{names[word]: value for word, value in parameters().items()}}


def parameters() -> dict[str, str]:
    """The same for psycopg."""
    database = settings.DATABASES["default"]
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {word: str(database[key]) for word, key in keys.items() if database[key]}
