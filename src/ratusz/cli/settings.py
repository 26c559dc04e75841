"""`ratusz settings`: every setting, what it does, and what it is here. The table in the manual is this one."""

import argparse

from ratusz import config
from ratusz.cli.commands import Commands
from ratusz.cli.console import say

SECRET = {"SECRET_KEY", "DATABASE_URL", "SMTP_URL", "REGON_KEY", "TERYT_PASSWORD"}


def add_to(commands: Commands) -> None:
    command = commands.add_parser("settings", help="list every setting with its value here")
    command.add_argument("--manual", action="store_true", help="the table of docs/operating/settings.md")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    say(table() if arguments.manual else values(config.read()))
    return 0


def table() -> str:
    head = ["| variable | default | meaning |", "|---|---|---|"]
    return "\n".join([*head, *map(row, config.SETTINGS)])


def row(setting: config.Setting) -> str:
    default = f"`{setting.default}`" if setting.default else "empty"
    return f"| `{setting.variable}` | {default} | {setting.meaning} |"


def values(settings: config.Config) -> str:
    return "\n".join(f"{setting.variable}={shown(setting, settings)}" for setting in config.SETTINGS)


def shown(setting: config.Setting, settings: config.Config) -> str:
    """Values that hold a password are not for the screen."""
    value = settings[setting.name]
    return "(set, not shown)" if setting.name in SECRET and value else value
