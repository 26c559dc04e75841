"""The product as people meet it: the real command with the demonstration in it, and a mail server beside it."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from tests.cli.installation import Installation, Server
from tests.correspondence.mailserver import MailServer

WAITING = """
SELECT EXISTS (
  SELECT 1 FROM jobs_job WHERE state = 'running' OR state = 'ready' AND run_after <= datetime('now', '+1 second')
)"""


@dataclass
class Product:
    server: Server
    mail: MailServer
    data: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def is_busy(self) -> bool:
        """Has the worker something to do? As long as it has, a letter may still come."""
        assert self.server.process.poll() is None, self.server.log.read_text()
        with sqlite3.connect(f"file:{self.data}/ratusz.sqlite3?mode=ro", uri=True) as database:
            return bool(database.execute(WAITING).fetchone()[0])

    def rest(self) -> None:
        """Waits until the worker has done everything that can be done now."""
        while self.is_busy():
            time.sleep(0.05)

    def letter(self, recipient: str, words: str) -> EmailMessage:
        """The newest letter to an address with these words in its subject or its text."""
        while True:
            busy = self.is_busy()
            letters = [letter for letter in list(self.mail.taken) if letter["to"].addresses[0].addr_spec == recipient]
            found = [letter for letter in letters if words in f"{letter['subject']}\n{text(letter)}"]
            if found:
                return found[-1]
            assert busy, (
                f"no letter to {recipient} says {words!r}, only {[str(letter['subject']) for letter in letters]}"
            )
            time.sleep(0.05)


def text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return body.get_content()


def link(letter: EmailMessage, part: str) -> str:
    """The path of the only link in a letter that has `part` in it."""
    (address,) = [found for found in re.findall(r"https?://\S+", text(letter)) if part in found]
    return urlsplit(address).path


def invitation(letter: EmailMessage) -> tuple[str, Event]:
    """The method and the event of the calendar entry that came with a letter: for the mail program, and as a file."""
    (shown,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    (file,) = [part for part in letter.walk() if part.get_filename() == "szkolenie.ics"]
    calendar = Calendar.from_ical(file.get_content())
    assert Calendar.from_ical(shown.get_content()) == calendar
    assert shown["Content-Type"].params["method"] == calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


@contextmanager
def running(folder: Path) -> Iterator[Product]:
    """Serves the demonstration from a folder of its own until the end of the block."""
    installation = Installation(folder / "data")
    with MailServer().up() as mail:
        settings = {"RATUSZ_DEMO": "yes", "RATUSZ_SMTP_URL": mail.url, "RATUSZ_WEB_THREADS": "8"}
        with installation.serving(**settings) as server:
            server.wait_until_it_answers()
            yield Product(server, mail, installation.data)
