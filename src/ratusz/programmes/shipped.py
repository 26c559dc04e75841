"""The programme that Ratusz brings along, as its organiser announced it."""

import tomllib
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import transaction

from ratusz.history import record as history
from ratusz.organisations.models import Organisation, OrganisationKind
from ratusz.programmes.models import Partner, Place, Programme, ProgrammeText, Topic, UnitType

RECORD = (
    *("slug", "name", "title", "project_number", "call_number", "measure", "funding_source", "leader"),
    *("applications_until", "ends_on", "contact_email", "contact_phone", "support_email"),
)


@cache
def shipped() -> dict[str, Any]:
    """The file as it stands; dates are dates, the amount is a text."""
    return tomllib.loads((files("ratusz.programmes") / "data" / "cyfryzacja.toml").read_text("utf-8"))


@transaction.atomic
def load_shipped_programme(*, at: datetime) -> Programme:
    """R-004-1 to R-004-11: the programme, made when it is not there yet. What an operator edited is never touched."""
    told = shipped()
    present = Programme.objects.filter(slug=told["slug"]).first()
    if present:
        return present
    fields = {name: told[name] for name in RECORD} | {"maximum_amount": Decimal(told["maximum_amount"])}
    programme = Programme.objects.create(**fields, operator=operator(told["leader"], at))
    _add_lists(programme, told)
    history.record("programmes.programme.load", programme, by=None, at=at, clause="R-004-11")
    return programme


def operator(name: str, at: datetime) -> Organisation:
    """The organisation that runs the programmes of this installation; made when there is none yet."""
    present = Organisation.objects.filter(kind=OrganisationKind.OPERATOR).order_by("pk").first()
    return present or Organisation.objects.create(kind=OrganisationKind.OPERATOR, name=name, created_at=at)


def _add_lists(programme: Programme, told: dict[str, Any]) -> None:
    """Texts, partners, topics, places and unit types, in the order of the file."""
    ProgrammeText.objects.bulk_create(
        ProgrammeText(programme=programme, language=language, **{key: text.strip() for key, text in texts.items()})
        for language, texts in told["texts"].items()
    )
    Partner.objects.bulk_create(
        Partner(programme=programme, position=position, name=name) for position, name in enumerate(told["partners"], 1)
    )
    for model, rows in ((Topic, told["topics"]), (Place, told["places"]), (UnitType, told["unit_types"])):
        model.objects.bulk_create(_entry(model, programme, position, row) for position, row in enumerate(rows, 1))


def _entry(model: Any, programme: Programme, position: int, row: dict[str, str]) -> Any:
    """A row of the file: its names by language, and for a unit type whether it qualifies."""
    names = {f"name_{language}": row[language] for language in ("pl", "en", "de")}
    more = {"eligible": row["eligible"]} if "eligible" in row else {}
    return model(programme=programme, position=position, **names, **more)
