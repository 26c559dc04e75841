from django.utils import timezone

from ratusz.history.models import Event


def first(event_id: int) -> None:
    Event.objects.create(kind=f"first {event_id}", at=timezone.now(), subject_type="tests", subject_id="1")


def second(event_id: int) -> None:
    Event.objects.create(kind=f"second {event_id}", at=timezone.now(), subject_type="tests", subject_id="1")


def added_by_an_upgrade(event_id: int) -> None:
    raise AssertionError(event_id)
