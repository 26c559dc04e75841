"""Locks between the processes of one installation. The kernel frees them when a process ends, however it ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ratusz.cli.console import Problem


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Waits until nobody else on this machine prepares the same data folder."""
    with (folder / "prepare.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """Held by every serving process: what must not happen under a running server asks for `stopped`."""
    with (folder / "running.lock").open("w") as file:
        _take(file.fileno(), fcntl.LOCK_SH, "a restore is in progress here. Start again when it has ended.")
        yield


@contextmanager
def stopped(folder: Path) -> Iterator[None]:
    """Nobody serves this data folder, and nobody starts to, until we leave."""
    with (folder / "running.lock").open("w") as file:
        _take(file.fileno(), fcntl.LOCK_EX, "Ratusz is running on this data folder. Stop it first.")
        yield


def _take(descriptor: int, kind: int, words: str) -> None:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Problem(words) from None
