"""Copies of the empty migrated SQLite database: to run every migration takes longer than most tests."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def bring(config: pytest.Config) -> bool:
    """Put a kept copy in the place of the test database; answer whether there was one."""
    copy = _copy(config)
    if connection.vendor != "sqlite" or not copy.exists():
        return False
    shutil.copyfile(copy, settings.DATABASES["default"]["TEST"]["NAME"])
    return True


def keep(config: pytest.Config) -> None:
    """Keep the database that was just migrated, in place of the copies of older migrations."""
    copy = _copy(config)
    if connection.vendor != "sqlite" or copy.exists():
        return
    for older in copy.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    # Two workers may arrive together: each writes a file of its own, and the last name wins.
    own = copy.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(own)])
    own.replace(copy)


def _copy(config: pytest.Config) -> Path:
    """The file of the copy, named by all that shapes it: migrations, settings, versions of packages."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for pattern in ("*/migrations/*.py", "site/*/migrations/*.py", "site/config/settings/*.py"):
        for file in sorted(ROOT.glob(pattern)):
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return Path(config.cache.mkdir("migrated")) / f"{digest.hexdigest()[:16]}.sqlite3"
