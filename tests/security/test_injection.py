"""Text that wants to be more than text: in pages, letters, their headers, spreadsheets and calendars it stays text."""

import csv
import io
from email import message_from_bytes, policy
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.test import Client
from icalendar import Calendar

from ratusz.accounts.models import User
from ratusz.correspondence import smtp
from ratusz.correspondence.models import Attachment, Message
from ratusz.organisations import actions as organisations
from ratusz.organisations.models import Membership, Organisation
from ratusz.programmes.models import Place, Topic
from ratusz.proposals import actions
from ratusz.proposals.models import Format
from ratusz.proposals.rules import Details, Person
from tests.cast import NOW, form_data, on, propose, registration, row

LIST = "/szkolenia/zgloszenia/"
HOSTILE = [
    "<script>zly()</script>",
    "\"'><img src=x onerror=zly()>",
    "javascript:zly()",
    "</textarea></title><svg/onload=zly()>",
    "x\r\nBcc: ofiara@zly.example\r\n\r\nzly",
    '=HYPERLINK("http://zly.example";"zly")',
    "END:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:http://zly.example\r\n",
    'zly;CN="zly":MAILTO:ofiara@zly.example,\\nzly',
    "{{ cycler.__init__.__globals__ }}{% raise %}%(zly)s",
    "\u202ezly\u2066\u200f\u2028zly\x0bzly\x85zly",
]
LOCAL_PARTS = ['"<script>zly()</script>"', "=1+1", '"\x0b\x1czly"', "+zly", "'zly--", '"zly:;,"', "{{7*7}}", "%s%zly"]


FOLLOWED = {"href", "src", "action", "formaction", "srcset", "xlink:href"}


class Page(HTMLParser):
    """What a browser would run or follow."""

    def __init__(self, text):
        super().__init__()
        self.live = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.live += [f"<{tag} {name}" for name, value in attributes if name.startswith("on") or name == "style"]
        led = {name: (value or "").strip() for name, value in attributes if name in FOLLOWED}
        self.live += [value for value in led.values() if value.lower().startswith(("javascript:", "data:"))]
        if tag in ("script", "img", "link") and not (led.get("src") or led.get("href", "")).startswith("/"):
            self.live.append(tag)
        self.live += [tag] if tag in ("iframe", "object", "embed", "base") else []


def assert_inert(page):
    assert Page(page).live == []


@pytest.fixture
def story(cast, today, work):
    """`story(text)`: the text stands wherever somebody may type one; everything that follows from it happens."""

    def tell(text):
        cast.anna.first_name, cast.anna.last_name = text[:100], text[:100]
        cast.anna.save()
        Organisation.objects.filter(pk=cast.office.pk).update(name=text[:200])
        Topic.objects.update(name_pl=text[:200])
        Place.objects.update(name_pl=text[:200])
        cast.programme.name = cast.programme.contact_phone = cast.programme.leader = text[:30]
        cast.programme.save()
        named = [Person(text[:100], text[:100], "bartek@urzad.example")]
        topic = cast.programme.topics.first()
        details = Details(on("2026-03-03", "9:00"), Format.ONSITE, cast.programme.places.first(), text[:300], topic)
        sent = [propose(cast, details, named) for _ in range(3)]
        actions.accept(sent[0], seen_version=1, note=text, by=cast.oliwia, at=NOW)
        actions.reject(sent[1], seen_version=1, reason=text, by=cast.oliwia, at=NOW)
        key = {"request_key": uuid4(), "by": cast.anna, "at": NOW}
        new = {"first_name": text[:100], "last_name": text[:100], "email": "celina@urzad.example"}
        change = actions.ask_for_change(sent[0], "person_added", new, text, **key)
        actions.accept_change(change, note=text, by=cast.oliwia, at=NOW)
        hanna = organisations.join(cast.celina, cast.units.siemianowice, by=cast.celina, at=NOW)
        organisations.refuse(hanna, reason=text, by=cast.anna, at=NOW)
        work()
        return sent

    return tell


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_it_stays_text_wherever_it_stands(cast, story, signed_in, text):
    sent = story(text)
    browsers = [signed_in(cast.anna), signed_in(cast.oliwia)]
    pages_show_it_and_do_not_run_it(browsers, sent, text)
    letters_carry_it_as_text_to_the_addressee_only()
    calendars_hold_one_meeting_and_nothing_smuggled_in()
    for path in (f"{LIST}csv/", "/administrator/urzedy/csv/"):
        spreadsheets_calculate_nothing(browsers[1].get(path))


def pages_show_it_and_do_not_run_it(browsers, sent, text):
    shown = 0
    own = [f"{LIST}{proposal.number}/{part}" for proposal in sent for part in ("", "edycja/", "zmiana/")]
    more = ["/koordynator/", "/administrator/", "/administrator/urzedy/", "/koordynator/osoby/", "/konto/", LIST, "/"]
    more += ["/korespondencja/", "/administrator/program/", f"{LIST}nowe/", f"{LIST}?q={text}"]
    one_of_a_kind = dict(Message.objects.values_list("kind", "pk")).values()
    for browser, paths in zip(
        browsers, ([*own, *more], [own[0], *more, *map("/korespondencja/{}/".format, one_of_a_kind)]), strict=True
    ):
        for path in paths:
            page = browser.get(path, follow=True)
            if page["Content-Type"].startswith("text/html"):
                assert_inert(page.text)
                shown += "zly" in page.text
    assert shown > 10


