"""Who may change what of an organisation (R-001-0.1)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import ALLOWED, Verdict
from ratusz.organisations import queries
from ratusz.organisations.models import Membership, Organisation
from ratusz.organisations.policies.organisations import may_register
from ratusz.organisations.policies.places import is_staff, place_of
from ratusz.organisations.policies.roles import may_have_role, roles_to_give
from ratusz.organisations.rules.registry import MOST_PEOPLE, Change, Edits, Values, merged, user_keys
from ratusz.organisations.states import AUTHORISED, MembershipState, OrganisationState


def may_edit(person: Any, organisation: Organisation) -> Verdict:
    """R-001-0.1: an authorised user of this organisation, or programme staff.

    Who is not confirmed yet (Q-15) gets in only where nobody is: a claim does not show the data of others.
    """
    if organisation.state == OrganisationState.MERGED:
        return Verdict(_("Tę organizację scalono z inną. Dane zmienia się tam."), "R-001-D3")
    answer = is_staff(person)
    if organisation.state == OrganisationState.REFUSED and not answer:
        return Verdict(_("Rejestracji tej organizacji odmówiono."), "R-001-D1")
    places = [place for role in AUTHORISED if (place := place_of(person, organisation, role))]
    if answer or any(place.is_confirmed for place in places):
        return ALLOWED
    if not places:
        return Verdict(_("Nie masz już uprawnień do tej organizacji."), "R-001-0.1")
    if organisation.memberships.authorised().filter(state=MembershipState.CONFIRMED).exists():
        return Verdict(_("Dane organizacji zobaczysz, gdy administrator projektu potwierdzi Twoją rolę."), "Q-15")
    return ALLOWED


def may_manage_people(person: Any, organisation: Organisation) -> Verdict:
    """Q-15: whoever is not confirmed yet brings nobody in and removes nobody."""
    if any(place.is_confirmed for role in AUTHORISED if (place := place_of(person, organisation, role))):
        return ALLOWED
    if is_staff(person):
        return ALLOWED
    return Verdict(_("Uprawnionych użytkowników zmienisz, gdy administrator projektu potwierdzi Twoją rolę."), "Q-15")


def may_draft(stored: Values, edits: Edits) -> Verdict:
    """A draft grows by people alone, so their number is what keeps it small."""
    people = len(user_keys(merged(stored, edits)))
    if people <= max(MOST_PEOPLE, len(user_keys(stored))):
        return ALLOWED
    most = _("Organizacja może mieć najwyżej %(n)s uprawnionych użytkowników.")
    return Verdict(most % {"n": MOST_PEOPLE}, "R-001-3.1")


def may_store(person: Any, organisation: Organisation, change: Change, after: Values) -> Verdict:
    """Is this part of a draft theirs to store, as things stand now?

    What everybody sees of a registered organisation is not changed on a mere claim (Q-15): the draft waits.
    """
    if organisation.state == OrganisationState.REGISTERED and not may_manage_people(person, organisation):
        waits = _("Zapiszesz to, gdy administrator projektu potwierdzi Twoją rolę. Do tego czasu szkic czeka.")
        return Verdict(waits, "Q-15")
    if change.thing == "data" and "regon" in change.fields:
        return may_register(queries.same_regon(change.fields["regon"][1], besides=organisation.pk))
    if change.thing != "users":
        return ALLOWED
    place = organisation.memberships.authorised().filter(pk=change.key).first() if change.kind != "add" else None
    if change.kind == "remove":
        return may_remove_key(person, organisation, change.key)
    if place and place.person_id == person.pk:
        return _may_change_oneself(change)
    answer = may_manage_people(person, organisation)
    if answer and "email" in change.fields:
        answer = _may_bring(person, organisation, change.fields["email"][1], place)
    return may_have_role(person, organisation, change, place) if answer else answer


def may_remove_key(person: Any, organisation: Organisation | None, key: str) -> Verdict:
    """R-001-4.1.1: somebody who is only in the draft, or somebody of the registry who may be removed."""
    if organisation is None or not key.isascii() or not key.isdigit():
        return ALLOWED
    place = organisation.memberships.authorised().filter(pk=key).first()
    return may_remove(person, place) if place else ALLOWED


def may_remove(person: Any, membership: Membership) -> Verdict:
    """R-001-4.1.1, R-001-4.D1: anybody but oneself; the last one only by programme staff."""
    if membership.person_id == person.pk:
        return Verdict(_("Nie możesz usunąć siebie. Może to zrobić inny uprawniony użytkownik."), "R-001-4.1.1")
    answer = may_manage_people(person, membership.organisation)
    if not answer:
        return answer
    acting = membership.organisation.memberships.in_force().filter(role__in=AUTHORISED)
    if not is_staff(person) and not acting.exclude(pk=membership.pk).exists():
        return Verdict(
            _("To ostatni uprawniony użytkownik. Usunąć może go tylko administrator projektu."), "R-001-4.D1"
        )
    return ALLOWED


def _may_bring(person: Any, organisation: Organisation, email: str, place: Membership | None) -> Verdict:
    """Another address is another person: who writes it gives them the role of the place (Q-15)."""
    if place and place.state == MembershipState.PROVISIONAL:
        return Verdict(_("Adres tej osoby można zmienić dopiero po potwierdzeniu jej roli."), "Q-15")
    if place and place.role not in roles_to_give(person, organisation):
        return Verdict(_("Inny adres to inna osoba w tej roli. Tej roli nie możesz nadać."), "Q-15")
    waits = organisation.memberships.in_state(MembershipState.WAITING)
    if waits.filter(person__email__iexact=email).exists():
        return Verdict(_("Ta osoba poprosiła już o rolę w tym urzędzie. Koordynator zdecyduje o niej tam."), "Q-15")
    return ALLOWED


def _may_change_oneself(change: Change) -> Verdict:
    if "email" in change.fields:
        return Verdict(_("Swój adres e-mail zmienisz tylko razem z kontem: to nim się logujesz."), "R-001-4.1.1")
    if "role" in change.fields:
        return Verdict(_("Swojej roli nie zmienisz. Może to zrobić inny uprawniony użytkownik."), "Q-15")
    return ALLOWED
