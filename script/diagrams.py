"""Draws what the code is: the workflows, and which capability imports which. `script/diagrams` calls this file.

Writes docs/diagrams/*.mmd and the same diagrams between the markers of docs/ARCHITECTURE.md.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ratusz"
FOLDER = ROOT / "docs" / "diagrams"
PAGE = ROOT / "docs" / "ARCHITECTURE.md"
MARKED = re.compile(r"(<!-- diagram: (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)

sys.path.insert(0, str(SOURCE.parent))

from ratusz.correspondence import states as correspondence  # noqa: E402
from ratusz.organisations import states as organisations  # noqa: E402
from ratusz.proposals import states as proposals  # noqa: E402


def diagrams() -> dict[str, str]:
    """Every diagram by the name of its file, as the code says today."""
    return {
        "capabilities": capabilities(),
        "change": proposals.CHANGE.mermaid(),
        "membership": organisations.WORKFLOW.mermaid(),
        "message": correspondence.WORKFLOW.mermaid(),
        "proposal": proposals.PROPOSAL.mermaid(),
    }


def capabilities() -> str:
    """Arrows lead from who imports to what is imported; the highest stands at the top."""
    order = floors()
    arrows = [f"    {name} --> {lower}" for name in order for lower in order if lower in imported_by(name)]
    return "\n".join(["flowchart TD", *(f"    {name}" for name in order), *arrows])


def floors() -> list[str]:
    """The folders of the code from the top down, in the order that Import Linter keeps."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["containers"] == ["ratusz"])
    names = [name.strip() for layer in layers for name in re.split(r"[:|]", layer)]
    return [name for name in names if (SOURCE / name).is_dir()]


def imported_by(name: str) -> set[str]:
    files = [file for file in (SOURCE / name).rglob("*.py") if "migrations" not in file.parts]
    return {module.split(".")[1] for file in files for module in modules(file)} - {name}


def modules(file: Path) -> Iterator[str]:
    """The modules of ours that a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "ratusz":
            yield from (f"ratusz.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ratusz."):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("ratusz."))


def page(text: str, drawn: dict[str, str]) -> str:
    """The page with today's diagrams between its markers."""
    return MARKED.sub(lambda found: f"{found[1]}```mermaid\n{drawn[found['name']]}\n```\n{found[3]}", text)


def write() -> None:
    drawn = diagrams()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in drawn.items():
        (FOLDER / f"{name}.mmd").write_text(f"{text}\n")
    PAGE.write_text(page(PAGE.read_text(), drawn))
    sys.stdout.write(f"{len(drawn)} diagrams in {FOLDER.relative_to(ROOT)} and {PAGE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    write()
