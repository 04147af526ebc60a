"""Settings of the tests: the real ones on throw-away data, with what is slow or shared taken out."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [entry for entry in (str(ROOT), str(ROOT / "site")) if entry not in sys.path]

from tests.engines import postgres  # noqa: E402


def _own_var() -> Path:
    """A folder of this run's own; with xdist the controller makes it and each worker has a part of it."""
    if "PORTAL_TEST_VAR" not in os.environ:
        os.environ["PORTAL_TEST_VAR"] = tempfile.mkdtemp(prefix="portal-tests-")
        atexit.register(shutil.rmtree, os.environ["PORTAL_TEST_VAR"], ignore_errors=True)
    var = Path(os.environ["PORTAL_TEST_VAR"], os.environ.get("PYTEST_XDIST_WORKER", "main"))
    var.mkdir(exist_ok=True)
    return var


# A DATABASE_URL counts only together with PORTAL_TEST_DATABASE=postgresql: the environment of an operator
# never points the tests at real data.
if os.environ.get("PORTAL_TEST_DATABASE", "sqlite") == "postgresql":
    postgres.provide_database_url()
else:
    os.environ.pop("DATABASE_URL", None)
for _name in (
    "EMAIL_URL",
    "REDIS_URL",
    "DEBUG",
    "HTTPS",
    "SECRET_KEY",
    "SITE_HOST",
    "SITE_URL",
    "ALLOWED_HOSTS",
):
    os.environ.pop(_name, None)
os.environ["VAR_DIR"] = str(_own_var())

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, POST_OFFICE, STORAGES, VAR  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads then have connections of their own, as they have when the portal serves.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Letters become rows as in life; when a test lets the worker send them they land in `mail.outbox`.
POST_OFFICE = POST_OFFICE | {"BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}}
# Nobody collects static files before a test, and WhiteNoise warns about the missing folder.
WHITENOISE_AUTOREFRESH = True
