"""Ten thousand steps by chance, and workers killed at chance moments: the rules of the ground hold."""

import json
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum

from mentoring.enums import ConsultationState, Opinion, State
from mentoring.models import Case, Consultation, JournalEntry
from mentoring.workflow import ARROWS
from tests.engines import ground
from tests.engines.contest import Mover
from tests.engines.lives import Walk, populate
from tests.engines.sample import sampled

SEEDS, STEPS = range(10), 1000
# The guards are Python and the same; PostgreSQL has to show that its rows keep the rules as well.
ON_BOTH = (0, 3, 7)
# What no walk can reach: the forum has not opened it yet.
BEYOND = {"make_public"}
KILLS = 50


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("seed", sampled(SEEDS, on_both=ON_BOTH))
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
    _expect_everything_of_all_walks_together(seed)


def _expect_everything_of_all_walks_together(seed: int) -> None:
    """Whichever walk ends last, in whatever process, asks whether there was a way that none of them went."""
    folder = Path(os.environ["PORTAL_TEST_VAR"], "walks")
    folder.mkdir(exist_ok=True)
    gone = JournalEntry.objects.filter(arrow__in=ARROWS).order_by().distinct()
    ways = sorted(gone.values_list("arrow", "to_state"))
    second = Consultation.objects.filter(opinion=Opinion.SECOND).order_by().distinct()
    ways += [("second opinion", state) for state in second.values_list("state", flat=True)]
    folder.joinpath(f"{seed}.part").write_text(json.dumps(ways))
    folder.joinpath(f"{seed}.part").rename(folder / f"{seed}.json")
    # The three of PostgreSQL are too few to come everywhere.
    files = [folder / f"{other}.json" for other in SEEDS]
    if all(file.exists() for file in files):
        reached = {tuple(way) for file in files for way in json.loads(file.read_text())}
        ends = {state for arrow, state in reached if arrow == "second opinion"}
        assert ends >= {ConsultationState.DECLINED, ConsultationState.DELIVERED}
        flown = {(arrow, state) for arrow, state in reached if arrow in ARROWS}
        assert {arrow for arrow, _state in flown} == ARROWS.keys() - BEYOND
        assert {state for _arrow, state in flown} == set(State) - {State.DRAFT}


@pytest.mark.slow
@pytest.mark.once
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
    if connection.vendor == "sqlite":
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
