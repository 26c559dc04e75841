"""A dump of PostgreSQL is counted, and never put under somebody who is using the database."""

from pathlib import Path

import psycopg

from tests.cli.installation import Installation
from tests.cli.test_backup import ANNA, EMAILS, backup, with_anna


def test_a_database_in_use_is_left_alone(installation: Installation, tmp_path: Path) -> None:
    file = backup(installation, tmp_path / "copy.tar.gz")
    with_anna(installation)
    with psycopg.connect(installation.database_url):
        done = installation.run("restore", file, "--replace")
    assert done.returncode == 1
    assert "1 other programs are connected" in done.stderr
    assert installation.ask(EMAILS) == [ANNA]


def test_tables_of_a_later_version_do_not_remain(installation: Installation, tmp_path: Path) -> None:
    file = backup(installation, tmp_path / "copy.tar.gz")
    with psycopg.connect(installation.database_url) as connection:
        connection.execute("CREATE TABLE from_the_future (id integer)")
    assert installation.run("restore", file).returncode == 0
    with psycopg.connect(installation.database_url) as connection:
        assert connection.execute("SELECT to_regclass('from_the_future')").fetchone() == (None,)


def test_the_password_is_not_on_the_command_line(installation: Installation, tmp_path: Path) -> None:
    wrong = installation.database_url.replace(":", ":hidden-", 2).replace("hidden-//", "//")
    done = Installation(installation.data, wrong).run("backup", tmp_path / "copy.tar.gz")
    assert done.returncode == 1
    assert "hidden-" not in done.stderr
    assert "Traceback" not in done.stderr
