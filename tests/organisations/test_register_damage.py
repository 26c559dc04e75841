"""Whatever happens to a file on its way, reading it ends in a register or in a refusal in words."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from ratusz.organisations.register import Register, read
from ratusz.organisations.register_file import RegisterRefused, read_text
from tests.organisations.terc import SMALL, SMALL_ROWS, SMALL_STEMS, csv_of, zip_of

CSV = csv_of(SMALL_ROWS)
ZIP = zip_of(TERC_Urzedowy__csv=CSV)
PLACES = st.integers(min_value=0, max_value=len(CSV))


def outcome(data: bytes) -> Register | RegisterRefused:
    try:
        return read(read_text(io.BytesIO(data)).text, SMALL)
    except RegisterRefused as refused:
        return refused


def is_whole(result: Register | RegisterRefused) -> bool:
    return isinstance(result, Register) and [unit.stem for unit in result.units] == SMALL_STEMS


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_noise_is_refused(data):
    assert isinstance(outcome(data), RegisterRefused)


@settings(deadline=None)
@given(PLACES)
def test_a_file_cut_anywhere_is_refused_or_was_whole(end):
    result = outcome(CSV[:end])
    assert isinstance(result, RegisterRefused) or is_whole(result)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(PLACES, PLACES, st.binary(max_size=12)), min_size=1, max_size=4))
def test_overwritten_pieces_raise_nothing_but_a_refusal(pieces):
    data = CSV
    for start, end, new in pieces:
        data = data[: min(start, end)] + new + data[max(start, end) :]
    result = outcome(data)
    assert isinstance(result, RegisterRefused) or result.rows >= 1


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(ZIP) - 1), st.integers(0, 255))
def test_a_zip_with_one_wrong_byte_is_refused_or_whole(place, byte):
    result = outcome(ZIP[:place] + bytes([byte]) + ZIP[place + 1 :])
    assert isinstance(result, RegisterRefused) or is_whole(result)


@settings(deadline=None)
@given(st.permutations(SMALL_ROWS))
def test_the_order_of_the_rows_does_not_matter(rows):
    result = outcome(csv_of(rows))
    assert sorted(unit.stem for unit in result.units) == sorted(SMALL_STEMS)


@settings(deadline=None)
@given(st.sampled_from(SMALL_ROWS), st.integers(0, len(SMALL_ROWS)))
def test_a_row_repeated_anywhere_is_refused(row, place):
    rows = [*SMALL_ROWS[:place], row, *SMALL_ROWS[place:]]
    assert isinstance(outcome(csv_of(rows)), RegisterRefused)
