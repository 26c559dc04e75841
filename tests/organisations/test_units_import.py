"""Taking over states of the register: what changes, what stays, what is remembered."""

import io
from datetime import date

import pytest
from django.contrib.auth import get_user_model

from ratusz.history import record as history
from ratusz.history.models import Event
from ratusz.organisations.models import Organisation, Population, RegisterImport, TerritorialUnit, UnitVersion
from ratusz.organisations.register_file import RegisterRefused
from ratusz.organisations.units_import import import_register
from tests.organisations.terc import (
    DAY,
    FULL_SIZE,
    NEXT_DAY,
    SMALL,
    SMALL_ROWS,
    SMALL_STEMS,
    at,
    csv_of,
    file_of,
    poland_rows,
    replaced,
    zip_of,
)

pytestmark = pytest.mark.django_db
FIRST, NEXT = date.fromisoformat(DAY), date.fromisoformat(NEXT_DAY)


def take_over(*changes, day=DAY, rows=SMALL_ROWS):
    """Import the small register, changed like this, on the day after its state."""
    return import_register(file_of(replaced(*changes, rows=rows), day), by=None, at=at("2026-11-20"), expected=SMALL)


def everything():
    """All that an import may write."""
    tables = (TerritorialUnit, UnitVersion, Population, RegisterImport, Event)
    return [list(model.objects.order_by("pk").values()) for model in tables]


def versions_of(stem):
    found = UnitVersion.objects.filter(unit__stem=stem).order_by("valid_from")
    return list(found.values_list("code", "name", "valid_from", "valid_to"))


def existing():
    return sorted(TerritorialUnit.objects.filter(valid_to=None).values_list("stem", flat=True))


def test_the_first_state_is_taken_over():
    report = take_over()
    assert existing() == sorted(SMALL_STEMS)
    assert report.facts == {
        "added": 10,
        "restored": 0,
        "abolished": 0,
        "renamed": 0,
        "retyped": 0,
        "parent_renamed": 0,
    }
    assert versions_of("246901") == [("2469011", "Katowice", FIRST, None)]


@pytest.mark.parametrize("data", FULL_SIZE.values(), ids=FULL_SIZE.keys())
def test_all_units_of_poland(data):
    report = import_register(io.BytesIO(data), by=None, at=at("2026-11-20"))
    assert (report.units, report.gminas) == (2809, 2479)
    assert dict(report.kinds) == {
        "voivodship": 16, "county": 314, "city": 66, "urban": 236, "rural": 1453, "urban_rural": 724
    }  # fmt: skip
    assert (TerritorialUnit.objects.offered().count(), UnitVersion.objects.count()) == (2809, 2809)


@pytest.mark.parametrize("data", FULL_SIZE.values(), ids=FULL_SIZE.keys())
def test_an_import_asks_the_database_few_questions(data, django_assert_max_num_queries):
    with django_assert_max_num_queries(80):
        import_register(io.BytesIO(data), by=None, at=at("2026-11-20"))
    with django_assert_max_num_queries(12):
        import_register(io.BytesIO(data), by=None, at=at("2026-11-21"))


def test_the_same_file_again_changes_nothing():
    take_over()
    before = everything()
    report = take_over()
    assert (report.changes, everything()) == (0, before)
    assert report.lines()[-1] == "Bez zmian."


def test_the_same_file_in_a_zip_changes_nothing():
    take_over()
    before = everything()
    packed = io.BytesIO(zip_of(TERC_Urzedowy__csv=csv_of(SMALL_ROWS)))
    assert import_register(packed, by=None, at=at("2026-11-21"), expected=SMALL).changes == 0
    assert everything() == before


def test_a_new_state_without_changes_is_remembered():
    take_over()
    report = take_over(day=NEXT_DAY)
    assert report.changes == 0
    assert list(RegisterImport.objects.values_list("as_of", "edition", "rows")) == [
        (FIRST, "official", 15),
        (NEXT, "official", 15),
    ]


JANOW_IS_URBAN_RURAL = (
    "24;04;03",
    "24;04;03;3;Janów;gmina miejsko-wiejska\n24;04;03;4;Janów;miasto\n24;04;03;5;Janów;obszar wiejski",
)


def test_a_gmina_that_changes_its_type_stays_the_same_unit():
    take_over()
    janow = TerritorialUnit.objects.get(stem="240403")
    assert janow.code == "2404032"
    report = take_over(JANOW_IS_URBAN_RURAL, day=NEXT_DAY)
    janow.refresh_from_db()
    assert (janow.code, janow.kind, janow.valid_from, janow.valid_to) == ("2404033", "urban_rural", FIRST, None)
    assert versions_of("240403") == [("2404032", "Janów", FIRST, NEXT), ("2404033", "Janów", NEXT, None)]
    assert report.facts["retyped"] == report.changes == 1
    assert "  Janów 2404032 → Janów 2404033" in report.lines()


def test_what_a_unit_was_called_on_a_day_is_known():
    take_over()
    take_over(JANOW_IS_URBAN_RURAL, day=NEXT_DAY)
    janow = TerritorialUnit.objects.get(stem="240403")
    codes = [
        version and version.code
        for day in (date(2025, 12, 31), FIRST, date(2026, 6, 30), NEXT)
        for version in [janow.version_on(day)]
    ]
    assert codes == [None, "2404032", "2404032", "2404033"]


