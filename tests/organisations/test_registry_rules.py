"""A draft, what others stored meanwhile, and who hears of a save."""

import pytest

from ratusz.organisations.rules import registry as rules

PERSON = {"first_name": "Darek", "last_name": "Lis", "email": "darek@urzad.example", "phone": "", "uses_phones": True}


def values(**more):
    base = {"data.name": "Urząd", "data.email": "sekretariat@urzad.example", "data.phone": "+48321234567"}
    base |= {"contact.first_name": "Anna", "contact.email": "anna@urzad.example"}
    base |= {"users.1": True, **rules.laid_flat("users.1", {**PERSON, "email": "anna@urzad.example"})}
    base |= {"users.2": True, **rules.laid_flat("users.2", PERSON)}
    return base | more


def test_what_is_typed_back_as_it_was_is_no_edit():
    edits = rules.edited({}, values(), {"data.name": "Inny"})
    assert rules.edited(edits, values(), {"data.name": "Urząd"}) == {}


def test_a_draft_is_seen_over_what_is_stored_now():
    edits = rules.edited({}, values(), {"data.name": "Inny", "users.n1": True, "users.n1.email": "nowa@urzad.example"})
    after = rules.merged(values(**{"data.phone": "+48600100200"}), edits)
    assert after["data.name"] == "Inny" and after["data.phone"] == "+48600100200"
    assert rules.user_keys(after) == ["1", "2", "n1"]


def test_others_changes_of_other_fields_are_no_clash():
    edits = rules.edited({}, values(), {"data.name": "Inny"})
    assert rules.clashes(values(**{"data.phone": "+48600100200"}), edits) == []


@pytest.mark.requirement("R-001-2.5")
def test_the_same_field_changed_by_somebody_else_is_a_clash_until_it_is_decided():
    edits = rules.edited({}, values(), {"data.name": "Mój"})
    now = values(**{"data.name": "Ich"})
    assert rules.clashes(now, edits) == [rules.Clash("data.name", "Urząd", "Ich", "Mój")]

    mine, theirs = (rules.settled(edits, now, {"data.name": keep}) for keep in (True, False))
    assert rules.clashes(now, mine) == [] and rules.merged(now, mine)["data.name"] == "Mój"
    assert rules.merged(now, theirs)["data.name"] == "Ich" and theirs == {}


def test_both_wanting_the_same_is_no_clash():
    edits = rules.edited({}, values(), {"data.name": "Wspólny"})
    now = values(**{"data.name": "Wspólny"})
    assert rules.clashes(now, edits) == [] and rules.changes(now, rules.merged(now, edits)) == []


def test_whom_others_removed_stays_removed_and_my_edits_are_asked_about():
    edits = rules.edited({}, values(), {"users.2.phone": "+48500600700"})
    now = {path: value for path, value in values().items() if not path.startswith("users.2")}
    assert [clash.theirs for clash in rules.clashes(now, edits)] == [None]
    assert rules.merged(now, edits) == now
    assert rules.settled(edits, now, {"users.2.phone": True}) == {}


def test_removing_somebody_whom_others_changed_is_asked_about():
    edits = rules.removed({}, values(), "2")
    assert rules.clashes(values(), edits) == [] and rules.user_keys(rules.merged(values(), edits)) == ["1"]

    now = values(**{"users.2.position": "Kierownik"})
    assert [clash.path for clash in rules.clashes(now, edits)] == ["users.2"]
    assert rules.clashes(now, rules.settled(edits, now, {"users.2": True})) == []


def test_removing_whom_others_removed_needs_no_word():
    edits = rules.removed({}, values(), "2")
    now = {path: value for path, value in values().items() if not path.startswith("users.2")}
    assert rules.clashes(now, edits) == [] and rules.changes(now, rules.merged(now, edits)) == []


def test_somebody_only_in_the_draft_is_forgotten_when_removed():
    edits = rules.edited({}, values(), {"users.n1": True, "users.n1.email": "nowa@urzad.example"})
    assert rules.removed(edits, values(), "n1") == {}


def told(before, after, invited=()):
    found = rules.recipients(before, after, invited)
    return {one.address: [change.prefix for change in one.changes] for one in found}


EVERYBODY = {"anna@urzad.example", "darek@urzad.example", "sekretariat@urzad.example"}


@pytest.mark.requirement("R-001-5.1")
@pytest.mark.parametrize(
    "path", ["contact.first_name", "contact.position", "users.2.phone", "data.phone", "data.city"]
)
def test_a_change_of_contact_data_or_people_goes_to_every_address_once(path):
    assert set(told(values(), values(**{path: "x"}))) == EVERYBODY


@pytest.mark.requirement("R-001-5.1")
@pytest.mark.parametrize("path", ["data.name", "data.nip", "data.website"])
def test_a_change_of_public_numbers_and_names_goes_to_nobody(path):
    assert told(values(), values(**{path: "x"})) == {}


@pytest.mark.requirement("R-001-5.1")
def test_the_old_and_the_new_address_hear_and_the_old_one_only_of_itself():
    after = values(**{"users.2.email": "dariusz@urzad.example", "contact.position": "Sekretarz"})
    both = ["contact", "users.2"]
    assert told(values(), after) == {
        "anna@urzad.example": both,
        "dariusz@urzad.example": both,
        "darek@urzad.example": ["users.2"],
        "sekretariat@urzad.example": both,
    }


@pytest.mark.requirement("R-001-5.1")
def test_who_was_removed_hears_of_it_and_the_rest_too():
    after = rules.merged(values(), rules.removed({}, values(), "2"))
    assert told(values(), after) == {address: ["users.2"] for address in EVERYBODY}


def test_letter_case_makes_no_second_address():
    found = told(values(), values(**{"contact.email": "ANNA@urzad.example"}))
    assert sorted(address.casefold() for address in found) == sorted(EVERYBODY)


@pytest.mark.requirement("R-001-5.2")
def test_who_is_invited_gets_the_invitation_instead():
    new = {"users.n1": True, **rules.laid_flat("users.n1", {**PERSON, "email": "nowa@urzad.example"})}
    assert set(told(values(), values(**new), ["nowa@urzad.example"])) == EVERYBODY


def test_complete_means_everything_required():
    assert not rules.is_complete(values(), rules.DATA)
    full = {"data.street": "Rynek 1", "data.postcode": "41-100", "data.city": "Siemianowice"}
    assert rules.is_complete(values(**full), rules.DATA)
    assert not rules.is_complete(values(), rules.USERS)
    people = {f"users.{n}.uses_address": True for n in (1, 2)}
    assert rules.is_complete(values(**people), rules.USERS)
