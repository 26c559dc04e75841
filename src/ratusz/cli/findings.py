"""What one examination of an installation found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Whether it is well, and in words what is there or what to do."""

    well: bool
    words: str


def fine(words: str) -> Finding:
    return Finding(True, words)


def fault(words: str) -> Finding:
    return Finding(False, words)