def test_a_unit_of_another_name_keeps_its_past_and_is_found_by_the_new_name():
    take_over()
    report = take_over(("24;04;03", "24;04;03;2;Złoty Potok;gmina wiejska"), day=NEXT_DAY)
    assert report.facts["renamed"] == report.changes == 1
    assert versions_of("240403") == [("2404032", "Janów", FIRST, NEXT), ("2404032", "Złoty Potok", NEXT, None)]
    assert [unit.stem for unit in TerritorialUnit.objects.found_by("zloty potok")] == ["240403"]
    assert not TerritorialUnit.objects.found_by("janow").exists()


def test_a_powiat_of_another_name_is_told_of_its_gminas_too():
    take_over()
    report = take_over(("24;04;;;", "24;04;;;jurajski;powiat"), day=NEXT_DAY)
    assert (report.facts["renamed"], report.facts["parent_renamed"]) == (1, 2)
    assert TerritorialUnit.objects.get(stem="240403").county_name == "jurajski"
    assert len(versions_of("240403")) == 1


def test_a_unit_that_is_gone_ends_and_stays():
    take_over()
    gone = TerritorialUnit.objects.get(stem="240403")
    office = Organisation.objects.create(unit=gone, name="Gmina Janów", created_at=at(DAY))
    report = take_over(("24;04;03", None), day=NEXT_DAY)
    office.refresh_from_db()
    assert (office.unit.pk, office.unit.valid_to) == (gone.pk, NEXT)
    assert versions_of("240403") == [("2404032", "Janów", FIRST, NEXT)]
    assert gone not in TerritorialUnit.objects.offered()
    assert report.facts["abolished"] == report.changes == 1
    assert report.lines()[-2:] == ["Jednostki zniesione, które mają urząd w systemie: 1", "  Janów 2404032"]


def test_a_unit_that_comes_back_is_the_same_unit():
    take_over()
    take_over(("24;04;03", None), day="2026-04-01")
    report = take_over(day=NEXT_DAY)
    assert existing() == sorted(SMALL_STEMS)
    assert report.facts["restored"] == report.changes == 1
    assert versions_of("240403") == [
        ("2404032", "Janów", FIRST, date(2026, 4, 1)),
        ("2404032", "Janów", NEXT, None),
    ]


def test_a_gmina_moved_to_another_powiat_has_another_stem():
    take_over()
    moved = ("02;01;02", "02;01;02;2;Bolesławiec;gmina wiejska\n02;01;03;2;Janów;gmina wiejska")
    report = take_over(("24;04;03", None), moved, day=NEXT_DAY)
    assert (report.facts["abolished"], report.facts["added"], report.changes) == (1, 1, 2)
    new = TerritorialUnit.objects.get(stem="020103")
    assert (new.name, new.county_name, new.valid_from) == ("Janów", "bolesławiecki", NEXT)


def test_a_state_published_anew_is_corrected_without_history():
    take_over()
    take_over(("24;04;03", "24;04;03;2;Janow;gmina wiejska"))
    take_over(("24;04;03", None))
    assert versions_of("240403") == [("2404032", "Janow", FIRST, FIRST)]
    take_over()
    assert versions_of("240403") == [("2404032", "Janów", FIRST, None)]
    assert existing() == sorted(SMALL_STEMS)


def test_an_older_state_is_refused():
    take_over(day=NEXT_DAY)
    before = everything()
    with pytest.raises(RegisterRefused, match=f"(?s){DAY}.*{NEXT_DAY}"):
        take_over()
    assert everything() == before


def test_a_state_from_the_future_is_refused():
    with pytest.raises(RegisterRefused, match="przyszłości"):
        take_over(day="2026-11-21")
    assert not TerritorialUnit.objects.exists()


def test_a_file_without_dozens_of_known_units_is_refused():
    rows = list(poland_rows())
    import_register(file_of(rows), by=None, at=at("2026-11-20"))
    fewer = [row for row in rows if not (";06;2;" in row and row < "20")]
    assert 2809 // 50 < len(rows) - len(fewer) < 2479 - 2400
    before = everything()
    with pytest.raises(RegisterRefused, match="brakuje wielu"):
        import_register(file_of(fewer, NEXT_DAY), by=None, at=at("2026-11-20"))
    assert everything() == before


def test_every_import_is_one_event_with_its_counts():
    take_over()
    take_over(JANOW_IS_URBAN_RURAL, day=NEXT_DAY)
    taken = RegisterImport.objects.order_by("pk").last()
    (event,) = history.of(taken)
    assert (event.kind, event.clause, event.actor_id) == ("organisations.register.import", "R-001-D1", "")
    assert event.facts == {
        "edition": "official", "as_of": NEXT_DAY, "units": 10,
        "added": 0, "restored": 0, "abolished": 0, "renamed": 0, "retyped": 1, "parent_renamed": 0,
    }  # fmt: skip
    assert Event.objects.count() == 2


def test_who_imported_is_remembered():
    oliwia = get_user_model().objects.create(email="oliwia@slaskie.example", registered_at=at(DAY))
    import_register(file_of(SMALL_ROWS), by=oliwia, at=at("2026-11-20"), expected=SMALL)
    taken = RegisterImport.objects.get()
    assert (taken.imported_by, taken.imported_at) == (oliwia, at("2026-11-20"))
    assert history.of(taken).get().actor_id == str(oliwia.pk)


def test_the_report_names_few_changes_and_counts_many():
    assert take_over().lines()[2:4] == ["Nowe jednostki: 10", "  dolnośląskie 02"]


def test_the_report_of_thousands_of_new_units_is_short():
    report = import_register(file_of(poland_rows()), by=None, at=at("2026-11-20"))
    assert str(report).splitlines()[1:] == [
        "Województwa: 16. Powiaty: 314. Gminy: 2479 (w tym miasta na prawach powiatu: 66).",
        "Nowe jednostki: 2809",
    ]
