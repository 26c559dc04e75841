"""Where the limits of login, registration and reset are counted: one table for all processes."""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections, router


class Limits(DatabaseCache):
    """Django's cache says only "no" when the database is locked or full, and allauth takes that for "too often".

    Here it is what it is: an outage, whose page keeps what was typed.
    """

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        for _attempt in range(2):  # whoever had the key may have let it go meanwhile
            if super()._base_set(mode, key, value, timeout):  # type: ignore[misc]  # not in the stubs
                return True
            if mode == "touch" or (mode == "add" and self._stands(key)):
                return False
        raise OperationalError("the database could not note the attempt")

    def _stands(self, key: str) -> bool:
        """Was it refused because somebody else has it?"""
        connection = connections[router.db_for_read(self.cache_model_class)]
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]  # not in the stubs
            cursor.execute(f"SELECT 1 FROM {table} WHERE cache_key = %s", [key])  # noqa: S608 - our own table
            return cursor.fetchone() is not None
