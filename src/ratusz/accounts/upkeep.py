"""What accounts do by themselves; called by the timetable."""

from django.utils import timezone

from ratusz.accounts import actions


def delete_unconfirmed() -> None:
    """R-003-37: once a day."""
    actions.delete_unconfirmed(at=timezone.now())
