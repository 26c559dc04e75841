"""R-001-D1: the registers outside fill a form; when one is silent the form works by hand and nothing typed is lost."""

import pytest

from ratusz.organisations.models import TerritorialUnit
from tests.cast import read
from tests.organisations.replay import plain
from tests.organisations.test_outside_regon import regon
from tests.organisations.test_outside_teryt import teryt
from tests.registry import DATA

__all__ = ["regon", "teryt"]
FORM = "/organizacje/nowa/dane/"
FILL = f"{FORM}regon/"


@pytest.fixture
def ewa(cast, signed_in, today):
    return signed_in(cast.ewa)


@pytest.mark.requirement("R-001-D1")
def test_off_by_default_the_form_offers_nothing(ewa):
    assert "Pobierz dane z REGON" not in ewa.get(FORM).text
    page = ewa.post(FILL, {"regon": "990000016"}, follow=True)
    assert "nie jest włączone" in read(page) and 'value="990000016"' in page.text


@pytest.mark.requirement("R-001-D1")
def test_the_number_fills_the_draft_with_the_unit(cast, ewa, regon):
    assert "Pobierz dane z REGON" in ewa.get(FORM).text
    page = ewa.post(FILL, {"regon": "990 000 016", "kind": "roads"}, follow=True)
    assert "Pobrano dane z rejestru REGON" in read(page)
    for value in ("9990000014", "990000016", "41-100", "ul. Jana Pawła II 10", "32 765 62 00"):
        assert f'value="{value}"' in page.text
    assert f'value="{cast.units.siemianowice.pk}" data-name="Siemianowice Śląskie"' in page.text
    assert (
        f'<option value="{cast.units.siemianowice.pk}"' in page.text and '<option value="roads" selected' in page.text
    )


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize(
    ("number", "told"),
    [({"regon": "990000017"}, "Wpisz poprawny REGON albo NIP"), ({"name": "x"}, "Wpisz poprawny REGON albo NIP")],
)
def test_a_wrong_number_asks_nobody(ewa, regon, number, told):
    assert told in read(ewa.post(FILL, {**DATA, **number}, follow=True))
    assert regon.asked == []


@pytest.mark.requirement("R-001-D1")
def test_a_register_that_is_down_leaves_the_form_to_the_hand(ewa, regon):
    regon.script["Zaloguj"] = [plain("regon_login.xml", status=500)]
    page = ewa.post(FILL, {**DATA, "nip": "9990000014"}, follow=True)
    assert "nie odpowiada" in read(page)
    assert f'value="{DATA["name"]}"' in page.text and 'value="9990000014"' in page.text


@pytest.mark.requirement("R-001-D1")
def test_nobody_asks_without_an_account_or_too_often(client, ewa, regon, settings):
    assert client.post(FILL, {"regon": "990000016"}).url.startswith("/konto/logowanie/")
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "register_lookup": "1/m/user"}
    ewa.post(FILL, {"regon": "1"})
    assert ewa.post(FILL, {"regon": "990000016"}).status_code == 429


@pytest.mark.requirement("R-001-D1")
def test_staff_compare_a_unit_with_teryt(cast, signed_in, today, teryt):
    teryt.script["PobierzListeGmin"] = [plain("teryt_city.xml")] * 2
    oliwia, page = signed_in(cast.oliwia), "/administrator/jednostki/247401/"
    assert "Porównaj z TERYT" in oliwia.get(page).text
    assert "Zgodne z TERYT: Siemianowice Śląskie" in read(oliwia.post(f"{page}teryt/", follow=True))

    TerritorialUnit.objects.filter(stem="247401").update(name="Siemianowice")
    assert "TERYT podaje dziś inną nazwę" in read(oliwia.post(f"{page}teryt/", follow=True))
    assert signed_in(cast.anna).post(f"{page}teryt/").status_code == 404
