import pytest

from ratusz.correspondence import rules

ADDRESS = "https://ratusz.siemianowice.example/zgloszenia/ZS-2026-0148/bardzo-dlugi-adres-ktorego-nie-wolno-lamac/"


@pytest.mark.parametrize(
    "text, line",
    [
        ("Temat\r\nBcc: ktos@zly.example", "Temat Bcc: ktos@zly.example"),
        ("a\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a b c d e f g h"),
        ("\x00Jan\x1b \u202eKowalski\t ", "Jan Kowalski"),
        ("Łaziska Górne – „zażółć”", "Łaziska Górne – „zażółć”"),
    ],
)
def test_a_header_is_one_line_without_hidden_signs(text, line):
    assert rules.one_line(text) == line


def test_no_line_is_over_80_characters_except_an_address():
    text = f"{'Dłuższy akapit o szkoleniu. ' * 12}\n\n{ADDRESS}\n\n- {'pozycja listy ' * 10}"
    lines = rules.wrapped(text).split("\n")
    assert [line for line in lines if len(line) > 80] == [ADDRESS]
    assert lines[-1].startswith("  pozycja")


def test_paragraphs_lines_and_lists():
    text = "\n\nDzień dobry,\n\n\n \nNumer: 1\nTermin: jutro\n\n- raz\n\n- dwa\n\nkoniec\r\n"
    assert rules.paragraphs(text) == [
        ["Dzień dobry,"],
        ["Numer: 1", "Termin: jutro"],
        ["- raz", "- dwa"],
        ["koniec"],
    ]


def test_the_same_text_as_html():
    text = f"Zobacz: {ADDRESS}.\nTermin: jutro\n- raz\n- dwa\nkoniec"
    assert rules.to_html(text) == (
        f'<p>Zobacz: <a href="{ADDRESS}">{ADDRESS}</a>.<br>Termin: jutro</p>\n'
        "<ul><li>raz</li><li>dwa</li></ul>\n<p>koniec</p>"
    )


def test_nothing_written_by_people_becomes_markup():
    text = '<script>alert(1)</script> & https://a.example/?q="><img src=x>&b=1\n- <b>x</b>'
    html = rules.to_html(text)
    assert "<script" not in html and "<img" not in html and "<b>" not in html
    assert "&lt;script&gt;" in html and '<a href="https://a.example/?q=">' in html


def test_only_web_addresses_become_links():
    assert "<a" not in rules.to_html("javascript:alert(1) ftp://a.example data:text/html,x")
