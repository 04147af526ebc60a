"""Copies of the empty migrated database, one of each engine: to run every migration takes half a minute.

The first worker of a run migrates and keeps the copy while the others wait for it, so that it is done once
for all of them and for every later run, until a migration changes.
"""

import fcntl
import hashlib
import os
import shutil
from pathlib import Path
from typing import IO

import pytest
from django.conf import settings
from django.db import connection

from tests.engines import postgres

ROOT = Path(__file__).resolve().parents[2]
# Held by the worker that migrates; the system lets go of it when that worker dies.
_turn: list[IO[str]] = []


def bring(config: pytest.Config) -> bool:
    """Put a kept copy in the place of the test database; answer whether there was one.

    When there is none, the caller has to migrate and to `keep`; whoever asks meanwhile waits.
    """
    copy = _copy(config)
    if not copy.exists():
        lock = copy.with_suffix(".lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not copy.exists():
            _turn.append(lock)
            return False
        lock.close()
    if connection.vendor == "sqlite":
        shutil.copyfile(copy, settings.DATABASES["default"]["TEST"]["NAME"])
    else:
        name = connection.creation._get_test_db_name()
        postgres.client("dropdb", connection.settings_dict, "--if-exists", name)
        postgres.client("createdb", connection.settings_dict, name)
        postgres.client("pg_restore", connection.settings_dict, "-d", name, copy)
    return True


def keep(config: pytest.Config) -> None:
    """Keep the database that was just migrated, in place of the copies of older migrations."""
    if not _turn:
        return
    copy = _copy(config)
    for older in copy.parent.glob(f"*{copy.suffix}"):
        older.unlink(missing_ok=True)
    # A copy is whole as soon as it has its name.
    own = copy.with_suffix(f".{os.getpid()}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(own)])
    else:
        name = connection.settings_dict["NAME"]
        postgres.client("pg_dump", connection.settings_dict, "-Fc", "-f", own, name)
    own.replace(copy)
    _turn.pop().close()


def _copy(config: pytest.Config) -> Path:
    """The file of the copy, named by all that shapes it: migrations, settings, versions of packages."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for pattern in ("*/migrations/*.py", "site/*/migrations/*.py", "site/config/settings/*.py"):
        for file in sorted(ROOT.glob(pattern)):
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return Path(config.cache.mkdir("migrated")) / f"{digest.hexdigest()[:16]}.{connection.vendor}"
