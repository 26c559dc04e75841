"""Two people who import at once: the second waits and finds nothing left to do."""

import threading

import pytest
from django.db import connection

from ratusz.organisations.models import RegisterImport, TerritorialUnit, UnitVersion
from ratusz.organisations.units_import import import_register
from tests.organisations.terc import SMALL, SMALL_ROWS, SMALL_STEMS, at, file_of


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_take_the_state_over_once():
    start, changes = threading.Barrier(4), []

    def take_over():
        start.wait()
        try:
            report = import_register(file_of(SMALL_ROWS), by=None, at=at("2026-11-20"), expected=SMALL)
            changes.append(report.changes)
        finally:
            connection.close()

    threads = [threading.Thread(target=take_over) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(changes) == [0, 0, 0, 10]
    counts = [model.objects.count() for model in (TerritorialUnit, UnitVersion, RegisterImport)]
    assert counts == [len(SMALL_STEMS), len(SMALL_STEMS), 1]
