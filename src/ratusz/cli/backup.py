"""`ratusz backup`: everything needed to rebuild this installation, in one verified file."""

import argparse
import tempfile
from pathlib import Path

from ratusz.cli import installation
from ratusz.cli.commands import Commands
from ratusz.cli.console import Problem, say


def add_to(commands: Commands) -> None:
    command = commands.add_parser("backup", help="write a verified backup, also while Ratusz is running")
    command.add_argument("file", nargs="?", type=Path, help="where to (default: a new file in the data folder)")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    config = installation.start()
    target = arguments.file or fresh_name(config.data)
    if target.exists():
        raise Problem(f"{target} exists already. Choose another name; a backup never overwrites one.", status=2)
    if not target.parent.is_dir():
        raise Problem(f"there is no folder {target.parent}.", status=2)
    rows = write(target)
    say(f"{target}: {sum(rows.values())} rows in {len(rows)} tables, {target.stat().st_size // 1024} KiB, verified.")
    return 0


def fresh_name(data: Path) -> Path:
    from django.utils import timezone

    folder = data / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"ratusz-{timezone.localtime():%Y-%m-%d-%H%M%S}.tar.gz"


def write(target: Path) -> dict[str, int]:
    """Copy, verify, pack. Returns the rows of every table. Raises Problem and leaves no file behind."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from ratusz.cli import archive, embedded, server_database

    vendor = connection.vendor
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="backup-") as folder:
        copied = Path(folder) / archive.DATABASES[vendor]
        rows = embedded.copy(present_database(), copied) if vendor == "sqlite" else server_database.dump(copied)
        members = {copied.name: copied}
        if not settings.CONFIG["SECRET_KEY"]:
            members[archive.KEY] = settings.DATA / archive.KEY
        archive.pack(target, members, made_at=timezone.now().isoformat(), vendor=vendor, rows=rows)
    return rows


def present_database() -> Path:
    from django.conf import settings

    file = Path(str(settings.DATABASES["default"]["NAME"]))
    if not file.exists():
        raise Problem(f"there is no database {file} yet: nothing to back up.")
    return file
