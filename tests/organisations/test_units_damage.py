"""A damaged file never changes what is stored, and raises nothing but the refusal that people can read."""

import io

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ratusz.organisations.models import RegisterImport, TerritorialUnit, UnitVersion
from ratusz.organisations.register_file import RegisterRefused
from ratusz.organisations.units_import import import_register
from tests.organisations.terc import NEXT_DAY, SMALL, SMALL_ROWS, SMALL_STEMS, at, csv_of, file_of

NOW = at("2026-11-20")
NEW_STATE = csv_of(SMALL_ROWS, NEXT_DAY)
PLACES = st.integers(min_value=0, max_value=len(NEW_STATE))
FATAL = {
    "half a letter": lambda data, place: data[:place] + b"\xc5" + data[place:],
    "cut": lambda data, place: data[: min(place, len(data) - 2)],
    "a piece missing": lambda data, place: data[: min(place, 600)] + data[min(place, 600) + 60 :],
    "a piece twice": lambda data, place: data[: min(place, 600) + 60] + data[min(place, 600) :],
    "a field too many": lambda data, place: data[:place] + b";" + data[place:],
    "noise": lambda data, place: data[:place] + bytes(range(32)) + data[place:],
}


def stored():
    return [list(model.objects.order_by("pk").values()) for model in (TerritorialUnit, UnitVersion, RegisterImport)]


def imported(data: bytes) -> bool:
    """Was it taken over? The only other outcome is a refusal."""
    try:
        import_register(io.BytesIO(data), by=None, at=NOW, expected=SMALL)
    except RegisterRefused as refused:
        assert refused.reason
        return False
    return True


class TestDamage(TestCase):
    @classmethod
    def setUpTestData(cls):
        import_register(file_of(SMALL_ROWS), by=None, at=NOW, expected=SMALL)

    @settings(deadline=None)
    @given(st.sampled_from(sorted(FATAL)), PLACES)
    def test_what_cannot_be_right_changes_nothing(self, how, place):
        before = stored()
        assert not imported(FATAL[how](NEW_STATE, place))
        assert stored() == before

    @settings(deadline=None, max_examples=200)
    @given(PLACES, PLACES, st.binary(max_size=10))
    def test_whatever_is_overwritten_the_outcome_is_whole(self, start, end, new):
        before = stored()
        data = NEW_STATE[: min(start, end)] + new + NEW_STATE[max(start, end) :]
        with transaction.atomic():
            if imported(data):
                existing = TerritorialUnit.objects.filter(valid_to=None)
                assert UnitVersion.objects.filter(valid_to=None, unit__in=existing).count() == existing.count()
                assert set(TerritorialUnit.objects.values_list("stem", flat=True)) >= set(SMALL_STEMS)
            else:
                assert stored() == before
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_fault_while_writing_changes_nothing(monkeypatch):
    import_register(file_of(SMALL_ROWS), by=None, at=NOW, expected=SMALL)
    before = stored()

    def fail(**kwargs):
        raise ConnectionError

    monkeypatch.setattr(RegisterImport.objects, "create", fail)
    with pytest.raises(ConnectionError):
        import_register(io.BytesIO(NEW_STATE), by=None, at=NOW, expected=SMALL)
    assert stored() == before
