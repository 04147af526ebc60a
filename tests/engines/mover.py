"""A process of its own on the SQLite file of a test: it lets arrows fly, or forks workers that may be killed.

`python -m tests.engines.mover FILE [--unguarded]` reads deeds from its input, a JSON object a line, and
answers each with a line. `--unguarded` takes the compare-and-set out, for the control.
"""

import json
import os
import sys
import time
from datetime import datetime
from typing import Any


def main(file: str, *words: str) -> None:
    """Serve until the input ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = file
    if "--unguarded" in words:
        from mentoring import workflow

        workflow._take_turn = lambda case: True
    _say("ready")
    for line in sys.stdin:
        deed = json.loads(line)
        _say(_fork(deed) if deed["do"] == "live" else _do(**deed))


def _do(*, do: str, at: float, **words: Any) -> str:
    from django.contrib.auth import get_user_model

    from mentoring.models import Case
    from mentoring.refusal import Refused
    from mentoring.sweep import strike
    from mentoring.workflow import advance

    if do == "strike":
        now = datetime.fromisoformat(words["now"])
        _wait_until(at)
        return "won" if strike(words["case"], now) else "idle"
    user = get_user_model().objects.get(pk=words["by"])
    case = Case.objects.get(pk=words["case"])
    _wait_until(at)
    try:
        advance(case, do, by=user, seen=words.get("seen"), **words.get("data", {}))
    except Refused as refused:
        return refused.code
    return "won"


def _fork(deed: dict[str, Any]) -> int:
    """Wait for the worker of the last time, start another, and name it."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    from tests.engines.lives import Walk

    if child := os.fork():
        return child
    for _step in Walk(deed["seed"]).steps():
        _say("step")
    os._exit(1)


def _wait_until(at: float) -> None:
    while time.time() < at:
        pass


def _say(word: str | int) -> None:
    sys.stdout.write(json.dumps(word) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
