"""The addresses of pages, looked up once per process: a page asks for some twenty of them, always the same."""

from functools import lru_cache
from typing import Any

from django.urls import reverse


@lru_cache(maxsize=4096)
def url(name: str, *args: Any) -> str:
    """The address of a page by its name."""
    return reverse(name, args=args)
