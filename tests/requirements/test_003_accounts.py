"""Source 003: account, activation, login, reset, as a resident meets them."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.utils import timezone

from ratusz.accounts.limits import Limits
from ratusz.accounts.models import User
from ratusz.correspondence.models import Message
from tests.cast import PASSWORD, on, read, registration

REGISTER, LOGIN = "/konto/rejestracja/", "/konto/logowanie/"
NEW_PASSWORD = "czerwony-parasol-9"


def link_in(kind, recipient="nowa@urzad.example"):
    body = Message.objects.filter(kind=f"accounts.{kind}", recipient=recipient).latest("created_at").body
    (url,) = [url for url in re.findall(r"https?://\S+", body) if "/aktywacja/" in url or "/haslo/nowe/" in url]
    return urlsplit(url).path


@pytest.fixture
def registered(cast, client):
    client.post(REGISTER, registration())
    return User.objects.get(email="nowa@urzad.example")


@pytest.mark.requirement("R-003-11", "R-003-12", "R-003-13", "R-003-14", "R-003-15", "R-003-16")
def test_the_login_screen_has_everything_the_source_shows(cast, client):
    page = read(client.get(LOGIN))

    assert re.search(r'<input[^>]*id="(id_)?login"[^>]*type="email"[^>]*autocomplete="(username|email)', page)
    assert re.search(r'<input[^>]*type="password"[^>]*autocomplete="current-password"', page)
    assert re.search(r'<a [^>]*href="/konto/haslo/"[^>]*>\s*zapomniałem hasła', page)
    assert re.search(r"<button[^>]*>.*?Zaloguj</button>", page)
    assert re.search(r'<a [^>]*href="/konto/rejestracja/[^>]*>.*?Zarejestruj się</a>', page)


@pytest.mark.requirement("R-003-15")
@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/szkolenia/zgloszenia/", "/szkolenia/zgloszenia/"),
        ("https://zlodziej.example/", "/start/"),
        ("//zlodziej.example", "/start/"),
    ],
)
def test_after_login_the_person_returns_only_to_a_page_of_this_site(cast, client, target, expected):
    page = client.post(f"{LOGIN}?next={target}", {"login": cast.anna.email, "password": PASSWORD, "next": target})

    assert page.url == expected


@pytest.mark.requirement("R-003-19")
def test_a_refused_login_is_logged_without_password_and_address(cast, client, caplog):
    client.post(LOGIN, {"login": cast.anna.email, "password": "tajne-haslo-1"})

    assert "login refused" in caplog.text
    assert "tajne-haslo-1" not in caplog.text and cast.anna.email not in caplog.text


@pytest.mark.requirement("R-003-20")
def test_an_unconfirmed_account_is_told_that_it_waits_and_can_ask_for_a_new_link(registered, client):
    page = client.post(LOGIN, {"login": registered.email, "password": PASSWORD}, follow=True)

    text = read(page)
    assert "czeka na aktywację" in text and "Wyślij link ponownie" in text
    assert client.get("/koordynator/").status_code == 302


@pytest.mark.requirement("R-003-21")
def test_the_password_minds_letter_case(cast, client):
    page = client.post(LOGIN, {"login": cast.anna.email, "password": PASSWORD.upper()})

    assert "Sprawdź wielkość liter w haśle." in read(page)


@pytest.mark.requirement("R-003-21")
def test_a_stale_registration_form_loses_nothing_but_the_passwords(cast):
    browser = Client(enforce_csrf_checks=True)

    page = browser.post(REGISTER, registration(), headers={"Origin": "http://testserver"})

    text = read(page)
    assert page.status_code == 403 and "Strona była otwarta zbyt długo" in text and "Ctrl + F5" in text
    assert 'name="email" value="nowa@urzad.example"' in text and PASSWORD not in text


@pytest.mark.requirement(
    "R-003-22", "R-003-24", "R-003-25", "R-003-26", "R-003-27", "R-003-28", "R-003-29", "R-003-30"
)
def test_the_registration_form_has_the_fields_and_labels_of_the_source(cast, client):
    page = read(client.get(REGISTER))

    assert "<h1>Rejestracja</h1>" in page
    labels = [re.sub("<[^>]+>", "", label).strip() for label in re.findall(r"<label[^>]*>(.*?)</label>", page, re.S)]
    assert labels[:6] == ["Email", "Hasło", "Powtórz hasło", "Imię", "Nazwisko", "Numer telefonu"]
    assert any(label.startswith("Akceptuję regulamin") for label in labels)
    assert 'href="/dokumenty/regulamin/' in page
    assert re.search(r"<button[^>]*>.*?Zarejestruj się</button>", page)


@pytest.mark.requirement("R-003-23", "R-003-31")
@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("email", "Email"),
        ("password1", "Hasło"),
        ("password2", "Powtórz hasło"),
        ("first_name", "Imię"),
        ("last_name", "Nazwisko"),
        ("phone", "Numer telefonu"),
    ],
)
def test_an_empty_field_is_named_at_the_field(cast, client, field, name):
    page = read(client.post(REGISTER, registration(**{field: ""})))

    message = f"{name} nie może pozostać bez wartości."
    described = re.search(rf'<input[^>]*name="{field}"[^>]*aria-describedby="([^"]*)"[^>]*aria-invalid="true"', page)
    error_id = described[1].split()[-1]
    assert re.search(rf'<p class="error" id="{error_id}">.*?{message}', page)
    assert not User.objects.filter(email="nowa@urzad.example").exists()


@pytest.mark.requirement("R-003-27")
@pytest.mark.parametrize(
    "surname", ["Kowalska-Nowak", "O’Neill", "O'Neill", "Müller", "von der Heide", "Ó", "Đorđević"]
)
def test_surnames_as_people_have_them(cast, client, surname):
    client.post(REGISTER, registration(last_name=surname))

    assert User.objects.get(email="nowa@urzad.example").last_name == surname


@pytest.mark.requirement("R-003-28")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("500 600 700", "+48500600700"),
        ("+48 500-600-700", "+48500600700"),
        ("32 765 62 00", "+48327656200"),
        ("+49 30 901820", "+4930901820"),
        ("00", None),
        ("telefon", None),
        ("12345", None),
    ],
)
def test_telephone_numbers_as_people_write_them(cast, client, typed, kept):
    page = client.post(REGISTER, registration(phone=typed))

    person = User.objects.filter(email="nowa@urzad.example").first()
    assert (person.phone if person else None) == kept
    if kept is None:
        assert "Wpisz numer telefonu, na przykład 500 600 700" in read(page)


@pytest.mark.requirement("R-003-29")
def test_without_accepting_the_terms_there_is_no_account(cast, client):
    page = client.post(REGISTER, registration(terms=None))

    assert "Zaakceptuj regulamin, aby założyć konto." in read(page)
    assert not User.objects.filter(email="nowa@urzad.example").exists()


@pytest.mark.requirement("R-003-32")
def test_the_confirmation_page_says_what_the_source_says(cast, client):
    page = read(client.post(REGISTER, registration(), follow=True))

    for text in (
        "Potwierdzenie rejestracji",
        "Dziękujemy za rejestrację.",
        "Na Twoje konto email został wysłany email z linkiem aktywacyjnym.",
        "W przypadku problemów prosimy o kontakt",
        "administrator@siemianowice.gov.pl",
    ):
        assert text in page


@pytest.mark.requirement("R-003-33")
def test_an_address_that_exists_sees_the_same_page_and_its_mailbox_a_reset_link(cast, client):
    page = read(client.post(REGISTER, registration(email=cast.anna.email), follow=True))

    message = Message.objects.get(recipient=cast.anna.email)
    assert "Dziękujemy za rejestrację." in page
    assert "/konto/haslo/" in message.body and message.kind == "accounts.already_registered"


@pytest.mark.requirement("R-003-34")
@pytest.mark.parametrize(("language", "word"), [("pl", "Aktywuj"), ("en", "ctivat"), ("de", "ktivier")])
def test_one_mail_with_one_link_in_the_language_of_the_session(cast, client, language, word):
    client.cookies["jezyk"] = language
    client.post(REGISTER, registration())

    message = Message.objects.get()
    assert (message.recipient, message.language, message.state) == ("nowa@urzad.example", language, "queued")
    assert len([url for url in re.findall(r"https?://\S+", message.body) if "/aktywacja/" in url]) == 1
    assert word.lower() in (message.subject + message.body).lower()


@pytest.mark.requirement("R-003-35", "R-003-36")
def test_the_link_shows_a_button_and_the_button_activates(registered, client):
    path = link_in("activation")
    scanner = Client().get(path)
    before = EmailAddress.objects.get(user=registered).verified

    client.post(path)
    page = client.post(LOGIN, {"login": registered.email, "password": PASSWORD})

    assert scanner.status_code == 200 and "Aktywuj konto" in scanner.text and before is False
    assert EmailAddress.objects.get(user=registered).verified
    assert page.url == "/start/"


@pytest.mark.requirement("R-003-36")
def test_a_used_an_expired_and_a_damaged_link_say_so_and_offer_a_new_one(registered, client, monkeypatch):
    path = link_in("activation")
    damaged = read(client.get(path[:-3] + "xx/"))
    import time

    later = time.time() + 73 * 3600
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: later)
        expired = read(client.get(path))
        refused = client.post(path)
    client.post(path)
    used = read(client.get(path))

    assert "wygasł" in expired and "wygasł" in read(refused) and "ponownie" in expired
    assert ("już" in used and "nieprawidłowy" in damaged.lower()) or "uszkodzony" in damaged.lower()
    assert EmailAddress.objects.get(user=registered).verified


@pytest.mark.requirement("R-003-20", "R-003-37")
def test_a_new_link_is_sent_at_most_once_in_three_minutes_and_tells_nothing(registered, client):
    Message.objects.all().delete()

    known = client.post("/konto/aktywacja/ponownie/", {"email": registered.email})
    unknown = client.post("/konto/aktywacja/ponownie/", {"email": "nikt@urzad.example"})

    same = [
        read(page).replace(address, "X")
        for page, address in [(known, registered.email), (unknown, "nikt@urzad.example")]
    ]
    assert same[0] == same[1]
    assert Message.objects.count() == 0, "the mail of the registration is less than three minutes old"


@pytest.mark.requirement("R-003-37")
def test_accounts_that_nobody_confirmed_are_deleted_after_fourteen_days(registered, cast):
    from ratusz.accounts import actions

    day = registered.registered_at
    actions.delete_unconfirmed(at=day + timedelta(days=14))
    assert User.objects.filter(pk=registered.pk).exists()

    actions.delete_unconfirmed(at=day + timedelta(days=14, seconds=1))

    assert not User.objects.filter(pk=registered.pk).exists()
    assert User.objects.filter(pk=cast.anna.pk).exists()


@pytest.mark.requirement("R-003-39", "R-003-40")
def test_the_reset_page_has_the_words_of_the_source(cast, client):
    page = read(client.get("/konto/haslo/"))

    assert "<h1>Resetowanie hasła</h1>" in page
    assert "Link, przy pomocy którego zresetujesz hasło zostanie wysłany na podany adres e-mail" in page
    assert re.search(r"<label[^>]*>Adres e-mail</label>", page)
    assert re.search(r"<button[^>]*>.*?Zresetuj hasło</button>", page)


@pytest.mark.requirement("R-003-41", "R-000-F2.D1")
def test_a_known_address_gets_a_link_and_an_unknown_one_sees_the_same_screen(cast, client):
    known = client.post("/konto/haslo/", {"email": "ANNA@urzad.example"}, follow=True)
    unknown = Client().post("/konto/haslo/", {"email": "nikt@urzad.example"}, follow=True)

    assert read(known) == read(unknown)
    assert list(Message.objects.values_list("recipient", "kind")) == [(cast.anna.email, "accounts.password_reset")]


@pytest.mark.requirement("R-003-42", "R-000-F2.D1")
def test_the_link_sets_a_new_password_once_and_closes_other_sessions(cast, client, signed_in):
    elsewhere = signed_in(cast.anna)
    assert elsewhere.get("/konto/").status_code == 200
    client.post("/konto/haslo/", {"email": cast.anna.email})
    path = link_in("password_reset", cast.anna.email)

    form = client.get(path).url
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    again = Client().get(path, follow=True)
    page = Client().post(LOGIN, {"login": cast.anna.email, "password": NEW_PASSWORD})

    assert page.url == "/start/"
    assert "Ten link już nie działa" in read(again)
    assert elsewhere.get("/konto/").status_code == 302
    assert Message.objects.filter(kind="accounts.password_changed", recipient=cast.anna.email).count() == 1


@pytest.mark.requirement("R-003-42")
def test_an_older_reset_link_dies_with_the_new_password(cast, client):
    client.post("/konto/haslo/", {"email": cast.anna.email})
    older = link_in("password_reset", cast.anna.email)
    cast.anna.set_password(NEW_PASSWORD)
    cast.anna.save()

    page = Client().get(older, follow=True)

    assert "password1" not in page.text


@pytest.mark.requirement("R-003-42")
def test_a_reset_link_expires_after_24_hours(cast, client, monkeypatch):
    client.post("/konto/haslo/", {"email": cast.anna.email})
    path = link_in("password_reset", cast.anna.email)
    from datetime import datetime

    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: datetime.now() + timedelta(hours=25))

    assert "password1" not in Client().get(path, follow=True).text


@pytest.mark.requirement("R-003-43")
def test_a_reset_also_confirms_an_unconfirmed_account(registered, client):
    client.post("/konto/haslo/", {"email": registered.email})
    form = client.get(link_in("password_reset")).url

    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert EmailAddress.objects.get(user=registered).verified
    assert Client().post(LOGIN, {"login": registered.email, "password": NEW_PASSWORD}).url == "/start/"


@pytest.mark.requirement("R-003-43")
def test_resets_are_limited_per_address(cast, client):
    for _ in range(7):
        client.post("/konto/haslo/", {"email": cast.anna.email})

    assert Message.objects.filter(kind="accounts.password_reset").count() == 5


@pytest.mark.requirement("R-003-19")
def test_login_of_an_unknown_address_hashes_as_much_as_that_of_a_known_one(cast, client, monkeypatch):
    from django.contrib.auth import hashers

    counted = count_hashes(monkeypatch, hashers)
    client.post(LOGIN, {"login": cast.anna.email, "password": "nie to hasło"})
    known, counted[:] = len(counted), []
    client.post(LOGIN, {"login": "nikt@urzad.example", "password": "nie to hasło"})

    assert known == len(counted) > 0


@pytest.mark.requirement("R-003-33")
def test_registering_a_known_address_hashes_as_much_as_a_new_one(cast, client, monkeypatch):
    from django.contrib.auth import hashers

    counted = count_hashes(monkeypatch, hashers)
    client.post(REGISTER, registration())
    new, counted[:] = len(counted), []
    Client().post(REGISTER, registration(email=cast.anna.email))

    assert new == len(counted) > 0


def count_hashes(monkeypatch, hashers):
    counted = []
    hasher = type(hashers.get_hasher())
    original = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *args, **kw: counted.append(1) or original(self, *args, **kw))
    return counted


@pytest.mark.requirement("R-003-19")
def test_the_limits_are_kept_in_the_database_and_so_shared_by_all_processes(settings):
    from ratusz import settings as product

    assert product.CACHES["default"]["BACKEND"] == "ratusz.accounts.limits.Limits"
    assert issubclass(Limits, DatabaseCache)


def test_there_is_no_second_door(client, db):
    for path in ("/admin/", "/admin/login/", "/accounts/login/", "/accounts/signup/", "/konto/login/code/"):
        assert client.get(path).status_code == 404


def test_passwords_are_kept_with_argon2_and_the_owasp_minimum():
    from ratusz.accounts.passwords import Argon2OWASP

    assert "argon2$argon2id$v=19$m=19456,t=2,p=1$" in Argon2OWASP().encode("hasło", "soliczka")
    assert timezone.now() > on("2026-01-01")
