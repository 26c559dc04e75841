"""What pages ask about the programme."""

from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ratusz.core.words import date_words
from ratusz.organisations.models import Organisation
from ratusz.programmes.models import Declaration, Place, Programme, Topic, UnitType

LOOK_AGAIN_AFTER = 2.0
_remembered: dict[str, tuple[float, Any]] = {}


def _remember(key: str, look: Callable[[], Any]) -> Any:
    """Every page asks and it hardly ever changes, so a process looks again only after two seconds."""
    now = monotonic()
    seen = _remembered.get(key)
    if seen is None or now - seen[0] > LOOK_AGAIN_AFTER:
        seen = _remembered[key] = (now, look())
    return seen[1]


def forget_programme() -> None:
    """Have the next caller look again."""
    _remembered.clear()


def current_programme() -> Programme | None:
    """The programme that this installation shows: the newest published one, with all its public page says.

    Not to be changed: whoever edits the programme reads it afresh.
    """
    return _remember("current", _newest)


def run_by(organisations: Iterable[int]) -> list[int]:
    """The programmes whose operator is one of these organisations."""
    operators = _remember("operators", lambda: list(Programme.objects.values_list("pk", "operator_id")))
    asked = set(organisations)
    return [pk for pk, operator in operators if operator in asked]


def _newest() -> Programme | None:
    in_use = [
        Prefetch("topics", Topic.objects.filter(active=True), to_attr="offered_topics"),
        Prefetch("unittypes", UnitType.objects.filter(active=True), to_attr="offered_unit_types"),
    ]
    rows = Programme.objects.filter(published=True).prefetch_related("partners", "texts", *in_use)
    return rows.order_by("-id").first()


def topics(programme: Programme) -> QuerySet[Topic]:
    return programme.topics.filter(active=True)


def places(programme: Programme) -> QuerySet[Place]:
    return programme.places.filter(active=True)


def declaration_of(organisation: Organisation, programme: Programme) -> Declaration | None:
    rows = Declaration.objects.filter(organisation=organisation, programme=programme)
    return rows.prefetch_related("topics").first()


def programmes_run_by(person: Any) -> QuerySet[Programme]:
    """R-000-A.1: the programmes whose operator this person works for."""
    places = [m.organisation_id for m in person.current_memberships if m.role in ("operator", "administrator")]
    return Programme.objects.filter(operator__in=places).order_by("-id")


def declarations_after(declaration: Declaration, into: Organisation) -> tuple[Declaration, Declaration | None]:
    """R-001-D3: when its office is merged `into` another, which declaration stays and which gives way, if any."""
    rows = Declaration.objects.filter(programme=declaration.programme_id, organisation=into)
    other = rows.first()
    if other is None:
        return declaration, None
    return (declaration, other) if declaration.declared_at > other.declared_at else (other, declaration)


def merge_foretold(loser: Organisation, into: Organisation) -> list[str]:
    """R-001-D3: what a merge would do to programmes and declarations, in words."""
    lines = [
        _("Program, którego organizatorem będzie organizacja, która zostaje: %(name)s") % {"name": programme.name}
        for programme in Programme.objects.filter(operator=loser).order_by("pk")
    ]
    rows = Declaration.objects.filter(organisation=loser).select_related("programme").order_by("pk")
    for declaration in rows:
        stays, goes = declarations_after(declaration, into)
        programme = {"programme": declaration.programme.name}
        lines.append(_("Deklaracja w programie „%(programme)s”: %(told)s") % {**programme, "told": _told(stays)})
        if goes:
            gone = {**programme, "told": _told(goes)}
            lines.append(_("Starsza deklaracja w programie „%(programme)s” ustąpi: %(told)s") % gone)
    return lines


def _told(declaration: Declaration) -> str:
    day = date_words(declaration.declared_at, get_language())
    return _("osoby: %(n)d, z dnia: %(day)s") % {"n": declaration.people, "day": day}
