"""A backup holds everything and can be trusted; a restore touches nothing before it knows that."""

import tarfile
from pathlib import Path

import pytest

from tests.cli.conftest import SERVER
from tests.cli.installation import Installation

ANNA, BARTEK = "anna@siemianowice.pl", "bartek@siemianowice.pl"
PASSWORD = "stary zamek nad Brynicą"
EMAILS = "from ratusz.accounts.models import User\nanswer = sorted(User.objects.values_list('email', flat=True))"


def with_anna(installation: Installation) -> Installation:
    done = installation.run("createadmin", ANNA, typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    return installation


def backup(installation: Installation, file: Path) -> Path:
    done = installation.run("backup", file)
    assert done.returncode == 0, done.stderr
    assert "verified" in done.stdout
    return file


def test_it_moves_to_another_machine(installation: Installation, elsewhere: Installation, tmp_path: Path) -> None:
    file = backup(with_anna(installation), tmp_path / "copy.tar.gz")
    done = elsewhere.run("restore", file)
    assert done.returncode == 0, done.stderr
    assert elsewhere.ask(EMAILS) == [ANNA]
    assert (elsewhere.data / "secret.key").read_text() == (installation.data / "secret.key").read_text()
    assert elsewhere.run("migrate").returncode == 0
    assert elsewhere.run("check").returncode == 0


def test_the_file_is_for_its_owner_only(installation: Installation, tmp_path: Path) -> None:
    file = backup(installation, tmp_path / "copy.tar.gz")
    assert file.stat().st_mode & 0o777 == 0o600


def test_without_a_name_it_goes_to_the_data_folder(installation: Installation) -> None:
    assert installation.run("backup").returncode == 0
    assert len(list((installation.data / "backups").glob("ratusz-*.tar.gz"))) == 1


def test_a_backup_never_overwrites(installation: Installation, tmp_path: Path) -> None:
    file = backup(installation, tmp_path / "copy.tar.gz")
    before = file.read_bytes()
    done = installation.run("backup", file)
    assert done.returncode == 2
    assert file.read_bytes() == before


def test_data_is_not_replaced_unasked(installation: Installation, tmp_path: Path) -> None:
    file = backup(installation, tmp_path / "copy.tar.gz")
    with_anna(installation)
    done = installation.run("restore", file)
    assert done.returncode == 2
    assert "--replace" in done.stderr
    assert installation.ask(EMAILS) == [ANNA]


def test_what_is_replaced_is_kept(installation: Installation, tmp_path: Path) -> None:
    file = backup(with_anna(installation), tmp_path / "copy.tar.gz")
    installation.run("createadmin", BARTEK, typed=f"{PASSWORD}\n")
    done = installation.run("restore", file, "--replace")
    assert done.returncode == 0, done.stderr
    assert installation.ask(EMAILS) == [ANNA]
    kept = next(installation.data.glob("before-restore-*"))
    assert {path.name for path in kept.iterdir()} >= {"secret.key", "database.dump" if SERVER else "ratusz.sqlite3"}


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_damaged_file_changes_nothing(installation: Installation, tmp_path: Path, share: float) -> None:
    file = backup(installation, tmp_path / "copy.tar.gz")
    with_anna(installation)
    content = bytearray(file.read_bytes())
    content[int(len(content) * share)] ^= 0xFF
    file.write_bytes(content)
    done = installation.run("restore", file, "--replace")
    assert done.returncode == 1
    assert "Nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr
    assert installation.ask(EMAILS) == [ANNA]


def test_a_file_that_is_no_backup(installation: Installation, tmp_path: Path) -> None:
    other = tmp_path / "other.tar.gz"
    with tarfile.open(other, "w:gz") as tar:
        tar.add(__file__, "../escape.py")
    done = installation.run("restore", other)
    assert done.returncode == 1
    assert "not a whole backup of Ratusz" in done.stderr


def test_nothing_is_restored_under_a_running_server(installation: Installation, tmp_path: Path) -> None:
    file = backup(installation, tmp_path / "copy.tar.gz")
    with installation.serving() as server:
        server.wait_until_it_answers()
        done = installation.run("restore", file, "--replace")
        assert done.returncode == 1
        assert "Ratusz is running" in done.stderr
        assert server.get() == 200
