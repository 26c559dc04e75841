"""What is done with an account."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from ratusz.accounts.models import User
from ratusz.history import record as history
from ratusz.privacy import actions as privacy
from ratusz.privacy.models import Document


@transaction.atomic
def note_registration(person: User, *, terms: Document, by: Any, at: datetime) -> None:
    """R-000-1.8, R-000-1.D3, R-003-29: an account was made and the terms were accepted in this version."""
    history.record("accounts.user.register", person, by=by, at=at, clause="R-000-1.8")
    privacy.acknowledge(person, terms, by=by, at=at)


@transaction.atomic
def note_activation(person: User, *, by: Any, at: datetime) -> None:
    """R-003-35: the mailbox is proven to be the person's."""
    history.record("accounts.user.activate", person, by=by, at=at, clause="R-003-35")


@transaction.atomic
def note_password(person: User, *, by: Any, at: datetime) -> None:
    """R-003-42: a new password was set; other sessions end by themselves."""
    history.record("accounts.user.change_password", person, by=by, at=at, clause="R-003-42")


@transaction.atomic
def change_details(person: User, *, by: Any, at: datetime, **details: str) -> None:
    """R-003-05: a person corrects their own data; which fields changed is kept, not the values."""
    changed = [name for name, value in details.items() if getattr(person, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(person, name, details[name])
    person.save(update_fields=changed)
    history.record("accounts.user.change_details", person, by=by, at=at, clause="R-003-05", fields=changed)


@transaction.atomic
def create_confirmed(email: str, password: str, *, by: Any, at: datetime, **fields: str) -> User:
    """R-003-35: an account made by the operator of the installation; its address needs no link."""
    person = User.objects.create_user(email, password, registered_at=at, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    history.record("accounts.user.create", person, by=by, at=at, clause="R-003-35")
    return person


@transaction.atomic
def give_way(email: str, *, by: Any, at: datetime) -> None:
    """R-001-3.3.3: an account that nobody confirmed ends when its mailbox turns out to be somebody's.

    Whoever began it may be a stranger: nothing of it, least of all the password, passes to the owner.
    """
    for person in User.objects.filter(email__iexact=email, last_login=None).exclude(emailaddress__verified=True):
        history.record("accounts.user.expire", person, by=by, at=at, clause="R-001-3.3.3")
        person.delete()


@transaction.atomic
def delete_unconfirmed(*, by: Any = None, at: datetime) -> int:
    """R-003-37: accounts that nobody confirmed in 14 days are deleted. Returns how many."""
    limit = at - timedelta(days=settings.UNCONFIRMED_ACCOUNT_DAYS)
    stale = User.objects.filter(registered_at__lt=limit, last_login=None).exclude(emailaddress__verified=True)
    deleted = 0
    for person in stale.select_for_update(of=("self",)):
        history.record("accounts.user.expire", person, by=by, at=at, clause="R-003-37")
        person.delete()
        deleted += 1
    return deleted
