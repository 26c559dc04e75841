"""Source 001, sentence by sentence: the registry of organisations, walked by Anna of Siemianowice."""

import pytest

from ratusz.correspondence.models import Message
from ratusz.organisations import actions, queries
from ratusz.organisations.models import ContactPerson, Membership, Organisation
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import Role
from tests.cast import NOW, PASSWORD, read
from tests.registry import CONTACT, DATA, USER, add, authorise, fill_in, last_link, save


@pytest.fixture
def office(cast):
    """Anna's office with everything filled in; Bartek is authorised too."""
    fill_in(cast.office, by=cast.anna)
    authorise(cast.office, cast.bartek)
    return Organisation.objects.get(pk=cast.office.pk)


@pytest.fixture
def anna(cast, signed_in, today):
    return signed_in(cast.anna)


def at(office, page=""):
    return f"/organizacje/{office.oid}/{page}"


@pytest.mark.requirement("R-001-0.1")
@pytest.mark.parametrize("who", ["ewa", "filip", "celina"])
@pytest.mark.parametrize("page", ["dane/", "osoba-do-kontaktu/", "uzytkownicy/", "uzytkownicy/nowy/", "aktualizacja/"])
def test_only_an_authorised_user_of_this_organisation_gets_in(cast, office, signed_in, today, who, page):
    browser = signed_in(getattr(cast, who))
    assert browser.get(at(office, page)).status_code == 404
    assert browser.post(at(office, page), {"name": "Przejęty"}).status_code in (404, 405)
    assert Organisation.objects.get(pk=office.pk).name == office.name


@pytest.mark.requirement("R-001-0.1")
def test_a_stranger_is_asked_to_sign_in(office, client):
    page = client.get(at(office, "dane/"))
    assert page.status_code == 302 and page.url.startswith("/konto/logowanie/")


@pytest.mark.requirement("R-001-0.1")
def test_who_was_removed_with_the_page_still_open_changes_nothing(cast, office, signed_in, today):
    browser = signed_in(cast.bartek)
    browser.post(at(office, "dane/"), {**DATA, "name": "Po cichu", "dalej": "dane"})
    place = Membership.objects.get(person=cast.bartek, organisation=office)
    actions.remove(office, str(place.pk), by=cast.anna, at=NOW)
    save(office, by=cast.anna)

    assert browser.post(at(office, "aktualizacja/"), {"stan": "x"}).status_code == 404
    assert Organisation.objects.get(pk=office.pk).name == office.name


@pytest.mark.requirement("R-001-1.1")
def test_the_main_menu_leads_to_my_organisations_and_so_does_the_search(anna):
    assert 'href="/organizacje/moje/"' in anna.get("/koordynator/").text
    assert 'href="/organizacje/moje/"' in anna.get("/organizacje/").text


@pytest.mark.requirement("R-001-1.2")
def test_my_organisations_show_only_after_login(client, db):
    assert "/organizacje/moje/" not in client.get("/organizacje/").text
    assert client.get("/organizacje/moje/").url.startswith("/konto/logowanie/")


@pytest.mark.requirement("R-001-1.3")
def test_the_list_holds_mine_and_nothing_else(cast, office, anna, signed_in):
    assert office.oid in anna.get("/organizacje/moje/").text
    assert cast.other_office.oid not in anna.get("/organizacje/moje/").text
    assert office.oid in signed_in(cast.bartek).get("/organizacje/moje/").text
    assert office.oid not in signed_in(cast.ewa).get("/organizacje/moje/").text


@pytest.mark.requirement("R-001-1.4")
def test_the_identifier_leads_to_the_details(office, anna):
    assert f'href="{at(office)}">{office.oid}</a>' in anna.get("/organizacje/moje/").text
    assert office.name in read(anna.get(at(office)))


@pytest.mark.requirement("R-001-1.5")
def test_from_the_details_i_view_and_update_the_data_too(office, anna):
    assert f'href="{at(office, "dane/")}"' in anna.get(at(office)).text
    assert "Zmień dane organizacji" in read(anna.get(at(office, "dane/")))

    anna.post(at(office, "dane/"), {**DATA, "website": "https://urzad.example", "dalej": "aktualizacja"})
    confirm(anna, office)
    assert Organisation.objects.get(pk=office.pk).website == "https://urzad.example"


