"""`ratusz demo load`: a programme, an office and the people to try everything with. Never in production."""

import argparse

from ratusz.cli import installation
from ratusz.cli.commands import Commands
from ratusz.cli.console import Problem, say


def add_to(commands: Commands) -> None:
    group = commands.add_parser("demo", help="demonstration data").add_subparsers(metavar="ACTION", required=True)
    command = group.add_parser("load", help="load what is not there yet")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    config = installation.start()
    if config.production:
        raise Problem("demonstration logins are public, so they are never loaded into a production installation.", status=2)
    from ratusz.cli.prepare import prepare

    prepare()
    load()
    say("Demonstration data is in place.")
    return 0


def load() -> None:
    """Cheap when everything is there already."""
    from django.utils import timezone

    from ratusz import demo

    demo.load(at=timezone.now())
