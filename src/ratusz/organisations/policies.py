"""Who may decide about the people of an office."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from ratusz.core.verdict import ALLOWED, Verdict
from ratusz.organisations import queries
from ratusz.organisations.models import Invitation, Membership, Organisation, OrganisationKind
from ratusz.organisations.rules.registry import MOST_PEOPLE, Change, Edits, Values, merged, user_keys
from ratusz.organisations.states import AUTHORISED, REGISTRATION, WORKFLOW, MembershipState, OrganisationState, Role


def is_staff(person: Any) -> Verdict:
    if person is not None and person.has_role(Role.OPERATOR, Role.ADMINISTRATOR):
        return ALLOWED
    return Verdict(_("To może zrobić tylko administrator projektu."), "R-000-A.1")


def coordinates(person: Any, organisation: Organisation) -> Verdict:
    """Is this person the coordinator of this office, confirmed or provisional?"""
    if _place(person, organisation, Role.COORDINATOR):
        return ALLOWED
    return Verdict(_("To może zrobić tylko koordynator tego urzędu."), "R-004-3")


def coordinates_confirmed(person: Any, organisation: Organisation) -> Verdict:
    place = _place(person, organisation, Role.COORDINATOR)
    if place and place.is_confirmed:
        return ALLOWED
    return Verdict(_("To może zrobić tylko potwierdzony koordynator tego urzędu."), "Q-15")


def may_decide_on(person: Any, membership: Membership) -> Verdict:
    """Q-15: programme staff confirm a coordinator; the confirmed coordinator confirms a deputy."""
    answer = WORKFLOW.allows("confirm", membership.state)
    if not answer:
        return answer
    if membership.role == Role.DEPUTY and coordinates_confirmed(person, membership.organisation):
        return ALLOWED
    return is_staff(person)


def may_hand_over(person: Any, membership: Membership) -> Verdict:
    """Q-15: the confirmed coordinator, or programme staff, makes a deputy the coordinator."""
    if membership.role != Role.DEPUTY:
        return Verdict(_("Rolę koordynatora można przekazać tylko zastępcy."), "Q-15")
    answer = WORKFLOW.allows("promote", membership.state)
    if not answer:
        return answer
    return ALLOWED if coordinates_confirmed(person, membership.organisation) else is_staff(person)


def may_join(person: Any, organisation: Organisation) -> Verdict:
    """Q-15: one place per person and office; a refused or ended place does not bar a new try."""
    live = [MembershipState.PROVISIONAL, MembershipState.WAITING, MembershipState.CONFIRMED]
    if organisation.memberships.filter(person=person, state__in=live).exists():
        return Verdict(_("To konto jest już przypisane do tego urzędu."), "Q-15")
    return ALLOWED


def _place(person: Any, organisation: Organisation, role: str) -> Membership | None:
    places = getattr(person, "current_memberships", ())
    return next((m for m in places if m.organisation_id == organisation.pk and m.role == role), None)


def may_edit(person: Any, organisation: Organisation) -> Verdict:
    """R-001-0.1: an authorised user of this organisation, or programme staff.

    Who is not confirmed yet (Q-15) gets in only where nobody is: a claim does not show the data of others.
    """
    if organisation.state == OrganisationState.MERGED:
        return Verdict(_("Tę organizację scalono z inną. Dane zmienia się tam."), "R-001-D3")
    answer = is_staff(person)
    if organisation.state == OrganisationState.REFUSED and not answer:
        return Verdict(_("Rejestracji tej organizacji odmówiono."), "R-001-D1")
    places = [place for role in AUTHORISED if (place := _place(person, organisation, role))]
    if answer or any(place.is_confirmed for place in places):
        return ALLOWED
    if not places:
        return Verdict(_("Nie masz już uprawnień do tej organizacji."), "R-001-0.1")
    if organisation.memberships.authorised().filter(state=MembershipState.CONFIRMED).exists():
        return Verdict(_("Dane organizacji zobaczysz, gdy administrator projektu potwierdzi Twoją rolę."), "Q-15")
    return ALLOWED


def may_manage_people(person: Any, organisation: Organisation) -> Verdict:
    """Q-15: whoever is not confirmed yet brings nobody in and removes nobody."""
    if any(place.is_confirmed for role in AUTHORISED if (place := _place(person, organisation, role))):
        return ALLOWED
    if is_staff(person):
        return ALLOWED
    return Verdict(_("Uprawnionych użytkowników zmienisz, gdy administrator projektu potwierdzi Twoją rolę."), "Q-15")


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


def roles_to_give(person: Any, organisation: Organisation) -> tuple[str, ...]:
    """Nobody gives more than they have; that of coordinator is handed over by the coordinator or by staff (Q-15)."""
    if is_staff(person) or coordinates_confirmed(person, organisation):
        return AUTHORISED
    if _place(person, organisation, Role.DEPUTY):
        return (Role.DEPUTY, Role.OFFICER, Role.EDITOR)
    return tuple(role for role in (Role.OFFICER, Role.EDITOR) if _place(person, organisation, role))


def may_store(person: Any, organisation: Organisation, change: Change, after: Values) -> Verdict:
    """Is this part of a draft theirs to store, as things stand now?"""
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
    return _may_have_role(person, organisation, change, place) if answer else answer


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


def _may_have_role(person: Any, organisation: Organisation, change: Change, place: Membership | None) -> Verdict:
    if "role" not in change.fields:
        return ALLOWED
    before, after = change.fields["role"]
    allowed = roles_to_give(person, organisation)
    if after not in allowed or (before and before not in allowed):
        return Verdict(_("Tej roli nie możesz nadać ani odebrać. Zrobi to koordynator urzędu."), "Q-15")
    if before == Role.COORDINATOR:
        return Verdict(_("Rolę koordynatora można tylko przekazać innej osobie."), "Q-15")
    if after == Role.COORDINATOR:
        return _may_become_coordinator(organisation, None if "email" in change.fields else place)
    return ALLOWED


def _may_become_coordinator(organisation: Organisation, place: Membership | None) -> Verdict:
    """Q-15: a deputy who has an account; in an office without a coordinator also somebody invited."""
    taken = organisation.memberships.in_force().filter(role=Role.COORDINATOR).exists()
    if place and place.role == Role.DEPUTY and place.is_confirmed:
        return ALLOWED
    if not taken and (place is None or place.state == MembershipState.INVITED):
        return ALLOWED
    return Verdict(_("Rolę koordynatora można przekazać tylko potwierdzonemu zastępcy."), "Q-15")


def may_draft(stored: Values, edits: Edits) -> Verdict:
    """A draft grows by people alone, so their number is what keeps it small."""
    people = len(user_keys(merged(stored, edits)))
    if people <= max(MOST_PEOPLE, len(user_keys(stored))):
        return ALLOWED
    most = _("Organizacja może mieć najwyżej %(n)s uprawnionych użytkowników.")
    return Verdict(most % {"n": MOST_PEOPLE}, "R-001-3.1")


def may_invite(person: Any, membership: Membership) -> Verdict:
    """R-001-5.2: again, while nobody has come."""
    if membership.state != MembershipState.INVITED:
        return Verdict(_("Ta osoba ma już konto. Zaproszenie nie jest potrzebne."), "R-001-5.2")
    answer = may_edit(person, membership.organisation)
    return may_manage_people(person, membership.organisation) if answer else answer


def may_have_account(email: str) -> Verdict:
    """R-001-3.3.3: an account that is closed is not opened by an invitation."""
    if get_user_model().objects.filter(email__iexact=email).exists():
        return Verdict(_("Konto z tym adresem jest zamknięte. Napisz do administratora projektu."), "R-001-3.3.3")
    return ALLOWED


def may_take(person: Any, place: Membership) -> Verdict:
    """R-001-5.2: the place still waits, and for the address of this account."""
    if place.state == MembershipState.INVITED and place.email.casefold() == person.email.casefold():
        return ALLOWED
    return Verdict(_("To zaproszenie straciło ważność. Poproś swój urząd o nowe."), "R-001-5.2")


def may_accept(invitation: Invitation, at: datetime) -> Verdict:
    """R-001-5.2: once, in time, and only while the place waits for this address."""
    if invitation.used_at:
        return Verdict(_("To zaproszenie już wykorzystano. Zaloguj się."), "R-001-5.2")
    place = invitation.membership
    waits = place.state == MembershipState.INVITED and place.email.lower() == invitation.email.lower()
    if not waits or invitation.expires_at <= at:
        return Verdict(_("To zaproszenie straciło ważność. Poproś swój urząd o nowe."), "R-001-5.2")
    return ALLOWED


def may_register(same: Organisation | None) -> Verdict:
    """R-001-D1: a REGON stands for one unit, so a second organisation with it would be the same."""
    if same is None:
        return ALLOWED
    taken = _("Organizacja o tym numerze REGON jest już w rejestrze: %(name)s, %(oid)s.")
    return Verdict(taken % {"name": same.name, "oid": same.oid}, "R-001-D1")


def may_merge(person: Any, loser: Organisation, into: Organisation) -> Verdict:
    """R-001-D3: staff, what is registered into what is registered, and no unit is left without its office."""
    answer = is_staff(person) and REGISTRATION.allows("merge", loser.state)
    if not answer:
        return answer
    if loser.pk == into.pk:
        return Verdict(_("Organizacji nie można scalić z nią samą. Wybierz inną."), "R-001-D3")
    if into.state != OrganisationState.REGISTERED:
        return Verdict(_("Scalić można tylko z organizacją, która jest zarejestrowana. Wybierz inną."), "R-001-D3")
    return _may_give_way(loser, into)


def _may_give_way(loser: Organisation, into: Organisation) -> Verdict:
    if OrganisationKind.OPERATOR in (loser.kind, into.kind) and loser.kind != into.kind:
        return Verdict(_("Organizatora programu można scalić tylko z innym organizatorem."), "R-001-D3")
    if not loser.is_office:
        return ALLOWED
    if loser.unit is not None and loser.unit.valid_to is None:
        reason = _("To urząd jednostki, która istnieje. Zostaje w rejestrze: scal z nim tę drugą organizację.")
        return Verdict(reason, "R-001-D3")
    if not into.is_office:
        return Verdict(_("Urząd można scalić tylko z innym urzędem."), "R-001-D3")
    return ALLOWED