def confirm(browser, office):
    """The button of the review, as the browser presses it."""
    page = browser.get(at(office, "aktualizacja/"))
    seen = page.text.split('name="stan" value="')[1].split('"')[0]
    return browser.post(at(office, "aktualizacja/"), {"stan": seen}, follow=True)


@pytest.mark.requirement("R-001-2.1")
def test_the_side_menu_has_the_contact_person(office, anna):
    assert "Osoba do kontaktu w organizacji" in read(anna.get(at(office, "dane/")))


@pytest.mark.requirement("R-001-2.2")
@pytest.mark.parametrize("field", [name for name in CONTACT if not name.startswith("uses_")])
def test_every_field_of_the_contact_person_may_be_overwritten(office, anna, field):
    changed = {"email": "inny@urzad.example", "phone": "32 765 62 99", "phone_2": "500 600 701", "postcode": "41-103"}
    value = changed.get(field, "Inaczej")
    own = {**CONTACT, "uses_phones": "", "uses_address": ""}
    anna.post(at(office, "osoba-do-kontaktu/"), {**own, field: value, "dalej": "kontakt"})
    confirm(anna, office)
    stored = getattr(ContactPerson.objects.get(organisation=office), field)
    assert stored == {"phone": "+48327656299", "phone_2": "+48500600701"}.get(field, value)


@pytest.mark.requirement("R-001-2.3")
def test_an_authorised_user_is_chosen_and_copied(cast, office, anna):
    assert "Wybierz" in anna.get(at(office, "osoba-do-kontaktu/")).text
    page = read(anna.get(at(office, "osoba-do-kontaktu/wybor/")))
    assert "Wybierz uprawnionego użytkownika" in page and page.count('type="radio"') == 2 and "Potwierdź" in page

    assert anna.post(at(office, "osoba-do-kontaktu/wybor/"), {}).status_code == 422
    place = Membership.objects.get(person=cast.bartek, organisation=office)
    page = anna.post(at(office, "osoba-do-kontaktu/wybor/"), {"uzytkownik": place.pk}, follow=True)
    assert 'value="bartek@urzad.example"' in page.text and 'value="Mazur"' in page.text


@pytest.mark.requirement("R-001-2.3")
def test_before_registration_there_is_nobody_to_choose(cast, today, signed_in):
    browser = signed_in(cast.ewa)
    assert 'value="wybor"' not in browser.get("/organizacje/nowa/osoba-do-kontaktu/").text
    assert browser.get("/organizacje/nowa/osoba-do-kontaktu/wybor/").status_code == 404


@pytest.mark.requirement("R-001-2.4")
def test_after_the_copy_the_form_says_so(cast, office, anna):
    place = Membership.objects.get(person=cast.bartek, organisation=office)
    page = anna.post(at(office, "osoba-do-kontaktu/wybor/"), {"uzytkownik": place.pk}, follow=True)
    assert "Skopiowano dane: Bartek Mazur" in read(page) and "notice-ok" in page.text


@pytest.mark.requirement("R-001-2.5")
def test_nothing_is_stored_before_the_update_and_then_ok_closes_the_message(office, anna):
    anna.post(at(office, "osoba-do-kontaktu/"), {**CONTACT, "position": "Sekretarz", "dalej": "kontakt"})
    assert ContactPerson.objects.get(organisation=office).position == CONTACT["position"]
    page = anna.get(at(office))
    assert "Masz niezapisane zmiany" in read(page)
    assert 'data-guard="changed"' in anna.get(at(office, "osoba-do-kontaktu/")).text

    page = confirm(anna, office)
    assert ContactPerson.objects.get(organisation=office).position == "Sekretarz"
    assert "Sukces" in read(page) and f'href="{at(office)}">OK' in page.text
    assert "Sukces" not in read(anna.get(at(office)))


@pytest.mark.requirement("R-001-2.5")
def test_the_draft_follows_to_another_device(cast, office, anna, signed_in):
    anna.post(at(office, "osoba-do-kontaktu/"), {**CONTACT, "position": "Sekretarz", "dalej": "szkic"})
    assert 'value="Sekretarz"' in signed_in(cast.anna).get(at(office, "osoba-do-kontaktu/")).text
    assert 'value="Sekretarz"' not in signed_in(cast.bartek).get(at(office, "osoba-do-kontaktu/")).text


