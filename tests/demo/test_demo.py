"""The demonstration: everybody can sign in, every state is there, and loading it again changes nothing."""

from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from ratusz import demo
from ratusz.accounts.models import User
from ratusz.core.terms import is_working_day, local_day
from ratusz.correspondence.models import Message
from ratusz.demo.cast import ANNA, CZELADZ, FILIP, GRAZYNA, OLIWIA
from ratusz.history.models import Event
from ratusz.jobs.models import Job
from ratusz.organisations.models import Membership, Organisation
from ratusz.organisations.states import MembershipState, Role
from ratusz.programmes.models import Declaration, Programme
from ratusz.proposals import queries
from ratusz.proposals.models import ChangeRequest, Nominee, Proposal
from ratusz.proposals.states import ChangeState, ProposalState
from tests.cast import NOW, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    demo.load(at=NOW)


def office():
    return Organisation.objects.get(unit__stem="247401")


def everything():
    return {model: model.objects.count() for model in (User, Membership, Proposal, Nominee, ChangeRequest, Event, Job)}


def test_a_second_loading_changes_nothing(loaded):
    before = everything()
    demo.load(at=on("2026-02-20"))
    assert everything() == before


@pytest.mark.parametrize("login", demo.LOGINS, ids=lambda login: login.email)
def test_everybody_of_the_login_page_can_sign_in(loaded, login):
    person = authenticate(email=login.email, password=login.password)
    assert person is not None
    assert person.full_name == login.name
    assert person.emailaddress_set.get().verified


@pytest.mark.parametrize("login", demo.LOGINS, ids=lambda login: login.email)
def test_the_passwords_are_good_enough_for_registration(login):
    first, last = login.name.split(" ")
    validate_password(login.password, User(email=login.email, first_name=first, last_name=last))


def test_the_roles_are_those_of_the_cast(loaded):
    def places(login):
        rows = Membership.objects.filter(person__email=login.email)
        return [(place.organisation.name, place.role, place.state) for place in rows]

    assert places(ANNA) == [
        ("Urząd Miasta Siemianowice Śląskie", Role.COORDINATOR, MembershipState.CONFIRMED),
        ("Centrum Usług Wspólnych w Siemianowicach Śląskich", Role.COORDINATOR, MembershipState.CONFIRMED),
        ("Zarząd Dróg i Zieleni w Siemianowicach Śląskich", Role.COORDINATOR, MembershipState.PROVISIONAL),
    ]
    assert places(GRAZYNA) == [("Urząd Miasta Siemianowice Śląskie", Role.DEPUTY, MembershipState.WAITING)]
    assert places(FILIP) == [("Czeladź", Role.COORDINATOR, MembershipState.PROVISIONAL)]
    assert places(OLIWIA) == [("Klaster Innowacji Społecznych", Role.OPERATOR, MembershipState.CONFIRMED)]
    assert Membership.objects.filter(role=Role.ADMINISTRATOR, state=MembershipState.CONFIRMED).count() == 1


def test_the_programme_is_open_for_sixty_days(loaded):
    programme = Programme.objects.get()
    assert programme.accepts_applications(NOW)
    assert (programme.applications_until - local_day(NOW)).days == 60
    assert (programme.ends_on - local_day(NOW)).days == 180


def test_every_state_has_its_proposals(loaded):
    own = Counter(Proposal.objects.filter(organisation=office()).values_list("state", flat=True))
    others = Counter(Proposal.objects.exclude(organisation=office()).values_list("state", flat=True))
    assert (own.total(), others.total()) == (17, 25)
    assert set(own) == set(others) == set(ProposalState.values)
    assert Proposal.objects.filter(state="accepted", starts_at__gt=NOW).exists()
    assert Proposal.objects.filter(state="accepted", starts_at__lt=NOW).exists()


def test_every_training_is_on_a_working_day_and_those_that_wait_are_ahead(loaded):
    assert all(is_working_day(local_day(proposal.starts_at)) for proposal in Proposal.objects.all())
    assert not Proposal.objects.filter(state="pending", starts_at__lte=NOW).exists()
    assert not Proposal.objects.filter(sent_at__gte=NOW).exists()


def test_filip_has_nothing_decided_before_he_is_confirmed(loaded):
    states = set(Proposal.objects.filter(organisation__unit__stem=CZELADZ.stem).values_list("state", flat=True))
    assert states == {"pending", "withdrawn"}


def test_requests_for_change_wait_and_were_answered(loaded):
    found = Counter(ChangeRequest.objects.values_list("state", flat=True))
    assert found == {ChangeState.PENDING: 2, ChangeState.ACCEPTED: 1, ChangeState.REJECTED: 1}


def test_one_person_is_in_two_trainings_at_once(loaded):
    found = [
        (named.full_name, other.number) for row in Proposal.objects.all() for named, other in queries.clashes(row)
    ]
    assert [name for name, _number in found] == ["Celina Wrona", "Celina Wrona"]


def test_the_office_declared_more_people_than_it_named(loaded):
    declared = Declaration.objects.get(organisation=office())
    assert declared.people > queries.people_named(office(), Programme.objects.get()) > 0
    assert declared.wants_equipment


def test_nobody_real_is_written_to(loaded, work):
    work()
    assert Message.objects.exists()
    addresses = {
        *Message.objects.values_list("recipient", flat=True),
        *Nominee.objects.values_list("email", flat=True),
    }
    assert [address for address in addresses if not address.endswith(".example")] == []


@pytest.mark.parametrize("hour", ["0:05", "23:55"])
@pytest.mark.parametrize("day", ["2026-01-02", "2026-03-29", "2026-04-06", "2026-10-25", "2026-12-24"])
def test_it_loads_on_any_day(day, hour):
    demo.load(at=on(day, hour))
    assert Proposal.objects.count() == 42
    assert not Event.objects.filter(at__gt=on(day, hour)).exists()


def test_it_loads_now():
    demo.load(at=timezone.now())
    assert Proposal.objects.count() == 42
