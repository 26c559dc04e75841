"""What pyproject.toml asks for is what the locks install, to the last digit, and each has its line in the manual."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PRODUCT = PROJECT["project"]["dependencies"]
GROUPS = PROJECT["dependency-groups"]
DEVELOPMENT = [entry for entry in GROUPS["dev"] if isinstance(entry, str)]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lines: list[str]) -> dict[str, str]:
    found = [re.fullmatch(r"([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==([^;\s]+)", line) for line in lines]
    assert all(found), lines
    return {normal(match[1]): match[2] for match in found if match}


def locked(name: str) -> dict[str, str]:
    lines = (ROOT / "script" / name).read_text().splitlines()
    return pins([line for line in lines if line and not line.startswith(("#", "-r "))])


@pytest.mark.parametrize(
    ("wanted", "lock"),
    [(PRODUCT, "requirements.txt"), (GROUPS["build"], "requirements.txt"), (DEVELOPMENT, "requirements-dev.txt")],
)
def test_locks_agree_with_the_project(wanted: list[str], lock: str) -> None:
    assert pins(wanted).items() <= locked(lock).items(), "run script/lock"


def test_what_builds_the_wheel_is_locked_too() -> None:
    assert pins(PROJECT["build-system"]["requires"]).items() <= locked("requirements.txt").items()


def test_every_dependency_has_its_line_in_the_manual() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text().lower()
    npm = re.findall(r'"([a-z@/-]+)": "\d', (ROOT / "frontend" / "package.json").read_text())
    names = [*pins(PRODUCT), *pins(GROUPS["build"]), *pins(DEVELOPMENT), *npm]
    assert [name for name in names if f"| `{name}`" not in page] == []


def test_locks_name_no_address_and_no_hash() -> None:
    for lock in (ROOT / "script").glob("requirements*.txt"):
        assert not re.search(r"https?:|--hash|--index|@", lock.read_text())
