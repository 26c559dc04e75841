"""What no page of ours would ever send, and what comes close to it. Seeded: the same run sends the same."""

import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote_plus
from uuid import uuid4

from django.utils.http import urlencode

from tests.cast import PASSWORD, form_data, registration

TEXTS = [
    *("", " ", "\x00", "a\x00b", "\r\n", "x\r\nBcc: ofiara@urzad.example", "\u2028", "\u202eodwrotnie", "שלום", "😀" * 40),
    *("'", '"', "' OR 1=1 --", "'; DROP TABLE proposals_proposal; --", "%", "_%_", "\\", "{{ 7*7 }}", "{% debug %}", "%(x)s"),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "../../etc/passwd"),
    *("true", "null", "None", "undefined", "[]", "{}", "[object Object]", "on", "NaN", "Infinity", "-inf", "1e400"),
    *("A" * 300, "ł" * 5000, "9" * 5000, "a" * 70_000),
]
NUMBERS = ["0", "-1", "1", "2", "²", "٣", "1.5", "007", "32768", "2147483648", "9223372036854775808", "1" + "0" * 30, "0x10", "1_0"]
DATES = [
    *("0000-00-00", "0001-01-01", "0001-12-31", "1900-02-29", "1970-01-01", "2026-02-30", "2026-03-29", "2026-10-25"),
    *("2100-12-31", "9999-12-31", "10000-01-01", "31.12.9999", "1.1.1", "99.99.9999", "2026-3-3", "2026-W10", "dziś"),
]
TIMES = ["24:00", "25:61", "00:00", "23:59:60", "2:30", "02.30", "9", "-1:00", "09:00:00.000001", "９:００"]
KEYS = [str(uuid4()), "00000000-0000-0000-0000-000000000000", "{" + str(uuid4()) + "}", "urn:uuid:" + str(uuid4()), "zz", "1" * 32]
ADDRESSES = ["a@b", "@", '"<script>"@urzad.example', '"\x0b"@urzad.example', "a@" + "b" * 250 + ".pl", "ó@żółw.pl", "a b@c.pl"]
ALL = TEXTS + NUMBERS + DATES + TIMES + KEYS + ADDRESSES
RAW = ["%ED%A0%80", "%FF%FE", "%C0%80", "%", "%zz", "%00", "+", "&=&=", "%F0%9F%98%80", "%E2%80%AE"]
FIELDS = [
    *("data", "godzina", "typ", "temat", "miejsce", "adres", "klucz", "wersja", "dodaj", "usun", "uwagi", "powod"),
    *("decyzja", "wybrane", "zmiana", "osoba", "imie", "nazwisko", "email", "people", "topics", "wants_equipment"),
    *("uczestnicy-TOTAL_FORMS", "uczestnicy-INITIAL_FORMS", "uczestnicy-0-imie", "uczestnicy-0-email", "uczestnicy-9-email"),
    *("name", "title", "maximum_amount", "applications_until", "ends_on", "maximum_nominees", "minimum_lead_hours"),
    *("meeting_minutes", "headline", "lead", "facts", "name_pl", "position", "active", "eligible", "residents", "as_of"),
    *("source", "office", "login", "password", "password1", "password2", "oldpassword", "first_name", "last_name"),
    *("phone", "terms", "next", "remember", "state", "organisation", "role", "is_active", "csrfmiddlewaretoken", "id", "pk"),
]
QUERIES = [
    *("strona", "page", "sort", "status", "typ", "od", "do", "q", "uwaga", "format", "stan", "szukaj", "wszystkie", "next"),
]


Maker = Callable[[], dict[str, Any]]


