"""Time must not tell whether an address has an account: where it decides, the same work is done and taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import transaction

from ratusz.accounts import actions
from ratusz.accounts.models import User
from ratusz.privacy.models import Document

NAMES = ("first_name", "last_name", "phone")


def registration(data: Mapping[str, Any], terms: Document, *, at: datetime) -> None:
    """What a new address costs, for one that has an account."""
    with transaction.atomic():
        names = {name: data[name] for name in NAMES}
        person = User.objects.create_user(f"{uuid4()}@nikt.invalid", data["password1"], registered_at=at, **names)
        EmailAddress.objects.create(user=person, email=person.email, primary=True)
        actions.note_registration(person, terms=terms, by=person, at=at)
        transaction.set_rollback(True)


def letter(template: str, email: str, **context: Any) -> None:
    """What a letter with a link costs, for an address that gets none. Writing the cache makes the disk wait too."""
    with transaction.atomic():
        get_adapter().send_mail(f"account/email/{template}", email, context)
        transaction.set_rollback(True)
    cache.set("decoy", email, 1)
