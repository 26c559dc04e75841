"""Source 000, "Najczęstsze błędy": every error says what to do and keeps what was typed."""

from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from ratusz.core.terms import warsaw_instant
from ratusz.proposals import actions
from ratusz.proposals.models import ChangeRequest, Proposal
from tests.cast import NOW, PASSWORD, form_data, on, online, people, propose, read, row

NEW = "/szkolenia/zgloszenia/nowe/"
LIST = "/szkolenia/zgloszenia/"


@pytest.mark.requirement("R-000-F3")
@pytest.mark.parametrize(
    ("missing", "target", "message"),
    [
        ({"data": ""}, "data", "Wybierz datę szkolenia"),
        ({"godzina": ""}, "godzina", "Podaj godzinę rozpoczęcia, na przykład 9:30"),
        ({"typ": None}, "typ", "Wybierz typ szkolenia: online albo stacjonarne"),
        (
            {f"uczestnicy-{n}-{name}": "" for n in range(2) for name in ("imie", "nazwisko", "email")},
            "uczestnicy-0-imie",
            "Dodaj co najmniej jednego uczestnika",
        ),
    ],
    ids=["date", "time", "type", "participant"],
)
def test_a_proposal_cannot_be_sent_without(cast, signed_in, today, missing, target, message):
    page = signed_in(cast.anna).post(NEW, form_data(temat=cast.programme.topics.first().pk, **missing))

    text = read(page)
    assert page.status_code == 422
    assert f'<a href="#{target}">{message}</a>' in text and f'id="{target}"' in text
    assert "Propozycja nie została wysłana." in text and "<title>Błąd:" in text
    assert not Proposal.objects.exists()


@pytest.mark.requirement("R-000-F3", "R-000-1.7")
def test_everything_wrong_is_listed_at_once_and_everything_right_is_kept(cast, signed_in, today):
    page = signed_in(cast.anna).post(
        NEW, form_data(data="", typ="onsite", adres="Rynek 1", **row(1, "Celina", "Wrona", "celina@@urzad"))
    )

    text = read(page)
    assert "Popraw 3 pola" in text
    assert "Uczestnik 2: Wpisz adres e-mail w formacie nazwa@domena.pl" in text
    assert all(f'value="{kept}"' in text for kept in ("09:00", "Rynek 1", "Bartek", "celina@@urzad"))


@pytest.mark.requirement("R-000-F7")
@pytest.mark.parametrize(
    ("day", "hour", "accepted"),
    [
        ("2026-02-11", "10:00", False),
        ("2026-02-12", "09:00", False),
        ("2026-02-12", "10:00", False),
        ("2026-02-12", "11:00", True),
        ("2026-02-13", "00:00", True),
    ],
    ids=["yesterday", "an hour ago", "now", "in an hour", "tomorrow"],
)
def test_only_a_moment_later_than_now_in_warsaw_is_accepted(cast, signed_in, today, day, hour, accepted):
    page = signed_in(cast.anna).post(NEW, form_data(data=day, godzina=hour))

    assert Proposal.objects.exists() is accepted
    if not accepted:
        assert "Wybierz termin późniejszy niż teraz (czw., 12 lutego 2026, 10:00)" in read(page)


@pytest.mark.requirement("R-000-F7")
def test_the_hour_that_the_clock_skips_is_refused_with_words(cast, signed_in, clock):
    extend(cast)
    clock(on("2026-03-20"))

    page = signed_in(cast.anna).post(NEW, form_data(data="2026-03-29", godzina="02:30"))

    assert page.status_code == 422
    assert "zegar przeskakuje z 2:00 na 3:00" in read(page)


@pytest.mark.requirement("R-000-F7")
def test_the_hour_that_happens_twice_means_its_first_pass(cast, signed_in, clock):
    extend(cast)
    clock(on("2026-10-20"))

    signed_in(cast.anna).post(NEW, form_data(data="2026-10-25", godzina="02:30"))

    sent = Proposal.objects.get()
    assert sent.starts_at.isoformat() == "2026-10-25T00:30:00+00:00"
    assert (sent.ends_at - sent.starts_at).total_seconds() == 120 * 60


@pytest.mark.requirement("R-000-F7")
def test_on_the_night_of_the_change_the_past_is_counted_in_real_hours(cast, signed_in, clock):
    extend(cast)
    clock(warsaw_instant(on("2026-10-25").date(), on("2026-10-25", "2:30").time()))

    before = signed_in(cast.anna).post(NEW, form_data(data="2026-10-25", godzina="02:15"))
    after = signed_in(cast.anna).post(NEW, form_data(data="2026-10-25", godzina="03:00"))

    assert (before.status_code, after.status_code) == (422, 302)


