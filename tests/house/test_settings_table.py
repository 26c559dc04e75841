"""The manual's table of settings is made from the code, so neither can leave the other behind."""

from pathlib import Path

from ratusz.cli.settings import table

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "operating" / "settings.md"


def test_the_manual_shows_the_settings_of_the_code() -> None:
    lines = [line for line in MANUAL.read_text().splitlines() if line.startswith("|")]
    assert lines == table().splitlines(), "paste the output of: ratusz settings --manual"
