"""The commands and their words. Each module of COMMANDS adds its own; none loads Django before it runs."""

import argparse
import os
import sys
from collections.abc import Sequence

from ratusz import __version__
from ratusz.cli import administrator, backup, check, database, demo, restore, serve, settings, units
from ratusz.cli.console import Problem, complain

COMMANDS = (serve, check, settings, database, administrator, units, backup, restore, demo)


def parser() -> argparse.ArgumentParser:
    main_parser = argparse.ArgumentParser(prog="ratusz", description="Runs and looks after an installation of Ratusz.")
    main_parser.add_argument("--version", action="version", version=f"Ratusz {__version__}")
    commands = main_parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return main_parser


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit status: 0 done, 1 failed, 2 refused."""
    arguments = parser().parse_args(words)
    try:
        return int(arguments.run(arguments) or 0)
    except Problem as problem:
        complain(f"ratusz: {problem}")
        return problem.status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as fault:
        return unforeseen(fault)


def unforeseen(fault: Exception) -> int:
    """A fault nobody foresaw: one sentence, and the details on request."""
    if os.environ.get("RATUSZ_LOG_LEVEL") == "DEBUG":
        raise fault
    complain(f"ratusz: {explained(fault)} The details: the same command with RATUSZ_LOG_LEVEL=DEBUG.")
    return 1


def explained(fault: Exception) -> str:
    words = str(fault).strip().splitlines()[:1] or [type(fault).__name__]
    if type(fault).__module__ == "django.db.utils":
        return f"The database refused: {words[0]}. See `ratusz check`."
    return f"{type(fault).__name__}: {words[0]}."
