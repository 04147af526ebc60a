"""Letters leave once: through refusals, a transport that is down, workers that race and workers that die."""

import os
import smtplib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core import mail
from django.utils import timezone
from post_office.models import STATUS, Email

from notices import outbox
from notices.letters import post
from tests.notices.transports import MoodyBackend, mail_server

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db
REFUSED = smtplib.SMTPRecipientsRefused({"a@example.org": (451, b"later")})


@pytest.fixture
def moody(settings):
    """The transport does what `moods` say."""
    settings.POST_OFFICE = settings.POST_OFFICE | {
        "BACKENDS": {"default": "tests.notices.transports.MoodyBackend"}
    }
    MoodyBackend.moods, MoodyBackend.opening, MoodyBackend.delivered = [], [], []
    MoodyBackend.handed_over = 0
    return MoodyBackend


@pytest.fixture
def smtp(settings):
    """A real mail server and the real backend."""
    with mail_server() as server:
        settings.POST_OFFICE = settings.POST_OFFICE | {
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}
        }
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server


def _letter(number: int = 1) -> Email:
    context = {"subject": "Тема", "path": "/x/", "until": "до среды", "letters_path": ""}
    return post(f"reader{number}@example.org", f"Тема {number}", "invitation", context, key=f"test-{number}")


def test_a_letter_leaves_once(mailoutbox):
    _letter()
    assert outbox.deliver_due() == 1
    assert outbox.deliver_due() == 0
    assert [letter.subject for letter in mail.outbox] == ["Тема 1"]


def test_letters_of_other_rooms_leave_the_same_way(mailoutbox):
    mail.send_mail("Подтвердите адрес", "Текст", None, ["olga@example.org"])
    assert mail.outbox == []
    assert outbox.deliver_due() == 1
    assert mail.outbox[0].to == ["olga@example.org"]


def test_a_letter_refused_twice_arrives_once_after_growing_pauses(moody):
    _letter()
    moody.moods = [REFUSED, ValueError("a bad header")]
    now = timezone.now()
    assert outbox.deliver_due(now=now) == 0
    first = Email.objects.get()
    assert (first.status, first.number_of_retries) == (STATUS.requeued, 1)
    assert outbox.deliver_due(now=now + timedelta(seconds=50)) == 0
    assert moody.handed_over == 1
    assert outbox.deliver_due(now=now + timedelta(seconds=61)) == 0
    second = Email.objects.get()
    assert second.scheduled_time - now > 4 * (first.scheduled_time - now)
    assert outbox.deliver_due(now=now + timedelta(minutes=7)) == 1
    assert outbox.deliver_due(now=now + timedelta(days=2)) == 0
    assert len(moody.delivered) == 1
    assert Email.objects.get().status == STATUS.sent


def test_a_letter_refused_for_ever_is_given_up_and_kept_as_failed(moody):
    _letter()
    now = timezone.now()
    for day in range(12):
        moody.moods = [REFUSED]
        outbox.deliver_due(now=now + timedelta(days=2 * day))
    letter = Email.objects.get()
    assert (letter.status, letter.number_of_retries, moody.handed_over) == (STATUS.failed, 8, 9)
    assert letter.logs.count() == 9
    assert "example.org" not in "".join(letter.logs.values_list("message", flat=True))


@pytest.mark.parametrize(
    "trouble",
    [
        ConnectionRefusedError(111, "refused"),
        smtplib.SMTPAuthenticationError(535, b"no"),
        OSError(28, "full"),
    ],
)
def test_while_the_transport_is_down_letters_wait_and_nothing_counts_against_them(moody, trouble):
    letters = [_letter(number) for number in range(3)]
    now = timezone.now()
    for minute in range(30):
        moody.opening = [trouble]
        assert outbox.deliver_due(now=now + timedelta(minutes=minute)) == 0
        assert moody.opening == []
    assert set(Email.objects.values_list("status", "number_of_retries")) == {(STATUS.queued, None)}
    assert outbox.deliver_due(now=now + timedelta(minutes=31)) == len(letters)
    assert len(moody.delivered) == 3


