"""R-001-D1: an organisation that is no territorial unit registers under its unit, is checked, and is confirmed."""

import pytest

from ratusz.core.verdict import Refused
from ratusz.correspondence.models import Message
from ratusz.organisations import actions, queries
from ratusz.organisations.models import Draft, Membership, Organisation
from tests.cast import NOW, read
from tests.registry import CONTACT, DATA

NEW = "/organizacje/nowa/"
REGON = "241234560"


@pytest.fixture
def ewa(cast, signed_in, today):
    return signed_in(cast.ewa)


def typed(cast, **changed):
    own = {"kind": "roads", "belongs_to": cast.units.siemianowice.pk, "name": "Zarząd Dróg", "regon": REGON}
    return {**DATA, **own, "dalej": "kontakt", **changed}


def seen(browser):
    return browser.get(f"{NEW}aktualizacja/").text.split('name="stan" value="')[1].split('"')[0]


def register(browser, cast, **changed):
    browser.post(f"{NEW}dane/", typed(cast, **changed))
    browser.post(f"{NEW}osoba-do-kontaktu/", {**CONTACT, "dalej": "aktualizacja"})
    return browser.post(f"{NEW}aktualizacja/", {"stan": seen(browser)}, follow=True)


@pytest.mark.requirement("R-001-D1", "R-001-2.2")
def test_it_is_typed_checked_sent_and_waits_for_staff(cast, ewa, work, client):
    page = register(ewa, cast)
    made = Organisation.objects.get(name="Zarząd Dróg")

    assert "czeka na potwierdzenie" in read(page) and made.state == "waiting"
    assert made.belongs_to == cast.units.siemianowice and made.contact.email == CONTACT["email"]
    place = Membership.objects.get(organisation=made)
    assert (place.person, place.role, place.state) == (cast.ewa, "coordinator", "provisional")
    assert client.get(f"/organizacje/{made.oid}/").status_code == 404
    assert made.oid not in client.get("/organizacje/?q=zarząd").text
    work()
    kinds = dict(Message.objects.values_list("recipient", "kind"))
    assert kinds == {
        "ewa@urzad.example": "organisations.registered",
        "oliwia@urzad.example": "organisations.organisation_waits",
    }


@pytest.mark.requirement("R-001-D1")
def test_confirmed_by_staff_it_is_public_and_its_coordinator_confirmed(cast, ewa, client):
    register(ewa, cast)
    made = Organisation.objects.get(name="Zarząd Dróg")
    with pytest.raises(Refused):
        actions.confirm_organisation(made, by=cast.ewa, at=NOW)
    actions.confirm_organisation(made, by=cast.oliwia, at=NOW)

    assert made.oid in client.get("/organizacje/?q=zarzad+drog").text
    assert Membership.objects.get(organisation=made).state == "confirmed"
    assert made.oid in client.get(f"/organizacje/{cast.office.oid}/").text


@pytest.mark.requirement("R-001-D1")
def test_refused_by_staff_the_reason_reaches_whoever_registered_it(cast, ewa, work):
    register(ewa, cast)
    made = Organisation.objects.get(name="Zarząd Dróg")
    actions.refuse_organisation(made, reason="Nie ma takiej jednostki", by=cast.oliwia, at=NOW)
    work()
    letter = Message.objects.get(kind="organisations.organisation_refused")
    assert letter.recipient == "ewa@urzad.example" and "Nie ma takiej jednostki" in letter.body
    assert "Nie ma takiej jednostki" in read(ewa.get(f"/organizacje/{made.oid}/"))


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("nip", "0000000000", "Same zera to nie numer"),
        ("nip", "1234563219", "nie zgadza się cyfra kontrolna"),
        ("regon", "000000000", "Same zera to nie numer"),
        ("regon", "24123456", "inną liczbę cyfr"),
        ("regon", "", "Podaj REGON"),
        ("postcode", "4110", "w postaci 41-100"),
        ("phone", "12", "Wpisz numer telefonu"),
        ("kind", "office", "Wybierz"),
        ("belongs_to", "", "Wybierz gminę, powiat albo województwo z listy"),
    ],
)
def test_wrong_data_are_named_kept_and_not_sent(cast, ewa, field, value, told):
    page = register_wrong(ewa, cast, field, value)
    assert told in read(page) and not Organisation.objects.filter(name="Zarząd Dróg").exists()
    if value and field != "kind":
        assert f'value="{value}"' in ewa.get(f"{NEW}dane/").text


