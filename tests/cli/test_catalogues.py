"""`script/messages check` finds every way in which a translation can be wrong."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = """
from django.utils.translation import gettext as _, ngettext

def words(count):
    return _("Zaloguj się, %(name)s"), ngettext("%(count)d osoba", "%(count)d osób", count)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with complete catalogues."""
    (tmp_path / "script").mkdir()
    for name in ("catalogues.py", "babel.cfg"):
        shutil.copy(ROOT / "script" / name, tmp_path / "script")
    (tmp_path / "src" / "ratusz").mkdir(parents=True)
    (tmp_path / "src" / "ratusz" / "words.py").write_text(SOURCE)
    messages(tmp_path, "update")
    fill(tmp_path, "pl", ["%(count)d osoba", "%(count)d osoby", "%(count)d osób", "%(count)d osoby"])
    for language, one, many in (("en", "person", "people"), ("de", "Person", "Personen")):
        fill(tmp_path, language, [f"%(count)d {one}", f"%(count)d {many}"], greeting="%(name)s, sign in")
    return tmp_path


def messages(project: Path, command: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, str(project / "script" / "catalogues.py"), command]
    return subprocess.run(program, capture_output=True, text=True, check=False)


def catalogue(project: Path, language: str) -> Path:
    return project / "src" / "ratusz" / "locale" / language / "LC_MESSAGES" / "django.po"


def fill(project: Path, language: str, plurals: list[str], greeting: str = "") -> None:
    file = catalogue(project, language)
    text = file.read_text()
    for number, form in enumerate(plurals):
        text = text.replace(f'msgstr[{number}] ""', f'msgstr[{number}] "{form}"')
    file.write_text(text.replace('name)s"\nmsgstr ""', f'name)s"\nmsgstr "{greeting}"'))


def replace(file: Path, old: str, new: str) -> None:
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_complete_catalogues_pass_and_compile(project: Path) -> None:
    done = messages(project, "check")
    assert done.returncode == 0, done.stderr
    assert messages(project, "compile").returncode == 0
    assert catalogue(project, "en").with_suffix(".mo").exists()


def test_an_update_without_changes_changes_no_byte(project: Path) -> None:
    messages(project, "update")
    before = {language: catalogue(project, language).read_bytes() for language in ("pl", "en", "de")}
    messages(project, "update")
    assert {language: catalogue(project, language).read_bytes() for language in before} == before


def test_polish_holds_only_plurals(project: Path) -> None:
    text = catalogue(project, "pl").read_text()
    assert "Zaloguj" not in text
    assert "nplurals=4" in text


def test_a_missing_translation(project: Path) -> None:
    replace(catalogue(project, "de"), "%(name)s, sign in", "")
    assert "de: not translated: Zaloguj się, %(name)s" in messages(project, "check").stderr


def test_a_lost_placeholder(project: Path) -> None:
    replace(catalogue(project, "en"), "%(name)s, sign in", "Sign in")
    assert "en: placeholders or tags differ" in messages(project, "check").stderr


def test_a_translation_that_was_only_guessed(project: Path) -> None:
    replace(project / "src" / "ratusz" / "words.py", "Zaloguj się, %(name)s", "Zaloguj się tu, %(name)s")
    messages(project, "update")
    assert "en: fuzzy: Zaloguj się tu, %(name)s" in messages(project, "check").stderr


def test_catalogues_that_lag_behind_the_source(project: Path) -> None:
    replace(project / "src" / "ratusz" / "words.py", "Zaloguj się, %(name)s", "Do widzenia")
    faults = messages(project, "check").stderr
    assert "en: not in the catalogue: ('Do widzenia', '')" in faults
    assert "en: no longer in the source: ('Zaloguj się, %(name)s', '')" in faults
    assert messages(project, "check").returncode == 1
