"""The diagrams of the documentation are drawn from the code, so they cannot lag behind it."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADVICE = "run: script/diagrams"


@pytest.fixture(scope="module")
def drawing() -> ModuleType:
    """`script/diagrams.py`."""
    spec = importlib.util.spec_from_file_location("diagrams", ROOT / "script" / "diagrams.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_files_are_what_the_code_says(drawing: ModuleType) -> None:
    kept = {file.stem: file.read_text() for file in drawing.FOLDER.glob("*.mmd")}
    assert kept == {name: f"{text}\n" for name, text in drawing.diagrams().items()}, ADVICE


def test_the_page_shows_every_diagram_as_it_is(drawing: ModuleType) -> None:
    text, drawn = drawing.PAGE.read_text(), drawing.diagrams()
    assert {found["name"] for found in drawing.MARKED.finditer(text)} == set(drawn)
    assert drawing.page(text, drawn) == text, ADVICE


def test_every_arrow_between_capabilities_leads_down(drawing: ModuleType) -> None:
    order = drawing.floors()
    assert {"core", "jobs", "history", "proposals", "web"} <= set(order)
    for place, name in enumerate(order):
        assert not drawing.imported_by(name) & set(order[:place]), name
