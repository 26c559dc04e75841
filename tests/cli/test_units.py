"""The register of territorial units is taken over whole, or refused in a sentence."""

from pathlib import Path

from tests.cli.installation import Installation


def test_a_file_that_is_no_register(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("name;population\nSiemianowice Śląskie;65000\n")
    done = installation.run("units", "import", file)
    assert done.returncode == 1
    assert "TERC" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there(installation: Installation, tmp_path: Path) -> None:
    done = installation.run("units", "import", tmp_path / "nowhere.csv")
    assert done.returncode == 1
    assert "nowhere.csv" in done.stderr
    assert "Traceback" not in done.stderr