@pytest.mark.requirement("R-001-3.1", "R-001-3.2")
def test_the_section_lists_everybody_with_edit(cast, office, anna):
    page = anna.get(at(office, "uzytkownicy/"))
    for person in (cast.anna, cast.bartek):
        place = Membership.objects.get(person=person, organisation=office)
        assert person.full_name in read(page) and f'href="{at(office, f"uzytkownicy/{place.pk}/")}"' in page.text


@pytest.mark.requirement("R-001-3.3", "R-001-3.4")
def test_the_window_is_saved_into_the_draft_and_the_update_stores_it(cast, office, anna):
    place = Membership.objects.get(person=cast.bartek, organisation=office)
    window = at(office, f"uzytkownicy/{place.pk}/")
    assert "Zapisz" in read(anna.get(window))
    anna.post(window, {**USER, "email": place.email, "position": "Informatyk", "role": place.role})
    assert Membership.objects.get(pk=place.pk).position == ""
    assert "Sukces" in read(confirm(anna, office))
    assert Membership.objects.get(pk=place.pk).position == "Informatyk"


COPY = "Kopiuj dane osoby kontaktowej"


@pytest.mark.requirement("R-001-3.3.1")
def test_the_contact_person_is_copied_only_while_nobody_has_that_address(cast, office, anna):
    assert COPY in read(anna.get(at(office, "uzytkownicy/nowy/")))
    page = anna.post(at(office, "uzytkownicy/nowy/"), {"kopiuj": "1"})
    for name in ("first_name", "last_name", "email", "position"):
        assert f'value="{CONTACT[name]}"' in page.text

    anna.post(at(office, "osoba-do-kontaktu/"), {**CONTACT, "email": cast.bartek.email, "dalej": "kontakt"})
    assert COPY not in read(anna.get(at(office, "uzytkownicy/nowy/")))


@pytest.mark.requirement("R-001-3.3.2")
def test_otherwise_the_data_are_typed(office, anna):
    anna.post(at(office, "uzytkownicy/nowy/"), USER)
    confirm(anna, office)
    assert Membership.objects.get(organisation=office, email=USER["email"]).last_name == USER["last_name"]


@pytest.mark.requirement("R-001-3.3.2a")
def test_unticked_own_telephone_and_address_are_asked_for(office, anna):
    page = anna.post(at(office, "uzytkownicy/nowy/"), {**USER, "uses_phones": "", "uses_address": ""})
    assert page.status_code == 422
    for text in ("Podaj telefon", "Podaj kod pocztowy", "Podaj miejscowość"):
        assert text in read(page)


@pytest.mark.requirement("R-001-3.3.2a")
def test_ticked_the_organisations_telephone_is_used_also_when_it_changes_later(office, anna):
    anna.post(at(office, "uzytkownicy/nowy/"), {**USER, "uses_phones": "on", "uses_address": "on"})
    confirm(anna, office)
    place = Membership.objects.get(organisation=office, email=USER["email"])
    assert place.phone == "" and place.reached().phone == "+48327656200"

    anna.post(at(office, "dane/"), {**DATA, "phone": "32 111 22 33", "city": "Chorzów", "dalej": "dane"})
    confirm(anna, office)
    place = Membership.objects.get(pk=place.pk)
    assert place.reached().phone == "+48321112233" and place.reached().city == "Chorzów"


@pytest.mark.requirement("R-001-3.3.3", "R-001-5.2")
def test_an_address_without_an_account_is_invited_and_makes_one(office, anna, work, client):
    add(office, anna, confirm)
    work()
    assert list(Message.objects.filter(kind="organisations.invited").values_list("recipient", flat=True)) == [
        USER["email"]
    ]
    link = last_link(USER["email"])
    assert office.name in read(client.get(link))
    account = {"first_name": "Nela", "last_name": "Wilk", "phone": "500 600 700", "terms": "on"}
    client.post(link, {**account, "password1": PASSWORD, "password2": PASSWORD})
    place = Membership.objects.get(organisation=office, email=USER["email"])
    assert place.state == "confirmed" and place.person.email == USER["email"] and place.role == Role.OFFICER

    again = client.post(link, {**account, "password1": PASSWORD, "password2": PASSWORD})
    assert again.status_code == 404 and "wykorzystano" in read(again)


