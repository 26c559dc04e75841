"""R-001-D1: a form filled from a number by the REGON register, and what happens when the register does not help."""

import logging
import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from socket import socket
from urllib.request import HTTPSHandler

import pytest
from defusedxml.ElementTree import fromstring
from pytest_django import Settings

from ratusz import config
from ratusz.cli.settings import values
from ratusz.organisations import outside
from ratusz.organisations.outside import Found, Unavailable, regon_fields, soap
from tests.organisations import replay
from tests.organisations.replay import Answer, Register, multipart, plain

KEY = "klucz<&>4711"
FOUND = ["Zaloguj", "DaneSzukajPodmioty", "DanePobierzPelnyRaport", "Wyloguj"]
OFFICE = Found(
    name="URZĄD MIASTA SIEMIANOWICE ŚLĄSKIE",
    nip="9990000014",
    regon="990000016",
    street="ul. Jana Pawła II 10",
    postcode="41-100",
    city="Siemianowice Śląskie",
    unit_stem="247401",
    phone="+48327656200",
    email="urzad@siemianowice.example",
    website="https://www.siemianowice.example",
    ended_on=None,
)


@pytest.fixture
def regon(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """A register that knows the office, switched on."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with replay.register() as register:
        settings.REGON_KEY, settings.REGON_URL = KEY, register.url
        register.script |= {
            "Zaloguj": [multipart("regon_login.xml")],
            "DaneSzukajPodmioty": [multipart("regon_office.xml")],
            "DanePobierzPelnyRaport": [multipart("regon_office_report.xml")],
            "Wyloguj": [multipart("regon_logout.xml")],
        }
        yield register


def knows(register: Register, name: str) -> None:
    register.script["DaneSzukajPodmioty"] = [multipart(f"regon_{name}.xml")]
    register.script["DanePobierzPelnyRaport"] = [multipart(f"regon_{name}_report.xml")]


def told(register: Register, place: int, name: str) -> str | None:
    """The text of the only element of that name in a question."""
    return fromstring(register.asked[place].text).findtext(f".//{{*}}{name}")


@pytest.mark.requirement("R-001-D1")
def test_an_office_is_found_by_its_nip(regon: Register) -> None:
    assert outside.by_nip("9990000014") == OFFICE

    assert regon.operations == FOUND
    assert told(regon, 0, "pKluczUzytkownika") == KEY
    assert told(regon, 1, "Nip") == "9990000014"
    assert (told(regon, 2, "pRegon"), told(regon, 2, "pNazwaRaportu")) == ("990000016", "BIR11OsPrawna")
    assert told(regon, 3, "pIdentyfikatorSesji") == "4c7kx9b2m6t8w3z5p1qd"
    assert [asked.headers["sid"] for asked in regon.asked] == [None, *["4c7kx9b2m6t8w3z5p1qd"] * 3]
    for place, asked in enumerate(regon.asked):
        assert asked.headers["Content-Type"] == "application/soap+xml; charset=utf-8"
        assert told(regon, place, "To") == regon.url
        assert (told(regon, place, "Action") or "").endswith(f"IUslugaBIRzewnPubl/{asked.operation}")


@pytest.mark.requirement("R-001-D1")
def test_an_office_is_found_by_its_regon(regon: Register) -> None:
    assert outside.by_regon("990000016") == OFFICE
    assert told(regon, 1, "Regon") == "990000016"


def test_the_answer_may_also_come_without_parts(regon: Register) -> None:
    for operation, answer in (("Zaloguj", "login"), ("DaneSzukajPodmioty", "office")):
        regon.script[operation] = [plain(f"regon_{answer}.xml", kind="application/soap+xml; charset=utf-8")]
    assert outside.by_nip("9990000014") == OFFICE


@pytest.mark.requirement("R-001-D1")
def test_a_flat_belongs_to_the_number_and_wrong_entries_are_left_out(regon: Register) -> None:
    knows(regon, "flat")
    assert outside.by_regon("990000022") == Found(
        name='MIEJSKI ZAKŁAD "ZIELEŃ & WODA" W SIEMIANOWICACH ŚLĄSKICH',
        nip="",  # revoked
        regon="990000022",
        street="Plac Wolności 15A/3",
        postcode="41-106",
        city="Siemianowice Śląskie",
        unit_stem="247401",
        phone="",  # without its area code
        email="",  # "brak"
        website="",  # "nie ma"
        ended_on=None,
    )


@pytest.mark.requirement("R-001-D1")
def test_a_village_without_streets_and_with_a_post_office_elsewhere(regon: Register) -> None:
    knows(regon, "village")
    assert outside.by_nip("9990000037") == Found(
        name="GMINNY OŚRODEK KULTURY W ZARĘBICACH",
        nip="9990000037",
        regon="990000039",
        street="Zarębice 12",
        postcode="42-248",
        city="Przyrów",
        unit_stem="240414",
        phone="+48343000012",
        email="gok@przyrow.example",
        website="https://przyrow.example/gok",
        ended_on=None,
    )


def test_a_local_unit_has_fourteen_digits_and_a_report_of_its_own(regon: Register) -> None:
    knows(regon, "local")
    found = outside.by_regon("99000001600012")
    assert found and (found.regon, found.street, found.unit_stem) == ("99000001600012", "ul. Śląska 4", "247401")
    assert told(regon, 2, "pNazwaRaportu") == "BIR11JednLokalnaOsPrawnej"


@pytest.mark.requirement("R-001-D1")
def test_a_unit_that_no_longer_exists_says_since_when(regon: Register) -> None:
    knows(regon, "ended")
    found = outside.by_nip("9990000043")
    assert found and found.ended_on == date(2019, 12, 31)


def test_what_was_struck_off_has_ended_too(regon: Register) -> None:
    knows(regon, "ended")
    regon.script["DaneSzukajPodmioty"] = [multipart("regon_struck_off.xml")]
    found = outside.by_nip("9990000043")
    assert found and found.ended_on == date(2020, 1, 15)


def test_of_several_the_one_that_exists_and_is_the_whole_counts(regon: Register) -> None:
    regon.script["DaneSzukajPodmioty"] = [multipart("regon_several.xml")]
    assert outside.by_nip("9990000014") == OFFICE


@pytest.mark.requirement("R-001-D1")
def test_a_number_that_is_not_in_the_register_finds_nothing(regon: Register) -> None:
    regon.script["DaneSzukajPodmioty"] = [multipart("regon_nothing.xml")]
    assert outside.by_nip("9990000014") is None
    assert regon.operations == ["Zaloguj", "DaneSzukajPodmioty", "Wyloguj"]


def test_nothing_may_also_be_said_by_an_empty_answer_and_a_code(regon: Register) -> None:
    regon.script |= {"DaneSzukajPodmioty": [multipart("regon_no_session.xml")]}
    regon.script |= {"GetValue": [multipart("regon_code_4.xml")]}
    assert outside.by_nip("9990000014") is None
    assert told(regon, 2, "Action") == "http://CIS/BIR/2014/07/IUslugaBIR/GetValue"
    assert told(regon, 2, "pNazwaParametru") == "KomunikatKod"


def test_people_are_not_taken_over(regon: Register) -> None:
    regon.script["DaneSzukajPodmioty"] = [multipart("regon_sole_trader.xml")]
    assert outside.by_nip("9990000020") is None
    assert "DanePobierzPelnyRaport" not in regon.operations


@pytest.mark.parametrize("code", ["7", "empty"])
def test_a_forgotten_session_is_opened_anew(regon: Register, code: str) -> None:
    regon.script |= {
        "Zaloguj": [multipart("regon_login.xml"), multipart("regon_login_again.xml")],
        "DaneSzukajPodmioty": [multipart("regon_no_session.xml"), multipart("regon_office.xml")],
        "GetValue": [multipart(f"regon_code_{code}.xml")],
    }
    assert outside.by_nip("9990000014") == OFFICE
    assert regon.operations == ["Zaloguj", "DaneSzukajPodmioty", "GetValue", *FOUND]
    assert regon.asked[3].headers["sid"] is None
    assert {asked.headers["sid"] for asked in regon.asked[4:]} == {"9f2hn5r8v1y4c7kx3b6m"}


def test_a_session_that_is_always_forgotten_is_opened_anew_only_once(regon: Register) -> None:
    regon.script |= {"DaneSzukajPodmioty": [multipart("regon_no_session.xml")]}
    regon.script |= {"GetValue": [multipart("regon_code_7.xml")]}
    with pytest.raises(Unavailable):
        outside.by_nip("9990000014")
    assert regon.operations.count("Zaloguj") == 2


@pytest.mark.parametrize(
    "answer", [multipart("regon_report_refused.xml"), plain("page.html", 500), replay.never, replay.hang_up]
)
def test_name_and_address_are_worth_having_without_the_report(
    regon: Register, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soap, "TIMEOUT", 2.0)
    regon.script["DanePobierzPelnyRaport"] = [answer]
    bare = replace(OFFICE, unit_stem="", phone="", email="", website="")
    assert outside.by_nip("9990000014") == bare


def test_a_failed_farewell_spoils_nothing(regon: Register) -> None:
    regon.script["Wyloguj"] = [plain("page.html", 503)]
    assert outside.by_nip("9990000014") == OFFICE


@pytest.mark.requirement("R-001-D1")
def test_a_wrong_key_is_told_apart_and_stays_out_of_the_log(regon: Register, caplog: pytest.LogCaptureFixture) -> None:
    regon.script["Zaloguj"] = [multipart("regon_login_refused.xml")]
    with pytest.raises(Unavailable) as refusal:
        outside.by_nip("9990000014")
    assert "REGON odrzucił dane dostępowe" in refusal.value.reason
    assert regon.operations == ["Zaloguj"]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "RATUSZ_REGON_KEY" in caplog.text
    assert KEY not in caplog.text


BAD: dict[str, Answer] = {
    "a broken server": plain("page.html", 500),
    "a maintenance page": plain("page.html", kind="text/html"),
    "refused at the door": plain("page.html", 403),
    "nothing": lambda asked: asked.say(b"", "text/xml"),
    "bytes": lambda asked: asked.say(bytes(range(256)), "application/octet-stream"),
    "an unknown encoding": lambda asked: asked.say(b'<?xml version="1.0" encoding="klingon"?><a/>', "text/xml"),
    "parts without an envelope": lambda asked: asked.say(b"no parts", replay.MTOM),
    "an envelope without a body": lambda asked: asked.say(b"<Envelope/>", "text/xml"),
    "an answer to something else": multipart("regon_logout.xml"),
    "a complaint": plain("regon_fault.xml"),
    "an answer that calls itself a fault": plain("regon_office.xml", 500),
    "a code of which we know nothing": multipart("regon_too_many.xml"),
    "half a document inside": multipart("regon_broken_inside.xml"),
    "an entity bomb": plain("entity_bomb.xml"),
    "an entity bomb inside": multipart("regon_bomb_inside.xml"),
    "an entity that reads a file": plain("file_thief.xml"),
    "two megabytes": replay.endless,
    "a line that is cut": replay.hang_up,
    "silence": replay.never,
    "a drip": replay.drip,
}


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize("answer", BAD.values(), ids=BAD)
def test_an_answer_that_cannot_be_used_leaves_the_form_to_the_hand(
    regon: Register, answer: Answer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(soap, "TIMEOUT", 1.0)
    regon.script["DaneSzukajPodmioty"] = [answer]
    with pytest.raises(Unavailable) as refusal:
        outside.by_nip("9990000014")
    assert refusal.value.reason == ("Rejestr REGON teraz nie odpowiada. Wpisz dane ręcznie albo spróbuj później.")
    assert "REGON gives no answer" in caplog.text
    assert KEY not in caplog.text


@pytest.mark.requirement("R-001-D1")
def test_a_service_that_is_down_leaves_the_form_to_the_hand(regon: Register, settings: Settings) -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.REGON_URL = f"http://127.0.0.1:{port}/service.svc"
    with pytest.raises(Unavailable, match="nie odpowiada"):
        outside.by_nip("9990000014")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_key_is_not_carried_to_another_address(regon: Register, status: int) -> None:
    with replay.register() as stranger:
        stranger.script |= {"GET": [multipart("regon_login.xml")], "Zaloguj": [multipart("regon_login.xml")]}
        regon.script["Zaloguj"] = [replay.elsewhere(stranger.url, status)]
        with pytest.raises(Unavailable, match="nie odpowiada"):
            outside.by_nip("9990000014")
    assert stranger.asked == []


def test_certificates_are_checked() -> None:
    [https] = {handler for handler in soap.opener().handlers if isinstance(handler, HTTPSHandler)}
    assert https._context.verify_mode == ssl.CERT_REQUIRED
    assert https._context.check_hostname


@pytest.mark.requirement("R-001-D1")
def test_nobody_is_asked_without_a_key(regon: Register, settings: Settings) -> None:
    assert outside.regon_is_on()
    settings.REGON_KEY = ""
    assert not outside.regon_is_on()
    for search, number in ((outside.by_nip, "9990000014"), (outside.by_regon, "990000016")):
        with pytest.raises(Unavailable, match="nie jest włączone"):
            search(number)
    assert regon.asked == []


@pytest.mark.parametrize("number", ["", "999000001", "99900000144", "999-000-00-14", "٩٩٩٠٠٠٠٠١٤", "99900000<4"])
def test_what_cannot_be_a_number_is_nowhere(regon: Register, number: str) -> None:
    assert outside.by_nip(number) is None
    assert outside.by_regon(f"{number}x") is None
    assert regon.asked == []


@pytest.mark.parametrize(
    ("convert", "given", "kept"),
    [
        (regon_fields.postcode, "41100", "41-100"),
        (regon_fields.postcode, "41-100", "41-100"),
        (regon_fields.postcode, "SW1A 1AA", ""),
        (regon_fields.phone, "0327656200", "+48327656200"),
        (regon_fields.phone, "32 765 62 00", "+48327656200"),
        (regon_fields.phone, "03275737523", ""),
        (regon_fields.website, "www.gmina.example", "https://www.gmina.example"),
        (regon_fields.website, "HTTP://WWW.GMINA.EXAMPLE", "http://www.gmina.example"),
        (regon_fields.website, "javascript:alert(1)", ""),
        (regon_fields.email, "Urzad@Gmina.Example", "urzad@gmina.example"),
        (regon_fields.email, "a@b.example; c@d.example", ""),
        (regon_fields.day, "2019-12-31", date(2019, 12, 31)),
        (regon_fields.day, "31.12.2019", None),
    ],
)
def test_fields_are_kept_as_ours_are(convert: Callable[[str], object], given: str, kept: object) -> None:
    assert convert(given) == kept


@pytest.mark.parametrize(
    ("symbols", "stem"),
    [
        (("24", "74", "011"), "247401"),
        (("24", "04", "145"), "240414"),
        (("14", "65", "108"), "146501"),  # a district of Warszawa: the city
        (("12", "61", "029"), "126101"),  # a delegatura of Kraków: the city
        (("24", "74", ""), ""),
        (("", "", ""), ""),
    ],
)
def test_the_seat_lies_in_a_gmina(symbols: tuple[str, str, str], stem: str) -> None:
    assert regon_fields.unit_stem(*symbols) == stem


def test_a_place_with_streets_whose_post_office_is_elsewhere_is_named() -> None:
    address = {"Miejscowosc": "Zarębice", "MiejscowoscPoczty": "Przyrów", "Ulica": "ul. Leśna", "NrNieruchomosci": "5"}
    assert regon_fields.street({**address, "NrLokalu": ""}) == "Zarębice, ul. Leśna 5"


def test_settings_that_would_send_a_key_in_the_clear_are_refused() -> None:
    assert config.read({}).faults() == []
    for address in ("http://wyszukiwarkaregon.stat.gov.pl/x.svc", "ftp://127.0.0.1/x", "", "wyszukiwarka"):
        [fault] = config.read({"RATUSZ_REGON_URL": address}).faults()
        assert "RATUSZ_REGON_URL" in fault
    assert config.read({"RATUSZ_REGON_URL": "http://127.0.0.1:8099/x.svc"}).faults() == []


def test_keys_are_not_shown() -> None:
    shown = values(config.read({"RATUSZ_REGON_KEY": KEY, "RATUSZ_TERYT_PASSWORD": "hidden-word"}))
    assert re.findall(r"RATUSZ_(?:REGON_KEY|TERYT_PASSWORD)=(.*)", shown) == ["(set, not shown)"] * 2
    assert KEY not in shown
    assert "hidden-word" not in shown
