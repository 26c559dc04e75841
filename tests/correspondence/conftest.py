from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ratusz.correspondence import actions
from ratusz.correspondence.letters import Letter
from ratusz.correspondence.models import Message
from ratusz.jobs.models import Job
from tests.cast import on
from tests.correspondence.mailserver import MailServer

AT = on("2026-03-05", "9:30")
LETTER = Letter("Zgłoszenie ZS-2026-0148: zażółć", "Dzień dobry,\n\nto jest treść.\n", "<p>to jest treść</p>", "pl")


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server that is up and that Ratusz knows."""
    with MailServer().up() as server:
        settings.SMTP_URL = server.url
        yield server


@pytest.fixture
def written(db: None) -> Callable[..., Message]:
    """`written(recipient=...)`: a draft."""

    def prepare(**changes: Any) -> Message:
        values = {
            "kind": "tests.letter",
            "recipient": "bartek@urzad.example",
            "recipient_name": "Bartek Mazur",
            "at": AT,
        }
        return actions.prepare(**{"letter": LETTER, **values, **changes})

    return prepare


@pytest.fixture
def queued(written: Callable[..., Message]) -> Callable[..., Message]:
    """`queued(recipient=...)`: a message waiting for delivery."""
    return lambda **changes: actions.queue(written(**changes), at=changes.get("at", AT))


@pytest.fixture
def people(cast: Any) -> Any:
    """The cast, after the letters about their own accounts and roles have been dealt with."""
    Message.objects.all().delete()
    Job.objects.all().delete()
    return cast
