"""What no page of ours would ever send, and what comes close to it. Seeded: the same run sends the same."""

import random
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote_plus
from uuid import uuid4

from django.utils.http import urlencode

from tests.cast import PASSWORD, form_data, registration
from tests.registry import CONTACT, DATA, USER

TEXTS = [
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\r\n",
        "x\r\nBcc: ofiara@urzad.example",
        "\u2028",
        "\u202eodwrotnie",
        "שלום",
        "😀" * 40,
    ),
    *(
        "'",
        '"',
        "' OR 1=1 --",
        "'; DROP TABLE proposals_proposal; --",
        "%",
        "_%_",
        "\\",
        "{{ 7*7 }}",
        "{% debug %}",
        "%(x)s",
    ),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "../../etc/passwd"),
    *("true", "null", "None", "undefined", "[]", "{}", "[object Object]", "on", "NaN", "Infinity", "-inf", "1e400"),
    *("A" * 300, "ł" * 5000, "9" * 5000, "a" * 70_000),
]
NUMBERS = [
    "0",
    "-1",
    "1",
    "2",
    "²",
    "٣",
    "1.5",
    "007",
    "32768",
    "2147483648",
    "9223372036854775808",
    "1" + "0" * 30,
    "0x10",
    "1_0",
]
DATES = [
    *("0000-00-00", "0001-01-01", "0001-12-31", "1900-02-29", "1970-01-01", "2026-02-30", "2026-03-29", "2026-10-25"),
    *("2100-12-31", "9999-12-31", "10000-01-01", "31.12.9999", "1.1.1", "99.99.9999", "2026-3-3", "2026-W10", "dziś"),
]
TIMES = ["24:00", "25:61", "00:00", "23:59:60", "2:30", "02.30", "9", "-1:00", "09:00:00.000001", "９:００"]
KEYS = [
    str(uuid4()),
    "00000000-0000-0000-0000-000000000000",
    "{" + str(uuid4()) + "}",
    "urn:uuid:" + str(uuid4()),
    "zz",
    "1" * 32,
]
ADDRESSES = [
    "a@b",
    "@",
    '"<script>"@urzad.example',
    '"\x0b"@urzad.example',
    "a@" + "b" * 250 + ".pl",
    "ó@żółw.pl",
    "a b@c.pl",
]
ALL = TEXTS + NUMBERS + DATES + TIMES + KEYS + ADDRESSES
RAW = ["%ED%A0%80", "%FF%FE", "%C0%80", "%", "%zz", "%00", "+", "&=&=", "%F0%9F%98%80", "%E2%80%AE"]
FIELDS = [
    *("data", "godzina", "typ", "temat", "miejsce", "adres", "klucz", "wersja", "dodaj", "usun", "uwagi", "powod"),
    *("decyzja", "wybrane", "zmiana", "osoba", "imie", "nazwisko", "email", "people", "topics", "wants_equipment"),
    *(
        "uczestnicy-TOTAL_FORMS",
        "uczestnicy-INITIAL_FORMS",
        "uczestnicy-0-imie",
        "uczestnicy-0-email",
        "uczestnicy-9-email",
    ),
    *("name", "title", "maximum_amount", "applications_until", "ends_on", "maximum_nominees", "minimum_lead_hours"),
    *(
        "meeting_minutes",
        "headline",
        "lead",
        "facts",
        "name_pl",
        "position",
        "active",
        "eligible",
        "residents",
        "as_of",
    ),
    *("source", "office", "login", "password", "password1", "password2", "oldpassword", "first_name", "last_name"),
    *(
        "phone",
        "terms",
        "next",
        "remember",
        "state",
        "organisation",
        "role",
        "is_active",
        "csrfmiddlewaretoken",
        "id",
        "pk",
    ),
    *("dalej", "uzytkownik", "kopiuj", "stan", "inna", "z", "pomin", "plik", "uses_phones", "uses_address", "nip"),
    *("regon", "legal_nip", "website", "street", "postcode", "city", "kind", "belongs_to", "phone_2", "data.name"),
]
QUERIES = [
    *(
        "strona",
        "page",
        "sort",
        "status",
        "typ",
        "od",
        "do",
        "q",
        "uwaga",
        "format",
        "stan",
        "szukaj",
        "wszystkie",
        "next",
    ),
    *("miejsce", "rodzaj", "brak", "co", "kto", "z", "pokaz"),
]


Maker = Callable[[], dict[str, Any]]


