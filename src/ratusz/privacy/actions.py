"""Publishing texts and recording who acknowledged them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ratusz.history import record as history
from ratusz.privacy.models import Acknowledgement, Document, DocumentText


@transaction.atomic
def acknowledge(person: Any, document: Document, *, by: Any, at: datetime) -> None:
    """R-000-1.D3: which version, and when; a second time changes nothing."""
    Acknowledgement.objects.get_or_create(person=person, document=document, defaults={"at": at})


@transaction.atomic
def publish(slug: str, texts: dict[str, tuple[str, str]], *, by: Any, at: datetime) -> Document:
    """R-003-59: a new version of a text, `{language: (title, body)}`; earlier versions are kept."""
    last = Document.objects.filter(slug=slug).order_by("-version").first()
    document = Document.objects.create(slug=slug, version=last.version + 1 if last else 1, published_at=at)
    DocumentText.objects.bulk_create(
        DocumentText(document=document, language=language, title=title, body=body)
        for language, (title, body) in texts.items()
    )
    history.record("privacy.document.publish", document, by=by, at=at, clause="R-003-59", version=document.version)
    return document
