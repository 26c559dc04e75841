"""`ratusz check`: is this installation well? One line for each thing looked at; exit status 1 when one is not."""

import argparse

from ratusz import config
from ratusz.cli import installation
from ratusz.cli.commands import Commands
from ratusz.cli.console import complain, say
from ratusz.cli.findings import Finding


def add_to(commands: Commands) -> None:
    command = commands.add_parser("check", help="settings, database, disk, mail, static files: is everything well?")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    faults = config.read().faults()
    for fault in faults:
        complain(f"FAULT  settings: {fault}")
    if faults:
        return 2
    settings = installation.start()
    say(f"ok     settings: {'production' if settings.production else 'this machine only'}, {settings['URL']}")
    from ratusz.cli.examinations import EXAMINATIONS

    failed = [name for name, examine in EXAMINATIONS.items() if not report(name, examine())]
    return 1 if failed else 0


def report(name: str, finding: Finding) -> bool:
    if finding.well:
        say(f"ok     {name}: {finding.words}")
    else:
        complain(f"FAULT  {name}: {finding.words}")
    return finding.well
