"""The whole demonstration library comes in: every text passes the gate, every page is live, nothing is doubled."""

import json

import pytest

from home.shipped import load_pages
from knowledge_base.loading import DEMO, load_library
from knowledge_base.models import CollectionPage, ResourcePage, SolvedCasePage
from mentoring.models import PublicCase
from mentoring.shipped import load_rubricator
from search.models import IndexTask

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_demonstration_library_comes_in_whole_and_once():
    load_rubricator()
    load_pages()
    told = {name: json.loads((DEMO / f"{name}.json").read_text(encoding="utf-8")) for name in (
        "resources", "solved_cases", "collections")}  # fmt: skip
    added = load_library()
    assert list(added.values()) == [len(rows) for rows in told.values()]
    assert added["resources"] >= 40
    assert added["solved cases"] >= 30
    assert SolvedCasePage.objects.live().count() == PublicCase.objects.count() == added["solved cases"]
    assert ResourcePage.objects.live().count() == added["resources"]
    assert all(page.items.exists() for page in CollectionPage.objects.live())
    # Every page waits for the index.
    assert IndexTask.objects.count() >= sum(added.values())
    assert set(load_library().values()) == {0}
