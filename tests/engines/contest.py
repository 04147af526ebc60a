"""Two movers at once: threads with connections of their own, or processes on one SQLite file."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from mentoring.refusal import Refused

ROOT = Path(__file__).resolve().parents[2]
# Long enough for a busy machine, short enough for a deadlock to be seen.
PATIENCE = 20


def in_threads(*movers: Callable[[], object]) -> list[str]:
    """Start all movers at the same moment; for each «won», or the code of its refusal.

    What is neither (an exception of the database, for example) is raised here.
    """
    start = threading.Barrier(len(movers))
    outcomes: list[str | BaseException] = [""] * len(movers)

    def run(at: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(PATIENCE)
            movers[at]()
            outcomes[at] = "won"
        except Refused as refused:
            outcomes[at] = refused.code
        except BaseException as error:
            outcomes[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(movers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE * 2)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return outcomes


class Meeting:
    """Lets movers wait for one another at a point in the middle of a deed."""

    def __init__(self, count: int = 2) -> None:
        self._barrier = threading.Barrier(count)

    def wait(self) -> None:
        """Wait for the others; go on alone when one has given up."""
        try:
            self._barrier.wait(2)
        except threading.BrokenBarrierError:
            return


class Mover:
    """A process of its own that lets arrows fly on the database of this test."""

    def __init__(self, *words: str) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-W",
                "ignore",
                "-m",
                "tests.engines.mover",
                connection.settings_dict["NAME"],
                *words,
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def ask(self, **deed) -> None:
        """Tell it what to do; `outcome` gives the answer."""
        self._process.stdin.write(json.dumps(deed) + "\n")
        self._process.stdin.flush()

    def outcome(self) -> str:
        """As in `in_threads`."""
        return self._answer()

    def start_life(self, seed: int) -> int:
        """Let a worker walk by chance, and name its process; each of its steps is an `outcome`."""
        self.ask(do="live", seed=seed)
        while not isinstance(answer := self._answer(), int):
            continue
        return answer

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def _answer(self) -> Any:
        line = self._process.stdout.readline()
        assert line, "the process of the mover has died"
        return json.loads(line)


def in_processes(movers: list[Mover], *deeds: dict) -> list[str]:
    """As `in_threads`, by processes that wait for the same moment."""
    at = time.time() + 0.02
    for mover, deed in zip(movers, deeds, strict=True):
        mover.ask(at=at, **deed)
    return [mover.outcome() for mover in movers]
