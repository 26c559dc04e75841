"""What no page of the registry sends: it breaks none, stays text wherever it is shown, and is shown to nobody else."""

import csv
import io
from email import message_from_bytes, policy
from urllib.parse import quote, unquote

import pytest
from django.test import Client

from ratusz.correspondence import smtp
from ratusz.correspondence.models import Message
from ratusz.organisations import actions
from ratusz.organisations.models import Draft, Membership, Organisation
from ratusz.organisations.rules import registry as rules
from ratusz.organisations.states import Role
from tests.cast import NOW, person, read
from tests.registry import CONTACT, DATA, USER, authorise, fill_in, save
from tests.security import garbage
from tests.security.test_injection import HOSTILE, assert_inert

KEYS = [
    "n..",
    "..",
    ".",
    "n",
    "nowy.",
    "17.email",
    "__class__",
    "self",
    "-1",
    "0",
    "²",
    "9" * 30,
    "1" * 3000,
    "n1.email",
]
KEYS += ["{}", "%", "a\u2028b", "\u202e", "data", "data.name", "contact", "users", "' OR 1=1 --", "<b>", "x" * 3000]


@pytest.fixture
def office(cast, today, work):
    """Anna coordinates, Darek is deputy; everything is filled in."""
    fill_in(cast.office, by=cast.anna)
    authorise(cast.office, cast.darek, Role.DEPUTY)
    work()
    return Organisation.objects.get(pk=cast.office.pk)


def at(office, page=""):
    return f"/organizacje/{office.oid}/{page}"


def review(browser, oid):
    """Look, and press the button with what was shown."""
    page = browser.get(f"/organizacje/{oid}/aktualizacja/", follow=True)
    assert page.status_code == 200
    seen = page.text.partition('name="stan" value="')[2].partition('"')[0]
    answer = browser.post(f"/organizacje/{oid}/aktualizacja/", {"stan": seen}, follow=True)
    assert answer.status_code in (200, 422)
    return page


def test_a_key_of_nobody(office, cast, signed_in):
    """Also with somebody new in the draft, whose fields a key with a point would reach."""
    browser = signed_in(cast.anna)
    browser.post(at(office, "uzytkownicy/nowy/"), USER)
    new = next(iter(Draft.objects.get().edits)).split(".")[1]
    for key in (*KEYS, *(f"{new}.{key}" for key in KEYS), f"{new}.email"):
        for page in ("", "usuniecie/", "cofniecie/", "zaproszenie/"):
            path = at(office, f"uzytkownicy/{quote(key, safe='')}/{page}")
            assert browser.get(path).status_code in (301, 302, 400, 404, 405), path
            assert browser.post(path, USER).status_code in (302, 400, 404, 405), path
    for path in ("uzytkownicy/", "osoba-do-kontaktu/wybor/", f"uzytkownicy/{new}/"):
        assert browser.get(at(office, path)).status_code == 200
    assert browser.post(at(office, "osoba-do-kontaktu/wybor/"), {"uzytkownik": new}).status_code == 302
    review(browser, office.oid)


@pytest.mark.parametrize("part", range(4))
def test_garbage_in_every_field_of_a_draft(office, cast, signed_in, part):
    """All at once, kept in the draft, looked at, and refused where it is wrong."""
    browsers = {oid: signed_in(who) for who, oid in ((cast.anna, office.oid), (cast.ewa, "nowa"))}
    for value in (*garbage.TEXTS, *garbage.NUMBERS)[part::4]:
        for oid, browser in browsers.items():
            sections(browser, oid, value)
        people(browsers[office.oid], office, value)
        for oid, browser in browsers.items():
            review(browser, oid)
    for draft in Draft.objects.all():
        assert len(str(draft.edits)) < 60_000


def sections(browser, oid, value):
    new = dict.fromkeys(["kind", "belongs_to", "regon", "nip", "website"])
    for page, fields in (("dane/", {**DATA, **new}), ("osoba-do-kontaktu/", CONTACT)):
        path = f"/organizacje/{oid}/{page}"
        assert browser.post(path, dict.fromkeys(fields, value) | {"dalej": value}).status_code == 302
        assert browser.get(path).status_code == 200


