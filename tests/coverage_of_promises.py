"""Which of the numbered promises a test carries; an id that is no promise is an error."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "docs/requirements"
PROMISE = re.compile(r"^- \*\*(R-[0-9]{3}-[^*]+)\*\*", re.MULTILINE)
CARRIED = pytest.StashKey[dict[str, list[str]]]()


class Promises:
    """Every id of docs/requirements, by file; those that `done.txt` names must have a test."""

    @staticmethod
    def by_file() -> dict[str, list[str]]:
        files = sorted(FOLDER.glob("0*.md"))
        return {file.stem: PROMISE.findall(file.read_text()) for file in files}

    @staticmethod
    def done() -> set[str]:
        return set((FOLDER / "done.txt").read_text().split())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    known = {promise for promises in Promises.by_file().values() for promise in promises}
    carried: dict[str, list[str]] = {}
    for item in items:
        for marker in item.iter_markers("requirement"):
            for promise in marker.args:
                if promise not in known:
                    raise pytest.UsageError(f"{item.nodeid}: {promise} is not in docs/requirements")
                carried.setdefault(promise, []).append(item.nodeid)
    config.stash[CARRIED] = carried
    unproven = Promises.done() - set(carried)
    if unproven and not config.option.file_or_dir:
        raise pytest.UsageError(f"docs/requirements/done.txt names promises without a test: {sorted(unproven)}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    carried = config.stash.get(CARRIED, {})
    if not carried:
        return
    terminalreporter.section("promises")
    for source, promises in Promises.by_file().items():
        proven = sum(promise in carried for promise in promises)
        terminalreporter.write_line(f"{source}: {proven} of {len(promises)} carried by a test")
