"""The embedded database is copied while others write, and replaced even when it is past reading."""

import sqlite3
import tarfile
import threading
import time
from contextlib import closing
from pathlib import Path

from tests.cli.installation import Installation
from tests.cli.test_backup import ANNA, BARTEK, EMAILS, PASSWORD, backup, with_anna


def test_a_backup_of_a_busy_database_is_one_moment(embedded: Installation, tmp_path: Path) -> None:
    stop = threading.Event()
    database = embedded.data / "ratusz.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE pairs (half INTEGER)")
    writer = threading.Thread(target=write_pairs, args=(database, stop))
    writer.start()
    try:
        while count(database) < 50:
            time.sleep(0.01)
        file = backup(embedded, tmp_path / "copy.tar.gz")
    finally:
        stop.set()
        writer.join()
    with tarfile.open(file) as tar:
        tar.extract("ratusz.sqlite3", tmp_path, filter="data")
    copied = count(tmp_path / "ratusz.sqlite3")
    assert copied >= 50
    assert copied % 2 == 0


def write_pairs(database: Path, stop: threading.Event) -> None:
    with closing(sqlite3.connect(database, timeout=20)) as connection:
        while not stop.is_set():
            with connection:
                connection.execute("INSERT INTO pairs VALUES (1)")
                connection.execute("INSERT INTO pairs VALUES (2)")


def count(database: Path) -> int:
    with closing(sqlite3.connect(database, timeout=20)) as connection:
        return connection.execute("SELECT count(*) FROM pairs").fetchone()[0]


def test_a_damaged_database_can_be_replaced(embedded: Installation, tmp_path: Path) -> None:
    file = backup(with_anna(embedded), tmp_path / "copy.tar.gz")
    (embedded.data / "ratusz.sqlite3").write_bytes(b"not a database" * 1000)
    assert embedded.run("check").returncode == 1
    assert embedded.run("restore", file, "--replace").returncode == 0
    assert embedded.ask(EMAILS) == [ANNA]


def test_the_former_database_is_kept_readable(embedded: Installation, tmp_path: Path) -> None:
    file = backup(with_anna(embedded), tmp_path / "copy.tar.gz")
    embedded.run("createadmin", BARTEK, typed=f"{PASSWORD}\n")
    assert embedded.run("restore", file, "--replace").returncode == 0
    kept = next(embedded.data.glob("before-restore-*")) / "ratusz.sqlite3"
    with closing(sqlite3.connect(kept)) as connection:
        rows = connection.execute("SELECT email FROM accounts_user ORDER BY email").fetchall()
    assert rows == [(ANNA,), (BARTEK,)]