def forms(house: SimpleNamespace) -> dict[str, Maker]:
    """A correct form for each door that takes one, in which one or two fields are then spoilt."""
    topics = [topic.pk for topic in house.programme.topics.all()]
    entry = {"name_pl": "Nazwa", "name_en": "", "name_de": "", "position": "1", "active": "on", "eligible": "yes"}
    decision = {
        "data": "2026-03-03",
        "godzina": "09:00",
        "wersja": "1",
        "uwagi": "",
        "powod": "Nie",
        "decyzja": "accept",
    }
    named = {
        "imie": "Ewa",
        "nazwisko": "Zając",
        "email": "ewa@urzad.example",
        "osoba": house.accepted.nominees.first().pk,
    }
    moment = {
        "data": "2026-03-09",
        "godzina": "11:00",
        "powod": "Sesja rady",
        "typ": "online",
        "miejsce": "",
        "adres": "",
    }
    who = {"first_name": "Anna", "last_name": "Kowalczyk", "phone": "500 600 700"}
    login = {"login": "anna@urzad.example", "password": PASSWORD, "next": "/start/"}
    again = {"password1": PASSWORD, "password2": PASSWORD, "oldpassword": PASSWORD}
    return {
        **dict.fromkeys(("proposal_new", "proposal_edit"), lambda: proposal(house)),
        **dict.fromkeys(("account_signup", "coordinator_signup"), lambda: newcomer(house)),
        **dict.fromkeys(("login", "account_login"), lambda: dict(login)),
        **dict.fromkeys(("settings_entry", "settings_entry_new"), lambda: dict(entry)),
        **dict.fromkeys(("account_reset_password", "activation_resend"), lambda: {"email": "anna@urzad.example"}),
        **dict.fromkeys(("account_change_password", "account_reset_password_from_key"), lambda: dict(again)),
        "proposals_bulk": lambda: {
            "decyzja": "reject",
            "powod": "Nie",
            "wybrane": [f"{house.pending.number}.1", "ZS-2.²"],
        },
        "proposal_change": lambda: {"zmiana": random.choice(KINDS), "klucz": str(uuid4()), **named, **moment},
        "declaration": lambda: {"people": "3", "topics": topics, "wants_equipment": "on"},
        "settings_programme": lambda: {name: str(getattr(house.programme, name)) for name in PROGRAMME},
        "settings_text": lambda: {"headline": "a", "lead": "b", "facts": "c", "benefits": "d", "who": "e"},
        "unit": lambda: {"residents": "19513", "as_of": "2025-12-31", "source": "GUS"},
        "join": lambda: {"office": house.units.laziska.pk},
        "account": lambda: dict(who),
        "decision": lambda: dict(decision),
        **registry(house),
    }


def registry(house: SimpleNamespace) -> dict[str, Maker]:
    """Every field of the registry; what the review asks back was looked at by nobody."""
    on = {"dalej": "aktualizacja", "website": "https://urzad.example", "nip": "6431761422", "legal_regon": "242637141"}
    return {
        **dict.fromkeys(("organisation_data", "organisation_fill"), lambda: {**DATA, **on}),
        "organisation_contact": lambda: {**CONTACT, "dalej": "kontakt"},
        "organisation_choose": lambda: {"uzytkownik": house.deputy.pk},
        "organisation_user": lambda: {**CONTACT, **USER, **random.choice([{}, {}, {"kopiuj": "1"}])},
        "organisation_review": lambda: {"stan": "0" * 32, "inna": "on"},
        "organisation_settle": lambda: {"stan": "0" * 32, "data.name": "moje", f"users.{house.deputy.pk}": "zapisane"},
        "organisation_refuse": lambda: {"powod": "Nie istnieje"},
        "organisation_merge": lambda: {"z": house.other_office.oid, "stan": "0" * 32},
        "organisation_import": lambda: {"stan": "0" * 32, "pomin": "on"},
    }


def proposal(house: SimpleNamespace) -> dict[str, Any]:
    place = {"typ": "onsite", "miejsce": house.programme.places.first().pk, "adres": "Rynek 1"}
    buttons = random.choice([{}, {}, {}, {"dodaj": ""}, {"usun": "²"}])
    return form_data(klucz=str(uuid4()), wersja="1", **random.choice([{}, place]), **buttons)


def newcomer(house: SimpleNamespace) -> dict[str, Any]:
    return registration(office=house.units.laziska.pk, email=f"{uuid4().hex[:8]}@urzad.example")


KINDS = ["starts_at", "venue", "person_added", "person_removed", "cancellation"]
PROGRAMME = [
    *("name", "title", "project_number", "call_number", "measure", "funding_source", "maximum_amount", "leader"),
    *("applications_until", "ends_on", "contact_email", "contact_phone", "support_email", "maximum_nominees"),
    *("minimum_lead_hours", "meeting_minutes"),
]


def singles(chance: random.Random, correct: dict[str, Maker], doors: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Door and body: every correct form with each of its fields replaced by each piece of garbage, in random order."""
    found = [(door, name, value) for door in doors if door in correct for name in correct[door]() for value in ALL]
    chance.shuffle(found)
    for door, name, value in found:
        yield door, urlencode(correct[door]() | {name: value}, doseq=True)


def body(chance: random.Random, correct: dict[str, Maker]) -> str:
    """Any form with several fields spoilt, or fields thrown together."""
    if chance.random() < 0.6:
        fields = chance.choice(list(correct.values()))()
        for name in chance.sample(sorted(fields), min(len(fields), chance.choice([2, 3, 4]))):
            spoil(fields, name, chance)
    else:
        fields = {name: chance.choice(ALL) for name in chance.sample(FIELDS, chance.randint(0, 12))}
    text = urlencode(fields, doseq=True)
    if chance.random() < 0.3:
        text += f"&{chance.choice(FIELDS)}={chance.choice(RAW)}"
    return text


def spoil(fields: dict[str, Any], name: str, chance: random.Random) -> None:
    """Left out, repeated, or replaced by something that has no business there."""
    way = chance.random()
    if way < 0.2:
        del fields[name]
    else:
        fields[name] = [chance.choice(ALL) for _ in range(3)] if way < 0.5 else chance.choice(ALL)


def query(chance: random.Random) -> str:
    names = chance.sample(QUERIES, chance.randint(1, 4))
    return "&".join(
        f"{name}={chance.choice(RAW) if chance.random() < 0.2 else quote_plus(chance.choice(ALL))}" for name in names
    )
