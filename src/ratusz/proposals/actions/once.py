"""A form that was sent twice, by a double click or after a lost answer, makes one record."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from ratusz.core.verdict import Refused

Record = TypeVar("Record", bound=models.Model)


def once(
    rows: models.QuerySet[Record], key: UUID, make: Callable[[], Record], *, same: Callable[[Record], bool]
) -> Record:
    """The record among `rows` (this person's) that the form with this key made, or the one that `make` makes now.

    Raises Refused when the key is somebody else's, or when the form was changed after it had been sent ("Back"):
    what is not stored must not be called sent.
    """
    found = rows.filter(request_key=key).first()
    if found is None:
        try:
            return make()
        except IntegrityError:
            found = rows.filter(request_key=key).first()
            if found is None:
                _refuse_if_foreign(rows, key)
                raise
    if not same(found):
        raise Refused(
            _(
                "Ten formularz został już wysłany z innymi danymi. "
                "Sprawdź to. Jeśli mają być dwa, wyślij go jeszcze raz."
            )
        )
    return found


def _refuse_if_foreign(rows: models.QuerySet[Record], key: UUID) -> None:
    if rows.model._default_manager.filter(request_key=key).exists():
        raise Refused(_("Ten formularz został już wysłany. Otwórz nowy.")) from None
