"""What becomes of the people of two organisations that become one (R-001-D3)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

COORDINATOR, DEPUTY = "coordinator", "deputy"
OF_OPERATOR = ("operator", "administrator")
PROVISIONAL, WAITING, ANNOUNCED, INVITED = "provisional", "waiting", "announced", "invited"
STRENGTH = {"confirmed": 2, PROVISIONAL: 2, INVITED: 1, WAITING: 1, ANNOUNCED: 0}
IN_FORCE = 2


@dataclass(frozen=True)
class Place:
    """Somebody's place in one of the two. `person`: the key of their account, or None; `email` in lower case."""

    key: int
    person: int | None
    email: str
    role: str
    state: str

    def is_of_the_same(self, other: "Place") -> bool:
        """Do both belong to the same person, in matters of the same kind?"""
        if self.role in OF_OPERATOR or other.role in OF_OPERATOR:
            return self.role == other.role and self.person == other.person
        same_account = self.person is not None and self.person == other.person
        return same_account or bool(self.email and self.email == other.email)


@dataclass(frozen=True)
class Fate:
    """What becomes of one place: `ends`, or it goes on with this role and in this state."""

    place: Place
    ends: bool
    role: str
    state: str

    @property
    def changes(self) -> bool:
        return self.ends or (self.role, self.state) != (self.place.role, self.place.state)


def fates(losing: Iterable[Place], keeping: Iterable[Place]) -> tuple[list[Fate], list[Fate]]:
    """The fates of the places of the organisation that ends, and of those in the other that have to give way.

    Of two places of one person the one in force stays, the keeping organisation's if both are. There is one
    coordinator: the losing one becomes deputy, and who was not confirmed yet waits for the coordinator's word.
    """
    kept, gone, given_way = list(keeping), [], []
    for place in sorted(losing, key=lambda place: (-STRENGTH[place.state], place.role != COORDINATOR, place.key)):
        led = any(_leads(other) for other in kept)
        twins = [other for other in kept if other.is_of_the_same(place)]
        if any(_weight(twin, led) >= _weight(place, led) for twin in twins):
            gone.append(Fate(place, True, place.role, place.state))
            continue
        given_way += [Fate(twin, True, twin.role, twin.state) for twin in twins]
        fate = _follows(place, any(_leads(other) for other in kept if other not in twins))
        gone.append(fate)
        kept = [other for other in kept if other not in twins]
        kept.append(replace(place, role=fate.role, state=fate.state))
    return gone, given_way


def _leads(place: Place) -> bool:
    return place.role == COORDINATOR and STRENGTH[place.state] == IN_FORCE


def _weight(place: Place, led: bool) -> tuple[int, bool]:
    """While nobody leads the keeping organisation, its new coordinator counts for more."""
    return STRENGTH[place.state], not led and _leads(place)


def _follows(place: Place, led: bool) -> Fate:
    if place.role != COORDINATOR or not led:
        return Fate(place, False, place.role, place.state)
    return Fate(place, False, DEPUTY, WAITING if place.state == PROVISIONAL else place.state)
