"""The rows of an XLSX file: examined from outside, then read by a process that may fail alone."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from ratusz.core.spreadsheet import apart
from ratusz.core.spreadsheet.unreadable import Unreadable

MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM = 1024 * 1024
MAX_PARTS = 1_000
MAX_SECONDS = 60
ENCRYPTED_PACKAGE, OLD_WORKBOOKS = "EncryptedPackage", ("Workbook", "Book")


def why_not(name: str, content: bytes) -> Unreadable:
    """Why a compound file (the container of old Office files and of encrypted new ones) is not read."""
    if ENCRYPTED_PACKAGE.encode("utf-16-le") in content:
        return Unreadable("encrypted")
    old = any(stream.encode("utf-16-le") in content for stream in OLD_WORKBOOKS)
    return Unreadable("old_xls") if old else Unreadable("not_spreadsheet", name=name)


def lines(name: str, content: bytes, max_rows: int, max_columns: int) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers; a few more than permitted at most. Raises Unreadable."""
    _refuse(name, _parts(content), len(content))
    answer = _read_apart(content, max_rows, max_columns)
    if "fault" in answer:
        raise _bomb() if answer["fault"] == "bomb" else Unreadable(answer["fault"], **answer["facts"])
    return [(number, cells) for number, cells in answer["lines"]]


def _parts(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except Exception as fault:  # a damaged archive makes zipfile raise a dozen unrelated types
        raise Unreadable("damaged") from fault


def _refuse(name: str, parts: list[zipfile.ZipInfo], packed: int) -> None:
    """What the directory of the archive tells before anything is unpacked."""
    unpacked = sum(part.file_size for part in parts)
    too_tight = unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * packed
    if unpacked > MAX_UNPACKED or too_tight or len(parts) > MAX_PARTS:
        raise _bomb()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("encrypted")
    if not any(part.filename.lower().endswith("workbook.xml") for part in parts):
        raise Unreadable("not_spreadsheet", name=name)


def _bomb() -> Unreadable:
    return Unreadable("bomb", megabytes=MAX_UNPACKED // 1024**2)


def _read_apart(content: bytes, max_rows: int, max_columns: int) -> dict[str, Any]:
    """What `apart` found. A directory can lie; the limits of that process do not."""
    command = [sys.executable, "-P", str(Path(apart.__file__)), str(max_rows), str(max_columns)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        raise _bomb() from late
    if done.returncode < 0:  # ended by the system: out of memory or of time
        raise _bomb()
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
