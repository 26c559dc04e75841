"""Who may store what of an organisation: nobody gives more than they have, whatever a browser or a draft holds."""

import pytest

from ratusz.core.verdict import Refused
from ratusz.correspondence.models import Message
from ratusz.history.models import Event
from ratusz.organisations import actions, queries
from ratusz.organisations.models import ContactPerson, Draft, Invitation, Membership, Organisation, Revision
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import MembershipState, Role
from tests.cast import NOW, PASSWORD, on, person, read, registration
from tests.registry import CONTACT, DATA, USER, authorise, fill_in, last_link, save

ROLES = (Role.DEPUTY, Role.OFFICER, Role.EDITOR)
HELD = (Organisation, ContactPerson, Membership, Revision, Invitation, Message, Event)


@pytest.fixture
def office(cast, today, work):
    """Anna coordinates, Bartek is deputy, Celina officer, Darek editor; Nela was invited as deputy."""
    fill_in(cast.office, by=cast.anna)
    for who, role in zip((cast.bartek, cast.celina, cast.darek), ROLES, strict=True):
        authorise(cast.office, who, role)
    filled_in = Organisation.objects.get(pk=cast.office.pk)
    actions.edit(filled_in, somebody("n1", "nela@urzad.example", Role.DEPUTY), by=cast.anna, at=NOW)
    save(filled_in, by=cast.anna)
    work()
    return filled_in


def somebody(key, email, role=Role.EDITOR):
    """Somebody new, as a draft holds them."""
    fields = {**Membership().details(), "first_name": "Nowa", "last_name": "Osoba", "email": email, "role": role}
    return {f"users.{key}": True} | rules.laid_flat(f"users.{key}", {**fields, "uses_phones": True})


def place_of(office, who):
    return Membership.objects.get(organisation=office, person=who, state=MembershipState.CONFIRMED)


def everything():
    """Whatever must stay as it was."""
    return [list(model.objects.order_by("pk").values()) for model in HELD]


def at(office, page=""):
    return f"/organizacje/{office.oid}/{page}"


def press(browser, office):
    """The button of the review with what it shows; where faults hide the button, the same sent all the same."""
    page = browser.get(at(office, "aktualizacja/"), follow=True)
    if 'name="stan" value="' not in page.text:
        return page
    return browser.post(at(office, "aktualizacja/"), {"stan": page.text.split('name="stan" value="')[1].split('"')[0]})


def refused(office, edits, by):
    """Noted in the draft, refused at the save, nothing stored; also by the page, which says why."""
    actions.edit(office, edits, by=by, at=NOW)
    before = everything()
    with pytest.raises(Refused) as told:
        save(office, by=by)
    assert everything() == before
    return told.value.reason


@pytest.mark.requirement("R-001-0.1")
@pytest.mark.parametrize("who", ["bartek", "celina", "darek"])
def test_nobody_becomes_coordinator_by_an_address(cast, office, who):
    """Another address is another person: it would hand the role to an account of one's own."""
    by = getattr(cast, who)
    place = place_of(office, cast.anna)
    assert "inna osoba w tej roli" in refused(office, {f"users.{place.pk}.email": "ewa@urzad.example"}, by)
    assert place_of(office, cast.anna).role == Role.COORDINATOR


@pytest.mark.parametrize("who", ["celina", "darek"])
def test_nobody_hands_a_higher_role_to_another_address(cast, office, who):
    by = getattr(cast, who)
    for place in (place_of(office, cast.bartek), office.memberships.get(email="nela@urzad.example")):
        refused(office, {f"users.{place.pk}.email": "ewa@urzad.example"}, by)
        actions.discard(office, by=by, at=NOW)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("who", ["bartek", "celina", "darek"])
def test_nobody_gives_more_than_they_have(cast, office, who, role):
    by = getattr(cast, who)
    if role in {"bartek": ROLES, "celina": [Role.OFFICER], "darek": [Role.EDITOR]}[who]:
        actions.edit(office, somebody("n1", "ktos@urzad.example", role), by=by, at=NOW)
        assert save(office, by=by) is not None
        return
    refused(office, somebody("n1", "ktos@urzad.example", role), by)
    actions.discard(office, by=by, at=NOW)
    for other in (cast.anna, cast.bartek, cast.celina, cast.darek):
        place = place_of(office, other)
        if role not in (place.role, Role.OPERATOR, Role.ADMINISTRATOR):
            refused(office, {f"users.{place.pk}.role": role}, by)
            actions.discard(office, by=by, at=NOW)


