"""The list of units that Ratusz brings along: the 185 of województwo śląskie, and how it meets the register."""

from collections import Counter
from datetime import date

import pytest

from ratusz.history.models import Event
from ratusz.organisations.models import Population, RegisterImport, TerritorialUnit
from ratusz.organisations.register import Expected, read
from ratusz.organisations.register_file import read_text
from ratusz.organisations.register_shipped import shipped
from ratusz.organisations.units_import import import_register, load_shipped_units
from tests.organisations.terc import DAY, NEXT_DAY, SMALL_ROWS, at, file_of, registers_at_hand, rows_of

NOW = at("2026-11-20")
WIDER = Expected(frozenset({"02", "24"}), range(1, 30), range(1, 30), range(1, 200))
LOWER_SILESIA = [row for row in SMALL_ROWS if row.startswith("02")]


def wider_register(day=DAY, units=None):
    """The shipped units and five of another voivodship, as the register shows them."""
    return file_of([*LOWER_SILESIA, *rows_of(units or shipped().register.units)], day)


def test_there_are_185_units_of_self_government():
    kinds = Counter(unit.kind for unit in shipped().register.units)
    assert kinds == {"voivodship": 1, "county": 17, "city": 19, "urban": 30, "rural": 92, "urban_rural": 26}


def test_the_list_is_a_complete_part_of_a_register():
    silesia = Expected(frozenset({"24"}), range(17, 18), range(19, 20), range(167, 168))
    text = read_text(file_of(rows_of(shipped().register.units))).text
    assert read(text, silesia).units == shipped().register.units


if registers_at_hand():

    @pytest.mark.parametrize("file", registers_at_hand(), ids=lambda file: file.name)
    def test_the_list_says_what_the_register_says(file):
        register = read(read_text(file).text)
        silesia = [unit for unit in register.units if unit.stem.startswith("24")]
        assert (register.as_of, silesia) == (shipped().register.as_of, list(shipped().register.units))


@pytest.mark.django_db
class TestLoading:
    def test_it_is_loaded_once(self, django_assert_max_num_queries):
        assert load_shipped_units(at=NOW) == 185
        counts = [model.objects.count() for model in (TerritorialUnit, Population, RegisterImport, Event)]
        assert counts == [185, 167, 1, 1]
        with django_assert_max_num_queries(8):
            assert load_shipped_units(at=NOW) == 0
        assert counts == [model.objects.count() for model in (TerritorialUnit, Population, RegisterImport, Event)]

    def test_how_many_gminas_are_small_and_by_which_figure(self):
        load_shipped_units(at=NOW)
        units = TerritorialUnit.objects.offered().with_figures()
        answers = {unit.name: unit.small() for unit in units if unit.small().residents}
        assert Counter(small.answer for small in answers.values()) == {True: 126, False: 38, None: 3}
        assert [name for name, small in answers.items() if small.answer is None] == ["Bieruń", "Orzesze", "Rydułtowy"]
        klobuck = answers["Kłobuck"]
        assert (klobuck.answer, klobuck.residents, klobuck.as_of) == (True, 19_513, date(2024, 12, 31))
        assert all(small.source.startswith("GUS") for small in answers.values())

    def test_the_register_finds_the_shipped_units_and_adds_the_others(self):
        load_shipped_units(at=NOW)
        keys = dict(TerritorialUnit.objects.values_list("stem", "pk"))
        report = import_register(wider_register(), by=None, at=NOW, expected=WIDER)
        assert (report.facts["added"], report.changes, report.units) == (5, 5, 190)
        assert keys.items() <= dict(TerritorialUnit.objects.values_list("stem", "pk")).items()
        assert TerritorialUnit.objects.get(stem="247401").small().residents == 66_270

    def test_a_register_knows_better_than_the_list(self):
        silesia = list(rows_of(shipped().register.units))
        renamed = [row.replace(";Janów;", ";Janówek;") for row in silesia]
        import_register(file_of([*LOWER_SILESIA, *renamed], NEXT_DAY), by=None, at=NOW, expected=WIDER)
        assert load_shipped_units(at=NOW) == 0
        assert TerritorialUnit.objects.get(stem="240403").name == "Janówek"
        assert Population.objects.count() == 167

    def test_a_figure_of_ours_for_the_same_day_stays(self):
        load_shipped_units(at=NOW)
        own = Population.objects.get(unit__stem="247401")
        own.residents = 66_271
        own.save()
        load_shipped_units(at=NOW)
        assert Population.objects.get(unit__stem="247401").residents == 66_271