def people(browser, office, value):
    assert browser.post(at(office, "uzytkownicy/nowy/"), dict.fromkeys(USER, value)).status_code in (302, 422)
    assert browser.get(at(office, "uzytkownicy/")).status_code == 200
    assert browser.post(at(office, "osoba-do-kontaktu/wybor/"), {"uzytkownik": value}).status_code in (302, 422)
    for path in ("aktualizacja/", "aktualizacja/rozstrzygniecie/"):
        assert browser.post(at(office, path), {"stan": value, "data.name": value}).status_code in (302, 422)


@pytest.mark.parametrize("field", ["kind", "belongs_to", "regon", "email", "phone"])
def test_what_was_right_and_is_spoilt_is_looked_at(cast, today, signed_in, field):
    """One wrong value among right ones reaches further than a page full of them."""
    browser = signed_in(cast.ewa)
    right = {**DATA, "kind": "roads", "belongs_to": cast.units.siemianowice.pk, "regon": "242637141"}
    browser.post("/organizacje/nowa/osoba-do-kontaktu/", CONTACT)
    for value in (*garbage.TEXTS, *garbage.NUMBERS, "office", "operator", cast.units.czeladz.pk + 99):
        browser.post("/organizacje/nowa/dane/", {**right, field: value})
        page = browser.get("/organizacje/nowa/aktualizacja/", follow=True)
        assert page.status_code == 200
    assert not Organisation.objects.filter(kind__in=["office", "operator"], registered_by=cast.ewa).exists()


def test_a_draft_does_not_grow_without_bound(office, cast, signed_in):
    browser = signed_in(cast.anna)
    people = {}
    fields = {**Membership().details(), "first_name": "A" * 100, "last_name": "B" * 100, "role": "editor"}
    for n in range(rules.MOST_PEOPLE - 3):
        mine = {**fields, "email": f"{'c' * 60}{n}@urzad.example", "street": "D" * 200}
        people |= {f"users.n{n}": True} | rules.laid_flat(f"users.n{n}", mine)
    actions.edit(office, people, by=cast.anna, at=NOW)
    assert browser.post(at(office, "uzytkownicy/nowy/"), USER).status_code == 302
    page = browser.post(at(office, "uzytkownicy/nowy/"), {**USER, "email": "za-duzo@urzad.example"}, follow=True)
    assert "najwyżej 200" in read(page)
    browser.post(at(office, "dane/"), dict.fromkeys(DATA, "ł" * 150_000))
    assert len(str(Draft.objects.get().edits)) < 500_000
    assert "za-duzo" not in str(Draft.objects.get().edits)


@pytest.mark.parametrize(
    "dalej", ["https://zly.example/", "//zly.example", "/wyloguj/", "x" * 3000, "wybor", "uzytkownicy"]
)
def test_the_next_page_is_one_of_ours(office, cast, signed_in, dalej):
    page = signed_in(cast.anna).post(at(office, "dane/"), {**DATA, "dalej": dalej})
    assert page.status_code == 302 and page.url.startswith(at(office))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_it_stays_text_on_pages_in_letters_and_in_sheets(office, cast, signed_in, work, text):
    """Names are checked at the form; what stands in the registry all the same (an import) is text too."""
    short = text[:90]
    place = Membership.objects.get(organisation=office, person=cast.darek)
    names = {"first_name": short, "last_name": short, "position": short, "street": short, "city": short}
    contact = names | {
        "email": "hostile@urzad.example",
        "uses_phones": False,
        "phone": short[:20],
        "postcode": short[:6],
    }
    website = {"website": "https://zly.example/?q=%22%3E"}
    data = {"name": text[:200], "street": short, "city": short, **website}
    edits = rules.laid_flat("data", data) | rules.laid_flat("contact", contact)
    edits |= rules.laid_flat(f"users.{place.pk}", names)
    new = {**Membership().details(), **names, "email": "nowa@urzad.example", "role": "editor"}
    edits |= {"users.n1": True} | rules.laid_flat("users.n1", new)
    actions.edit(office, edits, by=cast.anna, at=NOW)
    anna, oliwia = signed_in(cast.anna), signed_in(cast.oliwia)
    pages = ["", "dane/", "osoba-do-kontaktu/", "osoba-do-kontaktu/wybor/", "uzytkownicy/", "uzytkownicy/n1/"]
    pages += ["uzytkownicy/n1/usuniecie/", f"uzytkownicy/{place.pk}/", "aktualizacja/", "historia/", "zapisano/"]
    for path in pages[:-2]:
        inert(anna, at(office, path))
    save(office, by=cast.anna)
    actions.remove(office, str(place.pk), by=cast.anna, at=NOW)
    actions.edit(office, {"data.name": "Inna nazwa"}, by=cast.darek, at=NOW)
    work()
    for browser in (anna, oliwia):
        for path in (*pages[:5], *pages[7:]):
            inert(browser, at(office, path))
    Organisation.objects.filter(pk=office.pk).update(name="Jeszcze inna")
    inert(signed_in(cast.darek), at(office, "aktualizacja/"))
    for path in ("/organizacje/", f"/organizacje/?q={quote(short)}&miejsce={quote(short)}", "/organizacje/moje/"):
        inert(anna, path)
    inert(oliwia, "/administrator/organizacje/")
    assert Message.objects.filter(kind="organisations.saved").exists()
    for message in Message.objects.filter(kind__startswith="organisations."):
        mail = message_from_bytes(smtp.written(message), policy=policy.default)
        assert len(mail["To"].addresses) == 1 and mail["To"].addresses[0].addr_spec == message.recipient
        assert not {"Bcc", "Cc"} & set(mail.keys()) and "\n" not in mail["Subject"]
        assert_inert(message.html)
    link = Message.objects.get(kind="organisations.invited").body.split("/zaproszenie/")[1].split()[0]
    inert(Client(), f"/zaproszenie/{link}/")
    sheets(anna, office, oliwia)