@pytest.mark.requirement("R-001-4.1")
def test_the_bin_asks_no_keeps_and_yes_removes_with_the_update(cast, office, anna):
    place = Membership.objects.get(person=cast.bartek, organisation=office)
    asks = at(office, f"uzytkownicy/{place.pk}/usuniecie/")
    page = read(anna.get(asks))
    assert "Tak" in page and f'href="{at(office, "uzytkownicy/")}">Nie' in page
    assert Membership.objects.get(pk=place.pk).state == "confirmed"

    anna.post(asks)
    assert Membership.objects.get(pk=place.pk).state == "confirmed"
    assert "Sukces" in read(confirm(anna, office))
    assert Membership.objects.get(pk=place.pk).state == "ended"
    assert not queries.organisations_of(cast.bartek)


@pytest.mark.requirement("R-001-4.1.1")
def test_nobody_removes_themselves(cast, office, anna):
    place = Membership.objects.get(person=cast.anna, organisation=office)
    asks = at(office, f"uzytkownicy/{place.pk}/usuniecie/")
    assert asks not in anna.get(at(office, "uzytkownicy/")).text
    assert "Nie możesz usunąć siebie" in read(anna.post(asks, follow=True))
    assert not queries.desk(cast.anna, office).is_changed


@pytest.mark.requirement("R-001-4.D1")
def test_the_last_one_is_removed_by_staff_only(cast, today, signed_in, work):
    fill_in(cast.office, by=cast.anna)
    place = Membership.objects.get(person=cast.anna, organisation=cast.office)
    asks = at(cast.office, f"uzytkownicy/{place.pk}/usuniecie/")
    signed_in(cast.anna).post(asks)
    assert Membership.objects.get(pk=place.pk).state == "confirmed"

    oliwia = signed_in(cast.oliwia)
    oliwia.post(asks)
    confirm(oliwia, cast.office)
    assert Membership.objects.get(pk=place.pk).state == "ended"


def letters():
    rows = Message.objects.filter(kind="organisations.saved")
    return sorted(rows.values_list("recipient", flat=True))


@pytest.mark.requirement("R-001-5.1")
def test_a_save_tells_every_address_of_the_organisation_once(cast, office, anna, work):
    work()
    Message.objects.all().delete()
    anna.post(at(office, "osoba-do-kontaktu/"), {**CONTACT, "email": "nowy@urzad.example", "dalej": "kontakt"})
    place = Membership.objects.get(person=cast.bartek, organisation=office)
    actions.remove(office, str(place.pk), by=cast.anna, at=NOW)
    page = read(anna.get(at(office, "aktualizacja/")))
    confirm(anna, office)
    work()

    expected = ["anna@urzad.example", "bartek@urzad.example", "kontakt@urzad.example", "nowy@urzad.example"]
    assert letters() == [*expected, DATA["email"]]
    assert all(address in page for address in letters())
    removed = Message.objects.get(recipient="bartek@urzad.example", kind="organisations.saved").body
    assert "Usunięty uprawniony użytkownik: Bartek Mazur" in removed and "nowy@urzad.example" not in removed


@pytest.mark.requirement("R-001-5.1")
def test_a_new_address_of_a_user_tells_the_old_one_too(cast, office, anna, work):
    work()
    Message.objects.all().delete()
    place = Membership.objects.get(person=cast.bartek, organisation=office)
    window = at(office, f"uzytkownicy/{place.pk}/")
    anna.post(window, {**USER, "email": "celina@urzad.example", "role": place.role})
    confirm(anna, office)
    work()

    assert letters() == sorted(
        ["anna@urzad.example", "bartek@urzad.example", "celina@urzad.example", CONTACT["email"], DATA["email"]]
    )
    place.refresh_from_db()
    assert place.person == cast.celina and place.state == "confirmed"


@pytest.mark.requirement("R-001-D1")
def test_the_identifier_is_public_and_numbers_are_checked(office, anna, client):
    assert office.oid in client.get(f"/organizacje/?q={office.oid}").text
    anna.post(at(office, "dane/"), {**DATA, "nip": "0000000000", "dalej": "aktualizacja"})
    page = read(anna.get(at(office, "aktualizacja/")))
    assert "Same zera to nie numer" in page and 'name="stan" value' in page
    assert Organisation.objects.get(pk=office.pk).nip == ""


def test_values_of_the_stored_office_are_complete(office):
    assert rules.completeness(queries.stored(office)) == rules.ALL_COMPLETE == office.complete
