"""Source 000, sections 1 and 2: the coordinator registers and logs in."""

import re
from urllib.parse import urlsplit

import pytest

from ratusz.accounts.models import User
from ratusz.correspondence.models import Message
from ratusz.history.models import Event
from ratusz.organisations.models import Membership, Organisation
from ratusz.privacy.models import Acknowledgement
from tests.cast import PASSWORD, on, online, people, propose, read, registration

PAGE = "/koordynator/rejestracja/"


def coordinator_form(cast, **changed):
    return registration(**({"office": cast.units.laziska.pk} | changed))


@pytest.mark.requirement("R-000-1.1")
def test_the_registration_page_has_a_stable_address_open_to_everybody(cast, client):
    assert client.get(PAGE).status_code == 200
    assert client.get("/koordynator/register.php").url == PAGE


@pytest.mark.requirement("R-000-1.2", "R-000-1.7")
@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("first_name", "Imię nie może pozostać bez wartości."),
        ("last_name", "Nazwisko nie może pozostać bez wartości."),
        ("email", "E-mail nie może pozostać bez wartości."),
        ("password1", "Hasło nie może pozostać bez wartości."),
        ("password2", "Powtórz hasło nie może pozostać bez wartości."),
        ("phone", "Telefon nie może pozostać bez wartości."),
        ("office", "Wybierz urząd z listy"),
        ("terms", "Zaakceptuj regulamin, aby założyć konto."),
    ],
)
def test_each_field_left_out_is_named_and_the_others_stay_filled_in(cast, client, field, message):
    page = client.post(PAGE, coordinator_form(cast, **{field: ""}))

    text = read(page)
    assert page.status_code == 200 and not User.objects.filter(email="nowa@urzad.example").exists()
    assert re.search(rf'<a href="#(id_)?{field}">{re.escape(message)}</a>', text)
    kept = {"first_name": "Nowa", "last_name": "Osoba", "email": "nowa@urzad.example", "phone": "500 600 700"}
    assert all(f'value="{value}"' in text for name, value in kept.items() if name != field)
    assert PASSWORD not in text


@pytest.mark.requirement("R-000-1.7")
def test_after_an_error_sending_again_works(cast, client):
    client.post(PAGE, coordinator_form(cast, phone=""))
    page = client.post(PAGE, coordinator_form(cast))

    assert page.status_code == 302 and User.objects.filter(email="nowa@urzad.example").exists()


@pytest.mark.requirement("R-000-1.3")
@pytest.mark.parametrize("forged", ["Siemianowice", "999999", "0", "1 OR 1=1"])
def test_an_office_outside_the_list_is_refused(cast, client, forged):
    page = client.post(PAGE, coordinator_form(cast, office=forged))

    assert "Wybierz urząd z listy" in read(page)
    assert not User.objects.filter(email="nowa@urzad.example").exists()


@pytest.mark.requirement("R-000-1.3")
def test_units_that_exist_no_more_cannot_be_chosen(cast, client):
    type(cast.units.laziska).objects.filter(pk=cast.units.laziska.pk).update(valid_to=on("2026-02-01").date())

    page = client.post(PAGE, coordinator_form(cast))

    assert "Wybierz urząd z listy" in read(page)


@pytest.mark.requirement("R-000-1.3", "R-004-1")
def test_only_offices_of_the_programmes_voivodship_are_offered(cast, client, settings):
    from tests.cast import unit

    elsewhere = unit("120101", "Bochnia", "urban", "bocheński")

    assert "Bochnia" not in client.get(PAGE).text
    assert "Wybierz urząd z listy" in read(client.post(PAGE, coordinator_form(cast, office=elsewhere.pk)))
    settings.OFFERED_VOIVODSHIPS = []
    assert "Bochnia" in client.get(PAGE).text


@pytest.mark.requirement("R-000-1.4", "R-000-F1")
@pytest.mark.parametrize("address", ["abc", "a@b", "a@@b.pl"])
def test_a_wrong_address_is_refused_at_the_field(cast, client, address):
    page = client.post(PAGE, coordinator_form(cast, email=address))

    assert "Wpisz adres e-mail w formacie nazwa@domena.pl." in read(page)
    assert f'value="{address}"' in page.text


@pytest.mark.requirement("R-000-1.5", "R-000-F1")
@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("Ab3$kZp", "Hasło musi mieć co najmniej 8 znaków."),
        ("12345678", "Hasło jest zbyt słabe"),
        ("haslo123", "To hasło jest zbyt słabe"),
        ("Siemianowice1", "To hasło jest zbyt słabe"),
        ("qwertyuiop", "To hasło jest zbyt słabe"),
        ("nowaosoba1", "Hasło jest zbyt podobne"),
    ],
)
def test_a_short_or_weak_password_is_refused(cast, client, password, message):
    page = client.post(PAGE, coordinator_form(cast, password1=password, password2=password))

    assert message in read(page)
    assert not User.objects.filter(email="nowa@urzad.example").exists()


