"""One command answers requests and does the work that waits, and survives the loss of either half."""

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.cli.installation import Installation


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_web_and_worker_start_together_and_stop_together(installation: Installation, asked: signal.Signals) -> None:
    with installation.serving() as server:
        server.wait_until_it_answers()
        web, worker = server.wait_for_child("web"), server.wait_for_child("worker")
        server.process.send_signal(asked)
        assert server.process.wait() == 0
    assert not Path(f"/proc/{web}").exists()
    assert not Path(f"/proc/{worker}").exists()
    assert "Ratusz answers at http://127.0.0.1" in server.log.read_text()


def test_a_killed_web_server_is_replaced(installation: Installation) -> None:
    with installation.serving() as server:
        server.wait_until_it_answers()
        killed = server.kill("web")
        server.wait_for_child("web", other_than=killed)
        server.wait_until_it_answers()
    assert "web ended (signal 9)" in server.log.read_text()


def test_a_killed_worker_is_replaced(installation: Installation) -> None:
    with installation.serving() as server:
        server.wait_until_it_answers()
        killed = server.kill("worker")
        assert server.wait_for_child("worker", other_than=killed) != killed
        assert server.get() == 200


def test_nothing_outlives_a_killed_supervisor(installation: Installation) -> None:
    with installation.serving() as server:
        server.wait_until_it_answers()
        parts = [server.wait_for_child("web"), server.wait_for_child("worker")]
        server.process.kill()
        server.process.wait()
        while any(Path(f"/proc/{part}").exists() and not is_zombie(part) for part in parts):
            time.sleep(0.05)
        assert server.get() is None


def is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_only_the_web_server(installation: Installation) -> None:
    with installation.serving("--web") as server:
        server.wait_until_it_answers()
        assert server.child("worker") is None


def test_a_taken_port_is_named_with_a_way_out(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = installation.run("serve", RATUSZ_BIND=f"127.0.0.1:{port}")
    assert done.returncode == 1
    assert f"port {port} is taken" in done.stderr
    assert f"RATUSZ_BIND=127.0.0.1:{port + 1}" in done.stderr


def test_an_address_without_port_is_refused(installation: Installation) -> None:
    done = installation.run("serve", RATUSZ_BIND="everywhere")
    assert done.returncode == 2
    assert "RATUSZ_BIND" in done.stderr


def test_a_database_of_a_newer_version_is_left_alone(installation: Installation) -> None:
    installation.ask(
        "from django.db.migrations.recorder import MigrationRecorder\nfrom django.db import connection\n"
        "MigrationRecorder(connection).record_applied('jobs', '9999_from_the_future'); answer = None"
    )
    done = installation.run("serve")
    assert done.returncode == 1
    assert "made by a newer Ratusz (it knows jobs.9999_from_the_future)" in done.stderr


def test_what_it_writes_is_for_its_user_only(installation: Installation) -> None:
    installation.data.joinpath("secret.key").unlink()
    installation.run("check")
    assert os.stat(installation.data / "secret.key").st_mode & 0o077 == 0
