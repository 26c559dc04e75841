"""Installations for the tests of the command: one is prepared once, every test gets its own copy."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.cli.installation import Installation

SERVER = os.environ.get("RATUSZ_TEST_DATABASE_URL", "")


def named(database: str) -> str:
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))


def command(sql: str) -> None:
    with psycopg.connect(named("postgres"), autocommit=True) as connection:
        connection.execute(sql)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Migrated, with published static files; nobody has an account."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    name = f"ratusz_{uuid.uuid4().hex}"
    if SERVER:
        command(f"CREATE DATABASE {name}")
    installation = Installation(data, named(name) if SERVER else "")
    done = installation.run("migrate")
    assert done.returncode == 0, done.stderr
    yield installation
    if SERVER:
        command(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def installation(prepared: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the prepared one, for one test."""
    shutil.copytree(prepared.data, tmp_path / "data")
    (tmp_path / "data").chmod(0o700)
    if not SERVER:
        yield Installation(tmp_path / "data")
        return
    name = f"ratusz_{uuid.uuid4().hex}"
    command(f"CREATE DATABASE {name} TEMPLATE {urlsplit(prepared.database_url).path[1:]}")
    yield Installation(tmp_path / "data", named(name))
    command(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Installation]:
    """Another machine: an empty folder and an empty database."""
    if not SERVER:
        yield Installation(tmp_path / "elsewhere")
        return
    name = f"ratusz_{uuid.uuid4().hex}"
    command(f"CREATE DATABASE {name}")
    yield Installation(tmp_path / "elsewhere", named(name))
    command(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def prepared_embedded(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("embedded") / "data")
    done = installation.run("migrate")
    assert done.returncode == 0, done.stderr
    return installation


@pytest.fixture
def embedded(prepared_embedded: Installation, tmp_path: Path) -> Installation:
    """Always on SQLite, whatever the other tests run on."""
    shutil.copytree(prepared_embedded.data, tmp_path / "data")
    return Installation(tmp_path / "data")


# What is only about PostgreSQL is not collected without one.
collect_ignore = [] if SERVER else ["test_server_database.py"]
