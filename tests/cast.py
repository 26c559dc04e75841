"""The people and the matters of every test, introduced once.

Anna coordinates for Siemianowice Śląskie; Bartek and Celina are employees there; Darek trains; Ewa is a
resident; Oliwia operates the programme; Filip coordinates for Czeladź and must see nothing of Anna's.
"""

import html
import re
from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from ratusz.accounts import actions as accounts
from ratusz.core.terms import warsaw_instant
from ratusz.organisations import actions as organisations
from ratusz.organisations.models import Membership, Organisation, OrganisationKind, TerritorialUnit
from ratusz.organisations.states import MembershipState, Role
from ratusz.privacy import actions as privacy
from ratusz.programmes.models import Place, Programme, ProgrammeText, Topic
from ratusz.proposals import actions as proposals
from ratusz.proposals.models import Format, Proposal
from ratusz.proposals.rules import Details, Person

PASSWORD = "zielony-tramwaj-7"
BEFORE = "2026-02-02"


def on(day: str, hour: str = "12:00") -> datetime:
    """on("2026-03-05", "9:30") is that moment in Warsaw."""
    hours, minutes = hour.split(":")
    return warsaw_instant(date.fromisoformat(day), time(int(hours), int(minutes)))


NOW = on("2026-02-12", "10:00")


def person(first_name: str, last_name: str) -> Any:
    email = f"{first_name.lower()}@urzad.example"
    return accounts.create_confirmed(
        email, PASSWORD, by=None, at=on(BEFORE), first_name=first_name, last_name=last_name
    )


def unit(stem: str, name: str, kind: str, county: str = "") -> TerritorialUnit:
    from ratusz.core.text import collation_key, fold

    return TerritorialUnit.objects.create(
        stem=stem,
        name=name,
        kind=kind,
        county_name=county,
        voivodship_name="śląskie",
        sort_key=collation_key(name),
        search_key=f" {fold(name)} {fold(county)} {stem}",
        valid_from=date(2026, 1, 1),
    )


def offices() -> SimpleNamespace:
    """Two towns and the organiser of the programme."""
    siemianowice = unit("247401", "Siemianowice Śląskie", "city")
    czeladz = unit("240102", "Czeladź", "urban", "będziński")
    laziska = unit("240803", "Łaziska Górne", "urban", "mikołowski")
    organiser = Organisation.objects.create(
        kind=OrganisationKind.OPERATOR, name="Klaster Innowacji Społecznych", created_at=on(BEFORE)
    )
    return SimpleNamespace(siemianowice=siemianowice, czeladz=czeladz, laziska=laziska, organiser=organiser)


def documents() -> None:
    for slug, title in [("regulamin", "Regulamin"), ("klauzula-programu", "Klauzula informacyjna")]:
        privacy.publish(slug, {"pl": (title, "Treść po polsku.")}, by=None, at=on(BEFORE))


def programme(organiser: Organisation) -> Programme:
    """Open until 15 March 2026, at most seven people in a proposal."""
    record = Programme.objects.create(
        slug="cyfryzacja",
        operator=organiser,
        name="Cyfryzacja w JST",
        title="Uzupełnienie umiejętności cyfrowych pracowników JST",
        project_number="KPOD.05.08-IW.06-0089/25",
        call_number="KPOD.05.08-IW.06-009/25",
        measure="C2.1.3 „E-kompetencje”",
        funding_source="Unia Europejska, KPO",
        maximum_amount="10824674.50",
        leader="Klaster Innowacji Społecznych",
        applications_until=date(2026, 3, 15),
        ends_on=date(2026, 6, 30),
        contact_email="cyfryzacja@klaster.org.pl",
        contact_phone="888 959 840",
        support_email="support@klaster.org.pl",
    )
    texts = {
        "headline": "Szkolenia cyfrowe dla urzędów",
        "lead": "Bezpłatny projekt.",
        "facts": "Bezpłatnie\nBez wkładu",
    }
    ProgrammeText.objects.create(programme=record, language="pl", benefits="Sprzęt", who="Pracownicy urzędów", **texts)
    names = ["Cyberbezpieczeństwo w JST", "Dostępność cyfrowa dokumentów"]
    Topic.objects.bulk_create(Topic(programme=record, position=n, name_pl=name) for n, name in enumerate(names))
    where = ["Szkolenie w urzędzie", "Poza budynkiem urzędu"]
    Place.objects.bulk_create(Place(programme=record, position=n, name_pl=name) for n, name in enumerate(where))
    return record


