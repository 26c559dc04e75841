"""What happened: written once, read for ever."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> "EventQuerySet":
        return self.filter(subject_type=subject._meta.label, subject_id=str(subject.pk))

    def about_any(self, subjects: Iterable[models.Model]) -> "EventQuerySet":
        keys: dict[str, list[str]] = defaultdict(list)
        for subject in subjects:
            keys[subject._meta.label].append(str(subject.pk))
        found = models.Q(pk__in=[])
        for label, ids in keys.items():
            found |= models.Q(subject_type=label, subject_id__in=ids)
        return self.filter(found)


class Event(models.Model):
    """Something that happened. The audit trail, the timeline of a matter, and the outbox.

    No foreign keys, so history never blocks erasure; no personal data in `facts`, so erasure never
    rewrites history. Database triggers refuse UPDATE, DELETE and TRUNCATE (see `triggers`). `reactions`
    are the dotted paths of what had to follow when this was written, one a line: the sweeper compares
    them with the jobs, and an upgrade that adds a reaction does not apply it to the past.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=80)
    actor_id = models.CharField(max_length=40, blank=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    clause = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    reactions = models.TextField(blank=True)

    objects = EventQuerySet.as_manager()

    class PersonalData:
        none = frozenset({"id", "at", "kind", "subject_type", "subject_id", "clause", "facts", "reactions"})
        pseudonym = frozenset({"actor_id"})

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["at"], condition=~models.Q(reactions=""), name="event_outbox"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}#{self.subject_id}"
