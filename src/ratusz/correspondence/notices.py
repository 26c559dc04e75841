"""What Ratusz writes to whoever looks after it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ratusz.correspondence import actions, queries


def tell_of_trouble() -> None:
    """One letter a day, and only when jobs or messages were given up since yesterday."""
    at = timezone.now()
    actions.send(
        kind="correspondence.trouble",
        template="correspondence/mail/trouble.txt",
        context=queries.trouble_since(at - timedelta(days=1)),
        language=settings.LANGUAGE_CODE,
        recipient=settings.CONTACT_EMAIL,
        at=at,
    )
