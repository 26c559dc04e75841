"""A demonstration loads once, and never where people work."""

from tests.cli.installation import Installation

COUNTS = (
    "from ratusz.accounts.models import User\nfrom ratusz.proposals.models import Proposal\n"
    "answer = [User.objects.count(), Proposal.objects.count()]"
)


def test_loading_twice_is_loading_once(installation: Installation) -> None:
    assert installation.run("demo", "load").returncode == 0
    people, proposals = installation.ask(COUNTS)
    assert people >= 5
    assert proposals >= 5
    assert installation.run("demo", "load").returncode == 0
    assert installation.ask(COUNTS) == [people, proposals]


def test_production_never_gets_it(installation: Installation) -> None:
    real = {
        "RATUSZ_URL": "https://ratusz.siemianowice.pl",
        "RATUSZ_MAIL_FROM": "ratusz@siemianowice.pl",
        "RATUSZ_CONTACT_EMAIL": "pomoc@siemianowice.pl",
    }
    done = installation.run("demo", "load", **real)
    assert done.returncode == 2
    assert "never loaded into a production installation" in done.stderr
    assert installation.ask(COUNTS) == [0, 0]
