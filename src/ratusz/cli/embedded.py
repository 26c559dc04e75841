"""Copies of the embedded SQLite database: online, verified, never by copying its file."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from ratusz.cli.console import Problem


def copy(source: Path, target: Path) -> dict[str, int]:
    """A copy of one moment, made while others write, with the rows of every table. Raises Problem.

    The read transaction pins the moment: what is counted is exactly what is copied. `cp` would miss
    what is still in the write-ahead log.
    """
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=20, isolation_level=None)) as original:
        original.execute("BEGIN")
        counted = rows(original)
        with closing(sqlite3.connect(target)) as copied:
            original.backup(copied)
            copied.execute("PRAGMA journal_mode=DELETE")
    verify(target, counted)
    return counted


def verify(file: Path, promised: Mapping[str, int]) -> None:
    """The file is sound and holds exactly the promised rows. Raises Problem."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            answer = database.execute("PRAGMA integrity_check").fetchone()[0]
            orphans = database.execute("PRAGMA foreign_key_check").fetchall()
            found = rows(database)
    except sqlite3.DatabaseError as fault:
        raise Problem(f"the copied database cannot be read ({fault}). Nothing was changed.") from None
    if answer != "ok" or orphans:
        raise Problem(f"the copied database is damaged ({answer}, {len(orphans)} orphans). Nothing was changed.")
    if found != dict(promised):
        raise Problem("the copied database does not hold the rows that were counted. Nothing was changed.")


def rows(database: sqlite3.Connection) -> dict[str, int]:
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables.fetchall()}  # noqa: S608


def put_in_place(copied: Path, target: Path, kept: Path | None) -> None:
    """The copy takes the place of the present database, which nobody may have open and which is kept, logs and all."""
    for rest in ("-wal", "-shm"):
        log = target.with_name(target.name + rest)
        if log.exists():
            log.rename((kept or copied.parent) / log.name)
    if kept and target.exists():
        os.link(target, kept / target.name)
    copied.replace(target)
