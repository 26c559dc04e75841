"""Accounts, roles and declarations of the demonstration, made by the real actions."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ratusz.accounts.actions import create_confirmed
from ratusz.accounts.models import User
from ratusz.demo.cast import ADAM, ANNA, CZELADZ, FILIP, GRAZYNA, LOGINS, OLIWIA, OTHERS, SIEMIANOWICE, Office, address
from ratusz.demo.matter import before
from ratusz.organisations import actions as organisations
from ratusz.organisations.models import Membership, TerritorialUnit
from ratusz.organisations.states import Role
from ratusz.privacy import actions as privacy
from ratusz.privacy.models import Document
from ratusz.programmes import actions as programmes
from ratusz.programmes.models import Programme

PHONE = "+48321234567"
JOINED, CONFIRMED, DECLARED = 30, 29, 28


@dataclass(frozen=True)
class Coordinator:
    """A person, freshly read so that their roles are current, and the office for which they act."""

    person: Any
    organisation: Any


def make_accounts(at: datetime) -> dict[str, User]:
    """Everybody of the login page, by name."""
    return {login.name: _account(login.name, login.email, login.password, at) for login in LOGINS}


def appoint_staff(programme: Programme, people: dict[str, User], at: datetime) -> User:
    """Who runs the programme and the installation. Returns the operator's person."""
    for login, role in ((OLIWIA, Role.OPERATOR), (ADAM, Role.ADMINISTRATOR)):
        at_work = before(JOINED, "7:30", at)
        organisations.appoint(people[login.name], programme.operator, role, by=None, at=at_work)
    return _fresh(people[OLIWIA.name])


def take_offices(people: dict[str, User], staff: User, at: datetime) -> dict[Office, Coordinator]:
    """Anna and the others are confirmed; Filip waits for it, and so does Anna's deputy."""
    found = {SIEMIANOWICE: _confirmed(people[ANNA.name], SIEMIANOWICE, staff, at)}
    for office in OTHERS:
        found[office] = _confirmed(_colleague(office, at), office, staff, at)
    found[CZELADZ] = _joined(people[FILIP.name], CZELADZ, before(8, "11:00", at))
    _joined(people[GRAZYNA.name], SIEMIANOWICE, before(5, "14:20", at))
    return found


def declare(offices: dict[Office, Coordinator], programme: Programme, at: datetime) -> None:
    """R-004-4: those offices that have said how many people they want to send."""
    topics = list(programme.topics.all())
    for place, (office, who) in enumerate(offices.items()):
        if office.people:
            days = DECLARED if office is not CZELADZ else 7
            programmes.declare(
                who.organisation,
                programme,
                people=office.people,
                topics=[topics[position] for position in office.topics],
                wants_equipment=office.equipment,
                by=who.person,
                at=before(days, "12:30", at, minutes=place),
            )


def _account(name: str, email: str, password: str, at: datetime) -> User:
    first, last = name.split(" ")
    fields = {"first_name": first, "last_name": last, "phone": PHONE}
    person = create_confirmed(email, password, by=None, at=before(JOINED, "7:00", at), **fields)
    privacy.acknowledge(person, Document.objects.current("regulamin"), by=person, at=at)
    return person


def _colleague(office: Office, at: datetime) -> User:
    """A coordinator whom nobody signs in as: the password is thrown away."""
    email = address(office.coordinator, office.domain)
    return _account(office.coordinator, email, secrets.token_urlsafe(16), at)


def _confirmed(person: User, office: Office, staff: User, at: datetime) -> Coordinator:
    joined = _joined(person, office, before(JOINED, "8:00", at))
    place = Membership.objects.get(person=person, organisation=joined.organisation)
    organisations.confirm(place, by=staff, at=before(CONFIRMED, "9:00", at))
    return Coordinator(_fresh(person), joined.organisation)


def _joined(person: User, office: Office, at: datetime) -> Coordinator:
    unit = TerritorialUnit.objects.get(stem=office.stem)
    place = organisations.join(person, unit, by=person, at=at)
    return Coordinator(_fresh(person), place.organisation)


def _fresh(person: User) -> User:
    """Roles are remembered with the person, so after a change the person is read anew."""
    return User.objects.get(pk=person.pk)


def named(name: str, office: Office) -> tuple[str, str, str]:
    """First name, last name and address of somebody who works in an office; Bartek and Celina have accounts."""
    first, last = name.split(" ")
    known = next((login.email for login in LOGINS if login.name == name), "")
    return first, last, known or address(name, office.domain)
