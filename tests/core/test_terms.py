"""Working days and terms: KPA art. 57, worked by hand."""

from datetime import date, time

import pytest

from ratusz.core import terms
from ratusz.core.text import collation_key, fold


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        ("2025-12-24", False),
        ("2024-12-24", True),
        ("2026-04-03", True),
        ("2026-04-06", False),
        ("2026-05-02", False),
        ("2026-06-04", False),
        ("2026-11-11", False),
        ("2026-12-31", True),
        ("2026-03-07", False),
    ],
)
def test_working_days(moment, working):
    assert terms.is_working_day(day(moment)) is working


@pytest.mark.parametrize(
    ("event", "count", "last"),
    [
        ("2026-03-02", 3, "2026-03-05"),
        ("2026-03-06", 3, "2026-03-11"),
        ("2026-04-02", 3, "2026-04-08"),
        ("2025-12-23", 3, "2025-12-31"),
        ("2026-06-03", 1, "2026-06-05"),
    ],
)
def test_a_term_of_working_days_starts_the_day_after(event, count, last):
    assert terms.working_days_after(day(event), count) == day(last)


@pytest.mark.parametrize(
    ("event", "count", "last"),
    [("2026-03-02", 7, "2026-03-09"), ("2026-03-07", 7, "2026-03-16"), ("2025-12-17", 7, "2025-12-29")],
)
def test_a_term_of_calendar_days_moves_off_free_days(event, count, last):
    assert terms.calendar_days_after(day(event), count) == day(last)


def test_counting_back_does_not_count_the_day_itself():
    assert terms.working_days_before(day("2026-03-05"), 3) == day("2026-03-02")


def test_a_term_ends_at_midnight_in_warsaw_also_when_the_clock_changes():
    assert terms.end_of(day("2026-03-28")).isoformat() == "2026-03-29T00:00:00+01:00"
    assert terms.end_of(day("2026-03-29")).isoformat() == "2026-03-30T00:00:00+02:00"


def test_the_missing_hour_is_refused_and_the_repeated_one_is_the_first():
    with pytest.raises(terms.MissingHour):
        terms.warsaw_instant(day("2026-03-29"), time(2, 30))
    assert terms.warsaw_instant(day("2026-10-25"), time(2, 30)).utcoffset().total_seconds() == 7200
    assert terms.is_repeated_hour(terms.warsaw_instant(day("2026-10-25"), time(2, 30)))
    assert not terms.is_repeated_hour(terms.warsaw_instant(day("2026-10-25"), time(3, 30)))


def test_polish_alphabetical_order():
    names = [
        "Żory",
        "Źródło",
        "Zabrze",
        "Świętochłowice",
        "Sosnowiec",
        "Łaziska",
        "Lyski",
        "Ćmielów",
        "Czeladź",
        "Ąbc",
    ]

    assert sorted(names, key=collation_key) == [
        *("Ąbc", "Czeladź", "Ćmielów", "Lyski", "Łaziska"),
        *("Sosnowiec", "Świętochłowice", "Zabrze", "Źródło", "Żory"),
    ]


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Łaziska  Górne", "laziska gorne"), ("ŚLĄSK", "slask"), ("Straße", "strasse"), ("Đorđe", "dorde")],
)
def test_folding_for_search(text, folded):
    assert fold(text) == folded
