"""Loads the demonstration once; cheap when it is there already."""

from datetime import datetime, timedelta

from django.db import transaction

from ratusz.accounts.models import User
from ratusz.core.terms import local_day
from ratusz.demo import elsewhere, people, registry, siemianowice
from ratusz.demo.cast import ANNA, SIEMIANOWICE
from ratusz.demo.story import Stage, Story
from ratusz.history import record as history
from ratusz.organisations.actions import register_offices
from ratusz.organisations.units_import import load_shipped_units
from ratusz.privacy.shipped import publish_shipped
from ratusz.programmes.models import Programme
from ratusz.programmes.shipped import load_shipped_programme

OPEN_FOR, RUNS_FOR = timedelta(days=60), timedelta(days=180)
OLDER = timedelta(days=40)  # the registry was there before anybody in it did anything


def load(*, at: datetime) -> None:
    """Everything or nothing, and nothing a second time."""
    load_shipped_units(at=at)
    register_offices(at=at - OLDER)
    publish_shipped(at=at)
    with transaction.atomic():
        programme = load_shipped_programme(at=at)
        if not User.objects.filter(email=ANNA.email).exists():
            _shift(programme, at)
            _play(programme, at)


def _shift(programme: Programme, at: datetime) -> None:
    """The real programme has real dates and real mailboxes; a demonstration is open and writes to nobody."""
    programme.applications_until = local_day(at) + OPEN_FOR
    programme.ends_on = local_day(at) + RUNS_FOR
    programme.contact_email, programme.support_email = "projekt@klaster.example", "pomoc@klaster.example"
    changed = ["applications_until", "contact_email", "ends_on", "support_email"]
    programme.save(update_fields=changed)
    history.record("programmes.programme.change", programme, by=None, at=at, clause="R-004-11", fields=changed)


def _play(programme: Programme, at: datetime) -> None:
    accounts = people.make_accounts(at)
    staff = people.appoint_staff(programme, accounts, at)
    offices = people.take_offices(accounts, staff, at)
    registry.fill(offices, accounts, staff, at)
    people.declare(offices, programme, at)
    stage = Stage(programme, list(programme.topics.all()), list(programme.places.all()), staff, at)
    tables = {SIEMIANOWICE: siemianowice.MATTERS, **elsewhere.MATTERS}
    acts = [
        act
        for office, matters in tables.items()
        for place, matter in enumerate(matters)
        for act in Story(stage, office, offices[office], matter).acts(minutes=3 * place)
    ]
    for act in sorted(acts, key=lambda act: act.at):
        act.do(act.at)
