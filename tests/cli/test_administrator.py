"""The first administrator is made by whoever controls the machine."""

from tests.cli.installation import Installation

ANNA = "anna@siemianowice.pl"
PASSWORD = "stary zamek nad Brynicą"
ROLES = (
    "from ratusz.organisations.models import Membership\n"
    "answer = [[m.person.email, m.person.full_name, m.role, m.state, m.organisation.kind]"
    " for m in Membership.objects.order_by('id')]"
)
SIGNS_IN = (
    "from django.contrib.auth.hashers import check_password\nfrom ratusz.accounts.models import User\n"
    "person = User.objects.get()\n"
    f"answer = [person.check_password('{PASSWORD}'), person.emailaddress_set.get().verified]"
)
PEOPLE = "from ratusz.accounts.models import User\nanswer = User.objects.count()"


def test_a_new_administrator_can_sign_in(installation: Installation) -> None:
    done = installation.run("createadmin", ANNA.upper(), "--name", "Anna Maria Nowak", typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    assert installation.ask(ROLES) == [[ANNA, "Anna Maria Nowak", "administrator", "confirmed", "operator"]]
    assert installation.ask(SIGNS_IN) == [True, True]


def test_somebody_who_has_an_account_keeps_the_password(installation: Installation) -> None:
    installation.run("createadmin", ANNA, typed=f"{PASSWORD}\n")
    again = installation.run("createadmin", ANNA)
    assert again.returncode == 0, again.stderr
    assert "keeps the password" in again.stdout
    assert len(installation.ask(ROLES)) == 1
    assert installation.ask(SIGNS_IN) == [True, True]


def test_a_weak_password_makes_nothing(installation: Installation) -> None:
    done = installation.run("createadmin", ANNA, typed="12345678\n")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert installation.ask(PEOPLE) == 0


def test_what_is_no_address_is_refused(installation: Installation) -> None:
    done = installation.run("createadmin", "anna", typed=f"{PASSWORD}\n")
    assert done.returncode == 2
    assert "anna is not an e-mail address" in done.stderr