def inert(browser, path):
    page = browser.get(path, follow=True)
    assert page.status_code in (200, 404), path
    assert_inert(page.text)


def sheets(anna, office, oliwia):
    answer = anna.get(at(office, "historia/csv/"))
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) > 5 and len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in {*"=+-@|%", "\t", "\r", "\n"}]
    for browser, path in ((anna, at(office, "historia/xlsx/")), (oliwia, "/administrator/organizacje/xlsx/")):
        workbook = browser.get(path).getvalue()
        assert workbook[:2] == b"PK" and b"<f>" not in unzipped(workbook)


def unzipped(workbook):
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(workbook)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))


@pytest.mark.requirement("R-001-0.1")
def test_nobody_else_reads_of_the_people(office, cast, signed_in):
    """The contact person and the users, their addresses and numbers: on no page of a stranger or another office."""
    hanna = person("Hanna", "Wilk")
    actions.join(hanna, cast.units.siemianowice, by=hanna, at=NOW)
    secrets = [
        CONTACT["last_name"],
        CONTACT["email"],
        "765 62 10",
        "+48327656210",
        CONTACT["street"],
        "anna@",
        "darek@",
    ]
    paths = [at(office), "/organizacje/", "/organizacje/moje/", f"/organizacje/?q={office.oid}"]
    paths += [f"/organizacje/?q={quote(word)}" for word in ("Nowacka", "kontakt@urzad.example", "Kowalczyk")]
    for browser in (Client(), *map(signed_in, (cast.ewa, cast.filip, cast.bartek, hanna))):
        for path in paths:
            page = read(browser.get(path, follow=True))
            told = page.split("<main")[1].split("</main>")[0]
            typed = unquote(path)
            assert not [secret for secret in secrets if secret in told and secret not in typed], path
    assert "Żadna organizacja nie pasuje" in read(Client().get("/organizacje/?q=Nowacka"))


def test_an_organisation_that_waits_or_was_refused_is_found_by_nobody(cast, today, signed_in):
    from tests.organisations.keepers import waiting

    made = waiting(cast.ewa, cast.units.siemianowice)
    for state in ("waiting", "refused"):
        Organisation.objects.filter(pk=made.pk).update(state=state)
        for browser in (Client(), *map(signed_in, (cast.anna, cast.filip, cast.bartek))):
            for page in ("", "zapisano/", "historia/", "historia/csv/", "dane/", "uzytkownicy/", "aktualizacja/"):
                answer = browser.get(at(made, page))
                assert answer.status_code == 404 or answer.url.startswith("/konto/logowanie/")
            for query in (made.oid, "Drogowa", "Zarząd Dróg", made.regon, made.nip):
                page = browser.get(f"/organizacje/?q={quote(query)}").text.split("<main")[1]
                assert f'href="{at(made)}"' not in page
        assert at(made) not in Client().get(at(cast.office)).text
        assert signed_in(cast.ewa).get(at(made)).status_code == 200
