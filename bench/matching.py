"""What proposing five mentors costs, in look-ups of one row by its key, on the engine of DATABASE_URL.

    python bench/matching.py                                    SQLite in a temporary folder
    python tests/engines/postgres.py -- python bench/matching.py        PostgreSQL

The database must be empty: the benchmark fills it. Each answer is also compared with the exhaustive one.
"""

import argparse
import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
GOAL = 50


def main() -> int:
    """Print the table; 1 when an answer differs from the exhaustive one or costs more than the goal."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--mentors", type=int, nargs="+", default=[1000, 50_000])
    options.add_argument("--cases", type=int, default=300)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        sys.path[:0] = [str(ROOT), str(ROOT / "site")]
        import django

        django.setup()
        return _measure(sorted(asked.mentors), asked.cases)


def _measure(sizes: list[int], count: int) -> int:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from bench.seed import seed
    from mentoring import matching
    from mentoring.models import MentorProfile

    call_command("migrate", verbosity=0)
    if MentorProfile.objects.exists():
        print("The database is not empty.", file=sys.stderr)
        return 2
    now, good = timezone.now(), True
    print(f"{connection.vendor}, {count} cases; times as multiples of Case.objects.get(pk=…)")
    print(" mentors    seats  look-up ms  median ×   p95 ×  worst ×     equal")
    for size in sizes:
        cases = seed(mentors=size - MentorProfile.objects.count(), cases=count, now=now, chance=size)
        good &= _row(str(size), cases, now)
    # The hardest crowd: nothing tells one mentor from another but rubrics, subjects and stages.
    MentorProfile.objects.update(
        load=0, capacity=3, pace_hours=36, usefulness=0.5, helped=0, silences=0, last_request_at=None
    )
    matching.rebuild()
    good &= _row("alike", cases, now)
    connection.close()
    return 0 if good else 1


def _row(name: str, cases: list, now: datetime) -> bool:
    from django.db import connection

    from bench.reference import Everybody, exhaustive
    from mentoring import matching
    from mentoring.models import Case, Seat

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    # A look-up just before each answer, and of three tries the best: others use the machine too.
    lookups, times, fives = [], [], []
    for case in Case.objects.filter(pk__in=[case.pk for case in cases]):
        lookups.append(min(_took(lambda pk=case.pk: Case.objects.get(pk=pk)) for _try in range(5)))
        times.append(min(_took(lambda case=case: matching.propose(case, now=now)) for _try in range(3)))
        five = matching.propose(case, now=now)
        fives.append((case, [(one.mentor_id, one.slot, one.reasons["widened"]) for one in five]))
    everybody = Everybody(now=now)
    equal = sum(found == exhaustive(case, now=now, everybody=everybody) for case, found in fives)
    lookup = median(lookups)
    ratio = median(times) / lookup
    print(
        f"{name:>8} {Seat.objects.count():>8} {lookup * 1000:>11.3f} {ratio:>9.1f}"
        f" {quantiles(times, n=20)[-1] / lookup:>7.1f} {max(times) / lookup:>8.1f} {equal:>4}/{len(cases)}",
        flush=True,
    )
    return equal == len(cases) and ratio <= GOAL


def _took(call) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