def letters_carry_it_as_text_to_the_addressee_only():
    assert Message.objects.count() > 8
    for message in Message.objects.prefetch_related("attachments"):
        mail = message_from_bytes(smtp.written(message), policy=policy.default)
        assert mail["To"].addresses[0].addr_spec == message.recipient and len(mail["To"].addresses) == 1
        assert not {"Bcc", "Cc", "ATTACH"} & set(mail.keys())
        assert "\n" not in mail["Subject"] and "\r" not in message.subject + message.recipient_name
        assert_inert(message.html)


def calendars_hold_one_meeting_and_nothing_smuggled_in():
    assert Attachment.objects.count() >= 2
    for file in Attachment.objects.all():
        content = bytes(file.content).decode()
        lines = content.replace("\r\n ", "").split("\r\n")
        names = [line.partition(":")[0].partition(";")[0] for line in lines if line]
        assert names.count("BEGIN") == names.count("END") == 3, content  # calendar, meeting, reminder
        assert not {"ATTACH", "Bcc"} & set(names) and names.count("ATTENDEE") == names.count("ORGANIZER") == 1
        assert not any(ord(sign) < 32 for line in lines for sign in line if sign != "\t")
        assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
        meeting = Calendar.from_ical(content).walk("VEVENT")[0]
        assert str(meeting["ATTENDEE"]).upper().startswith("MAILTO:") and "zly.example" not in str(meeting["ATTENDEE"])


def spreadsheets_calculate_nothing(page):
    rows = list(csv.reader(io.StringIO(page.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) > 1 and len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in {*"=+-@|%", "\t", "\r", "\n"}]


@pytest.mark.parametrize("local", LOCAL_PARTS)
def test_an_address_that_is_code_is_refused_or_harmless(cast, today, signed_in, work, local):
    address = f"{local}@urzad.example"
    browser = signed_in(cast.anna)
    page = browser.post(f"{LIST}nowe/", form_data(**row(0, "Bartek", "Mazur", address)), follow=True)
    assert_inert(page.text)
    Client().post("/konto/rejestracja/", registration(email=address))
    for proposal in cast.office.proposals.all():
        actions.accept(proposal, seen_version=1, by=cast.oliwia, at=NOW)
    work()
    for message in Message.objects.filter(recipient=address):
        mail = message_from_bytes(smtp.written(message), policy=policy.default)
        assert len(mail["To"].addresses) == 1
        assert_inert(message.html)
    for file in Attachment.objects.all():
        assert bytes(file.content).count(b"BEGIN:VEVENT") == 1
    assert_inert(signed_in(cast.oliwia).get("/korespondencja/").text)


def test_what_is_typed_into_the_address_of_a_training_stays_one_line(cast, today, signed_in):
    typed = form_data(
        typ="onsite", miejsce=cast.programme.places.first().pk, adres="Rynek 1\r\n\r\nKliknij: http://zly.example"
    )
    signed_in(cast.anna).post(f"{LIST}nowe/", typed)
    assert cast.office.proposals.get().address == "Rynek 1 Kliknij: http://zly.example"


def test_whoever_registers_with_a_foreign_address_writes_nothing_to_it(cast, today):
    """Otherwise the name would be a way to have us send advertisements to anybody."""
    Client().post("/konto/rejestracja/", registration(first_name="Wygrana na zly.example", last_name="Kliknij teraz"))
    letter = Message.objects.get(kind="accounts.activation")
    assert "zly" not in smtp.written(letter).decode() and letter.recipient_name == ""


def test_nobody_gives_themselves_more_than_a_form_offers(cast, today, signed_in):
    """Fields that no form has are ignored, whatever their name."""
    browser = signed_in(cast.ewa)
    more = {
        "is_active": "",
        "email": "oliwia@urzad.example",
        "role": "operator",
        "password": "x",
        "id": cast.oliwia.pk,
    }
    browser.post("/konto/", {"first_name": "Ewa", "last_name": "Zając", "phone": "500 600 700", **more})
    ewa = User.objects.get(pk=cast.ewa.pk)
    assert (ewa.email, ewa.is_active, ewa.phone, ewa.password) == (
        cast.ewa.email,
        True,
        "+48500600700",
        cast.ewa.password,
    )
    Client().post(
        "/konto/rejestracja/", registration(is_active="", role="operator", organisation="1", state="confirmed")
    )
    assert not Membership.objects.filter(person__email="nowa@urzad.example").exists()
    own = {
        "state": "accepted",
        "organisation": cast.other_office.pk,
        "number": "ZS-1",
        "sent_by": cast.ewa.pk,
        "version": "9",
    }
    signed_in(cast.anna).post(f"{LIST}nowe/", form_data(**own))
    sent = cast.office.proposals.get()
    assert (sent.state, sent.sent_by, sent.version) == ("pending", cast.anna, 1)
    assert sent.number.startswith("ZS-2026-")
