"""What the registry does by itself; called by the timetable."""

from django.utils import timezone

from ratusz.organisations import actions


def forget_old_values() -> None:
    """Q-14: once a day."""
    actions.forget_old_values(at=timezone.now())


def forget_lists() -> None:
    """Q-14: once a day."""
    actions.forget_lists(at=timezone.now())
