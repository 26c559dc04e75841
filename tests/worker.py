"""A real worker process on the database of the tests: `python -m tests.worker <database> <lease> <idle>`.

It connects as the product does: persistently on SQLite, through the pool on PostgreSQL.
"""

import os
import sys

import django
from django.conf import settings

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    from ratusz.settings import CONFIG, database

    settings.DATABASES["default"] = database(CONFIG["DATABASE_URL"]) | {"NAME": sys.argv[1]}
    django.setup()
    from ratusz.jobs import worker

    worker.run(lease=float(sys.argv[2]), idle=float(sys.argv[3]))
