"""One draft, one save: what a draft changes, what clashes with what others stored meanwhile, and who hears of it.

`Values` is an organisation laid flat, path by path: "data.name", "contact.email", "users.17.phone". A person
is there when "users.17" is True. `Edits` maps a path to {"was": the value when it was first edited, "now":
the value wanted}; for a removal of a person "was" is everything that was known of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Values = dict[str, Any]
Edits = dict[str, dict[str, Any]]

DATA = "data"
CONTACT = "contact"
USERS = "users"
CONTACT_DATA = frozenset({"email", "phone", "phone_2", "street", "postcode", "city"})
MOST_PEOPLE = 200
OWN_PHONES = ("phone", "phone_2")
OWN_ADDRESS = ("street", "postcode", "city")


@dataclass(frozen=True)
class Change:
    """One thing that a save changes. `thing`: data, contact or users; `key`: whose, for users.

    `fields` maps a field to its values before and after; `kind` is add, change or remove.
    """

    thing: str
    key: str
    kind: str
    fields: dict[str, tuple[Any, Any]]

    @property
    def prefix(self) -> str:
        return f"{self.thing}.{self.key}" if self.key else self.thing


@dataclass(frozen=True)
class Clash:
    """Somebody else stored `theirs` after this draft began from `was`; the draft wants `mine`."""

    path: str
    was: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Recipient:
    """An address that hears of a save. `changes` is what it may read of it."""

    address: str
    changes: tuple[Change, ...] = field(default=())


def part(values: Mapping[str, Any], prefix: str) -> Values:
    """The fields below a prefix, by their own names: part(values, "users.17")["phone"]."""
    start = f"{prefix}."
    return {path[len(start) :]: value for path, value in values.items() if path.startswith(start)}


def laid_flat(prefix: str, fields: Mapping[str, Any]) -> Values:
    return {f"{prefix}.{name}": value for name, value in fields.items()}


def user_keys(values: Mapping[str, Any]) -> list[str]:
    """The people of these values, in their order."""
    start = f"{USERS}."
    return [path[len(start) :] for path in values if path.startswith(start) and path.count(".") == 1]


def key_of(path: str) -> str:
    """The person to whom a path belongs; empty for the organisation's own data."""
    return path.split(".")[1] if path.startswith(f"{USERS}.") else ""


def edited(edits: Edits, stored: Mapping[str, Any], changes: Mapping[str, Any]) -> Edits:
    """The draft with these values noted. What is again as it was stored is no edit any more."""
    noted = dict(edits)
    for path, value in changes.items():
        was = noted[path]["was"] if path in noted else stored.get(path, "")
        if value == was == stored.get(path, ""):
            noted.pop(path, None)
        else:
            noted[path] = {"was": was, "now": value}
    return noted


def without(edits: Edits, key: str) -> Edits:
    """The draft without anything about this person."""
    start = f"{USERS}.{key}"
    return {path: edit for path, edit in edits.items() if path != start and not path.startswith(f"{start}.")}


def removed(edits: Edits, stored: Mapping[str, Any], key: str) -> Edits:
    """The draft with this person removed; somebody whom only the draft knows is simply forgotten."""
    rest = without(edits, key)
    path = f"{USERS}.{key}"
    return rest | {path: {"was": part(stored, path), "now": None}} if path in stored else rest


def merged(stored: Mapping[str, Any], edits: Edits) -> Values:
    """What the organisation is once the draft is stored. People whom others removed meanwhile stay removed."""
    values = dict(stored)
    gone = {key_of(path) for path, edit in edits.items() if path.count(".") == 1 and edit["now"] is None}
    for path, edit in edits.items():
        if not is_gone(path, stored, edits) and edit["now"] is not None:
            values[path] = edit["now"]
    return {path: value for path, value in values.items() if not key_of(path) or key_of(path) not in gone}


def is_gone(path: str, stored: Mapping[str, Any], edits: Edits) -> bool:
    """Is this about a person who is neither stored (any more) nor new in the draft?"""
    key = key_of(path)
    person = f"{USERS}.{key}"
    return bool(key) and person not in stored and not edits.get(person, {}).get("now")


def clashes(stored: Mapping[str, Any], edits: Edits) -> list[Clash]:
    """Where somebody else stored another value since the draft began: each is decided by the person, none by us."""
    found = []
    for path, edit in edits.items():
        if is_gone(path, stored, edits):
            if edit["now"] is not None:
                found.append(Clash(path, edit["was"], None, edit["now"]))
            continue
        theirs = part(stored, path) if edit["now"] is None else stored.get(path, "")
        if edit["now"] is not True and theirs not in (edit["was"], edit["now"]):
            found.append(Clash(path, edit["was"], theirs, edit["now"]))
    return found