def extend(cast):
    type(cast.programme).objects.update(applications_until=on("2026-11-30").date(), ends_on=on("2026-12-31").date())


@pytest.mark.requirement("R-000-F4", "R-000-F4.D1")
def test_a_stale_form_token_gives_a_readable_page_with_everything_typed(cast, today):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.anna)

    page = browser.post(NEW, form_data(adres="ul. Śląska 5"), headers={"Origin": "http://testserver"})

    text = read(page)
    assert page.status_code == 403
    assert "Strona była otwarta zbyt długo. Wyślij formularz jeszcze raz." in text
    assert '<input type="hidden" name="adres" value="ul. Śląska 5">' in text and f'action="{NEW}"' in text

    again = browser.post(NEW, form_data(adres="ul. Śląska 5", csrfmiddlewaretoken=token(text)))
    assert again.status_code == 302 and Proposal.objects.count() == 1


def token(text):
    return text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


@pytest.mark.requirement("R-000-F4")
def test_a_form_from_another_site_is_not_offered_for_sending_again(cast, today):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.anna)

    page = browser.post(NEW, form_data(adres="podstęp"), headers={"Origin": "https://zlodziej.example"})

    assert page.status_code == 403 and "podstęp" not in page.text


@pytest.mark.requirement("R-000-F4.D1")
def test_what_was_typed_survives_a_login_that_expired_meanwhile(cast, today):
    browser = Client()
    browser.force_login(cast.anna)
    browser.get(NEW)
    Session.objects.all().delete()

    refused = browser.post(NEW, form_data(godzina="13:45", **row(0, "Żaneta", "Ślązak", "zaneta@urzad.example")))
    browser.post(refused.url, {"login": cast.anna.email, "password": PASSWORD})
    page = browser.get(NEW)

    assert refused.url == f"/konto/logowanie/?next={NEW}"
    assert 'value="13:45"' in page.text and 'value="Żaneta"' in page.text
    assert not Proposal.objects.exists()


@pytest.mark.requirement("R-000-F5", "R-000-F5.D1")
def test_after_acceptance_the_screen_says_how_to_pass_a_change_on(cast, signed_in, today):
    sent = propose(cast)
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=today)

    page = read(signed_in(cast.anna).get(f"{LIST}{sent.number}/"))

    assert "Zgłoszenia nie można już edytować" in page
    assert f'href="{LIST}{sent.number}/zmiana/"' in page


@pytest.mark.requirement("R-000-F5.D1")
def test_a_change_request_has_field_old_new_and_reason_and_the_operator_decides(cast, signed_in, today):
    sent = propose(cast)
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=today)
    url = f"{LIST}{sent.number}/zmiana/"

    signed_in(cast.anna).post(
        url,
        {
            "zmiana": "starts_at",
            "data": "2026-03-09",
            "godzina": "11:00",
            "powod": "Sesja rady",
            "klucz": str(uuid4()),
        },
    )
    change = ChangeRequest.objects.get()
    page = read(signed_in(cast.oliwia).get(f"{LIST}{sent.number}/"))
    signed_in(cast.oliwia).post(f"{url}{change.pk}/", {"decyzja": "accept", "uwagi": ""})

    assert (change.field, change.reason) == ("starts_at", "Sesja rady")
    assert change.old == {"starts_at": on("2026-03-03", "9:00").isoformat()} or change.old["starts_at"].startswith(
        "2026-03-03T08:00"
    )
    assert "wt., 3 marca 2026, 9:00" in page and "pon., 9 marca 2026, 11:00" in page and "Sesja rady" in page
    change.refresh_from_db()
    sent.refresh_from_db()
    assert (change.state, sent.starts_at) == ("accepted", on("2026-03-09", "11:00"))


@pytest.mark.requirement("R-000-F5.D1")
def test_a_refused_change_needs_a_reason_and_changes_nothing(cast, signed_in, today):
    sent = propose(cast)
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=today)
    change = actions.ask_for_change(
        sent, "cancellation", {}, "Brak chętnych", request_key=uuid4(), by=cast.anna, at=NOW
    )
    url = f"{LIST}{sent.number}/zmiana/{change.pk}/"
    browser = signed_in(cast.oliwia)

    without = browser.post(url, {"decyzja": "reject", "powod": ""})
    browser.post(url, {"decyzja": "reject", "powod": "Termin już ogłoszony"})

    change.refresh_from_db()
    sent.refresh_from_db()
    assert without.status_code == 422
    assert (change.state, change.decision_note, sent.state) == ("rejected", "Termin już ogłoszony", "accepted")