@pytest.mark.requirement("R-000-1.5")
def test_eight_good_characters_are_accepted(cast, client):
    client.post(PAGE, coordinator_form(cast, password1="Zp7kwxta", password2="Zp7kwxta"))

    assert User.objects.filter(email="nowa@urzad.example").exists()


@pytest.mark.requirement("R-000-1.6")
def test_a_different_repetition_is_refused(cast, client):
    page = client.post(PAGE, coordinator_form(cast, password2="zielony-tramwaj-8"))

    assert "Powtórzone hasło jest inne. Wpisz dwa razy to samo." in read(page)
    assert not User.objects.filter(email="nowa@urzad.example").exists()


@pytest.mark.requirement("R-000-1.8", "R-000-1.D3")
def test_correct_data_create_the_account_with_its_office_and_the_accepted_terms(cast, client, today):
    client.post(PAGE, coordinator_form(cast))
    assert Membership.objects.get(person__email="nowa@urzad.example").state == "announced"
    activate(client)

    person = User.objects.get(email="nowa@urzad.example")
    assert (person.full_name, person.phone) == ("Nowa Osoba", "+48500600700")
    place = Membership.objects.get(person=person)
    assert (place.role, place.state, place.organisation.unit) == ("coordinator", "provisional", cast.units.laziska)
    accepted = Acknowledgement.objects.get(person=person)
    assert (accepted.document.slug, accepted.document.version, accepted.at) == ("regulamin", 1, today)
    kinds = Event.objects.order_by("id").values_list("kind", flat=True)
    assert {"accounts.user.register", "organisations.membership.join"} <= set(kinds)


def activate(client):
    body = Message.objects.get(kind="accounts.activation").body
    client.post(urlsplit(next(word for word in body.split() if "/aktywacja/" in word)).path)


@pytest.mark.requirement("R-000-1.9")
def test_after_success_a_prominent_button_leads_to_login(cast, client):
    page = client.post(PAGE, coordinator_form(cast), follow=True)

    assert re.search(r'<a class="btn[^"]*" href="/konto/logowanie/"', page.text)


@pytest.mark.requirement("R-000-1.D1")
def test_registering_a_known_address_reveals_nothing_and_the_owner_gets_a_mail(cast, client):
    new = client.post(PAGE, coordinator_form(cast), follow=True)
    known = type(client)().post(PAGE, coordinator_form(cast, email="ANNA@urzad.example"), follow=True)

    assert read(known).replace("anna@urzad.example", "X") == read(new).replace("nowa@urzad.example", "X")
    assert User.objects.filter(email="anna@urzad.example").get().full_name == "Anna Kowalczyk"
    assert list(Message.objects.filter(recipient="anna@urzad.example").values_list("kind", flat=True)) == [
        "accounts.already_registered"
    ]


@pytest.mark.requirement("R-000-1.D2")
def test_nothing_can_be_sent_before_the_address_is_verified(cast, client, today):
    client.post(PAGE, coordinator_form(cast))

    page = client.post("/konto/logowanie/", {"login": "nowa@urzad.example", "password": PASSWORD})
    form = client.get("/szkolenia/zgloszenia/nowe/")

    assert page.url == "/konto/aktywacja/"
    assert form.url.startswith("/konto/logowanie/")


@pytest.mark.requirement("R-000-2.1")
def test_the_coordinators_zone_has_its_own_address(cast, client, signed_in):
    assert client.get("/koordynator/").url == "/konto/logowanie/?next=/koordynator/"
    assert signed_in(cast.anna).get("/koordynator/").status_code == 200


@pytest.mark.requirement("R-000-2.2")
def test_the_main_menu_has_the_button(cast, client):
    home = client.get("/")

    assert re.search(r'<a class="btn[^"]*" href="/koordynator/"[^>]*>.*?Koordynator w urzędzie</a>', read(home))


@pytest.mark.requirement("R-000-2.3", "R-000-2.4", "R-000-F2.D2")
@pytest.mark.parametrize("address", ["anna@urzad.example", " ANNA@Urzad.Example "])
def test_login_by_address_and_password_leads_to_the_panel(cast, client, address):
    page = client.post("/konto/logowanie/", {"login": address, "password": PASSWORD}, follow=True)

    assert page.redirect_chain[-1][0] == "/koordynator/"
    assert "Panel koordynatora" in page.text