@pytest.mark.parametrize("field", ["email", "role"])
@pytest.mark.parametrize("who", ["anna", "bartek", "celina", "darek"])
def test_ones_own_address_and_role_stay(cast, office, who, field):
    by = getattr(cast, who)
    place = place_of(office, by)
    value = "inny@urzad.example" if field == "email" else Role.OFFICER if who != "celina" else Role.DEPUTY
    refused(office, {f"users.{place.pk}.{field}": value}, by)


@pytest.mark.parametrize("who", ["anna", "bartek", "celina", "darek"])
def test_disabled_fields_sent_all_the_same_are_not_read(cast, office, signed_in, who):
    by = getattr(cast, who)
    place, browser = place_of(office, by), signed_in(by)
    forged = {**USER, "position": "Inspektor", "email": "inny@urzad.example", "role": Role.COORDINATOR}
    browser.post(at(office, f"uzytkownicy/{place.pk}/"), {**forged, "state": "ended", "person": cast.ewa.pk})
    press(browser, office)
    now = Membership.objects.get(pk=place.pk)
    assert (now.email, now.role, now.person, now.state) == (place.email, place.role, by, place.state)
    assert now.position == "Inspektor"


def test_the_window_of_an_editor_offers_no_more_than_an_editor(cast, office, signed_in):
    browser = signed_in(cast.darek)
    for role in (Role.COORDINATOR, Role.DEPUTY, Role.OPERATOR, "zly"):
        browser.post(at(office, "uzytkownicy/nowy/"), {**USER, "email": f"{role}@urzad.example", "role": role})
    press(browser, office)
    new = office.memberships.filter(email__in=[f"{role}@urzad.example" for role in (*Role.values, "zly")])
    assert new.exists() and set(new.values_list("role", flat=True)) == {Role.EDITOR}


@pytest.mark.requirement("R-001-4.1.1")
@pytest.mark.parametrize("who", ["anna", "bartek", "celina", "darek"])
def test_nobody_removes_themselves_by_any_way(cast, office, signed_in, who):
    by = getattr(cast, who)
    place, browser = place_of(office, by), signed_in(by)
    before = everything()
    page = browser.post(at(office, f"uzytkownicy/{place.pk}/usuniecie/"), follow=True)
    assert "Nie możesz usunąć siebie" in read(page)
    edits = rules.removed({}, queries.stored(office), str(place.pk))
    Draft.objects.create(person=by, organisation=office, edits=edits, updated_at=NOW)
    press(browser, office)
    with pytest.raises(Refused):
        save(office, by=by)
    assert everything() == before


def test_who_waits_for_confirmation_changes_no_people(cast, today, signed_in, work):
    actions.join(cast.ewa, cast.units.laziska, by=cast.ewa, at=NOW)
    work()
    office = Organisation.objects.get(unit=cast.units.laziska)
    browser, before = signed_in(cast.ewa), everything()
    browser.post(at(office, "uzytkownicy/nowy/"), USER)
    press(browser, office)
    assert everything() == before
    refused(office, somebody("n1", "ktos@urzad.example"), cast.ewa)


@pytest.mark.parametrize("state", ["merged", "refused"])
def test_what_was_merged_or_refused_is_edited_by_nobody_of_its_people(cast, office, signed_in, state):
    into = {"merged_into": cast.other_office} if state == "merged" else {}
    Organisation.objects.filter(pk=office.pk).update(state=state, **into)
    browser, before = signed_in(cast.anna), everything()
    for page in ("dane/", "osoba-do-kontaktu/", "uzytkownicy/nowy/", "aktualizacja/", "szkic/odrzucenie/"):
        for answer in (browser.get(at(office, page)), browser.post(at(office, page), {**DATA, **USER})):
            assert answer.status_code in (302, 404, 405)
    assert everything() == before and not Draft.objects.filter(organisation=office).exists()


