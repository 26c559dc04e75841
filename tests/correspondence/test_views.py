"""What staff see of the correspondence, and nobody else."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ratusz.correspondence.letters import Letter
from ratusz.correspondence.models import Attachment, Message
from ratusz.correspondence.states import MessageState
from ratusz.history import record as history
from ratusz.jobs.models import Job
from ratusz.jobs.states import JobState
from ratusz.organisations import actions as organisations
from ratusz.organisations.states import Role
from tests.correspondence.conftest import AT

pytestmark = pytest.mark.django_db
LIST = reverse("correspondence:list")
JOBS = reverse("correspondence:jobs")


@pytest.fixture
def oliwia(people, signed_in):
    return signed_in(people.oliwia)


@pytest.fixture
def administrator(people, signed_in):
    organisations.appoint(people.darek, people.units.organiser, Role.ADMINISTRATOR, by=None, at=AT)
    return signed_in(people.darek)


@pytest.fixture
def message(people, queued):
    file = Attachment(name="zażółć\r\n.ics", content_type="text/html", content=b"<script>")
    return queued(attachments=[file])


@pytest.fixture
def dead(people):
    error = "Traceback\n  File x\nValueError: zepsute\n"
    return Job.objects.create(
        path="tests.jobs.bodies.effect", args={"args": ["a"], "kwargs": {}}, state=JobState.DEAD,
        attempts=8, finished_at=AT, error=error,
    )  # fmt: skip


def page_of(message):
    return reverse("correspondence:message", args=[message.pk])


def again(message):
    return reverse("correspondence:send_again", args=[message.pk])


def file_of(message):
    return reverse("correspondence:attachment", args=[message.pk, message.attachments.get().pk])


def fail(message):
    Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED, last_error="550 5.1.1 Nie ma skrzynki")


@pytest.mark.parametrize("who", ["anna", "bartek", "filip", "nobody"])
def test_nobody_else_learns_that_there_is_any(message, dead, people, signed_in, client, who):
    browser = client if who == "nobody" else signed_in(getattr(people, who))
    fail(message)
    for address in (LIST, JOBS, page_of(message), file_of(message)):
        response = browser.get(address)
        assert response.status_code == (302 if who == "nobody" else 404)
        assert who != "nobody" or response.url.startswith("/konto/logowanie/")
    for address in (again(message), reverse("correspondence:restart_job", args=[dead.pk])):
        assert browser.post(address).status_code == (302 if who == "nobody" else 404)
    assert (Message.objects.get().state, Job.objects.get(pk=dead.pk).state) == (MessageState.FAILED, JobState.DEAD)


def test_the_list_shows_recipient_subject_and_state(message, oliwia):
    html = oliwia.get(LIST).content.decode()
    for words in (
        "Bartek Mazur",
        "bartek@urzad.example",
        message.subject,
        "czeka na wysłanie",
        "Wiadomości nie wychodzą",
    ):
        assert words in html


def listed(browser, **query):
    html = browser.get(f"{LIST}?{urlencode(query)}").content.decode()
    return {name for name in ("bartek@", "celina@", "ewa@") if name in html}


@pytest.mark.parametrize(
    "query, found",
    [
        ({}, {"bartek@", "celina@", "ewa@"}),
        ({"stan": "failed"}, {"celina@"}),
        ({"stan": "draft"}, set()),
        ({"stan": "nonsense"}, {"bartek@", "celina@", "ewa@"}),
        ({"szukaj": "CELINA"}, {"celina@"}),
        ({"szukaj": "zajac ewa"}, {"ewa@"}),
        ({"szukaj": "zażółć"}, {"bartek@", "celina@", "ewa@"}),
        ({"szukaj": "celina", "stan": "queued"}, set()),
        ({"szukaj": "100%_"}, set()),
    ],
)
def test_filters(oliwia, queued, query, found):
    queued()
    fail(queued(recipient="celina@urzad.example", recipient_name="Celina Wrona"))
    queued(recipient="ewa@urzad.example", recipient_name="Ewa Zając")
    assert listed(oliwia, **query) == found


def test_fifty_a_page_and_always_as_many_queries(oliwia, queued):
    queued()
    count_of_queries(oliwia)  # what is read once and kept
    before = count_of_queries(oliwia)
    for number in range(60):
        queued(at=AT + timedelta(minutes=number))
    assert count_of_queries(oliwia) == before
    assert oliwia.get(LIST).content.decode().count('scope="row"') == 50
    assert oliwia.get(f"{LIST}?strona=2").content.decode().count('scope="row"') == 11


def count_of_queries(browser):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(LIST).status_code == 200
    return len(captured)


def test_one_message_with_its_whole_story(message, oliwia):
    fail(message)
    html = oliwia.get(page_of(message)).content.decode()
    for words in (
        "to jest treść.",
        "550 5.1.1 Nie ma skrzynki",
        "Przekazano do wysłania",
        "Napisano",
        "Wyślij ponownie",
    ):
        assert words in html
    assert message.message_id.strip("<>") in html


def test_a_page_says_why_a_message_waits(message, oliwia, settings):
    assert "Serwer poczty nie jest skonfigurowany" in oliwia.get(page_of(message)).content.decode()
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    Message.objects.update(last_error="451 4.7.1 Greylisted", attempts=1, next_attempt_at=AT)
    html = oliwia.get(page_of(message)).content.decode()
    assert "Serwer poczty" not in html and "451 4.7.1 Greylisted" in html and "Kolejna próba" in html


def test_what_people_wrote_is_shown_not_obeyed(oliwia, queued):
    evil = "<script>alert(1)</script>"
    html = oliwia.get(page_of(queued(letter=Letter(evil, evil, evil, "pl"), recipient_name=evil))).content.decode()
    assert evil not in html


def test_an_attachment_is_a_download_and_never_a_page(message, oliwia):
    response = oliwia.get(file_of(message))
    assert response.content == b"<script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''za%C5%BC")
    assert "\r" not in response["Content-Disposition"]


def test_another_messages_attachment_is_not_found(message, oliwia, queued):
    other = queued()
    address = reverse("correspondence:attachment", args=[other.pk, message.attachments.get().pk])
    assert oliwia.get(address).status_code == 404


def test_one_time_links_are_for_the_addressee_only(oliwia, administrator, queued, settings):
    file = Attachment(name="a.txt", content_type="text/plain", content=b"tajne")
    secret = queued(kind="accounts.password_reset", attachments=[file])
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    for browser in (oliwia, administrator):
        html = browser.get(page_of(secret)).content.decode()
        assert "to jest treść" not in html and "tylko adresat" in html
        assert browser.get(file_of(secret)).status_code == 302
    settings.SMTP_URL = ""
    assert "to jest treść" not in oliwia.get(page_of(secret)).content.decode()
    assert "to jest treść" in administrator.get(page_of(secret)).content.decode()


def test_sending_again(message, oliwia, people):
    assert "Wyślij ponownie" not in oliwia.get(page_of(message)).content.decode()
    fail(message)
    assert oliwia.get(again(message)).url == page_of(message)
    assert Message.objects.get().state == MessageState.FAILED
    response = oliwia.post(again(message), follow=True)
    html = response.content.decode()
    assert "czeka na ponowne wysłanie" in html and people.oliwia.full_name in html
    assert Message.objects.get().state == MessageState.QUEUED
    assert Job.objects.live().filter(dedupe=Message.objects.get().delivery_key).count() == 1


def test_sending_a_second_time_by_a_stale_page_is_refused_with_words(message, oliwia):
    response = oliwia.post(again(message), headers={"referer": f"http://testserver{page_of(message)}"}, follow=True)
    assert "Ponownie można wysłać tylko" in response.content.decode()


def test_dead_jobs_are_listed_and_restarted(dead, oliwia, people):
    assert "Nieudane zadania: 1" in oliwia.get(LIST).content.decode()
    html = oliwia.get(JOBS).content.decode()
    assert "tests.jobs.bodies.effect" in html and "ValueError: zepsute" in html and "Traceback" not in html
    restart = reverse("correspondence:restart_job", args=[dead.pk])
    assert "zostanie wykonane ponownie" in oliwia.post(restart, follow=True).content.decode()
    job = Job.objects.get(pk=dead.pk)
    assert (job.state, job.attempts) == (JobState.READY, 0)
    event = history.of(job).get()
    assert (event.kind, event.actor_id) == ("jobs.job.restart", str(people.oliwia.pk))
    assert oliwia.post(restart).status_code == 302
    assert history.of(job).count() == 1
    assert "Nie ma nieudanych zadań" in oliwia.get(JOBS).content.decode()


def test_what_is_not_there_is_not_found(oliwia):
    for name in ("message", "send_again", "restart_job"):
        address = reverse(f"correspondence:{name}", args=[uuid4()])
        assert (oliwia.get if name == "message" else oliwia.post)(address).status_code == 404
