"""What the pages of a proposal have in common."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from ratusz.core.words import date_time_words
from ratusz.proposals import queries
from ratusz.proposals.models import Proposal


def new_key() -> str:
    """A fresh idempotency key for a form."""
    return str(uuid4())


def with_new_key(typed: QueryDict) -> QueryDict:
    """What was typed, to be sent as another record."""
    again = typed.copy()
    again["klucz"] = new_key()
    return again


def spoken(moment: datetime) -> str:
    return date_time_words(moment, get_language())


def proposal_for(request: HttpRequest, number: str) -> Proposal:
    """The proposal if this person may see it, else 404."""
    return get_object_or_404(queries.whole(request.user), number=number)


def status_of(*parts: Any) -> int:
    """422 when something was judged wrong."""
    return 422 if any(part.is_bound and not part.is_valid() for part in parts) else 200
