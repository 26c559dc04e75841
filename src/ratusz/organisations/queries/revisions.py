"""What pages ask about the past of an organisation."""

from datetime import datetime

from django.db.models import QuerySet

from ratusz.organisations.models import Organisation, Revision


def with_old_values(before: datetime) -> QuerySet[Revision]:
    """Saves from before this moment whose values are still remembered, oldest first."""
    rows = Revision.objects.filter(at__lt=before).exclude(changes=[])
    return rows.filter(changes__0__forgotten__isnull=True).order_by("at", "pk")


def with_absorbed(organisation: Organisation) -> list[Organisation]:
    """The organisation and all that were merged into it, also by way of others; one query for each step of a chain."""
    found = [organisation]
    step = [organisation]
    while step:
        known = [one.pk for one in found]
        step = list(Organisation.objects.filter(merged_into__in=step).exclude(pk__in=known).order_by("pk"))
        found += step
    return found
