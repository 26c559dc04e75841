"""`ratusz units import FILE`: the register of territorial units, as GUS publishes it."""

import argparse

from ratusz.cli import installation
from ratusz.cli.commands import Commands
from ratusz.cli.console import Problem, say


def add_to(commands: Commands) -> None:
    group = commands.add_parser("units", help="territorial units").add_subparsers(metavar="ACTION", required=True)
    command = group.add_parser("import", help="take over a state of the register TERC")
    command.add_argument("file", help="TERC, official edition, CSV or the ZIP it came in")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    installation.start()
    from django.utils import timezone, translation

    from ratusz.cli.prepare import prepare
    from ratusz.core.verdict import Refused
    from ratusz.organisations.actions import register_offices
    from ratusz.organisations.units_import import import_register

    prepare()
    with translation.override("en"):
        try:
            report = import_register(arguments.file, by=None, at=timezone.now())
            register_offices(at=timezone.now())
        except Refused as refusal:
            raise Problem(f"{refusal.reason}") from None
        say(str(report))
    return 0
