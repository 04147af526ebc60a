"""Ten thousand steps by chance, and workers killed at chance moments: the rules of the ground hold."""

import os
import random
import signal
import time
from collections import Counter

import pytest
from django.db import connection
from django.db.models import Sum

from mentoring.models import Case, JournalEntry
from mentoring.workflow import ARROWS
from tests.engines import ground
from tests.engines.contest import Mover
from tests.engines.lives import Walk, populate

SEEDS, STEPS = 10, 1000
KILLS = 50


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_walk_by_chance_never_leaves_the_rules(seed):
    populate()
    walk, tally = Walk(seed), Counter()
    journal = revisions = 0
    for at in range(STEPS):
        step = walk.step()
        entries, arrows = JournalEntry.objects.count(), Case.objects.aggregate(all=Sum("revision"))["all"]
        tally[step.arrow if step.outcome == "won" else step.outcome] += 1
        assert entries - journal == arrows - revisions, (at, step)
        if step.outcome == "won":
            assert entries - journal in (1, 2), (at, step)
        elif step.outcome != "sweep":
            assert entries == journal, (at, step)
        if step.case is not None:
            assert ground.breaches_of(Case.objects.get(pk=step.case.pk)) == [], (at, step)
        if entries != journal:
            assert ground.breaches_of_mentors() == [], (at, step)
        journal, revisions = entries, arrows
    assert ground.breaches() == []
    # A walk that stayed at home would prove nothing.
    assert len(tally.keys() & ARROWS.keys()) >= 15, tally
    assert min(tally[code] for code in ("forbidden", "state", "condition", "stale", "sweep")) > 0, tally


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_everything_or_nothing():
    populate()
    mover, dice, journal = Mover(), random.Random(40), 0
    for seed in range(KILLS):
        worker = mover.start_life(seed)
        for _ in range(dice.randrange(12)):
            assert mover.outcome() == "step"
        time.sleep(dice.uniform(0, 0.03))
        os.kill(worker, signal.SIGKILL)
        _wait_for_the_end_of(worker)
        assert ground.breaches() == [], f"after kill {seed}"
        grown = JournalEntry.objects.count()
        assert grown >= journal
        journal = grown
    mover.close()
    assert journal > KILLS // 4
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _wait_for_the_end_of(pid: int) -> None:
    """A killed process is gone at once, or stays a zombie until its parent asks; neither writes any more."""
    for _ in range(500):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rsplit(") ", 1)[1].startswith("Z"):
                    return
        except FileNotFoundError:
            return
        time.sleep(0.01)
    raise AssertionError("the worker does not die")
