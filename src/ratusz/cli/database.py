"""`ratusz migrate`: what `serve` does before the first request, for operators who want to see it happen alone."""

import argparse

from ratusz.cli import installation
from ratusz.cli.commands import Commands
from ratusz.cli.console import say


def add_to(commands: Commands) -> None:
    command = commands.add_parser("migrate", help="bring tables and static files up to date (serve does it too)")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    installation.start()
    from ratusz.cli.prepare import prepare

    prepare()
    say("The installation is up to date.")
    return 0
