"""`ratusz demo load`: a programme, an office and the people to try everything with. Never in production."""

import argparse

from ratusz.cli import installation
from ratusz.cli.commands import Commands
from ratusz.cli.console import Problem, say

PUBLIC = "demonstration logins are public, so they are never loaded into a production installation."


def add_to(commands: Commands) -> None:
    group = commands.add_parser("demo", help="demonstration data").add_subparsers(metavar="ACTION", required=True)
    command = group.add_parser("load", help="load what is not there yet")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    config = installation.start()
    if config.production:
        raise Problem(PUBLIC, status=2)
    from django.utils import timezone

    from ratusz.cli.prepare import prepare
    from ratusz.demo.load import load

    prepare()
    load(at=timezone.now())
    say("Demonstration data is in place.")
    return 0
