"""The file that a backup is: a tar with the database, the secret key, and a page that says what must be inside."""

import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ratusz import __version__
from ratusz.cli.console import Problem

MANIFEST = "manifest.json"
DATABASES = {"sqlite": "ratusz.sqlite3", "postgresql": "database.dump"}
KEY = "secret.key"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What the backup says about itself. `sha256` names every member, `rows` every table."""

    version: str
    made_at: str
    vendor: str
    rows: Mapping[str, int]
    sha256: Mapping[str, str]
    format: int = FORMAT


def digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def pack(target: Path, members: Mapping[str, Path], *, made_at: str, vendor: str, rows: Mapping[str, int]) -> None:
    """Write the archive beside its place and move it there when it is whole, readable by its owner only."""
    manifest = Manifest(__version__, made_at, vendor, rows, {name: digest(file) for name, file in members.items()})
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
                _add_text(tar, MANIFEST, json.dumps(asdict(manifest), indent=1))
                for name, member in members.items():
                    tar.add(member, name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = len(text.encode()), 0o600, int(time.time())
    tar.addfile(info, io.BytesIO(text.encode()))


def unpack(source: Path, folder: Path) -> Manifest:
    """The members in `folder`, each with the hash that the manifest promises. Raises Problem."""
    try:
        with tarfile.open(source) as tar:
            manifest = _manifest(tar)
            for name in manifest.sha256:
                _extract(tar, name, folder / name)
    except (OSError, tarfile.TarError, KeyError, ValueError, TypeError, EOFError) as fault:
        raise Problem(f"{source} is not a whole backup of Ratusz ({fault}). Nothing was changed.") from None
    for name, promised in manifest.sha256.items():
        if digest(folder / name) != promised:
            raise Problem(f"{name} in {source} is not what was backed up (its hash differs). Nothing was changed.")
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    file = tar.extractfile(MANIFEST)
    if file is None:
        raise ValueError("it has no manifest")
    manifest = Manifest(**json.load(file))
    unknown = set(manifest.sha256) - {*DATABASES.values(), KEY}
    if manifest.format != FORMAT or unknown:
        raise ValueError(f"format {manifest.format} {' '.join(sorted(unknown))}".strip())
    return manifest


def _extract(tar: tarfile.TarFile, name: str, target: Path) -> None:
    """By content only: names, owners and modes of the archive are not believed."""
    file = tar.extractfile(name)
    if file is None:
        raise ValueError(f"{name} is not a file")
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        while block := file.read(1024 * 1024):
            opened.write(block)
