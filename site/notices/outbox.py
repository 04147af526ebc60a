"""The way of a letter from its row to the transport: one at a time, retried, never by two workers at once.

A letter is a row of post_office, written in the transaction of the change it tells of. To send one, a worker
claims it: a compare-and-set of `scheduled_time`, which is put CLAIM ahead. A worker that dies leaves its
claim behind; when it has run out the letter is sent again under the same Message-ID.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone
from post_office.models import STATUS, Email
from post_office.settings import get_backend, get_max_retries

logger = logging.getLogger(__name__)

# Longer than any transport takes for one letter (EMAIL_TIMEOUT bounds each step of SMTP).
CLAIM = timedelta(minutes=5)
# While the transport is down a letter waits this long; such attempts are not counted against it.
TRANSPORT_PAUSE = timedelta(seconds=30)
# After each refusal of the letter itself; the last pause is used for all that follow.
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]
KEPT = timedelta(days=30)
SERVICE_NOT_AVAILABLE = 421


class TransportDown(Exception):
    """Nothing can be sent now: letters wait."""


def due(now: datetime):
    """Letters whose time has come and that nobody has claimed, as a queryset, oldest first."""
    ready = Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=now)
    alive = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    waiting = Email.objects.filter(ready, alive, status__in=[STATUS.queued, STATUS.requeued])
    return waiting.order_by("-priority", "created", "pk")


def deliver_due(
    limit: int = 100, *, now: datetime | None = None, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Send up to `limit` letters and return how many were sent. `stopping` is asked between two letters."""
    sent = 0
    carriers: dict[str, BaseEmailBackend] = {}
    try:
        for pk in list(due(now or timezone.now()).values_list("pk", flat=True)[:limit]):
            if stopping():
                break
            letter = _claim(pk, now or timezone.now())
            if letter is not None:
                sent += _send(letter, carriers, now or timezone.now())
    except TransportDown as down:
        logger.warning("Letters wait: %s", down)
    finally:
        for carrier in carriers.values():
            carrier.close()
    return sent


def _claim(pk: int, now: datetime) -> Email | None:
    """The letter, if it is this worker's alone for as long as CLAIM. None when another was faster."""
    letter = due(now).filter(pk=pk).first()
    if letter is None:
        return None
    seen, letter.scheduled_time = letter.scheduled_time, now + CLAIM
    same = Q(scheduled_time=seen) if seen else Q(scheduled_time__isnull=True)
    mine = Email.objects.filter(same, pk=pk, status=letter.status)
    won = mine.update(scheduled_time=letter.scheduled_time, last_updated=now)
    return letter if won == 1 else None


def _send(letter: Email, carriers: dict, now: datetime) -> bool:
    alias = letter.backend_alias or "default"
    if alias not in carriers:
        carriers[alias] = get_connection(get_backend(alias))
    try:
        _hand_over(letter, carriers[alias])
    except TransportDown:
        _put_back(letter, scheduled_time=now + TRANSPORT_PAUSE)
        raise
    except (smtplib.SMTPException, ValueError, LookupError, TypeError) as refusal:
        _count_refusal(letter, refusal, now)
        return False
    Email.objects.filter(pk=letter.pk).update(status=STATUS.sent, last_updated=now)
    return True


def _hand_over(letter: Email, carrier) -> None:
    """Give the letter to the transport. Raises TransportDown when that is out of order, else what it says."""
    try:
        carrier.open()
    except OSError as error:
        raise TransportDown(_words(error)) from error
    try:
        letter.dispatch(commit=False, disconnect_after_delivery=False, connection=carrier)
    except smtplib.SMTPServerDisconnected as error:
        raise TransportDown(_words(error)) from error
    except smtplib.SMTPResponseException as error:
        if error.smtp_code == SERVICE_NOT_AVAILABLE:
            raise TransportDown(_words(error)) from error
        raise
    except smtplib.SMTPException:
        raise
    except OSError as error:
        raise TransportDown(_words(error)) from error


def _count_refusal(letter: Email, refusal: Exception, now: datetime) -> None:
    """This letter was refused: it is tried again after a growing pause, and given up after MAX_RETRIES."""
    tried = letter.number_of_retries or 0
    words = _words(refusal)
    if tried >= get_max_retries():
        _put_back(letter, status=STATUS.failed, scheduled_time=None)
        logger.error("Letter %s is given up: %s", letter.pk, words)
    else:
        pause = PAUSES[min(tried, len(PAUSES) - 1)]
        _put_back(letter, status=STATUS.requeued, scheduled_time=now + pause, number_of_retries=tried + 1)
        logger.warning("Letter %s was refused and waits %s: %s", letter.pk, pause, words)
    letter.logs.create(status=STATUS.failed, message=words, exception_type=type(refusal).__name__)


def _put_back(letter: Email, **fields) -> None:
    """Give up the claim, unless it has run out and is another worker's by now."""
    mine = Email.objects.filter(pk=letter.pk, scheduled_time=letter.scheduled_time).exclude(
        status=STATUS.sent
    )
    mine.update(**fields, last_updated=timezone.now())


def _words(error: Exception) -> str:
    """What went wrong, without addresses: the log is read by people who need not know who gets letters."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return " ".join(str(part) for part in (type(error).__name__, code) if part)


def purge(now: datetime | None = None, *, limit: int = 1000) -> int:
    """Delete letters that were sent, or given up, KEPT ago: they hold personal data. Returns how many."""
    old = (now or timezone.now()) - KEPT
    done = Email.objects.filter(status__in=[STATUS.sent, STATUS.failed], last_updated__lt=old)
    gone = list(done.values_list("pk", flat=True)[:limit])
    Email.objects.filter(pk__in=gone).delete()
    return len(gone)