def settled(edits: Edits, stored: Mapping[str, Any], keep: Mapping[str, bool]) -> Edits:
    """The draft after the person decided: True keeps what they wanted, False takes what is stored.

    Of a person who is gone nothing can be kept.
    """
    rest: Edits = {}
    for path, edit in edits.items():
        if path not in keep:
            rest[path] = edit
        elif keep[path] and not is_gone(path, stored, edits):
            seen = part(stored, path) if edit["now"] is None else stored.get(path, "")
            rest[path] = {"was": seen, "now": edit["now"]}
    return rest


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs, thing by thing: the organisation's data, its contact person, then its people."""
    things = [(DATA, ""), (CONTACT, "")]
    things += [(USERS, key) for key in dict.fromkeys([*user_keys(before), *user_keys(after)])]
    found = []
    for thing, key in things:
        prefix = f"{thing}.{key}" if key else thing
        old, new = part(before, prefix), part(after, prefix)
        differing = {name: (old.get(name, ""), new.get(name, "")) for name in {**old, **new}}
        differing = {name: pair for name, pair in differing.items() if pair[0] != pair[1]}
        if differing:
            kind = "change" if not key or (old and new) else "add" if new else "remove"
            found.append(Change(thing, key, kind, differing))
    return found


def addresses(values: Mapping[str, Any]) -> dict[str, str]:
    """Every address registered in the organisation, each once: folded to as written."""
    written = [values.get(f"{DATA}.email"), values.get(f"{CONTACT}.email")]
    written += [values.get(f"{USERS}.{key}.email") for key in user_keys(values)]
    return {address.casefold(): address for address in reversed(written) if address}


def recipients(
    before: Mapping[str, Any], after: Mapping[str, Any], invited: Iterable[str] = ()
) -> tuple[Recipient, ...]:
    """R-001-5.1: who hears of a save, each address once, in alphabetical order.

    When contact data or people change: the people concerned, at their old and their new address, and every
    address registered in the organisation. Who is no longer registered reads only what concerns them. An
    address that is being invited gets its invitation instead.
    """
    told = [change for change in changes(before, after) if _is_told(change)]
    if not told:
        return ()
    registered = addresses(after)
    concerned = {address: written for change in told for address, written in _addresses_of(change, before, after)}
    left_out = {address.casefold() for address in invited}
    found = []
    for address, written in sorted({**concerned, **registered}.items()):
        if address in left_out:
            continue
        reads = (
            told if address in registered else [c for c in told if address in dict(_addresses_of(c, before, after))]
        )
        found.append(Recipient(written, tuple(reads)))
    return tuple(found)


def _is_told(change: Change) -> bool:
    """Names and numbers of the organisation are public data; whom to write to and who acts for it is not."""
    return change.thing != DATA or bool(CONTACT_DATA & change.fields.keys())


def _addresses_of(change: Change, *states: Mapping[str, Any]) -> list[tuple[str, str]]:
    written = [state.get(f"{change.prefix}.email") for state in states]
    return [(address.casefold(), address) for address in written if address]


REQUIRED = {
    DATA: ("name", "email", "phone", "street", "postcode", "city"),
    CONTACT: ("first_name", "last_name", "email"),
    USERS: ("first_name", "last_name", "email"),
}


COMPLETE = {DATA: 1, CONTACT: 2, USERS: 4}
ALL_COMPLETE = sum(COMPLETE.values())


def completeness(values: Mapping[str, Any]) -> int:
    """Which sections are complete, as a sum of `COMPLETE`: 7 is everything."""
    return sum(sign for thing, sign in COMPLETE.items() if is_complete(values, thing))


def is_complete(values: Mapping[str, Any], thing: str) -> bool:
    """Does this section hold everything that is required of it?"""
    if thing == USERS:
        keys = user_keys(values)
        return bool(keys) and all(_is_person(part(values, f"{USERS}.{key}")) for key in keys)
    fields = part(values, thing)
    return _is_person(fields) if thing == CONTACT else all(fields.get(name) for name in REQUIRED[DATA])


def _is_person(fields: Mapping[str, Any]) -> bool:
    """§3.3: a name and an address; own telephone and own address unless the organisation's are used."""
    needed = list(REQUIRED[USERS])
    needed += [] if fields.get("uses_phones") else ["phone"]
    needed += [] if fields.get("uses_address") else ["postcode", "city"]
    return all(fields.get(name) for name in needed)
