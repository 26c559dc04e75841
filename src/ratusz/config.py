"""Every setting of an installation, read from the environment once. The table in the manual is made from this file."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name without the prefix, its default as text, and what it does."""

    name: str
    default: str
    meaning: str

    @property
    def variable(self) -> str:
        return f"RATUSZ_{self.name}"


SETTINGS = (
    Setting(
        "URL",
        "http://127.0.0.1:8000",
        "Public address of the installation, with the scheme. "
        "An address other than this machine makes it a production installation.",
    ),
    Setting("BIND", "127.0.0.1:8000", "Address and port on which the web server listens."),
    Setting(
        "DATA",
        "./ratusz-data",
        "Folder for the embedded database, the secret key file, prepared static files and backups.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "postgresql://user:password@host:port/name; empty means the embedded SQLite database in the data folder.",
    ),
    Setting(
        "SECRET_KEY",
        "",
        "At least 50 random characters; empty means a key made once and kept in the data folder with mode 0600.",
    ),
    Setting("DEBUG", "no", "yes shows technical error pages. Refused in production."),
    Setting(
        "DEMO",
        "no",
        "yes loads demonstration data and shows demonstration logins on the login page. Refused in production.",
    ),
    Setting("EXTRA_HOSTS", "", "Further host names that the installation answers to, separated by commas."),
    Setting("TRUSTED_PROXIES", "0", "How many reverse proxies stand in front and overwrite X-Forwarded-For."),
    Setting("WEB_WORKERS", "2", "Web worker processes."),
    Setting("WEB_THREADS", "4", "Threads in each web worker."),
    Setting(
        "SMTP_URL",
        "",
        "smtp://, smtp+tls:// (STARTTLS) or smtps:// user:password@host:port; "
        "empty means that messages are stored and can be read on the Korespondencja page, but do not leave.",
    ),
    Setting("MAIL_FROM", "ratusz@localhost", "Sender address of all mail."),
    Setting(
        "VOIVODSHIPS",
        "24",
        "TERYT codes of the voivodships whose offices can register, separated by commas; empty means all of Poland.",
    ),
    Setting(
        "REGON_KEY",
        "",
        "Key to the REGON register from GUS; empty means that it is not asked and data of organisations are typed.",
    ),
    Setting(
        "REGON_URL",
        "https://wyszukiwarkaregon.stat.gov.pl/wsBIR/UslugaBIRzewnPubl.svc",
        "Address of the service BIR1.1 of the REGON register.",
    ),
    Setting(
        "TERYT_USER",
        "",
        "User name at the TERYT register from GUS; empty means that it is not asked.",
    ),
    Setting("TERYT_PASSWORD", "", "Password of that user."),
    Setting(
        "TERYT_URL",
        "https://uslugaterytws1.stat.gov.pl/terytws1.svc",
        "Address of the service ws1 of the TERYT register.",
    ),
    Setting("SITE_NAME", "Ratusz", "Name of the installation in titles and mails."),
    Setting("CONTACT_EMAIL", "administrator@localhost", "Address shown to people who need help."),
    Setting("CONTACT_PHONE", "", "Telephone shown to people who need help."),
    Setting(
        "SOURCE_URL",
        "",
        "Where the source code of this installation can be obtained (EUPL); "
        "empty means that the link leads to the licence page.",
    ),
    Setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."),
)


THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


class Insecure(Exception):
    """The installation must not start like this. Args: one line per fault."""


@dataclass(frozen=True)
class Config:
    """Settings with their values, as read from one environment."""

    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def flag(self, name: str) -> bool:
        return self[name].strip().lower() in {"1", "yes", "true", "on", "tak"}

    def number(self, name: str) -> int:
        return int(self[name])

    def codes(self, name: str) -> list[str]:
        """The parts of a setting that is a list."""
        return [part.strip() for part in self[name].split(",") if part.strip()]

    @property
    def data(self) -> Path:
        return Path(self["DATA"]).expanduser().resolve()

    @property
    def host(self) -> str:
        return urlsplit(self["URL"]).hostname or ""

    @property
    def https(self) -> bool:
        return urlsplit(self["URL"]).scheme == "https"

    @property
    def production(self) -> bool:
        """Does this installation answer to anybody but the person at this machine?"""
        return self.host not in THIS_MACHINE

    def faults(self) -> list[str]:
        """Why this installation must not start, one sentence each; empty when it may."""
        found = [*self._malformed(), *self._registers(), *self._unknown()]
        if self.production:
            found += self._insecure()
        return found

    def _malformed(self) -> list[str]:
        found = []
        if urlsplit(self["URL"]).scheme not in {"http", "https"} or not self.host:
            found.append("RATUSZ_URL must be an address such as https://ratusz.example.pl")
        for name in ("TRUSTED_PROXIES", "WEB_WORKERS", "WEB_THREADS"):
            if not self[name].isdigit():
                found.append(f"RATUSZ_{name} must be a whole number")
        if not all(re.fullmatch(r"\d{2}", code) for code in self.codes("VOIVODSHIPS")):
            found.append("RATUSZ_VOIVODSHIPS must be two-digit codes such as 24 or 12,24")
        if self["LOG_LEVEL"] not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            found.append("RATUSZ_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR")
        return found

    def _registers(self) -> list[str]:
        found = [
            f"RATUSZ_{name} must begin with https://, because a key is sent there"
            for name in ("REGON_URL", "TERYT_URL")
            if not _keeps_secrets(self[name])
        ]
        if bool(self["TERYT_USER"]) != bool(self["TERYT_PASSWORD"]):
            found.append("RATUSZ_TERYT_USER and RATUSZ_TERYT_PASSWORD must be given together")
        return found

    def _unknown(self) -> list[str]:
        extra = set(self.values) - {setting.name for setting in SETTINGS} - {"TEST_DATABASE_URL"}
        return [f"RATUSZ_{name} is not a setting of Ratusz" for name in sorted(extra)]

    def _insecure(self) -> list[str]:
        found = []
        if not self.https:
            found.append("RATUSZ_URL must begin with https:// in production")
        if self.flag("DEBUG"):
            found.append("RATUSZ_DEBUG must be off in production")
        if self.flag("DEMO"):
            found.append("RATUSZ_DEMO must be off in production: demonstration logins are public")
        if (self["SECRET_KEY"] and len(set(self["SECRET_KEY"])) < 20) or 0 < len(self["SECRET_KEY"]) < 50:
            found.append("RATUSZ_SECRET_KEY must have at least 50 random characters, or be empty")
        if self["MAIL_FROM"].endswith("@localhost"):
            found.append("RATUSZ_MAIL_FROM must be a real address in production")
        if self["CONTACT_EMAIL"].endswith("@localhost"):
            found.append("RATUSZ_CONTACT_EMAIL must be a real address in production")
        return found


def _keeps_secrets(address: str) -> bool:
    """Is what is sent there hidden from others on the way?"""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)
    )


def read(environment: Mapping[str, str] = os.environ) -> Config:
    """The settings of this process. Does not judge them: `Config.faults` does."""
    values = {setting.name: environment.get(setting.variable, setting.default) for setting in SETTINGS}
    values |= {
        name.removeprefix("RATUSZ_"): value for name, value in environment.items() if name.startswith("RATUSZ_")
    }
    return Config(values)
