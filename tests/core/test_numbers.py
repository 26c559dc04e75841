"""NIP, REGON, postcodes and OIDs: what is accepted, what is refused and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratusz.core.numbers import HIGHEST_PK, WrongNumber, nip, oid, pk_of, postcode, regon, spoken_nip

PKS = st.integers(1, HIGHEST_PK)
ZERO_WIDTH, ARABIC = "\u200b", "١٢٣٤٥٦٣٢١٨"


def fault(check, text):
    with pytest.raises(WrongNumber) as caught:
        check(text)
    return caught.value.fault


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize(
    "text",
    [
        "1234563218",
        " 123-456-32-18 ",
        "PL 1234563218",
        "pl123 456 32 18",
        "123\u00a0456\u00a032\u00a018",
        "１２３４５６３２１８",
    ],
)
def test_a_nip_is_read_as_people_write_it(text):
    assert nip(text) == "1234563218"
    assert spoken_nip(nip(text)) == "123-456-32-18"


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, "format") for text in ("", "PL", "123456321O", ARABIC, f"{ZERO_WIDTH}1234563218", "DE1234563218")),
        *(("123456321", "length"), ("12345632180", "length")),
        *(("1234563219", "checksum"), ("0000000000", "zeros"), ("PL 000-000-00-00", "zeros")),
    ],
)
def test_a_wrong_nip_is_refused_with_its_fault(text, expected):
    assert fault(nip, text) == expected


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("123456785", "123456785"),
        ("123 456 785", "123456785"),
        ("１２３４５６７８５", "123456785"),
        ("000514354", "000514354"),
        ("12345678512347", "12345678512347"),
        ("123456785-12347", "12345678512347"),
    ],
)
def test_a_regon_has_nine_or_fourteen_digits(text, digits):
    assert regon(text) == digits


@pytest.mark.requirement("R-001-D1")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, "format") for text in ("", "12345678S", "PL123456785", "١٢٣٤٥٦٧٨٥", f"123456{ZERO_WIDTH}785")),
        *((text, "length") for text in ("12345678", "1234567850", "123456785123", "123456785123470")),
        *((text, "checksum") for text in ("123456786", "12345678512348", "12345678612342")),
        *((text, "zeros") for text in ("000000000", "00000000000000", "00000000012345")),
    ],
)
def test_a_wrong_regon_is_refused_with_its_fault(text, expected):
    assert fault(regon, text) == expected


@pytest.mark.parametrize("text", ["41100", "41-100", "41 100", " 41-100\n", "41–100", "41\u00a0100"])
def test_a_postcode_is_written_one_way(text):
    assert postcode(text) == "41-100"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            (text, "format")
            for text in ("", "4-1100", "410-00", "41_100", "41--100", "41-1OO", "٤١١٠٠", "41-100 Siemianowice")
        ),
        *((text, "length") for text in ("4110", "411000", "41-10", "41-1000")),
        *((text, "zeros") for text in ("00-000", "00000")),
    ],
)
def test_a_wrong_postcode_is_refused_with_its_fault(text, expected):
    assert fault(postcode, text) == expected


@pytest.mark.requirement("R-001-D1")
@given(PKS)
def test_an_oid_leads_back_to_its_key(pk):
    number = oid(pk)
    assert (len(number), number[0], int(number[1:8])) == (9, "R", pk)
    assert pk_of(number) == pk_of(f" {number.lower()[:3]} {number[3:6]}-{number[6:]}\n") == pk


@given(PKS, st.integers(1, 8), st.integers(1, 9))
def test_every_single_wrong_digit_of_an_oid_is_noticed(pk, place, distance):
    number = oid(pk)
    wrong = str((int(number[place]) + distance) % 10)
    assert pk_of(number[:place] + wrong + number[place + 1 :]) is None


@given(PKS, st.integers(1, 7))
def test_every_swap_of_neighbours_is_noticed(pk, place):
    number = oid(pk)
    before, pair, after = number[:place], number[place : place + 2], number[place + 2 :]
    if pair[0] != pair[1]:
        assert pk_of(before + pair[::-1] + after) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "R",
        "00000015",
        "R0000001",
        "R00000011",
        "R000000155",
        "X00000015",
        oid(7)[1:],
        "R٠٠٠٠٠٠١٥",
        f"{oid(7)}\u200b",
    ]
    + [f"R0000000{digit}" for digit in range(10)],
)
def test_what_is_no_oid_leads_nowhere(text):
    assert pk_of(text) is None


@pytest.mark.parametrize("pk", [0, -1, HIGHEST_PK + 1])
def test_a_key_that_an_oid_cannot_hold_is_an_error(pk):
    with pytest.raises(OverflowError, match=str(pk)):
        oid(pk)


def test_an_oid_never_changes():
    assert [oid(pk) for pk in (1, 42, 1234567, HIGHEST_PK)] == ["R00000013", "R00000427", "R12345671", "R99999992"]
