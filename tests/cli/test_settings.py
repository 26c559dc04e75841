"""An installation that would be unsafe does not start, and says everything that is wrong at once."""

import os
from pathlib import Path

import pytest

from tests.cli.installation import Installation

UNSAFE = {
    "RATUSZ_URL": "http://ratusz.siemianowice.pl",
    "RATUSZ_DEBUG": "yes",
    "RATUSZ_DEMO": "yes",
    "RATUSZ_SECRET_KEY": "short",
    "RATUSZ_LOG_LEVL": "INFO",
}
EVERY_FAULT = ("RATUSZ_URL", "RATUSZ_DEBUG", "RATUSZ_DEMO", "RATUSZ_SECRET_KEY", "RATUSZ_MAIL_FROM")
EVERY_FAULT += ("RATUSZ_CONTACT_EMAIL", "RATUSZ_LOG_LEVL is not a setting")


@pytest.mark.parametrize("words", [["serve"], ["migrate"], ["check"], ["createadmin", "anna@siemianowice.pl"]])
def test_every_fault_is_named_and_nothing_starts(tmp_path: Path, words: list[str]) -> None:
    done = Installation(tmp_path / "data", environment=UNSAFE).run(*words)
    assert done.returncode == 2
    assert [fault for fault in EVERY_FAULT if fault not in done.stderr] == []
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_values_that_hold_a_password_are_not_shown(tmp_path: Path) -> None:
    secret = {"RATUSZ_SMTP_URL": "smtps://ratusz:hidden-word@mail.siemianowice.pl:465"}
    done = Installation(tmp_path, environment=secret).run("settings")
    assert "RATUSZ_SMTP_URL=(set, not shown)" in done.stdout
    assert "hidden-word" not in done.stdout
    assert "RATUSZ_WEB_THREADS=4" in done.stdout


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = Installation(tmp_path / "file" / "data").run("migrate")
    assert done.returncode == 2
    assert "RATUSZ_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_refused(tmp_path: Path) -> None:
    done = Installation(tmp_path).run("restrat")
    assert done.returncode == 2
    assert "restrat" in done.stderr


def test_files_of_another_user_are_never_mixed_in(tmp_path: Path) -> None:
    foreign = Path("/")
    if os.geteuid() == 0:
        foreign = tmp_path / "data"
        foreign.mkdir()
        os.chown(foreign, 65534, 65534)
    before = set(foreign.iterdir())
    done = Installation(foreign).run("check")
    assert done.returncode == 2
    assert "Run this command as that user" in done.stderr
    assert set(foreign.iterdir()) == before
