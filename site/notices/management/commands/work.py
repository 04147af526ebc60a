"""The worker: moves the clocks, sends letters and does what other rooms leave to it, until it is told to stop."""

import logging
import signal
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils.module_loading import import_string

from mentoring.sweep import sweep
from notices import digest, monthly, outbox

logger = logging.getLogger(__name__)
# Small portions, so that a worker told to stop does so soon.
PORTION = 50
LONGEST_PAUSE = 60.0


class Command(BaseCommand):
    help = "Moves clocks, sends letters, keeps the index. Runs until SIGTERM or SIGINT, in any number."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now and leave")

    def handle(self, *args, once: bool, **options) -> None:
        self._stopped = False
        if not once:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, self._stop)
        deeds: list[tuple[str, Callable[[], int]]] = [
            ("clocks", lambda: sweep(limit=PORTION)),
            ("letters of the day", lambda: digest.write_due(limit=PORTION)),
            ("letters", lambda: outbox.deliver_due(PORTION, stopping=lambda: self._stopped)),
            ("old letters", outbox.purge),
            ("thanks of the month", lambda: monthly.thank_due(limit=PORTION)),
            *((name, partial(import_string(name), limit=PORTION)) for name in settings.WORKER_DEEDS),
        ]
        pause = float(settings.WORKER_INTERVAL)
        while True:
            done, troubled = self._round(deeds)
            if self._stopped or (once and (troubled or not done)):
                break
            pause = min(pause * 2, LONGEST_PAUSE) if troubled else float(settings.WORKER_INTERVAL)
            if troubled or not done:
                self._sleep(pause)
            if self._stopped:
                break

    def _round(self, deeds: list[tuple[str, Callable[[], int]]]) -> tuple[int, bool]:
        """Every deed once. Returns how much was done, and whether the database was in trouble."""
        done, troubled = 0, False
        close_old_connections()
        for name, deed in deeds:
            if self._stopped:
                break
            try:
                done += deed()
            except (DatabaseError, InterfaceError) as error:
                troubled = True
                logger.error("The database does not answer (%s): %s", name, error)
                close_old_connections()
            except Exception:
                # The one place that may not fall: a fault of one deed stops no other one.
                logger.exception("The worker stumbled over: %s", name)
        return done, troubled

    def _sleep(self, seconds: float) -> None:
        wake = time.monotonic() + seconds
        while not self._stopped and (rest := wake - time.monotonic()) > 0:
            time.sleep(min(rest, 0.2))

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Asked to stop: the deed under way is finished first."""
        self._stopped = True
