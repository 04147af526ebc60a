"""The worker: does what is due, outlives its database, stops when told, loses nothing when killed."""

import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from mentoring.enums import State
from mentoring.models import Case
from notices.management.commands import work
from notices.models import Notice
from tests import people
from tests.engines.portal import INHERITED, LivePortal
from tests.notices.transports import whole_letters

QUEUE = """
from post_office.models import Email
for n in range({start}, {end}):
    Email(from_email="a@example.org", to=["b@example.org"], subject=str(n), message="Слово " * 30 + "THE END",
        status=2, priority=1, message_id=f"<letter{{n:04}}@localhost>").save()
"""
RELEASE = """
from datetime import timedelta
from django.utils import timezone
from post_office.models import Email
Email.objects.filter(status__in=[2, 3], scheduled_time__gt=timezone.now()).update(
    scheduled_time=timezone.now() - timedelta(seconds=1))
print("waiting", Email.objects.exclude(status=0).count())
"""


@pytest.fixture(autouse=True)
def _connection_of_the_test(monkeypatch):
    """The transaction of a test lives in its connection, so the worker must not renew it."""
    monkeypatch.setattr(work, "close_old_connections", lambda: None)


@pytest.mark.django_db
def test_one_round_moves_the_clocks_and_sends_what_came_of_it(mailoutbox):
    olga, ivan = people.make_mentee(), people.make_mentor("ivan")
    people.make_case(olga, ivan, State.AWAITING, now=timezone.now() - timedelta(days=20))
    call_command("work", "--once")
    assert Case.objects.get().state == State.CHOOSING
    told = {(letter.to[0], letter.subject.split(" ")[0]) for letter in mail.outbox}
    assert len(mail.outbox) == 3
    assert {address for address, _word in told} == {"olga@example.org", "ivan@example.org"}
    call_command("work", "--once")
    assert len(mail.outbox) == 3


@pytest.mark.django_db
def test_the_letter_of_the_day_is_sent_too(mailoutbox):
    olga, ivan = people.make_mentee(), people.make_mentor("ivan")
    olga.__class__.objects.filter(pk=olga.pk).update(letters="digest")
    people.make_case(olga, ivan, State.IN_WORK)
    Notice.objects.filter(user=olga).update(created_at=timezone.now() - timedelta(days=1, hours=1))
    call_command("work", "--once")
    assert [letter.to for letter in mail.outbox].count(["olga@example.org"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trouble", "rests"),
    [
        (OperationalError("server closed the connection"), [10, 20, 40, 60]),
        (KeyError("a fault"), [5, 5, 5, 5]),
    ],
)
def test_trouble_in_one_deed_neither_stops_the_worker_nor_the_other_deeds(
    trouble, rests, monkeypatch, mailoutbox
):
    olga, ivan = people.make_mentee(), people.make_mentor("ivan")
    people.make_case(olga, ivan, State.AWAITING)
    pauses: list[float] = []
    command = work.Command()

    def broken_sweep(limit: int) -> int:
        raise trouble

    def rest(seconds: float) -> None:
        pauses.append(seconds)
        command._stopped = len(pauses) == 4

    monkeypatch.setattr(work, "sweep", broken_sweep)
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    monkeypatch.setattr(command, "_sleep", rest)
    command.handle(once=False)
    assert pauses == rests
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_without_trouble_it_rests_only_when_there_is_nothing_to_do(monkeypatch, settings):
    settings.WORKER_INTERVAL = 7
    pauses: list[float] = []
    done = iter([50, 3, 0, 0])
    command = work.Command()

    def rest(seconds: float) -> None:
        pauses.append(seconds)
        command._stopped = len(pauses) == 2

    monkeypatch.setattr(work, "sweep", lambda limit: next(done))
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    monkeypatch.setattr(command, "_sleep", rest)
    command.handle(once=False)
    assert pauses == [7, 7]
    assert list(done) == []


@pytest.mark.slow
def test_a_real_worker_outlives_a_missing_database_and_kills_and_stops_when_told(tmp_path: Path):
    portal = LivePortal(
        url="http://localhost",
        var=tmp_path,
        env={name: os.environ[name] for name in INHERITED if name in os.environ}
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "VAR_DIR": str(tmp_path),
            "WORKER_INTERVAL": "0.1",
        },
    )
    portal.start_worker()
    _wait(lambda: "does not answer" in portal.log_of("worker").read_text())
    portal.manage("migrate", "--verbosity=0")
    portal.manage("shell", "-c", QUEUE.format(start=0, end=1))
    _wait(lambda: len(whole_letters(portal.letters_dir)) == 1)
    portal.assert_alive()
    _kill(portal)

    portal.manage("shell", "-c", QUEUE.format(start=1, end=400))
    killed_in_the_middle = 0
    for _kill_number in range(3):
        before = len(whole_letters(portal.letters_dir))
        portal.start_worker()
        _wait(lambda before=before: len(whole_letters(portal.letters_dir)) > before)
        time.sleep(random.uniform(0, 0.15))
        _kill(portal)
        killed_in_the_middle += before < len(whole_letters(portal.letters_dir)) < 400
        if "waiting 0" in portal.manage("shell", "-c", RELEASE):
            break
    assert killed_in_the_middle > 0
    portal.start_worker()
    _wait(lambda: len(whole_letters(portal.letters_dir)) == 400)
    worker = portal.processes.pop("worker")
    worker.terminate()
    assert worker.wait(timeout=15) == 0
    assert "waiting 0" in portal.manage("shell", "-c", RELEASE)
    assert whole_letters(portal.letters_dir) == [f"letter{n:04}@localhost.eml" for n in range(400)]


def _kill(portal: LivePortal) -> None:
    worker = portal.processes.pop("worker")
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def _wait(condition, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)
