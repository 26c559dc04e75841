from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_knocked(transactional_db: None) -> Iterator[None]:
    """The table in which attempts are counted is no model, so emptying the database leaves it."""
    cache.clear()
    yield
    cache.clear()
