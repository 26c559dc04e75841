"""The programme that Ratusz brings along says what its organiser announced, and never overwrites an operator."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from ratusz.history import record as history
from ratusz.organisations.models import Organisation, OrganisationKind
from ratusz.programmes.models import Eligible, Programme
from ratusz.programmes.shipped import load_shipped_programme, shipped
from tests.cast import NOW, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return load_shipped_programme(at=NOW)


@pytest.mark.requirement("R-004-11")
def test_leader_partners_end_funding_amount_and_number_are_those_of_the_announcement(programme):
    programme.refresh_from_db()
    assert programme.leader == programme.operator.name == "Klaster Innowacji Społecznych"
    assert [str(partner) for partner in programme.partners.all()] == [
        "New Europe Foundation",
        "Instytut Roździeńskiego",
    ]
    assert programme.ends_on == date(2026, 6, 30)
    assert programme.maximum_amount == Decimal("10824674.50")
    assert programme.project_number == "KPOD.05.08-IW.06-0089/25"
    assert programme.call_number == "KPOD.05.08-IW.06-009/25"
    assert programme.measure == "C2.1.3 „E-kompetencje”"
    assert programme.funding_source.startswith("Unia Europejska")


@pytest.mark.requirement("R-004-2")
def test_applications_are_accepted_until_the_last_second_of_15_march(programme):
    assert programme.accepts_applications(on("2026-03-15", "23:59"))
    assert not programme.accepts_applications(on("2026-03-16", "0:00"))


@pytest.mark.requirement("R-004-10")
def test_the_contact_is_the_announced_one(programme):
    contact = (programme.contact_phone, programme.contact_email, programme.support_email)
    assert contact == ("888 959 840", "cyfryzacja@klaster.org.pl", "support@klaster.org.pl")


@pytest.mark.requirement("R-004-6")
@pytest.mark.parametrize("language", ["pl", "en", "de"])
def test_five_topics_in_every_language(programme, language):
    with translation.override(language):
        names = [topic.name for topic in programme.topics.all()]
    assert len(names) == len(set(names)) == 5
    assert all(getattr(topic, f"name_{language}") for topic in programme.topics.all())


@pytest.mark.requirement("R-004-7")
def test_unit_types_say_yes_no_or_to_be_checked(programme):
    by_answer = {answer: set() for answer in Eligible.values}
    for kind in programme.unittypes.all():
        by_answer[kind.eligible].add(kind.name_pl)
    assert {"Urząd gminy", "Urząd miasta", "Starostwo powiatowe", "Urząd marszałkowski"} <= by_answer["yes"]
    assert {"Urząd stanu cywilnego", "Centrum usług wspólnych", "Zarząd dróg"} <= by_answer["yes"]
    assert by_answer["check"]
    assert by_answer["no"]


@pytest.mark.requirement("R-000-4.4")
def test_the_places_of_an_on_site_training(programme):
    names = [place.name_pl for place in programme.places.all()]
    assert names == ["Szkolenie w urzędzie", "Poza budynkiem urzędu", "Sala wskazana przez organizatora"]


@pytest.mark.requirement("R-004-1")
@pytest.mark.requirement("R-004-8")
@pytest.mark.requirement("R-004-9")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pl", ["nic nie kosztuje", "Wkład własny", "Jeden koordynator", "dowolnie wiele", "sprzętu komputerowego"]),
        ("en", ["costs nothing", "own contribution", "One coordinator", "any number", "computer equipment"]),
        ("de", ["kostet nichts", "Eigenanteil", "koordinierende Person", "beliebig viele", "Computerausstattung"]),
    ],
)
def test_the_texts_tell_the_facts_in_every_language(programme, language, words):
    with translation.override(language):
        text = programme.text
    whole = "\n".join([text.headline, text.lead, text.facts, text.benefits, text.who])
    assert text.language == language
    assert [word for word in words if word not in whole] == []


def test_a_second_loading_changes_nothing_and_keeps_what_an_operator_edited(programme):
    Programme.objects.update(leader="Inny lider", applications_until=date(2026, 4, 1))
    programme.topics.first().delete()

    again = load_shipped_programme(at=on("2026-05-01"))

    assert again.pk == programme.pk
    assert (again.leader, again.applications_until, again.topics.count()) == ("Inny lider", date(2026, 4, 1), 4)
    assert [event.kind for event in history.of(programme)] == ["programmes.programme.load"]


def test_an_operator_who_is_there_already_runs_the_programme():
    present = Organisation.objects.create(kind=OrganisationKind.OPERATOR, name="Urząd marszałkowski", created_at=NOW)
    assert load_shipped_programme(at=NOW).operator == present
    assert Organisation.objects.filter(kind=OrganisationKind.OPERATOR).count() == 1


def test_the_file_names_everything_in_three_languages():
    told = shipped()
    assert set(told["texts"]) == {"pl", "en", "de"}
    rows = [*told["topics"], *told["places"], *told["unit_types"]]
    assert [row for row in rows if not all(row.get(language) for language in ("pl", "en", "de"))] == []
