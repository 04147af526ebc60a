"""The judged queries are fit to measure a search with: whole, told apart, graded, tied to the demonstration library."""

import json
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "knowledge_base" / "demo"
ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "judged.jsonl").read_text(encoding="utf-8").splitlines()
]
PLAIN = {row["query"]: row for row in ROWS if row["kind"] == "plain"}

KINDS = {"plain": 60, "form": 20, "typo": 20}
# The one word of the file whose plural has another root.
OTHER_ROOT = {"ребёнок": "дети"}


def _one_slip(wrong: str, right: str) -> bool:
    """Whether one letter lost, added, replaced or exchanged with its neighbour turns `right` into `wrong`."""
    spoilt = set()
    for at in range(len(right) + 1):
        head, tail = right[:at], right[at:]
        for letter in set(wrong):
            spoilt |= {head + letter + tail, head + letter + tail[1:]}
        spoilt |= {head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]}
    return wrong in spoilt - {right}


def _same_word(form: str, word: str) -> bool:
    return form[:3] == word[:3] or OTHER_ROOT.get(form) == word


def _kind(kind: str):
    return pytest.mark.parametrize(
        "row", [pytest.param(row, id=row["query"]) for row in ROWS if row["kind"] == kind]
    )


def test_there_are_a_hundred_queries_of_three_kinds():
    assert Counter(row["kind"] for row in ROWS) == KINDS
    assert [query for query, times in Counter(row["query"] for row in ROWS).items() if times > 1] == []


def test_a_query_is_one_to_five_words_and_has_something_that_is_exactly_it():
    for row in ROWS:
        assert list(row) == ["query", "kind", "pair", "judged"]
        assert 1 <= len(row["query"].split()) <= 5
        assert row["query"] == " ".join(row["query"].split())
        assert set(row["judged"].values()) <= {1, 2, 3}
        assert 3 in row["judged"].values()


def test_a_plain_query_stands_alone():
    assert {row["pair"] for row in PLAIN.values()} == {""}


@_kind("form")
def test_a_form_is_its_pair_in_other_inflections(row):
    pair = PLAIN[row["pair"]]
    assert row["judged"] == pair["judged"]
    assert row["query"] != row["pair"]
    forms, words = row["query"].split(), row["pair"].split()
    assert [form for form, word in zip(forms, words, strict=True) if not _same_word(form, word)] == []


@_kind("typo")
def test_a_typo_is_one_slip_in_one_word_of_its_pair(row):
    pair = PLAIN[row["pair"]]
    assert row["judged"] == pair["judged"]
    words = zip(row["query"].split(), row["pair"].split(), strict=True)
    changed = [(wrong, right) for wrong, right in words if wrong != right]
    assert len(changed) == 1
    assert _one_slip(*changed[0])


def test_what_is_judged_is_in_the_library():
    files = [DEMO / "resources.json", DEMO / "solved_cases.json"]
    if not all(path.exists() for path in files):
        pytest.skip("the demonstration library is not whole")
    known = {item["slug"] for path in files for item in json.loads(path.read_text(encoding="utf-8"))}
    assert {slug for row in ROWS for slug in row["judged"]} - known == set()