@pytest.mark.parametrize("who", ["ewa", "filip"])
def test_the_key_of_another_organisations_user_leads_nowhere(cast, office, signed_in, who):
    """Filip stands in his own office and names Anna's people by their keys."""
    own = cast.other_office
    browser = signed_in(getattr(cast, who))
    place, before = place_of(office, cast.bartek), everything()
    for page in ("", "usuniecie/", "cofniecie/", "zaproszenie/"):
        path = at(own, f"uzytkownicy/{place.pk}/{page}")
        assert browser.get(path).status_code in (404, 405)
        assert browser.post(path, USER).status_code in ((404, 302) if page == "cofniecie/" else (404,))
    if who == "filip":
        actions.edit(own, {f"users.{place.pk}.phone": "+48500600700"}, by=cast.filip, at=NOW)
        actions.edit(own, {f"users.{place.pk}": True}, by=cast.filip, at=NOW)
        edits = {f"users.{place.pk}": {"was": {}, "now": None}}
        Draft.objects.filter(person=cast.filip, organisation=own).delete()
        Draft.objects.create(person=cast.filip, organisation=own, edits=edits, updated_at=NOW)
        press(browser, own)
    assert everything() == before


def test_a_waiting_person_who_is_added_too_is_decided_about_in_one_place(cast, office, signed_in):
    """Somebody who asked for a role waits for the coordinator: nobody else lets them in by the list of users."""
    hanna = person("Hanna", "Wilk")
    waiting = actions.join(hanna, cast.units.siemianowice, by=hanna, at=NOW)
    for role in (Role.DEPUTY, Role.EDITOR):
        actions.edit(office, somebody("n1", hanna.email, role), by=cast.anna, at=NOW)
        page = signed_in(cast.anna).get(at(office, "aktualizacja/"))
        assert page.status_code == 200 and "poprosiła już o rolę" in read(page)
        with pytest.raises(Refused):
            save(office, by=cast.anna)
        actions.discard(office, by=cast.anna, at=NOW)
    place = place_of(office, cast.darek)
    refused(office, {f"users.{place.pk}.email": hanna.email}, cast.anna)
    actions.confirm(waiting, by=cast.anna, at=NOW)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DEPUTY])
def test_two_people_change_addresses_with_each_other(cast, office, role):
    """One after the other it would pass through a moment in which both have the same."""
    Membership.objects.filter(person=cast.darek, organisation=office).update(role=role)
    bartek, darek = place_of(office, cast.bartek), place_of(office, cast.darek)
    edits = {f"users.{bartek.pk}.email": darek.email, f"users.{darek.pk}.email": bartek.email}
    actions.edit(office, edits, by=cast.anna, at=NOW)
    save(office, by=cast.anna)
    assert [place_of(office, cast.bartek).role, place_of(office, cast.darek).role] == [role, Role.DEPUTY]
    assert office.memberships.authorised().count() == 5


def test_somebody_takes_the_address_of_who_is_removed_by_the_same_save(cast, office):
    bartek, darek = place_of(office, cast.bartek), place_of(office, cast.darek)
    actions.remove(office, str(darek.pk), by=cast.anna, at=NOW)
    actions.edit(office, {f"users.{bartek.pk}.email": darek.email}, by=cast.anna, at=NOW)
    save(office, by=cast.anna)
    assert place_of(office, cast.darek).role == Role.DEPUTY
    assert Membership.objects.get(pk=darek.pk).state == MembershipState.ENDED


def test_the_role_of_coordinator_goes_to_a_deputy_and_to_the_same_person(cast, office):
    """Handing over and another address in one save would hand it to somebody who is no deputy."""
    place = place_of(office, cast.bartek)
    for address in ("ewa@urzad.example", "nikt@urzad.example"):
        edits = {f"users.{place.pk}.email": address, f"users.{place.pk}.role": Role.COORDINATOR}
        assert "zastępcy" in refused(office, edits, cast.anna)
        actions.discard(office, by=cast.anna, at=NOW)
    actions.edit(office, {f"users.{place.pk}.role": Role.COORDINATOR}, by=cast.anna, at=NOW)
    save(office, by=cast.anna)
    assert (place_of(office, cast.anna).role, place_of(office, cast.bartek).role) == (Role.DEPUTY, Role.COORDINATOR)


