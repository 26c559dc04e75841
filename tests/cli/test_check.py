"""`ratusz check` says of each part whether it is well, and what to do when it is not."""

from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.cli.installation import Installation, free_port

PARTS = ("settings", "database", "migrations", "data folder", "secret key", "disk", "static files", "mail", "work")
LATE = """
from datetime import timedelta
from django.utils import timezone
from ratusz.jobs.models import Schedule
from ratusz.timetable import TIMETABLE
Schedule.objects.create(path=next(iter(TIMETABLE)), due_at=timezone.now() - timedelta(hours=2))
answer = None
"""
GIVEN_UP = """
from ratusz.jobs.models import Job
Job.objects.create(path="ratusz.jobs.sweeper.sweep", state="dead")
answer = None
"""


def test_a_well_installation(installation: Installation) -> None:
    done = installation.run("check")
    assert done.returncode == 0, done.stderr
    assert [line.split(":")[0].split(maxsplit=1) for line in done.stdout.splitlines()] == [
        ["ok", part] for part in PARTS
    ]


def test_an_installation_that_was_never_started(elsewhere: Installation) -> None:
    done = elsewhere.run("check")
    assert done.returncode == 1
    assert "FAULT  migrations" in done.stderr
    assert "FAULT  static files" in done.stderr
    assert "ratusz migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    gone = f"postgresql://ratusz:hidden-word@127.0.0.1:{free_port()}/ratusz"
    done = Installation(tmp_path / "data", gone).run("check")
    assert done.returncode == 1
    assert "FAULT  database: does not answer" in done.stderr
    assert "hidden-word" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_static_file_list(installation: Installation) -> None:
    (installation.data / "static" / "staticfiles.json").unlink()
    done = installation.run("check")
    assert done.returncode == 1
    assert "FAULT  static files: not published yet" in done.stderr


def test_a_key_that_others_can_read(installation: Installation) -> None:
    key = installation.data / "secret.key"
    key.chmod(0o644)
    done = installation.run("check")
    assert done.returncode == 1
    assert f"chmod 600 {key}" in done.stderr


def test_a_mail_server_that_does_not_answer(installation: Installation) -> None:
    done = installation.run("check", RATUSZ_SMTP_URL=f"smtp://127.0.0.1:{free_port()}")
    assert done.returncode == 1
    assert "FAULT  mail" in done.stderr
    assert "Messages wait" in done.stderr


def test_a_mail_server_that_answers(installation: Installation) -> None:
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        done = installation.run("check", RATUSZ_SMTP_URL=f"smtp://127.0.0.1:{controller.port}")
    finally:
        controller.stop()
    assert done.returncode == 0, done.stderr
    assert "the mail server answers" in done.stdout


def test_no_worker_runs(installation: Installation) -> None:
    installation.ask(LATE)
    done = installation.run("check")
    assert done.returncode == 1
    assert "no worker runs" in done.stderr


def test_a_job_that_was_given_up(installation: Installation) -> None:
    installation.ask(GIVEN_UP)
    done = installation.run("check")
    assert done.returncode == 1
    assert "1 jobs were given up" in done.stderr
