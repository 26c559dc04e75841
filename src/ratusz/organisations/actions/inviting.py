"""Somebody without an account is invited, and comes."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from ratusz.accounts import actions as accounts
from ratusz.history import record as history
from ratusz.organisations import policies
from ratusz.organisations.actions.holding import hold_place, note_completeness
from ratusz.organisations.models import Invitation, Membership
from ratusz.organisations.states import IN_FORCE, WORKFLOW, Role

OPEN_FOR = timedelta(days=14)


@transaction.atomic
def invite(membership: Membership, *, by: Any, at: datetime) -> None:
    """R-001-5.2: a link goes to the address; an earlier one of the same place ends."""
    hold_place(membership, by)
    policies.may_invite(by, membership).ensure()
    note_invitation(membership, by=by, at=at)


@transaction.atomic
def note_invitation(membership: Membership, *, by: Any, at: datetime) -> None:
    """R-001-5.2: the letter with the link is written by the reaction to this event, which alone knows the link."""
    close_invitations(membership, at)
    facts = {"office": membership.organisation_id, "role": membership.role}
    history.record("organisations.membership.invite", membership, by=by, at=at, clause="R-001-5.2", **facts)


def close_invitations(membership: Membership, at: datetime) -> None:
    membership.invitations.open(at).update(expires_at=at)


@transaction.atomic
def issue(membership: Membership, *, by: Any = None, at: datetime) -> str:
    """R-001-5.2: a new link, the only one of its place. Returns its secret, of which only a hash is kept."""
    close_invitations(membership, at)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        membership=membership,
        email=membership.email,
        token_hash=hashed(token),
        sent_at=at,
        expires_at=at + OPEN_FOR,
    )
    return token


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def accept(membership: Membership, person: Any, *, by: Any, at: datetime) -> Membership:
    """R-001-5.2: the account of the invited address takes the place. The links to it end."""
    office = hold_place(membership, None)
    membership.refresh_from_db()
    policies.may_take(person, membership).ensure()
    taken = office.memberships.filter(role=Role.COORDINATOR, state__in=IN_FORCE).exclude(pk=membership.pk).exists()
    role = Role.DEPUTY if taken and membership.role == Role.COORDINATOR else membership.role
    membership.invitations.filter(used_at=None).update(used_at=at)
    facts = {"office": office.pk, "role": role}
    history.move(membership, WORKFLOW["accept"], by=by, at=at, facts=facts, person=person, role=role, since=at)
    note_completeness(office)
    person.read_roles_again()
    return membership


@transaction.atomic
def accept_with_new_account(
    invitation: Invitation, *, password: str, terms: Any, by: Any = None, at: datetime, **fields: str
) -> Membership:
    """R-001-3.3.3: whoever opened the link reads the mailbox, so the account needs no activation."""
    membership = invitation.membership
    hold_place(membership, None)
    policies.may_accept(Invitation.objects.select_for_update().get(pk=invitation.pk), at).ensure()
    accounts.give_way(invitation.email, by=None, at=at)
    policies.may_have_account(invitation.email).ensure()
    person = accounts.create_confirmed(invitation.email, password, by=None, at=at, **fields)
    accounts.note_registration(person, terms=terms, by=person, at=at)
    return accept(membership, person, by=person, at=at)