def test_staff_make_somebody_invited_the_coordinator_of_an_office_without_one(cast, office):
    actions.remove(office, str(place_of(office, cast.anna).pk), by=cast.oliwia, at=NOW)
    save(office, by=cast.oliwia)
    nela = office.memberships.get(email="nela@urzad.example")
    actions.edit(office, {f"users.{nela.pk}.role": Role.COORDINATOR}, by=cast.oliwia, at=NOW)
    save(office, by=cast.oliwia)
    nela.refresh_from_db()
    assert (nela.role, nela.state) == (Role.COORDINATOR, MembershipState.INVITED)


def test_the_last_one_is_removed_only_by_staff(cast, office, signed_in):
    """R-001-4.D1: with everybody else gone, whoever was invited and did not come does not count."""
    for who in (cast.bartek, cast.celina, cast.darek):
        actions.remove(office, str(place_of(office, who).pk), by=cast.anna, at=NOW)
    save(office, by=cast.anna)
    assert place_of(office, cast.anna)
    actions.remove(office, str(place_of(office, cast.anna).pk), by=cast.oliwia, at=NOW)
    save(office, by=cast.oliwia)
    assert not office.memberships.in_force().exists()


def test_a_removed_person_does_nothing_with_any_page_that_is_still_open(cast, office, signed_in):
    browser = signed_in(cast.bartek)
    browser.post(at(office, "dane/"), {**DATA, "name": "Po cichu", "dalej": "dane"})
    darek = place_of(office, cast.darek)
    actions.remove(office, str(place_of(office, cast.bartek).pk), by=cast.anna, at=NOW)
    save(office, by=cast.anna)
    before = everything()
    pages = [
        "dane/",
        "osoba-do-kontaktu/",
        "osoba-do-kontaktu/wybor/",
        "uzytkownicy/nowy/",
        "aktualizacja/",
        "aktualizacja/rozstrzygniecie/",
        "szkic/odrzucenie/",
        "historia/",
        "dane/regon/",
        "zapisano/",
        *(f"uzytkownicy/{darek.pk}/{part}" for part in ("", "usuniecie/", "cofniecie/", "zaproszenie/")),
    ]
    for page in pages:
        assert browser.post(at(office, page), {**DATA, **CONTACT, **USER, "stan": "x"}).status_code in (404, 405), page
        assert browser.get(at(office, page)).status_code in (404, 405), page
    assert everything() == before


def test_an_invitation_counts_for_its_address_and_for_its_place(cast, office, signed_in, client):
    """Removed, readdressed, signed in as somebody else, guessed: nobody comes in."""
    link = last_link("nela@urzad.example")
    nela = office.memberships.get(email="nela@urzad.example")
    assert client.get(link).status_code == 200
    for guess in ("x", link[12:-2] + "A", link[12:-1].lower(), link[12:-1] + "A", "%00", "../..", "A" * 5000):
        assert client.get(f"/zaproszenie/{guess}/").status_code in (400, 404), guess

    actions.edit(office, {f"users.{nela.pk}.email": "maria@urzad.example"}, by=cast.anna, at=NOW)
    save(office, by=cast.anna)
    assert client.get(link).status_code == client.post(link, account()).status_code == 404
    assert Membership.objects.get(pk=nela.pk).person is None


def test_an_invitation_of_somebody_removed_is_over(cast, office, client):
    link = last_link("nela@urzad.example")
    nela = office.memberships.get(email="nela@urzad.example")
    actions.remove(office, str(nela.pk), by=cast.anna, at=NOW)
    save(office, by=cast.anna)
    page = client.post(link, account())
    assert page.status_code == 404 and "straciło ważność" in read(page) and "nela@" not in page.text


def test_an_invitation_ends_after_its_days(cast, office, client, clock):
    link = last_link("nela@urzad.example")
    clock(on("2026-02-27"))
    assert client.get(link).status_code == client.post(link, account()).status_code == 404


def test_signed_in_as_somebody_else_the_place_stays_free(cast, office, signed_in):
    link = last_link("nela@urzad.example")
    nela = person("Nela", "Wilk")
    assert signed_in(cast.ewa).post(link).status_code == 200
    place = office.memberships.get(email="nela@urzad.example")
    assert (place.state, place.person) == (MembershipState.INVITED, None)
    assert signed_in(nela).post(link).status_code == 302
    assert office.memberships.get(email="nela@urzad.example").person == nela


