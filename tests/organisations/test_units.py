"""Units as people find and read them: order, search, size."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from ratusz.organisations import rules
from ratusz.organisations.models import Population, TerritorialUnit, UnitVersion
from ratusz.organisations.units_import import load_shipped_units
from tests.organisations.terc import at

pytestmark = pytest.mark.django_db
CENSUS = date(2021, 3, 31)


@pytest.fixture
def silesia():
    load_shipped_units(at=at("2026-11-20"))


def made(name: str, stem: str = "990101", kind: str = rules.RURAL, county: str = "") -> TerritorialUnit:
    unit = TerritorialUnit(stem=stem, valid_from=date(2026, 1, 1))
    unit.registered_as(name=name, kind=kind, county=county, voivodship="śląskie")
    unit.save()
    return unit


def found(text: str) -> list[str]:
    return [unit.name for unit in TerritorialUnit.objects.offered().found_by(text)]


def test_the_order_is_that_of_the_polish_alphabet():
    names = [
        "Żory",
        "Źródła",
        "Zabrze",
        "Śrem",
        "Sopot",
        "Ów",
        "Owo",
        "Łazy",
        "Lublin",
        "Ćmielów",
        "Cisna",
        "Ąb",
        "Azy",
    ]
    for number, name in enumerate(names):
        made(name, f"9901{number:02d}")
    assert [unit.name for unit in TerritorialUnit.objects.offered()] == names[::-1]


def test_a_name_that_another_begins_with_comes_first_and_letter_case_does_not_count():
    for number, name in enumerate(["Piekary Śląskie", "Piekary", "bielski", "Bielsko", "Bielsko-Biała"]):
        made(name, f"9901{number:02d}")
    assert [unit.name for unit in TerritorialUnit.objects.offered()] == [
        "bielski", "Bielsko", "Bielsko-Biała", "Piekary", "Piekary Śląskie"
    ]  # fmt: skip


SEARCHES = {
    "laziska": ["Łaziska Górne"],
    "ŁAZISKA gór": ["Łaziska Górne"],
    "gorne laz": ["Łaziska Górne"],
    "  żory ": ["Żory"],
    "dziedzice": ["Czechowice-Dziedzice"],
    "czechowice dziedzice": ["Czechowice-Dziedzice"],
    "2474011": ["Siemianowice Śląskie"],
    "2474": ["Siemianowice Śląskie"],
    "2404032": ["Janów"],
    "janów częstochowski": ["Janów"],
    "miasto Czeladź": ["Czeladź"],
    "województwo": ["śląskie"],
    "slaskie siemian": ["Siemianowice Śląskie"],
    "aziska": [],
    "Kraków": [],
    "---": [],
    "100%": [],
    "_": [],
}


@pytest.mark.parametrize(("text", "names"), SEARCHES.items(), ids=SEARCHES.keys())
def test_what_a_person_types_finds_the_unit(silesia, text, names):
    assert found(text) == names


def test_a_beginning_finds_all_that_share_it_those_whose_name_begins_so_first(silesia):
    assert found("slask") == [
        "śląskie", "Chełm Śląski", "Miasteczko Śląskie", "Piekary Śląskie", "Ruda Śląska", "Siemianowice Śląskie",
        "Wodzisław Śląski",
    ]  # fmt: skip
    assert found("powiat bielski")[:2] == ["bielski", "Bestwina"]
    assert found("bielsk")[:2] == ["bielski", "Bielsko-Biała"]


def test_nothing_typed_finds_everything(silesia):
    assert len(found("")) == len(found("  ")) == 185


def test_kinds_are_found_by_their_polish_words_in_every_language(silesia):
    with translation.override("de"):
        assert len(found("miasto na prawach powiatu")) == 19
        assert made("Nowa", kind=rules.MIXED).search_key == " nowa 990101 gmina miejsko wiejska "


@pytest.mark.parametrize("text", ["a " * 5000, "\0", "'; DROP TABLE", "%%", "𝔏aziska", "ł" * 900])
def test_no_text_breaks_the_search(silesia, text):
    assert isinstance(found(text), list)


def test_an_abolished_unit_is_not_offered(silesia):
    TerritorialUnit.objects.filter(stem="240403").update(valid_to=date(2027, 1, 1))
    assert found("janow") == []


def test_where_a_unit_lies_tells_equal_names_apart(silesia):
    places = {unit.code: unit.place for unit in TerritorialUnit.objects.all()}
    assert places["2404033"] == "powiat częstochowski, województwo śląskie"
    assert places["2469011"] == places["2404"] == "województwo śląskie"
    assert places["24"] == ""


FIGURES = {
    "below": (19_999, date(2024, 12, 31), True),
    "at the limit": (20_000, date(2024, 12, 31), False),
    "near the limit before the census": (19_375, date(2020, 12, 31), None),
    "the last doubtful figure": (22_600, date(2020, 12, 31), None),
    "far enough above before the census": (22_601, date(2020, 12, 31), False),
    "far enough below before the census": (18_999, date(2020, 12, 31), True),
    "near the limit on the day of the census": (19_375, CENSUS, True),
}


@pytest.mark.parametrize(("residents", "as_of", "answer"), FIGURES.values(), ids=FIGURES.keys())
@pytest.mark.requirement("R-002-5.5")
def test_a_gmina_is_small_below_20_000_residents(residents, as_of, answer):
    unit = made("Janów")
    Population.objects.create(unit=unit, residents=residents, as_of=as_of, source="GUS")
    assert unit.small() == rules.Small(answer, residents, as_of, "GUS")


def test_the_newest_figure_counts():
    unit = made("Orzesze")
    for residents, as_of in ((19_800, date(2025, 12, 31)), (21_290, date(2020, 12, 31))):
        Population.objects.create(unit=unit, residents=residents, as_of=as_of, source="GUS")
    assert (unit.small().answer, unit.small().residents) == (True, 19_800)


def test_without_a_figure_nobody_knows_and_a_powiat_is_no_gmina():
    assert made("Janów").small() == rules.Small(None)
    assert made("bielski", "9902", rules.COUNTY).small() == rules.Small(False)


def test_the_size_of_many_units_is_one_further_query(silesia, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len([unit.small() for unit in TerritorialUnit.objects.with_figures()]) == 185


def refused_by_the_database(action) -> bool:
    with pytest.raises(IntegrityError), transaction.atomic():
        action()
    return True


def test_the_database_keeps_the_promises():
    unit = made("Janów")
    first = {"unit": unit, "code": "9901012", "name": "Janów", "kind": rules.RURAL, "valid_from": date(2026, 1, 1)}
    UnitVersion.objects.create(**first)
    later = first | {"valid_from": date(2026, 7, 1)}
    assert refused_by_the_database(lambda: made("Drugi Janów"))
    assert refused_by_the_database(lambda: UnitVersion.objects.create(**later))
    assert refused_by_the_database(lambda: UnitVersion.objects.create(**first, valid_to=date(2026, 2, 1)))
    assert refused_by_the_database(lambda: TerritorialUnit.objects.update(valid_to=date(2025, 1, 1)))
    assert refused_by_the_database(lambda: TerritorialUnit.objects.update(kind="village"))
    with pytest.raises(ProtectedError):
        unit.delete()
