"""How the command speaks: answers on standard output, complaints on standard error."""

import sys


class Problem(Exception):
    """The command cannot go on. Args: what is wrong and what to do about it, in plain sentences.

    `status` is 2 when the command or a setting is wrong, 1 when the work itself failed.
    """

    def __init__(self, words: str, *, status: int = 1) -> None:
        super().__init__(words)
        self.status = status


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def complain(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
