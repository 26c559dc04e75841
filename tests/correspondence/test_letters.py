from types import SimpleNamespace

import pytest

from ratusz.correspondence.letters import compose, url_of

TEMPLATE = "correspondence/mail/trouble.txt"
FUNDED = SimpleNamespace(
    title="Uzupełnienie umiejętności <cyfrowych>",
    project_number="KPOD.05.08-IW.06-0089/25",
    funding_source="Unia Europejska, NextGenerationEU",
    contact_email="cyfryzacja@klaster.example",
    contact_phone="888 000 000",
)


@pytest.fixture
def letter():
    return compose(TEMPLATE, {"dead": 3, "failed": 0}, "pl")


def test_the_first_line_is_the_subject_and_the_rest_the_body(letter):
    assert letter.subject == "Ratusz: sprawdź nieudane zadania i wiadomości"
    assert letter.text.startswith("W ciągu ostatniej doby")
    assert "\n\nNieudane zadania: 3\nNiewysłane wiadomości: 0\n\n" in letter.text


def test_the_text_part_keeps_to_80_characters(letter):
    assert [line for line in letter.text.splitlines() if len(line) > 80] == []


def test_the_html_part_says_the_same_in_the_readers_language(letter):
    assert letter.html.startswith('<!doctype html>\n<html lang="pl">')
    assert "<p>Nieudane zadania: 3<br>Niewysłane wiadomości: 0</p>" in letter.html
    assert "style=" not in letter.html and "<script" not in letter.html


def test_every_letter_names_sender_contact_and_privacy_notice(letter):
    for part in (letter.text, letter.html):
        assert "serwis Ratusz, http://127.0.0.1:8000" in part.replace('<a href="http://127.0.0.1:8000">', "")
        assert "administrator@siemianowice.gov.pl" in part
        assert url_of("document", "polityka-prywatnosci") in part
        assert "Finansowanie" not in part


def test_a_letter_of_a_funded_project_says_who_pays():
    letter = compose(TEMPLATE, {"dead": 1, "failed": 1, "programme": FUNDED}, "pl")
    footer = letter.text.split("\n-- \n")[1]
    assert "Projekt: Uzupełnienie umiejętności <cyfrowych>\nNumer projektu: KPOD.05.08-IW.06-0089/25\n" in footer
    assert "Finansowanie: Unia Europejska, NextGenerationEU" in footer
    assert "cyfryzacja@klaster.example" in footer and "888 000 000" in footer
    assert "&lt;cyfrowych&gt;" in letter.html and "<cyfrowych>" not in letter.html