@pytest.mark.parametrize(
    "trouble", [smtplib.SMTPServerDisconnected("gone"), smtplib.SMTPDataError(421, b"busy"), TimeoutError()]
)
def test_a_connection_that_breaks_is_the_transports_fault(moody, trouble):
    _letter(1), _letter(2)
    moody.moods = [trouble]
    assert outbox.deliver_due() == 0
    assert moody.handed_over == 1
    assert set(Email.objects.values_list("number_of_retries", flat=True)) == {None}
    assert outbox.deliver_due(now=timezone.now() + timedelta(minutes=1)) == 2


def test_one_bad_letter_does_not_keep_the_others(moody):
    _letter(1), _letter(2)
    moody.moods = [REFUSED]
    assert outbox.deliver_due() == 1
    assert [letter.subject for letter in moody.delivered] == ["Тема 2"]


def test_a_claimed_letter_is_left_alone_until_the_claim_runs_out(moody):
    letter = _letter()
    now = timezone.now()
    assert outbox._claim(letter.pk, now).pk == letter.pk
    assert outbox._claim(letter.pk, now) is None
    assert outbox.deliver_due(now=now + outbox.CLAIM - timedelta(seconds=1)) == 0
    assert outbox.deliver_due(now=now + outbox.CLAIM + timedelta(seconds=1)) == 1


def test_of_two_who_read_the_same_row_one_claims_it(moody, monkeypatch):
    letter = _letter()
    now = timezone.now()
    stale = outbox.due(now)
    list(stale)
    assert outbox._claim(letter.pk, now) is not None
    monkeypatch.setattr(outbox, "due", lambda now: _Remembering(stale))
    assert outbox._claim(letter.pk, now) is None


class _Remembering:
    """A queryset that answers with what it read before."""

    def __init__(self, read) -> None:
        self._read = read

    def filter(self, **_by):
        """Nothing new is asked."""
        return self

    def first(self):
        """The row as it was."""
        return self._read[0]


def test_a_worker_told_to_stop_finishes_the_letter_in_hand(moody):
    for number in range(5):
        _letter(number)
    assert outbox.deliver_due(stopping=lambda: len(moody.delivered) == 2) == 2
    assert Email.objects.filter(status=STATUS.queued, scheduled_time__isnull=True).count() == 3


def test_sent_letters_are_forgotten_after_a_month_and_waiting_ones_never():
    for number in range(3):
        _letter(number)
    long_ago = timezone.now() - outbox.KEPT - timedelta(days=1)
    first, second, third = Email.objects.order_by("pk")
    Email.objects.filter(pk=first.pk).update(status=STATUS.sent, last_updated=long_ago)
    Email.objects.filter(pk=second.pk).update(status=STATUS.queued, last_updated=long_ago)
    Email.objects.filter(pk=third.pk).update(status=STATUS.sent)
    assert outbox.purge() == 1
    assert set(Email.objects.values_list("pk", flat=True)) == {second.pk, third.pk}


def test_a_real_mail_server_gets_the_letter_whole(smtp):
    letter = _letter()
    smtp.answers = ["451 come again", "250 ok"]
    assert outbox.deliver_due() == 0
    assert outbox.deliver_due(now=timezone.now() + timedelta(minutes=2)) == 1
    (taken,) = smtp.letters
    assert f"Message-ID: {letter.message_id}".encode() in taken
    assert b"To: reader1@example.org\r\n" in taken
    assert taken.count(b"Content-Type: text/") == 2


def test_a_real_mail_server_that_hangs_up_or_is_gone_loses_nothing(smtp):
    _letter()
    smtp.answers = ["hang up"]
    assert outbox.deliver_due() == 0
    smtp.shutdown()
    smtp.server_close()
    assert outbox.deliver_due(now=timezone.now() + timedelta(minutes=1)) == 0
    assert Email.objects.get().number_of_retries is None
    assert smtp.letters == []


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.parametrize("scenario", ["race", "kill"])
def test_workers_that_race_or_die_send_each_letter_once(scenario: str, tmp_path):
    done = subprocess.run(
        [sys.executable, "tests/notices/outbox_driver.py", scenario],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "COUNTED": str(tmp_path / "counted")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert tmp_path != portal.VAR
