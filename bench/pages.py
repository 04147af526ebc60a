"""Queries and time of the pages that people open most, with few and with many cases in the portal.

    python bench/pages.py                                               SQLite in a temporary folder
    python tests/engines/postgres.py -- python bench/pages.py           PostgreSQL

Olga has five cases and Ivan five consultations throughout; only the rest of the portal grows. The small portal is kept
as a copy beside the big one, and both are measured by turns: what else the machine does then slows both. The last
column is the ratio of the two times. The database must be empty.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
MOST_QUERIES, MOST_RATIO = 15, 1.2


def main() -> int:
    """Print the table; 1 when a page needs more queries or grows more than the goal."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--cases", type=int, nargs=2, default=[1000, 100_000])
    options.add_argument("--turns", type=int, default=30)
    asked = options.parse_args()
    wanted = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ.update(VAR_DIR=folder, DJANGO_SETTINGS_MODULE="tests.settings")
        sys.path[:0] = [str(ROOT), str(ROOT / "site")]
        import django

        django.setup()
        from django.db import connection

        if connection.vendor != wanted:
            print(
                f"Asked to measure {wanted}, but the settings lead to {connection.vendor}.", file=sys.stderr
            )
            return 2
        return _compare(asked.cases, asked.turns)


def _compare(sizes: list[int], turns: int) -> int:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from bench.seed import seed
    from mentoring.models import Case

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if Case.objects.exists():
        print("The database is not empty.", file=sys.stderr)
        return 2
    call_command("load_portal", verbosity=0)
    pages, databases = _people_and_pages(), {}
    for size in sizes:
        seed(mentors=max(20, size // 50), cases=size - Case.objects.count(), now=timezone.now(), chance=size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        if size == sizes[0]:
            databases[_copy()] = size
    databases[connection.settings_dict["NAME"]] = size
    return _report(connection.vendor, sizes, pages, _measure(pages, databases, turns))


def _copy() -> str:
    """Copy the database as it is; the name of the copy."""
    from django.db import connection

    connection.close()
    connection.creation.clone_test_db("small", verbosity=0, autoclobber=True)
    return connection.creation.get_test_db_clone_settings("small")["NAME"]


def _people_and_pages() -> list[tuple[str, object, str]]:
    """Names of the pages measured, who looks at them, and their addresses."""
    from django.test import Client

    from accounts.consents import newest_texts, record
    from mentoring.enums import State
    from mentoring.models import Rubric
    from tests import people

    rubrics = list(Rubric.objects.offered()[:2])
    olga, ivan = people.make_mentee(), people.make_mentor("ivan", capacity=9, rubrics=rubrics)
    for user in (olga, ivan):
        for text in newest_texts():
            record(user, text)
    for state in (State.AWAITING, State.CLARIFYING, State.IN_WORK, State.COMPLETED):
        people.make_case(olga, ivan, state, rubrics=rubrics)
    offered = people.make_case(olga, ivan, State.OFFERED, rubrics=rubrics)
    mentee, mentor = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    mentee.force_login(olga)
    mentor.force_login(ivan)
    return [
        ("case page, author", mentee, f"/cases/{offered.number}/"),
        ("case page, mentor", mentor, f"/cases/{offered.number}/"),
        ("cabinet", mentee, "/cabinet/"),
        ("mentor's queue", mentor, "/cabinet/mentor/"),
    ]


def _measure(pages: list, databases: dict[str, int], turns: int) -> list[list[tuple[int, float]]]:
    """Queries and median milliseconds of each page on each database of so many cases.

    In a turn every database answers three times, after it was asked twice.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from mentoring.models import Case

    measured = []
    for _name, client, url in pages:
        counts, times = {}, {name: [] for name in databases}
        for _turn in range(turns):
            for name, size in databases.items():
                connection.close()
                connection.settings_dict["NAME"] = name
                assert client.get(url).status_code == 200, url
                with CaptureQueriesContext(connection) as queries:
                    client.get(url)
                counts[name] = len(queries)
                assert Case.objects.count() == size
                for _ in range(3):
                    start = perf_counter()
                    client.get(url)
                    times[name].append((perf_counter() - start) * 1000)
        measured.append([(counts[name], median(times[name])) for name in databases])
    return measured


def _report(vendor: str, sizes: list[int], pages: list, measured: list) -> int:
    print(f"{vendor}; {sizes[0]} and {sizes[1]} cases")
    print(f"{'page':20} {'queries':>8} {'ms small':>9} {'ms big':>8} {'big:small':>10}")
    good = True
    for (name, _client, _url), ((few, short), (many, long)) in zip(pages, measured, strict=True):
        good &= few == many and many <= MOST_QUERIES and long / short <= MOST_RATIO
        print(f"{name:20} {many:8} {short:9.2f} {long:8.2f} {long / short:10.2f}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
