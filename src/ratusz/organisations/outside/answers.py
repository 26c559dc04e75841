"""What an outside register answers, and what the reader is told when it does not."""

import logging
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

log = logging.getLogger("ratusz.organisations")


class Unavailable(Exception):
    """The register gave no answer that can be used. Args: the reason, in words for whoever fills in the form."""

    @property
    def reason(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Found:
    """A unit as the REGON register has it: names and streets in its spelling, what it does not say is empty.

    `street`: with the number ("ul. Jana Pawła II 10/3"), in a village without streets its name ("Przyrów 12").
    `postcode`: "41-100". `city`: the town of the post office. `phone`: E.164. `website`: with its scheme.
    `unit_stem`: the first six digits of TERYT of the gmina in which the seat lies, also for a powiat.
    `ended_on`: the day on which the unit ceased to exist.
    """

    name: str
    nip: str
    regon: str
    street: str
    postcode: str
    city: str
    unit_stem: str
    phone: str
    email: str
    website: str
    ended_on: date | None


@dataclass(frozen=True)
class UnitFound:
    """A unit of the TERYT register: its whole code, its name and its kind in the register's own words.

    The register writes voivodships in capitals ("ŚLĄSKIE") and powiats as adjectives ("zawierciański").
    """

    code: str
    name: str
    kind: str


def switched_off(register: str) -> Unavailable:
    """Nobody gave this installation a key, so nobody is asked."""
    text = _("Pobieranie danych z rejestru %(register)s nie jest włączone. Wpisz dane ręcznie.")
    return Unavailable(text % {"register": register})


def silent(register: str, detail: object) -> Unavailable:
    """No answer, or none that we understand. `detail` is for the log only."""
    log.warning("%s gives no answer: %s", register, detail)
    text = _("Rejestr %(register)s teraz nie odpowiada. Wpisz dane ręcznie albo spróbuj później.")
    return Unavailable(text % {"register": register})


def refused(register: str, detail: object) -> Unavailable:
    """The register does not know our key. Only the administrator can mend that, so the log calls it an error."""
    log.error("%s refuses the key of this installation: %s", register, detail)
    text = _(
        "Rejestr %(register)s odrzucił dane dostępowe tej instalacji. Wpisz dane ręcznie i powiadom administratora."
    )
    return Unavailable(text % {"register": register})
