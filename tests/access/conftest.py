"""The prepared world of the access tests, built once for all tests of a module."""

import copy
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction

from tests.access.world import build


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker) -> Iterator[SimpleNamespace]:
    """The world in a transaction around those of the tests; it is taken back after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(_built: SimpleNamespace, db: None) -> SimpleNamespace:
    """`world.build()` as if it had just been built: whatever a test does to rows and objects is its own."""
    return copy.deepcopy(_built)
