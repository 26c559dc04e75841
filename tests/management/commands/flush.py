"""Emptying the database between tests: the one place outside disposal where history may be deleted."""

from typing import Any

from django.core.management.commands import flush

from ratusz.history.disposal import door


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with door():
            super().handle(**options)
