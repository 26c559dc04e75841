"""The people of the demonstration and the offices for which they act."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratusz.core.text import fold


@dataclass(frozen=True)
class Login:
    """What the login page shows: who may be tried out, and with which password."""

    role: Promise
    email: str
    password: str
    name: str


@dataclass(frozen=True)
class Office:
    """An office that takes part: the stem of its unit, its domain, and the person who coordinates for it."""

    stem: str
    domain: str
    coordinator: str
    people: int = 0
    topics: tuple[int, ...] = ()
    equipment: bool = False


def address(name: str, domain: str) -> str:
    """Łucja Żak at zywiec.example: lucja.zak@zywiec.example"""
    return f"{fold(name).replace(' ', '.')}@{domain}"


ANNA = Login(
    _("Koordynator, Siemianowice Śląskie"),
    "anna@siemianowice.example",
    "zielony-tramwaj-7",
    "Anna Kowalczyk",
)
GRAZYNA = Login(
    _("Czeka jako zastępca, Siemianowice Śląskie"),
    "grazyna@siemianowice.example",
    "herbata-z-malinami",
    "Grażyna Sobota",
)
FILIP = Login(_("Koordynator do potwierdzenia, Czeladź"), "filip@czeladz.example", "kamienny-most-48", "Filip Ośliz")
OLIWIA = Login(_("Administrator projektu"), "oliwia@klaster.example", "spokojne-jezioro-3", "Oliwia Sikora")
ADAM = Login(_("Administrator systemu"), "adam@klaster.example", "drewniane-schody-9", "Adam Wieczorek")
BARTEK = Login(_("Pracownik urzędu"), "bartek@siemianowice.example", "szybki-rower-64", "Bartek Mazur")
CELINA = Login(_("Pracownik urzędu"), "celina@siemianowice.example", "welniany-szalik-22", "Celina Wrona")
DAREK = Login(_("Trener"), "darek@klaster.example", "kreda-i-tablica-5", "Darek Lis")
EWA = Login(_("Mieszkaniec"), "ewa@poczta.example", "ogrod-za-blokiem-8", "Ewa Zając")

LOGINS = [ANNA, GRAZYNA, FILIP, OLIWIA, ADAM, BARTEK, CELINA, DAREK, EWA]

SIEMIANOWICE = Office("247401", "siemianowice.example", ANNA.name, people=24, topics=(0, 1, 3), equipment=True)
CZELADZ = Office("240102", "czeladz.example", FILIP.name, people=12, topics=(0, 4))
CHORZOW = Office("246301", "chorzow.example", "Halina Bednarek", people=40, topics=(0, 2, 3, 4), equipment=True)
LAZISKA = Office("240801", "laziska.example", "Łukasz Ćwik", people=9, topics=(1, 3))
PRZYROW = Office("240414", "przyrow.example", "Zofia Grabarz", people=4, topics=(0,), equipment=True)
ZYWIEC = Office("241701", "zywiec.example", "Marek Śliwa")
MIKOLOWSKI = Office("2408", "powiat-mikolowski.example", "Iwona Łakomy", people=15, topics=(2, 4))
OTHERS = [CHORZOW, LAZISKA, PRZYROW, ZYWIEC, MIKOLOWSKI]