@pytest.mark.requirement("R-000-F5.D1")
@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Wybierz, co chcesz zmienić"),
        ({"zmiana": "starts_at", "powod": "x"}, "Wybierz datę szkolenia"),
        ({"zmiana": "venue", "typ": "onsite", "powod": "x"}, "Wybierz miejsce szkolenia"),
        ({"zmiana": "person_added", "imie": "Jan", "powod": "x"}, "Podaj nazwisko"),
        (
            {"zmiana": "person_added", "imie": "B", "nazwisko": "M", "email": "bartek@urzad.example", "powod": "x"},
            "Ta osoba jest już w tym zgłoszeniu",
        ),
        ({"zmiana": "person_removed", "powod": "x"}, "Wybierz osobę z listy"),
        ({"zmiana": "cancellation", "powod": ""}, "Napisz, dlaczego prosisz o zmianę"),
    ],
)
def test_an_incomplete_change_request_says_what_is_missing(cast, signed_in, today, data, message):
    sent = propose(cast)
    actions.accept(sent, seen_version=1, by=cast.oliwia, at=today)

    page = signed_in(cast.anna).post(f"{LIST}{sent.number}/zmiana/", data)

    assert page.status_code == 422 and message in read(page)
    assert not ChangeRequest.objects.exists()


@pytest.mark.requirement("R-000-F6", "R-000-F6.D2")
def test_filtering_with_empty_fields_shows_all_own_proposals(cast, signed_in, today):
    mine = [propose(cast).number for _ in range(3)]
    other = propose(cast, office=cast.other_office, by=cast.filip).number

    page = signed_in(cast.anna).get(LIST, {"q": "", "status": "", "typ": "", "od": "", "do": "", "uwaga": ""})

    assert all(number in page.text for number in mine) and other not in page.text
    assert "3 zgłoszenia" in read(page) or "3 zgłoszeń" in read(page)


@pytest.mark.requirement("R-000-F6.D1")
def test_an_empty_result_offers_to_clear_the_filters(cast, signed_in, today):
    propose(cast)

    page = read(signed_in(cast.anna).get(LIST, {"status": "rejected"}))

    assert "Żadne zgłoszenie nie pasuje do filtrów" in page
    assert f'<a class="btn btn-2" href="{LIST}">Wyczyść filtry</a>' in page


@pytest.mark.requirement("R-000-F6")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "slaska"}, {1}),
        ({"q": "zs-2026-0002"}, {2}),
        ({"q": "ŻAK"}, {2}),
        ({"typ": "onsite"}, {1}),
        ({"od": "2026-03-04"}, {2}),
        ({"do": "2026-03-03"}, {1}),
        ({"status": "wszystko", "od": "kiedyś"}, {1, 2}),
    ],
    ids=str,
)
def test_the_filter_finds_what_a_clerk_types(cast, signed_in, today, query, expected):
    from tests.cast import onsite

    sent = {1: propose(cast, onsite(cast.programme, address="ul. Śląska 5"), people(1))}
    zak = people(1)[0].__class__("Ewa", "Żak", "ewa.zak@urzad.example")
    sent[2] = propose(cast, online("2026-03-05"), [zak])

    page = signed_in(cast.anna).get(LIST, query).text.split("<tbody")[1]

    assert {n for n, one in sent.items() if one.number in page} == expected


@pytest.mark.requirement("R-000-F8D")
def test_the_same_person_twice_in_one_proposal_is_refused(cast, signed_in, today):
    page = signed_in(cast.anna).post(NEW, form_data(**row(1, "Bartłomiej", "Mazur", "BARTEK@urzad.example")))

    assert page.status_code == 422
    assert "Uczestnik 2: Ten adres ma już uczestnik 1." in read(page)


@pytest.mark.requirement("R-000-F8D")
def test_the_same_person_in_two_overlapping_trainings_is_flagged_to_everybody_concerned(cast, signed_in, today):
    first = propose(cast)
    overlapping = propose(cast, online(hour="10:59"), people(1))
    later = propose(cast, online(hour="11:00"), people(2)[1:])
    elsewhere = propose(cast, online(hour="9:30"), people(1), office=cast.other_office, by=cast.filip)

    mine = read(signed_in(cast.anna).get(f"{LIST}{first.number}/"))
    others = read(signed_in(cast.oliwia).get(f"{LIST}{first.number}/"))
    flagged = signed_in(cast.anna).get(LIST, {"uwaga": "kolizja"}).text

    assert "Ta sama osoba w dwóch szkoleniach" in mine and overlapping.number in mine
    assert elsewhere.number not in mine and elsewhere.number in others
    assert later.number not in mine
    assert {one.number for one in (first, overlapping, later) if one.number in flagged} == {
        first.number,
        overlapping.number,
    }
