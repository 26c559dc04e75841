"""What accounts do by themselves; called by the timetable."""

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from ratusz.accounts import actions


def delete_unconfirmed() -> None:
    """R-003-37: once a day."""
    actions.delete_unconfirmed(at=timezone.now())


def delete_expired_sessions() -> None:
    """Once a day: what somebody typed before their session expired does not stay with us for ever."""
    SessionStore.clear_expired()
