"""Keeps the web server and the worker alive, and takes them down together."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ratusz.cli.console import complain

WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
GRACE = 25.0  # seconds between asking and insisting
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process that must run. Its own process group lets us remove what it leaves behind."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    due: float = 0.0
    started: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True)

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def remove(self) -> None:
        """Kill whatever is left of its group: workers of a web server that was itself killed."""
        if self.process:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return

    def note_end(self) -> None:
        """A process that ended soon after its start waits longer each time before the next try."""
        assert self.process
        now = time.monotonic()
        self.failures = 0 if now - self.started > 60 else self.failures + 1
        pause = 0.0 if self.failures <= 1 else min(2.0 ** (self.failures - 2), LONGEST_PAUSE)
        complain(f"ratusz: {self.name} ended ({ending(self.process.returncode)}); starting it again in {pause:.0f} s.")
        self.remove()
        self.process, self.due = None, now + pause


def ending(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"


class Supervisor:
    """Runs the named commands until SIGTERM, SIGINT or SIGHUP, which `hold_signals` must have blocked before."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self.children = [Child(name, command) for name, command in commands.items()]

    def run(self) -> int:
        while True:
            self._start_what_is_due()
            told = signal.sigtimedwait(WATCHED, self._until_next_start())
            if told and told.si_signo != signal.SIGCHLD:
                return self._stop()
            self._collect_ended()

    def _start_what_is_due(self) -> None:
        for child in self.children:
            if not child.process and child.due <= time.monotonic():
                child.start()

    def _until_next_start(self) -> float:
        waiting = [child.due - time.monotonic() for child in self.children if not child.process]
        return max(0.0, min([*waiting, 5.0]))

    def _collect_ended(self) -> None:
        for child in self.children:
            if child.process and child.process.poll() is not None:
                child.note_end()

    def _stop(self) -> int:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            if child.process:
                try:
                    child.process.wait(max(0.0, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    complain(f"ratusz: {child.name} did not stop in time and is killed.")
                child.remove()
        return 0


def hold_signals() -> None:
    """Signals are from now on waited for, in this thread and those started later: nothing happens between two lines.

    A shell that starts us in the background has SIGINT ignored, and what is ignored cannot be waited for.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)


def leave_with(parent: int) -> None:
    """In a child: undo the blocked signals, and be asked to stop if the supervisor itself is killed."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we could ask
        os._exit(0)
