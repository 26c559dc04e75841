"""`ratusz restore`: everything as it was at the backup. Nothing is touched before all of it is checked."""

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ratusz.cli import installation
from ratusz.cli.commands import Commands
from ratusz.cli.console import Problem, say
from ratusz.cli.locks import stopped

if TYPE_CHECKING:
    from ratusz.cli.archive import Manifest


def add_to(commands: Commands) -> None:
    command = commands.add_parser("restore", help="put a backup in the place of this installation's data")
    command.add_argument("file", type=Path)
    command.add_argument("--replace", action="store_true", help="also when there is data here; it is kept aside")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    config = installation.start()
    with stopped(config.data), tempfile.TemporaryDirectory(dir=config.data, prefix="restore-") as folder:
        from ratusz.cli import archive

        manifest = archive.unpack(arguments.file, Path(folder))
        verify(manifest, Path(folder))
        if not is_empty() and not arguments.replace:
            raise Problem("there is data here already. To put the backup in its place, add --replace.", status=2)
        kept = put_in_place(manifest, Path(folder), config.data)
    say(f"Restored the backup of {manifest.made_at} (Ratusz {manifest.version}): {sum(manifest.rows.values())} rows.")
    if kept:
        say(f"What was here before is kept in {kept}.")
    return 0


def verify(manifest: "Manifest", folder: Path) -> None:
    """It is for this kind of database, sound, and complete. Raises Problem."""
    from django.db import connection

    from ratusz.cli import archive, embedded, server_database

    if manifest.vendor != connection.vendor:
        raise Problem(
            f"the backup is of {manifest.vendor}, this installation uses {connection.vendor}: see RATUSZ_DATABASE_URL",
            status=2,
        )
    examine = embedded.verify if manifest.vendor == "sqlite" else server_database.verify
    examine(folder / archive.DATABASES[manifest.vendor], manifest.rows)


def is_empty() -> bool:
    """Nobody has an account here: tables that a first start made do not count. What cannot be read does count."""
    from django.db import DatabaseError, connection

    from ratusz.accounts.models import User
    from ratusz.cli.connections import let_go

    try:
        return User._meta.db_table not in connection.introspection.table_names() or not User.objects.exists()
    except DatabaseError:
        return False
    finally:
        let_go()


def put_in_place(manifest: "Manifest", folder: Path, data: Path) -> Path | None:
    """Database first, then the key that belongs to it. Returns the folder in which the former data is kept."""
    from ratusz.cli import archive, embedded, server_database

    kept = None if is_empty() else fresh_folder(data)
    database = folder / archive.DATABASES[manifest.vendor]
    if manifest.vendor == "sqlite":
        embedded.put_in_place(database, data / database.name, kept)
    else:
        server_database.put_in_place(database, kept)
    if archive.KEY in manifest.sha256:
        if kept and (data / archive.KEY).exists():
            shutil.copy2(data / archive.KEY, kept / archive.KEY)
        (folder / archive.KEY).replace(data / archive.KEY)
    return kept


def fresh_folder(data: Path) -> Path:
    from django.utils import timezone

    folder = data / f"before-restore-{timezone.localtime():%Y-%m-%d-%H%M%S}"
    folder.mkdir(mode=0o700)
    return folder