def register_wrong(browser, cast, field, value):
    browser.post(f"{NEW}dane/", typed(cast, **{field: value}))
    browser.post(f"{NEW}osoba-do-kontaktu/", {**CONTACT, "dalej": "aktualizacja"})
    page = browser.get(f"{NEW}aktualizacja/")
    browser.post(f"{NEW}aktualizacja/", {"stan": queries.desk(page.wsgi_request.user, None).fingerprint()})
    return page


@pytest.mark.requirement("R-001-D1")
def test_numbers_with_gaps_are_stored_tidy(cast, ewa):
    register(ewa, cast, nip="PL 123-456-32-18", regon="241 234 560", postcode="41100")
    made = Organisation.objects.get(name="Zarząd Dróg")
    assert (made.nip, made.regon, made.postcode) == ("1234563218", REGON, "41-100")


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize(
    "changed",
    [
        {"name": "ZARZAD  DRÓG", "regon": "241234576", "street": "ul. Inna 1"},
        {"name": "Inny", "regon": "241234576", "nip": "1234563218", "street": "ul. Inna 1"},
        {"name": "Inny", "regon": "241234576"},
    ],
    ids=["name", "nip", "address"],
)
def test_what_looks_the_same_is_shown_and_must_be_denied(cast, ewa, signed_in, changed):
    register(ewa, cast, nip="1234563218")
    browser = signed_in(cast.bartek)
    page = register(browser, cast, **changed)
    assert page.status_code == 422 and "Zarząd Dróg" in read(page)
    assert Organisation.objects.filter(belongs_to=cast.units.siemianowice).count() == 1

    browser.post(f"{NEW}aktualizacja/", {"stan": seen(browser), "inna": "on"})
    assert Organisation.objects.filter(belongs_to=cast.units.siemianowice).count() == 2


@pytest.mark.requirement("R-001-D1")
def test_the_same_regon_is_refused_with_the_one_that_has_it(cast, ewa, signed_in):
    register(ewa, cast)
    first = Organisation.objects.get(name="Zarząd Dróg")
    browser = signed_in(cast.bartek)
    register(browser, cast, name="Drugi")
    page = browser.post(f"{NEW}aktualizacja/", {"stan": seen(browser), "inna": "on"}, follow=True)
    assert first.oid in read(page) and not Organisation.objects.filter(name="Drugi").exists()
    assert Draft.objects.filter(person=cast.bartek, organisation=None).exists()


@pytest.mark.requirement("R-001-D1")
def test_every_offered_unit_has_its_office_in_the_registry(cast, client, settings):
    settings.OFFERED_VOIVODSHIPS = ["24"]
    assert actions.register_offices(by=None, at=NOW) == 1
    assert actions.register_offices(by=None, at=NOW) == 0
    assert "Łaziska Górne" in client.get("/organizacje/?q=laziska").text


@pytest.mark.requirement("R-001-D1")
def test_a_renamed_unit_is_found_by_its_new_name(cast, client):
    unit = cast.units.siemianowice
    unit.registered_as(name="Nowe Miasto", kind=unit.kind, county="", voivodship="śląskie")
    unit.save()
    actions.register_offices(by=None, at=NOW)
    assert cast.office.oid in client.get("/organizacje/?miejsce=nowe+miasto").text


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize(
    "asked", ["q=siemianowice", "q=slaskie", "q=247401", "q=urzad", "miejsce=Siemianowice", "rodzaj=office"]
)
def test_the_search_finds_by_name_code_place_and_kind_without_diacritics(cast, client, asked):
    assert cast.office.oid in client.get(f"/organizacje/?{asked}").text


@pytest.mark.requirement("R-001-D1")
def test_the_search_tells_nothing_of_people(cast, client):
    page = client.get(f"/organizacje/{cast.office.oid}/")
    assert cast.anna.email not in page.text and cast.anna.last_name not in page.text
    assert cast.anna.email not in client.get("/organizacje/?q=anna").text
