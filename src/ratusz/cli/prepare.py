"""Makes an installation ready to answer: tables, published static files, demonstration data."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from ratusz.cli.connections import let_go
from ratusz.cli.console import Problem, say
from ratusz.cli.locks import one_at_a_time

ADVISORY_LOCK = 0x7261_7475  # "ratu": nodes that start together prepare one after another


def prepare() -> None:
    """Everything that must be true before the first request. Cheap when it already is."""
    with one_at_a_time(settings.DATA), _alone_in_database():
        bring_tables_up_to_date()
        publish_static_files()
        bring_records()
    let_go()


def bring_tables_up_to_date() -> None:
    """Migrations and the cache table. Raises Problem when the database is newer than this program."""
    executor = MigrationExecutor(connection)
    if newer := unknown_migrations(executor):
        raise Problem(
            f"the database was made by a newer Ratusz (it knows {', '.join(newer)}). "
            "Install that version again, or restore a backup from before the upgrade."
        )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Bringing the database up to date ...")
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def unknown_migrations(executor: MigrationExecutor) -> list[str]:
    """Applied migrations of ours that this program has never heard of."""
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    return sorted(f"{app}.{name}" for app, name in unknown if app in settings.CAPABILITIES)


def publish_static_files() -> None:
    """Hashed and compressed copies for the web server, made again only when a source file changed."""
    stamp = Path(settings.STATIC_ROOT) / ".published"
    state = static_fingerprint()
    if stamp.exists() and stamp.read_text() == state:
        return
    say("Publishing static files ...")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state)


def static_fingerprint() -> str:
    """One hash over the names and contents of every static file. Not their times: a wheel has none."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda entry: entry[0]):
            with storage.open(name) as file:
                digest.update(name.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def bring_records() -> None:
    """The units, texts and programme that Ratusz brings along, and in a demonstration its people. Cheap when there."""
    from ratusz.demo.load import load
    from ratusz.organisations.actions import register_offices
    from ratusz.organisations.units_import import load_shipped_units
    from ratusz.privacy.shipped import publish_shipped
    from ratusz.programmes.shipped import load_shipped_programme

    at = timezone.now()
    if settings.DEMO:
        load(at=at)
        return
    load_shipped_units(at=at)
    register_offices(at=at)
    publish_shipped(at=at)
    load_shipped_programme(at=at)


@contextmanager
def _alone_in_database() -> Iterator[None]:
    """With PostgreSQL several machines may start at once; migrations may also take longer than a request may."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
            cursor.execute("RESET statement_timeout; RESET lock_timeout")