def test_an_account_that_nobody_activated_does_not_close_the_way(cast, office, client):
    """Somebody began to register with this address, perhaps somebody else; the link proves whose the mailbox is."""
    foreign = {"password1": "obce-haslo-9", "password2": "obce-haslo-9"}
    client.post("/konto/rejestracja/", registration(email="nela@urzad.example", **foreign))
    link = last_link("nela@urzad.example")
    assert client.post(link, account()).status_code == 302
    place = office.memberships.get(email="nela@urzad.example")
    assert place.person.check_password(account()["password1"]) and place.state == MembershipState.CONFIRMED
    assert place.person.first_name == "Nela"
    login = {"login": "nela@urzad.example", "password": "obce-haslo-9"}
    assert client.post("/konto/logowanie/", login).status_code == 200, "not with the password of whoever began it"


def test_a_blocked_account_is_not_opened_by_an_invitation(cast, office, client):
    nela = person("Nela", "Wilk")
    nela.is_active = False
    nela.save()
    typed = account() | {"password1": "inne-haslo-9", "password2": "inne-haslo-9"}
    page = client.post(last_link("nela@urzad.example"), typed, follow=True)
    assert page.status_code == 200 and "jest zamknięte" in read(page)
    nela.refresh_from_db()
    assert not nela.is_active and not nela.check_password("inne-haslo-9")
    assert not nela.memberships.exists()


def test_two_letters_of_one_place_leave_one_link(cast, office, work, client):
    place = office.memberships.get(email="nela@urzad.example")
    for _ in range(2):
        actions.invite(place, by=cast.anna, at=NOW)
    work()
    assert place.invitations.open(NOW).count() == 1
    bodies = Message.objects.filter(kind="organisations.invited").values_list("body", flat=True)
    links = [body.split("/zaproszenie/")[1].split()[0] for body in bodies]
    answers = [client.get(f"/zaproszenie/{link}").status_code for link in links]
    assert sorted(answers) == [200, 404], "two clicks, one letter; the first letter's link ends"


def test_the_success_page_is_for_whoever_saved(cast, office, signed_in):
    assert signed_in(cast.anna).get(at(office, "zapisano/")).status_code == 200
    for who in (cast.ewa, cast.filip):
        assert signed_in(who).get(at(office, "zapisano/")).status_code == 404


def account():
    typed = {"first_name": "Nela", "last_name": "Wilk", "phone": "500 600 700", "terms": "on"}
    return {**typed, "password1": PASSWORD, "password2": PASSWORD}


def afresh(someone):
    """With the roles they have now."""
    return type(someone).objects.get(pk=someone.pk)


def test_who_only_claims_an_office_drafts_but_stores_nothing(cast, today, signed_in):
    actions.join(cast.bartek, cast.units.laziska, by=cast.bartek, at=NOW)
    office = Organisation.objects.get(unit=cast.units.laziska)
    browser, page = signed_in(cast.bartek), f"/organizacje/{office.oid}/"
    browser.post(f"{page}dane/", {**DATA, "name": "Przejęty", "dalej": "aktualizacja"})

    assert "Zapiszesz to, gdy administrator projektu potwierdzi Twoją rolę" in read(
        browser.get(f"{page}aktualizacja/")
    )
    with pytest.raises(Refused):
        save(office, by=cast.bartek)
    assert Organisation.objects.get(pk=office.pk).name == "Łaziska Górne"
    actions.confirm(office.memberships.get(), by=cast.oliwia, at=NOW)
    assert save(office, by=afresh(cast.bartek))


def test_too_many_invitations_are_stopped(cast, office, signed_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "registry_mail": "1/h/user"}
    browser, place = signed_in(cast.anna), Membership.objects.get(email="nela@urzad.example")
    again = f"/organizacje/{office.oid}/uzytkownicy/{place.pk}/zaproszenie/"
    assert [browser.post(again).status_code for _ in range(2)] == [302, 429]


def test_with_somebody_their_draft_goes_too(cast, office):
    actions.edit(office, {"contact.position": "x"}, by=afresh(cast.bartek), at=NOW)
    actions.remove(office, str(place_of(office, cast.bartek).pk), by=cast.anna, at=NOW)
    save(office, by=cast.anna)
    assert not Draft.objects.filter(person=cast.bartek).exists()
