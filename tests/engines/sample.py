"""What runs on SQLite whole and on PostgreSQL in part."""

from collections.abc import Collection, Iterable

import pytest


def sampled(values: Iterable, *, on_both: Collection) -> list:
    """Parameters of a test, of which PostgreSQL runs only `on_both`.

    For tests whose many parameters go through the same queries: what could differ is how an engine answers
    them, and a few parameters ask that as well as all of them. `make test-postgresql WHOLE=yes` runs all.
    """
    values = list(values)
    assert set(on_both) <= set(values)
    return [value if value in on_both else pytest.param(value, marks=pytest.mark.once) for value in values]
