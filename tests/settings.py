"""The settings of the tests: the product's own, on a throwaway database."""

import os
import tempfile

os.environ.setdefault("RATUSZ_DATA", tempfile.mkdtemp(prefix="ratusz-test-"))
os.environ["RATUSZ_DATABASE_URL"] = os.environ.get("RATUSZ_TEST_DATABASE_URL", "")
os.environ.setdefault("RATUSZ_SECRET_KEY", "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG")
os.environ.setdefault("RATUSZ_CONTACT_EMAIL", "administrator@siemianowice.gov.pl")

from ratusz.settings import *  # noqa: F403
from ratusz.settings import DATABASES, INSTALLED_APPS, PASSWORD_HASHERS, STATIC_ROOT

os.makedirs(STATIC_ROOT, exist_ok=True)
INSTALLED_APPS = [*INSTALLED_APPS, "tests"]  # its `flush` may empty the history; its functions may be jobs
DATABASES["default"].pop("CONN_MAX_AGE", None)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["RATUSZ_DATA"], "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"].pop("pool")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # whole casts are made often
