"""A throwaway installation, on SQLite or on the database of RATUSZ_DATABASE_URL.

It holds 20 000 proposals, 3 000 organisations and 20 000 people who act for them.
"""

import os
import tempfile
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

PROPOSALS = 20_000
ORGANISATIONS, PEOPLE = 3_000, 20_000
PASSWORD = "zielony-tramwaj-7"


def enter() -> None:
    """Point Django at a new data folder; must run before anything of Django is imported."""
    os.environ.setdefault("RATUSZ_DATA", tempfile.mkdtemp(prefix="ratusz-bench-"))
    os.environ.setdefault("RATUSZ_LOG_LEVEL", "ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratusz.settings")
    import django

    django.setup()


def prepare() -> SimpleNamespace:
    """Tables, units, the programme, one coordinator, one operator, and the proposals."""
    from django.utils import timezone

    from ratusz.accounts.actions import create_confirmed
    from ratusz.cli.prepare import prepare as tables
    from ratusz.organisations.actions import appoint, confirm, join
    from ratusz.organisations.models import TerritorialUnit
    from ratusz.privacy.shipped import publish_shipped
    from ratusz.programmes.shipped import load_shipped_programme

    tables()
    at = timezone.now()
    publish_shipped(at=at)
    programme = load_shipped_programme(at=at)
    programme.applications_until = (at + timedelta(days=90)).date()
    programme.ends_on = (at + timedelta(days=200)).date()
    programme.save()
    operator = create_confirmed("operator@bench.example", PASSWORD, by=None, at=at, first_name="Ola", last_name="Op")
    appoint(operator, programme.operator, "operator", by=None, at=at)
    coordinators = []
    for number, unit in enumerate(TerritorialUnit.objects.offered()[:4]):
        names = {"first_name": "Anna", "last_name": f"Nr{number}"}
        person = create_confirmed(f"anna{number}@bench.example", PASSWORD, by=None, at=at, **names)
        place = join(person, unit, by=person, at=at)
        confirm(place, by=type(operator).objects.get(pk=operator.pk), at=at)
        coordinators.append((person, place.organisation))
    fill(programme, coordinators, at)
    fill_registry(at)
    take_stock()
    return SimpleNamespace(programme=programme, operator=operator, coordinators=coordinators)


def take_stock() -> None:
    """What autovacuum does within the minute: PostgreSQL plans by what it knows of the tables."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def fill(programme: Any, coordinators: list[Any], at: Any) -> None:
    """20 000 proposals of four offices, in every state, two people each; most of them the first office's."""
    from ratusz.proposals.models import Nominee, Proposal

    topics = list(programme.topics.all())
    states = ["pending", "accepted", "rejected", "withdrawn"]
    rows = []
    for n in range(PROPOSALS):
        person, office = coordinators[0 if n % 2 else n % len(coordinators)]
        starts_at = at + timedelta(hours=3 * n % 20_000 + 24)
        state = states[n % 4]
        decided = {"decided_at": at, "decision_note": "powód"} if state in ("accepted", "rejected") else {}
        rows.append(
            Proposal(
                number=f"ZS-2020-{n:05d}",
                programme=programme,
                organisation=office,
                state=state,
                topic=topics[n % len(topics)],
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=2),
                proposed_at=starts_at,
                format="online",
                search_key=f"zs-2020-{n:05d} {office.search_key} osoba{n}",
                nominee_count=2,
                request_key=uuid4(),
                sent_by=person,
                sent_at=at,
                **decided,
            )
        )
    Proposal.objects.bulk_create(rows, batch_size=500)
    Nominee.objects.bulk_create(
        (
            Nominee(
                proposal=row, position=p, first_name="Osoba", last_name=f"Nr{n}", email=f"osoba{n}.{p}@bench.example"
            )
            for n, row in enumerate(rows)
            for p in (1, 2)
        ),
        batch_size=1000,
    )


def fill_registry(at: Any) -> None:
    """Organisations under the units, and accounts that act for them."""
    from ratusz.accounts.models import User
    from ratusz.core.text import collation_key
    from ratusz.organisations.models import SUBORDINATE, Membership, Organisation, TerritorialUnit

    units = list(TerritorialUnit.objects.offered())
    made = []
    for n in range(ORGANISATIONS - Organisation.objects.count()):
        unit, kind = units[n % len(units)], SUBORDINATE[n % len(SUBORDINATE)]
        name = f"Jednostka {n} {unit.name}"
        row = Organisation(kind=kind, belongs_to=unit, name=name, complete=n % 8, created_at=at)
        row.sort_key, row.search_key = collation_key(row.name), row.searched_by()
        made.append(row)
    made = Organisation.objects.bulk_create(made, batch_size=500)
    people = User.objects.bulk_create(
        (
            User(email=f"u{n}@bench.example", first_name="Jan", last_name=f"Nr{n}", password="!", registered_at=at)
            for n in range(PEOPLE)
        ),
        batch_size=1000,
    )
    Membership.objects.bulk_create(
        (
            Membership(
                person=person,
                organisation=made[n % len(made)],
                role="deputy" if n >= len(made) else "coordinator",
                state="confirmed",
                since=at,
                email=person.email,
            )
            for n, person in enumerate(people)
        ),
        batch_size=1000,
    )
