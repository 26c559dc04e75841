"""A workflow is a table of moves, each citing the clause that permits it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ratusz.core.verdict import ALLOWED, Verdict


@dataclass(frozen=True)
class Move:
    """One permitted change of state. `refusal` is what a person reads when the state does not permit it."""

    name: str
    sources: frozenset[str]
    target: str
    clause: str
    refusal: object = ""


class Workflow:
    """Moves by name, in the order in which they were written."""

    def __init__(self, moves: Iterable[Move]) -> None:
        self.moves = {move.name: move for move in moves}

    def __getitem__(self, name: str) -> Move:
        return self.moves[name]

    def __iter__(self) -> Iterator[Move]:
        return iter(self.moves.values())

    def allows(self, name: str, state: str) -> Verdict:
        """Does the regulation permit this move from this state?"""
        move = self.moves[name]
        if state in move.sources:
            return ALLOWED
        return Verdict(move.refusal or f"{name}: {state}", move.clause)

    def mermaid(self) -> str:
        """The diagram that the manual prints."""
        arrows = [
            f"    {source} --> {move.target}: {move.name} ({move.clause})"
            for move in self
            for source in sorted(move.sources)
        ]
        return "\n".join(["stateDiagram-v2", *arrows])


def move(name: str, *, sources: Iterable[str], to: str, clause: str, refusal: object = "") -> Move:
    return Move(name, frozenset(sources), to, clause, refusal)
