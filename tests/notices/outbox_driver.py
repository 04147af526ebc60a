"""Run as a script with data of its own: workers that race for letters, and workers that are killed.

python tests/notices/outbox_driver.py race|kill   (needs VAR_DIR and COUNTED in the environment)
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from post_office.models import PRIORITY, STATUS, Attachment, Email, EmailTemplate, Log  # noqa: E402

from notices import outbox  # noqa: E402
from tests.notices.transports import in_child, whole_letters  # noqa: E402


def queue(count: int) -> list[str]:
    """Letters that wait; returns their Message-IDs."""
    with connection.schema_editor() as schema:
        for model in (EmailTemplate, Email, Log, Attachment):
            schema.create_model(model)
    rows = [
        Email(
            from_email="portal@example.org",
            to=[f"reader{number}@example.org"],
            subject=f"Письмо {number}",
            message="Текст. " * 50 + "THE END",
            status=STATUS.queued,
            priority=PRIORITY.medium,
            message_id=f"<letter{number:04}@localhost>",
        )
        for number in range(count)
    ]
    Email.objects.bulk_create(rows)
    return [row.message_id for row in rows]


def race(count: int = 120, workers: int = 4) -> None:
    """Several workers at once: each letter is handed over exactly once."""
    settings.POST_OFFICE["BACKENDS"]["default"] = "tests.notices.transports.CountingBackend"
    wanted = queue(count)
    children = [in_child(lambda: outbox.deliver_due(count)) for _worker in range(workers)]
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * workers
    assert sorted(Path(os.environ["COUNTED"]).read_text().split()) == wanted
    assert Email.objects.filter(status=STATUS.sent).count() == count


def kill(count: int = 80, seed: int = 7) -> None:
    """A worker killed at many random moments: at the end each letter is there, whole, once."""
    random.seed(seed)
    settings.POST_OFFICE["BACKENDS"]["default"] = "tests.notices.transports.SlowFolderBackend"
    wanted, kills, orphans = queue(count), 0, 0
    waiting = Email.objects.exclude(status=STATUS.sent)
    while waiting.exists():
        pid = in_child(lambda: outbox.deliver_due(count))
        time.sleep(random.uniform(0.01, 0.06))
        os.kill(pid, signal.SIGKILL)
        kills += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        # The claims of the dead run out.
        orphans += waiting.filter(scheduled_time__gt=timezone.now()).update(
            scheduled_time=timezone.now() - timedelta(seconds=1)
        )
    names = [f"{message_id.strip('<>')}.eml" for message_id in wanted]
    assert [path for path in Path(settings.LETTERS_DIR).iterdir() if path.suffix != ".eml"] == []
    assert whole_letters(Path(settings.LETTERS_DIR)) == names
    assert Email.objects.filter(status=STATUS.sent).count() == count
    print(f"kills={kills} orphans={orphans}")
    assert kills > 10
    assert orphans > 3


if __name__ == "__main__":
    {"race": race, "kill": kill}[sys.argv[1]]()
