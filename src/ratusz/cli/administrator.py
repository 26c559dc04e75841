"""`ratusz createadmin`: the first account that may do everything, made by whoever controls the machine."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from ratusz.cli import installation
from ratusz.cli.commands import Commands
from ratusz.cli.console import Problem, say

if TYPE_CHECKING:
    from ratusz.accounts.models import User


def add_to(commands: Commands) -> None:
    command = commands.add_parser("createadmin", help="make an account with the role administrator")
    command.add_argument("email")
    command.add_argument("--name", default="Administrator Systemu", help='for example "Jan Nowak"')
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    installation.start()
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from ratusz.cli.prepare import prepare
    from ratusz.organisations import actions
    from ratusz.organisations.states import Role
    from ratusz.programmes.shipped import operator

    email = valid_email(arguments.email)
    prepare()
    at = timezone.now()
    person = existing(email)
    made = person is None
    fields = named(arguments.name)
    password = ask_password(email, fields) if made else ""
    with transaction.atomic():
        if person is None:
            from ratusz.accounts.actions import create_confirmed

            person = create_confirmed(email, password, by=None, at=at, **fields)
        actions.appoint(person, operator(settings.SITE_NAME, at), Role.ADMINISTRATOR, by=None, at=at)
    say(f"{email} {'has a new account and' if made else 'keeps the password and'} is an administrator.")
    return 0


def valid_email(text: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(text.strip())
    except ValidationError:
        raise Problem(f"{text} is not an e-mail address.", status=2) from None
    return text.strip().lower()


def named(name: str) -> dict[str, str]:
    first, _, last = name.strip().rpartition(" ")
    if not first:
        raise Problem('--name takes a first and a last name, for example "Jan Nowak".', status=2)
    return {"first_name": first, "last_name": last}


def existing(email: str) -> "User | None":
    from ratusz.accounts.models import User

    return User.objects.filter(email=email).first()


def ask_password(email: str, fields: dict[str, str]) -> str:
    """Twice from a terminal, once from a pipe; judged by the rules of registration. Raises Problem."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from ratusz.accounts.models import User
    from ratusz.accounts.passwords import normalised

    password = normalised(typed_password())
    try:
        with translation.override("en"):
            validate_password(password, User(email=email, **fields))
    except ValidationError as fault:
        raise Problem(" ".join(fault.messages)) from None
    return password


def typed_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("The same again: "):
        raise Problem("the two passwords differ. Nothing was made.")
    return password