def everybody() -> SimpleNamespace:
    """The whole cast with its offices and its programme."""
    documents()
    places = offices()
    surnames = ["Kowalczyk", "Mazur", "Wrona", "Lis", "Zając", "Sikora", "Ośliz"]
    names = ["Anna", "Bartek", "Celina", "Darek", "Ewa", "Oliwia", "Filip"]
    people = {first.lower(): person(first, last) for first, last in zip(names, surnames, strict=True)}
    organisations.appoint(people["oliwia"], places.organiser, Role.OPERATOR, by=None, at=on(BEFORE))
    for name, territory in [("anna", places.siemianowice), ("filip", places.czeladz)]:
        coordinator(people[name], territory)
    office = Organisation.objects.get(unit=places.siemianowice)
    other = Organisation.objects.get(unit=places.czeladz)
    return SimpleNamespace(
        **people, units=places, office=office, other_office=other, programme=programme(places.organiser)
    )


def coordinator(who: Any, territory: TerritorialUnit) -> Membership:
    """A confirmed coordinator."""
    place = organisations.join(who, territory, by=who, at=on(BEFORE))
    organisations.confirm(place, by=_staff(), at=on(BEFORE))
    assert Membership.objects.get(pk=place.pk).state == MembershipState.CONFIRMED
    return place


def _staff() -> Any:
    return Membership.objects.get(role=Role.OPERATOR).person


def people(count: int = 2) -> list[Person]:
    everyone = [Person("Bartek", "Mazur", "bartek@urzad.example"), Person("Celina", "Wrona", "celina@urzad.example")]
    return [*everyone, *(Person("Osoba", "Kolejna", f"osoba{n}@urzad.example") for n in range(3, 8))][:count]


def online(day: str = "2026-03-03", hour: str = "9:00") -> Details:
    return Details(starts_at=on(day, hour), format=Format.ONLINE)


def onsite(programme: Programme, day: str = "2026-03-03", hour: str = "9:00", address: str = "Rynek 1") -> Details:
    return Details(starts_at=on(day, hour), format=Format.ONSITE, place=programme.places.first(), address=address)


def propose(
    cast: SimpleNamespace, details: Details | None = None, named: list[Person] | None = None, **who: Any
) -> Proposal:
    """Anna's proposal, or that of `by` for `office`."""
    return proposals.send(
        who.get("office", cast.office),
        cast.programme,
        details or online(),
        named or people(),
        request_key=who.get("key", uuid4()),
        by=who.get("by", cast.anna),
        at=who.get("at", NOW),
    )


def form_data(**changed: Any) -> dict[str, Any]:
    """What the browser sends for a correct online proposal with two people; None leaves a field out."""
    data = {
        "data": "2026-03-03",
        "godzina": "09:00",
        "typ": "online",
        "temat": "",
        "miejsce": "",
        "adres": "",
        "klucz": str(UUID(int=1)),
        "uczestnicy-TOTAL_FORMS": "2",
        "uczestnicy-INITIAL_FORMS": "0",
    }
    for n, someone in enumerate(people(2)):
        data |= row(n, someone.first_name, someone.last_name, someone.email)
    return {name: value for name, value in (data | changed).items() if value is not None}


def row(n: int, first_name: str, last_name: str, email: str) -> dict[str, str]:
    prefix = f"uczestnicy-{n}"
    return {f"{prefix}-imie": first_name, f"{prefix}-nazwisko": last_name, f"{prefix}-email": email}


def registration(**changed: Any) -> dict[str, Any]:
    """What the browser sends to register; None leaves a field out."""
    data = {
        "email": "nowa@urzad.example",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "first_name": "Nowa",
        "last_name": "Osoba",
        "phone": "500 600 700",
        "terms": "on",
    }
    return {name: value for name, value in (data | changed).items() if value is not None}


def read(page: Any) -> str:
    """A page's text as a person reads it: no-break spaces and the spans that hold words together do not count."""
    plain = re.sub(r'<span class="nb">(.*?)</span>', r"\1", page.text)
    return html.unescape(plain.replace("\xa0", " "))
