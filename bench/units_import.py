"""How long a state of the register takes to be read and taken over. Promised: under 3 seconds, whichever database.

    .venv/bin/python -m bench.units_import                 # SQLite
    RATUSZ_TEST_DATABASE_URL=postgresql://… .venv/bin/python -m bench.units_import
    .venv/bin/python -m bench.units_import TERC_Urzedowy_2026-01-01.csv

Works on a throwaway test database. Without a file it makes a register of the size of Poland.
"""

import io
import os
import re
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import django
from django.utils import timezone

PROMISED_SECONDS = 3.0


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.db import connection

    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        slowest = measure(Path(arguments[0]).read_bytes() if arguments else None)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print(f"slowest {slowest:.2f} s on {connection.vendor}, promised {PROMISED_SECONDS:.0f} s")
    return int(slowest > PROMISED_SECONDS)


def measure(data: bytes | None) -> float:
    """Every step printed with its seconds; returns the longest."""
    from tests.organisations.terc import csv_of, poland_rows

    from ratusz.organisations.register import read
    from ratusz.organisations.units_import import import_register, load_shipped_units

    data = data or csv_of(poland_rows())
    renamed = re.sub(rb"(24;01;;;)[^;]+", rb"\1jurajski", data)
    now = timezone.now()
    steps: dict[str, Callable[[], object]] = {
        "read and check": lambda: read(data.decode("utf-8-sig")),
        "first import": lambda: import_register(io.BytesIO(data), by=None, at=now),
        "the same file again": lambda: import_register(io.BytesIO(data), by=None, at=now),
        "a powiat renamed": lambda: import_register(io.BytesIO(renamed), by=None, at=now),
        "the shipped list": lambda: load_shipped_units(at=now),
    }
    seconds = [timed(name, step) for name, step in steps.items()]
    tracemalloc.start()
    import_register(io.BytesIO(data), by=None, at=now)
    print(f"{'peak memory of an import':24} {tracemalloc.get_traced_memory()[1] / 2**20:7.1f} MB")
    return max(seconds)


def timed(name: str, step: Callable[[], object]) -> float:
    began = time.perf_counter()
    step()
    passed = time.perf_counter() - began
    print(f"{name:24} {passed * 1000:7.0f} ms")
    return passed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
