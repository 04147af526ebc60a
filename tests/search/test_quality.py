"""How good the search is, by queries that people judged: order of results, word forms, typing errors."""

import json
from math import log2
from pathlib import Path

import pytest

from search import interface
from search.found import Query
from tests.search.library import demo_texts

JUDGED = Path(__file__).parent / "judged.jsonl"
ROWS = (
    [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()] if JUDGED.exists() else []
)
DEPTH = 10
GOALS = {"plain": 0.85, "form": 1.0, "typo": 0.9}

pytestmark = pytest.mark.django_db


def gain(slugs: list[str], judged: dict[str, int]) -> float:
    """nDCG@10 of one answer: 1 when the best possible ten stand in the best order."""

    def discounted(grades: list[int]) -> float:
        return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))

    return discounted([judged.get(slug, 0) for slug in slugs]) / discounted(
        sorted(judged.values(), reverse=True)
    )


class Library:
    """The demonstration library in the index."""

    def __init__(self) -> None:
        texts = {slug: text for slug, text in demo_texts().items() if text.kind != "collection"}
        for text in texts.values():
            interface.index(text)
        self._slugs = {text.page_id: slug for slug, text in texts.items()}

    def answers(self, text: str) -> list[str]:
        """Short names of the first ten results."""
        results = interface.search(Query(text, member=True, per_page=DEPTH))
        return [self._slugs[hit.page_id] for hit in results.items]


def of_kind(kind: str) -> list[dict]:
    """The judged queries of one kind."""
    return [row for row in ROWS if row["kind"] == kind]


def test_people_find_what_they_look_for():
    library = Library()
    gains = [gain(library.answers(row["query"]), row["judged"]) for row in ROWS if row["kind"] != "form"]
    assert sum(gains) / len(gains) >= GOALS["plain"]
    # Each form of a word finds what the others find, in the same order.
    same = [library.answers(row["query"]) == library.answers(row["pair"]) for row in of_kind("form")]
    assert sum(same) / len(same) >= GOALS["form"]
    # A typing error costs nothing: what is found is what the right word finds.
    same = [library.answers(row["query"]) == library.answers(row["pair"]) for row in of_kind("typo")]
    assert sum(same) / len(same) >= GOALS["typo"]
