"""A form that was sent twice, by a double click or after a lost answer, makes one record."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from ratusz.core.verdict import Refused

Record = TypeVar("Record", bound=models.Model)


def once(rows: models.QuerySet[Record], key: UUID, make: Callable[[], Record]) -> Record:
    """The record among `rows` (this person's) that the form with this key made, or the one that `make` makes now.

    Raises Refused when the key is somebody else's.
    """
    found = rows.filter(request_key=key).first()
    if found is not None:
        return found
    try:
        return make()
    except IntegrityError:
        found = rows.filter(request_key=key).first()
        if found is not None:
            return found
        if rows.model._default_manager.filter(request_key=key).exists():
            raise Refused(_("Ten formularz został już wysłany. Otwórz nowy.")) from None
        raise
