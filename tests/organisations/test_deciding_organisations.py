"""R-001-D1: staff decide about a new organisation, informed about what looks like it."""

import pytest
from django.conf import settings

from ratusz.core.verdict import Refused
from ratusz.correspondence.models import Message
from ratusz.history import record as history
from ratusz.organisations import actions
from ratusz.organisations.models import Membership, Organisation
from tests.cast import NOW, read
from tests.organisations.keepers import REGON, roads, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-001-D1")]


@pytest.fixture
def office(cast, today):
    return waiting(cast.ewa, cast.units.siemianowice)


@pytest.fixture
def oliwia(cast, signed_in):
    return signed_in(cast.oliwia)


def at(office, page=""):
    return f"/administrator/organizacje/{office.oid}/{page}"


def now(office):
    return Organisation.objects.get(pk=office.pk)


def test_staff_confirm_and_whoever_registered_it_acts_for_it(cast, office, oliwia, work):
    page = oliwia.post(at(office, "potwierdzenie/"))

    assert page.url == f"/organizacje/{office.oid}/"
    assert now(office).state == "registered"
    assert Membership.objects.get(organisation=office).state == "confirmed"
    assert "Potwierdzono organizację: Miejski Zarząd Dróg." in read(oliwia.get(page.url))
    work()
    assert Message.objects.filter(kind="organisations.organisation_confirmed", recipient=cast.ewa.email).count() == 1


def test_staff_refuse_and_the_reason_reaches_whoever_registered_it(cast, office, oliwia, work):
    oliwia.post(at(office, "odmowa/"), {"powod": "Tej jednostki nie ma."})

    assert (now(office).state, now(office).reason) == ("refused", "Tej jednostki nie ma.")
    assert Membership.objects.get(organisation=office).state == "refused"
    work()
    assert "Tej jednostki nie ma." in Message.objects.get(kind="organisations.organisation_refused").body


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_a_refusal_without_a_reason_is_none(office, oliwia, reason):
    page = oliwia.post(at(office, "odmowa/"), {"powod": reason})

    assert page.status_code == 422
    assert "Odmowa nie została zapisana." in read(page) and 'aria-invalid="true"' in page.text
    assert now(office).state == "waiting"


def test_a_reason_typed_before_the_login_expired_is_shown_again(cast, office, oliwia):
    oliwia.get("/administrator/organizacje/")
    del oliwia.cookies[settings.SESSION_COOKIE_NAME]
    assert oliwia.post(at(office, "odmowa/"), {"powod": "Nie ma jej."}).url.startswith("/konto/logowanie/")
    oliwia.force_login(cast.oliwia)
    page = oliwia.get(at(office, "odmowa/"))

    assert page.status_code == 200 and "Nie ma jej.</textarea>" in page.text
    assert now(office).state == "waiting"


def test_the_page_shows_what_looks_like_it(cast, office, oliwia):
    roads(cast.units.czeladz, name="Zarząd Dróg Czeladź")
    namesake = roads(cast.units.siemianowice, name="MIEJSKI ZARZĄD  DRÓG", regon="", nip="", street="", city="")
    elsewhere = roads(cast.units.laziska, name="Miejski Zarząd Dróg", regon="", nip="")
    page = read(oliwia.get(f"/organizacje/{office.oid}/"))

    assert "Zarząd Dróg Czeladź" in page and "Takie samo: REGON, NIP" in page
    assert namesake.oid in page and "Takie samo: nazwa" in page
    assert elsewhere.oid not in page
    assert "Potwierdź organizację" in page


def test_the_page_says_when_nothing_looks_like_it(office, oliwia):
    assert "W rejestrze nie ma podobnej organizacji" in read(oliwia.get(f"/organizacje/{office.oid}/"))


def test_somebody_else_has_decided_meanwhile(cast, office, oliwia):
    actions.refuse_organisation(office, reason="Nie ma jej.", by=cast.oliwia, at=NOW)
    page = oliwia.post(at(office, "potwierdzenie/"), follow=True)

    assert "Tę organizację rozpatrzono już wcześniej." in read(page)
    assert now(office).state == "refused"
    assert [event.kind for event in history.of(office)] == [
        "organisations.organisation.register",
        "organisations.organisation.refuse",
    ]


@pytest.mark.parametrize("who", ["ewa", "anna", "filip"])
@pytest.mark.parametrize("page", ["potwierdzenie/", "odmowa/"])
def test_for_others_these_pages_do_not_exist(cast, office, signed_in, who, page):
    browser = signed_in(getattr(cast, who))

    assert (
        browser.get(at(office, page)).status_code == browser.post(at(office, page), {"powod": "x"}).status_code == 404
    )
    assert now(office).state == "waiting"


def test_the_action_is_only_for_staff(cast, office):
    for who in (cast.ewa, cast.anna, None):
        with pytest.raises(Refused):
            actions.confirm_organisation(office, by=who, at=NOW)


def test_looking_decides_nothing(office, oliwia):
    assert oliwia.get(at(office, "potwierdzenie/")).url == f"/organizacje/{office.oid}/"
    assert oliwia.get(at(office, "odmowa/")).url == f"/organizacje/{office.oid}/"
    assert now(office).state == "waiting"


def test_whoever_registered_it_sees_no_buttons(cast, office, signed_in):
    page = read(signed_in(cast.ewa).get(f"/organizacje/{office.oid}/"))

    assert "Czeka na potwierdzenie" in page and "Potwierdź organizację" not in page


def test_the_panel_counts_them(cast, office, oliwia):
    page = read(oliwia.get("/administrator/"))

    assert "Sprawdź nowe organizacje: 1" in page
    listed = read(oliwia.get("/administrator/organizacje/?stan=waiting"))
    assert office.oid in listed and cast.office.oid not in listed
    actions.confirm_organisation(office, by=cast.oliwia, at=NOW)
    assert "Sprawdź nowe organizacje" not in read(oliwia.get("/administrator/"))


def test_a_second_organisation_with_this_regon_is_still_found_by_it(cast, office, oliwia):
    assert office.oid in read(oliwia.get(f"/administrator/organizacje/?q={REGON}"))
