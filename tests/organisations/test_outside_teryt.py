"""R-001-D1: a territorial unit by its code, from the TERYT register, and what happens when it does not help."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from socket import socket
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from pytest_django import Settings

from ratusz import config
from ratusz.organisations import outside
from ratusz.organisations.outside import Unavailable, UnitFound, soap
from tests.cast import on
from tests.organisations import replay
from tests.organisations.replay import Answer, Register, plain

PASSWORD = "hasło<&>4711"
PRZYROW = UnitFound("2404143", "Przyrów", "gmina miejsko-wiejska")


@pytest.fixture
def teryt(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """A register that knows a part of śląskie, switched on."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with replay.register() as register:
        settings.TERYT_USER, settings.TERYT_PASSWORD, settings.TERYT_URL = "Urzad&Ska", PASSWORD, register.url
        register.script |= {
            "PobierzListeWojewodztw": [plain("teryt_voivodships.xml")],
            "PobierzListePowiatow": [plain("teryt_counties.xml")],
            "PobierzListeGmin": [plain("teryt_gminas.xml")],
        }
        yield register


def question(register: Register) -> Element:
    [asked] = register.asked
    return fromstring(asked.text)


def words(question: Element) -> list[tuple[str, str | None]]:
    """What was asked, in the order in which the service wants it."""
    [operation] = question.find("{*}Body") or ()
    return [(part.tag.rpartition("}")[2], part.text) for part in operation]


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize("code", ["240414", "2404143"])
def test_a_gmina_is_found_with_its_type_and_without(teryt: Register, code: str) -> None:
    assert outside.unit_by_code(code, date(2026, 1, 1)) == PRZYROW
    assert words(question(teryt)) == [("Woj", "24"), ("Pow", "04"), ("DataStanu", "2026-01-01T00:00:00")]


@pytest.mark.requirement("R-001-D1")
def test_a_city_a_powiat_and_a_voivodship_are_found(teryt: Register) -> None:
    teryt.script["PobierzListeGmin"] = [plain("teryt_city.xml")]
    assert outside.unit_by_code("247401") == UnitFound("2474011", "Siemianowice Śląskie", "gmina miejska")
    assert outside.unit_by_code("2474") == UnitFound("2474", "Siemianowice Śląskie", "miasto na prawach powiatu")
    assert outside.unit_by_code("2404") == UnitFound("2404", "częstochowski", "powiat")
    assert outside.unit_by_code("24") == UnitFound("24", "ŚLĄSKIE", "województwo")
    assert teryt.operations == [
        *["PobierzListeGmin", "PobierzListePowiatow", "PobierzListePowiatow", "PobierzListeWojewodztw"]
    ]


def test_the_question_carries_user_and_password(teryt: Register) -> None:
    outside.unit_by_code("2404143")
    asked = question(teryt)
    token = asked.find("{*}Header/{*}Security/{*}UsernameToken")
    assert token is not None
    assert [part.text for part in token] == ["Urzad&Ska", PASSWORD]
    assert str(token[1].get("Type")).endswith("#PasswordText")
    action = "http://tempuri.org/ITerytWs1/PobierzListeGmin"
    assert asked.findtext("{*}Header/{*}Action") == action
    assert teryt.asked[0].headers["SOAPAction"] == f'"{action}"'
    assert teryt.asked[0].headers["Content-Type"] == "text/xml; charset=utf-8"


def test_without_a_day_today_counts(teryt: Register, clock: Callable[[datetime], None]) -> None:
    clock(on("2026-02-13", "0:30"))  # in Warszawa; in UTC it is still the 12th
    outside.unit_by_code("240414")
    assert words(question(teryt))[-1] == ("DataStanu", "2026-02-13T00:00:00")


def test_a_part_of_a_gmina_is_found_only_by_its_whole_code(teryt: Register) -> None:
    assert outside.unit_by_code("2404145") == UnitFound("2404145", "Przyrów", "obszar wiejski")


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize("code", ["2404142", "240499", "2499", "98"])
def test_a_code_that_nobody_has_finds_nothing(teryt: Register, code: str) -> None:
    assert outside.unit_by_code(code) is None


def test_an_empty_list_finds_nothing(teryt: Register) -> None:
    teryt.script["PobierzListeGmin"] = [plain("teryt_nothing.xml")]
    assert outside.unit_by_code("999901") is None


@pytest.mark.parametrize("code", ["", "2", "240", "24041", "24041433", "24.4", "24<4", "٢٤"])
def test_what_cannot_be_a_code_is_nowhere(teryt: Register, code: str) -> None:
    assert outside.unit_by_code(code) is None
    assert teryt.asked == []


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize("answer", ["refused", "refused_token"])
def test_a_wrong_password_is_told_apart_and_stays_out_of_the_log(
    teryt: Register, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    teryt.script["PobierzListeGmin"] = [plain(f"teryt_{answer}.xml", 500)]
    with pytest.raises(Unavailable) as refusal:
        outside.unit_by_code("240414")
    assert "TERYT odrzucił dane dostępowe" in refusal.value.reason
    assert "TERYT refuses" in caplog.text
    assert PASSWORD not in caplog.text


BAD: dict[str, Answer] = {
    "a broken server": plain("page.html", 500),
    "a fault of the service": plain("teryt_fault.xml", 500),
    "a maintenance page": plain("page.html", kind="text/html"),
    "an answer to something else": plain("teryt_counties.xml"),
    "an entity bomb": plain("entity_bomb.xml"),
    "two megabytes": replay.endless,
    "a line that is cut": replay.hang_up,
    "silence": replay.never,
    "a drip": replay.drip,
}


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize("answer", BAD.values(), ids=BAD)
def test_an_answer_that_cannot_be_used_is_said_so(
    teryt: Register, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soap, "TIMEOUT", 1.0)
    teryt.script["PobierzListeGmin"] = [answer]
    with pytest.raises(Unavailable) as refusal:
        outside.unit_by_code("240414")
    assert refusal.value.reason == "Rejestr TERYT teraz nie odpowiada. Wpisz dane ręcznie albo spróbuj później."


def test_a_service_that_is_down_is_said_so(teryt: Register, settings: Settings) -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.TERYT_URL = f"http://127.0.0.1:{port}/terytws1.svc"
    with pytest.raises(Unavailable, match="nie odpowiada"):
        outside.unit_by_code("240414")


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize("missing", ["TERYT_USER", "TERYT_PASSWORD"])
def test_nobody_is_asked_without_an_account(teryt: Register, settings: Settings, missing: str) -> None:
    assert outside.teryt_is_on()
    setattr(settings, missing, "")
    assert not outside.teryt_is_on()
    with pytest.raises(Unavailable, match="nie jest włączone"):
        outside.unit_by_code("240414")
    assert teryt.asked == []


def test_half_an_account_is_a_fault_of_the_settings() -> None:
    [fault] = config.read({"RATUSZ_TERYT_USER": "urzad"}).faults()
    assert fault == "RATUSZ_TERYT_USER and RATUSZ_TERYT_PASSWORD must be given together"
    assert config.read({"RATUSZ_TERYT_USER": "urzad", "RATUSZ_TERYT_PASSWORD": "x"}).faults() == []