@pytest.mark.requirement("R-000-2.3")
def test_a_wrong_password_and_an_unknown_address_get_the_same_neutral_message(cast, client):
    wrong = client.post("/konto/logowanie/", {"login": cast.anna.email, "password": "nie to hasło"})
    unknown = client.post("/konto/logowanie/", {"login": "nikt@urzad.example", "password": "nie to hasło"})

    message = "Adres e-mail albo hasło się nie zgadza. Sprawdź wielkość liter w haśle."
    assert message in read(wrong) and message in read(unknown)


@pytest.mark.requirement("R-000-2.3")
def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(cast, client):
    for _ in range(5):
        client.post("/konto/logowanie/", {"login": cast.anna.email, "password": "nie to hasło"})

    page = client.post("/konto/logowanie/", {"login": cast.anna.email, "password": PASSWORD})

    assert "Zbyt wiele nieudanych prób logowania" in read(page)
    assert client.get("/koordynator/").status_code != 200


@pytest.mark.requirement("R-000-2.5")
def test_the_counters_equal_the_rows_of_the_list(cast, signed_in, today):
    from ratusz.proposals import actions

    sent = [propose(cast, online(hour=f"{hour}:00"), people(1)) for hour in range(9, 15)]
    for one in sent[:2]:
        actions.accept(one, seen_version=1, by=cast.oliwia, at=today)
    actions.reject(sent[2], reason="x", seen_version=1, by=cast.oliwia, at=today)
    propose(cast, office=cast.other_office, by=cast.filip)
    browser = signed_in(cast.anna)

    panel = read(browser.get("/koordynator/"))

    for label, state, count in [
        ("Oczekujące", "pending", 3),
        ("Zaakceptowane", "accepted", 2),
        ("Odrzucone", "rejected", 1),
    ]:
        link = re.search(
            rf'href="(/szkolenia/zgloszenia/\?status={state})">.*?{label}<span class="vh">: (\d+)</span>', panel
        )
        rows = browser.get(link[1]).text.count('<th role="rowheader"')
        assert (int(link[2]), rows) == (count, count)


@pytest.mark.requirement("R-000-2.6")
def test_the_panel_has_both_shortcuts(cast, signed_in, today):
    panel = read(signed_in(cast.anna).get("/koordynator/"))

    assert re.search(r'<a class="btn[^"]*" href="/szkolenia/zgloszenia/nowe/">.*?Nowe zgłoszenie</a>', panel)
    assert re.search(r'<a class="btn[^"]*" href="/szkolenia/zgloszenia/">.*?Lista zgłoszeń</a>', panel)


@pytest.mark.requirement("R-000-F2")
def test_the_login_page_says_what_to_check_and_whom_to_ask(cast, client):
    page = read(client.get("/konto/logowanie/"))

    assert "wielkość liter" in page
    assert "administrator@siemianowice.gov.pl" in page or "support@klaster.org.pl" in page


@pytest.mark.requirement("R-004-3", "R-004-5")
def test_a_second_person_for_the_same_office_waits_as_deputy(cast, client):
    client.post(PAGE, coordinator_form(cast, office=cast.units.siemianowice.pk))
    activate(client)

    place = Membership.objects.get(person__email="nowa@urzad.example")
    assert (place.role, place.state) == ("deputy", "waiting")
    assert Organisation.objects.filter(unit=cast.units.siemianowice).count() == 1


@pytest.mark.requirement("R-000-1.D2", "R-000-2.3")
def test_nobody_holds_an_office_with_an_address_that_is_not_theirs(cast, client):
    client.post(PAGE, coordinator_form(cast, email="cudzy@urzad.example"))

    owner = coordinator_form(cast)
    client.post(PAGE, owner)
    body = Message.objects.get(kind="accounts.activation", recipient=owner["email"]).body
    client.post(urlsplit(next(word for word in body.split() if "/aktywacja/" in word)).path)

    places = Membership.objects.filter(organisation__unit=cast.units.laziska)
    assert dict(places.values_list("person__email", "state")) == {
        "cudzy@urzad.example": "announced",
        "nowa@urzad.example": "provisional",
    }


@pytest.mark.requirement("R-000-1.6")
def test_different_new_passwords_are_refused_in_our_words(cast, signed_in):
    page = signed_in(cast.anna).post(
        "/konto/haslo/zmiana/",
        {"oldpassword": PASSWORD, "password1": "czerwony-parasol-9", "password2": "inny-parasol-9"},
    )

    assert "Powtórzone hasło jest inne. Wpisz dwa razy to samo." in read(page)
