"""Who coordinates several organisations works for one of them at a time, and nothing goes to the wrong one."""

import pytest

from ratusz.organisations import actions
from ratusz.organisations.models import Organisation
from ratusz.proposals.models import Proposal
from tests.cast import NOW, form_data, read
from tests.organisations.keepers import roads

PANEL = "/koordynator/"


@pytest.fixture
def both(cast, today):
    """Anna coordinates her office and the roads that stand under it."""
    made = roads(cast.units.siemianowice)
    actions.appoint(cast.anna, made, "coordinator", by=None, at=NOW)
    return Organisation.objects.get(pk=made.pk)


@pytest.fixture
def anna(cast, both, signed_in):
    return signed_in(cast.anna)


def choose(browser, organisation):
    return browser.post(f"/organizacje/{organisation.oid}/w-imieniu/", follow=True)


def test_the_first_is_shown_until_another_is_chosen(cast, both, anna):
    assert cast.office.name in read(anna.get(PANEL)) and "kilku organizacji" in read(anna.get(PANEL))
    assert both.name in read(choose(anna, both))
    assert f"<small>{both.name}</small>" in anna.get("/organizacje/").text
    assert "działasz w jej imieniu" in read(anna.get("/organizacje/moje/"))


def test_what_is_sent_goes_to_the_one_that_was_chosen(cast, both, anna):
    choose(anna, both)
    anna.post("/szkolenia/zgloszenia/nowe/", form_data(organizacja=both.oid))
    assert Proposal.objects.get().organisation == both


def test_a_form_opened_for_one_is_not_sent_for_another(cast, both, anna):
    assert f'name="organizacja" value="{cast.office.oid}"' in anna.get("/szkolenia/zgloszenia/nowe/").text
    choose(anna, both)
    anna.post("/szkolenia/zgloszenia/nowe/", form_data(organizacja=cast.office.oid))
    assert Proposal.objects.get().organisation == cast.office


def test_only_ones_own_can_be_chosen_or_named(cast, both, anna):
    assert choose(anna, cast.other_office).status_code == 404
    anna.post("/szkolenia/zgloszenia/nowe/", form_data(organizacja=cast.other_office.oid))
    assert not Proposal.objects.exists()


def test_who_stepped_down_in_the_chosen_one_sends_nothing_for_it(cast, both, anna):
    deputy = actions.appoint(cast.bartek, cast.office, "deputy", by=None, at=NOW)
    actions.hand_over(deputy, by=cast.anna, at=NOW)
    page = read(anna.get(PANEL))
    assert "Jesteś zastępcą koordynatora" in page and "Nowe zgłoszenie" not in page
    assert "Nowe zgłoszenie" in read(choose(anna, both))
