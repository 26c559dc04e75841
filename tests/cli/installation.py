"""A whole installation for one test: its own data folder, its own database, the real command in its own process."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

PREAMBLE = """
import json, os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratusz.settings")
import django
django.setup()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Installation:
    """`environment` holds RATUSZ_* variables; nothing of the surrounding tests' settings gets in."""

    data: Path
    database_url: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        own = {"RATUSZ_DATA": str(self.data), "RATUSZ_DATABASE_URL": self.database_url, "RATUSZ_WEB_WORKERS": "1"}
        rest = {name: value for name, value in os.environ.items() if not name.startswith(("RATUSZ_", "DJANGO_"))}
        return rest | own | self.environment

    def run(self, *words: str | Path, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ratusz", *map(str, words)],
            env=self.variables | environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(self, code: str) -> object:
        """What `code` assigns to `answer`, computed in a process of this installation."""
        program = f"{PREAMBLE}{code}\nprint(json.dumps(answer))"
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, env=self.variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def serving(self, *words: str, **environment: str) -> Iterator["Server"]:
        port = free_port()
        address = {"RATUSZ_BIND": f"127.0.0.1:{port}", "RATUSZ_URL": f"http://127.0.0.1:{port}"}
        log = self.data.parent / f"serve-{port}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "ratusz", "serve", *words],
                env=self.variables | address | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        server = Server(process, port, log)
        try:
            yield server
        finally:
            process.terminate()
            process.wait()


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def get(self, path: str = "/zdrowie/") -> int | None:
        """The status, or None when nobody answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}") as response:
                return response.status
        except HTTPError as refused:
            return refused.code
        except (URLError, ConnectionError):
            return None

    def wait_until_it_answers(self) -> None:
        while self.get() != 200:
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)

    def child(self, part: str) -> int | None:
        """The process id of the part `web` or `worker`, while it runs."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if f"--{part}".encode() in words and parent == self.process.pid:
                return int(folder.name)
        return None

    def wait_for_child(self, part: str, *, other_than: int | None = None) -> int:
        while (found := self.child(part)) in (None, other_than):
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        assert found is not None
        return found

    def kill(self, part: str) -> int:
        found = self.wait_for_child(part)
        os.kill(found, signal.SIGKILL)
        return found