def forms(house: SimpleNamespace) -> dict[str, Maker]:
    """A correct form for each door that takes one, in which one or two fields are then spoilt."""
    topics = [topic.pk for topic in house.programme.topics.all()]
    entry = {"name_pl": "Nazwa", "name_en": "", "name_de": "", "position": "1", "active": "on", "eligible": "yes"}
    decision = {"data": "2026-03-03", "godzina": "09:00", "wersja": "1", "uwagi": "", "powod": "Nie", "decyzja": "accept"}
    named = {"imie": "Ewa", "nazwisko": "Zając", "email": "ewa@urzad.example", "osoba": house.accepted.nominees.first().pk}
    moment = {"data": "2026-03-09", "godzina": "11:00", "powod": "Sesja rady", "typ": "online", "miejsce": "", "adres": ""}
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
        "proposals_bulk": lambda: {"decyzja": "reject", "powod": "Nie", "wybrane": [f"{house.pending.number}.1", "ZS-2.1"]},
        "proposal_change": lambda: {"zmiana": random.choice(KINDS), "klucz": str(uuid4()), **named, **moment},
        "declaration": lambda: {"people": "3", "topics": topics, "wants_equipment": "on"},
        "settings_programme": lambda: {name: str(getattr(house.programme, name)) for name in PROGRAMME},
        "settings_text": lambda: {"headline": "a", "lead": "b", "facts": "c", "benefits": "d", "who": "e"},
        "unit": lambda: {"residents": "19513", "as_of": "2025-12-31", "source": "GUS"},
        "join": lambda: {"office": house.units.laziska.pk},
        "account": lambda: dict(who),
        "decision": lambda: dict(decision),
    }


def proposal(house: SimpleNamespace) -> dict[str, Any]:
    place = {"typ": "onsite", "miejsce": house.programme.places.first().pk, "adres": "Rynek 1"}
    buttons = random.choice([{}, {}, {}, {"dodaj": ""}, {"usun": "1"}])
    return form_data(klucz=str(uuid4()), wersja="1", **random.choice([{}, place]), **buttons)


def newcomer(house: SimpleNamespace) -> dict[str, Any]:
    return registration(office=house.units.laziska.pk, email=f"{uuid4().hex[:8]}@urzad.example")


KINDS = ["starts_at", "venue", "person_added", "person_removed", "cancellation"]
PROGRAMME = [
    *("name", "title", "project_number", "call_number", "measure", "funding_source", "maximum_amount", "leader"),
    *("applications_until", "ends_on", "contact_email", "contact_phone", "support_email", "maximum_nominees"),
    *("minimum_lead_hours", "meeting_minutes"),
]


def body(chance: random.Random, correct: dict[str, Maker], door: str) -> str:
    """The body of one POST: this door's form with a few fields spoilt, or another's, or fields thrown together."""
    if chance.random() < 0.85:
        fields = correct.get(door if chance.random() < 0.9 else chance.choice(sorted(correct)), correct["decision"])()
        for name in chance.sample(sorted(fields), min(len(fields), chance.choice([1, 1, 1, 2, 3]))):
            spoil(fields, name, chance)
    else:
        fields = {name: chance.choice(ALL) for name in chance.sample(FIELDS, chance.randint(0, 12))}
    text = urlencode(fields, doseq=True)
    if chance.random() < 0.15:
        text += f"&{chance.choice(FIELDS)}={chance.choice(RAW)}"
    return text


def spoil(fields: dict[str, Any], name: str, chance: random.Random) -> None:
    """Left out, doubled, or replaced by something that has no business there."""
    way = chance.random()
    if way < 0.1:
        del fields[name]
    elif way < 0.2:
        fields[name] = [chance.choice(ALL) for _ in range(3)]
    else:
        fields[name] = chance.choice([ALL, NUMBERS, DATES, TIMES, ["1" + "0" * 9]][chance.randrange(5)])


def query(chance: random.Random) -> str:
    names = chance.sample(QUERIES, chance.randint(1, 4))
    return "&".join(f"{name}={chance.choice(RAW) if chance.random() < 0.2 else quote_plus(chance.choice(ALL))}" for name in names)
