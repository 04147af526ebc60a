"""The solved cases of the demonstration library are whole: schema, length, typography, nothing that identifies."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from mentoring.enums import Direction, QuestionKind, Stage, Subject
from mentoring.questions import is_advice_in_disguise

ROOT = Path(__file__).resolve().parents[2]
LEAST_CASES = 30

KEYS = [
    "slug", "title", "summary", "direction", "rubrics", "subject", "stage", "experience", "year", "situation",
    "tried", "question", "clarifications", "reformulated", "options", "commentaries", "tried_count", "helped_count",
]  # fmt: skip
SHOWN = (
    "title", "summary", "situation", "tried", "question", "clarifications", "reformulated", "options", "commentaries",
)  # fmt: skip
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# A numbered school, a class with its letter, a date, an age, a handle or address: roles only are published.
IDENTIFYING = re.compile(
    r"№|\bшкол\w* \d|\b\d{1,2}\s?«?[А-Д]\b|класс\w* «[А-Е]»|@|\+7|https?:|\bwww\."
    r"|(\d|\bпервого)\s(январ|феврал|март|апрел|ма[яй]\b|июн|июл|август|сентябр|октябр|ноябр|декабр)"
    r"|\w+надцат\w+ лет\b|\bлет \w+надцати\b|\b(?!\w*совершенно)\w+летн(ий|яя|ие|его|ему|им|ей|юю|их)\b"
)
# A capital inside a sentence is a proper name, unless the word is here.
CAPITAL_INSIDE = re.compile(r"(?:(?<=[а-яё,;] )|(?<=[а-яё]» ))[А-ЯЁ][а-яё]+")
CAPITALS_ALLOWED = {"Родины", "Трудового"}


def _load() -> list[dict]:
    path = ROOT / "knowledge_base" / "demo" / "solved_cases.json"
    return json.loads(path.read_text(encoding="utf-8"))


CASES = _load()
each_case = pytest.mark.parametrize("case", [pytest.param(case, id=case["slug"]) for case in CASES])


def _rubrics() -> dict[str, str]:
    """Direction of each shipped rubric by its slug."""
    shipped = json.loads((ROOT / "mentoring" / "content" / "rubrics.json").read_text(encoding="utf-8"))
    return {
        rubric["slug"]: direction["code"]
        for direction in shipped["directions"]
        for rubric in direction["rubrics"]
    }


def _prose(value) -> list[str]:
    """Every string below `value`."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _prose(part)]
    if isinstance(value, list):
        return [text for part in value for text in _prose(part)]
    return []


def _read(case: dict) -> list[str]:
    """What a reader of the page reads, without the values of the facets."""
    texts = _prose([case[key] for key in SHOWN])
    return [text for text in texts if text and text not in QuestionKind.values]


@each_case
def test_a_solved_case_can_be_filed(case):
    rubrics = _rubrics()
    assert list(case) == KEYS
    assert SLUG.fullmatch(case["slug"])
    assert len(case["slug"]) <= 80
    assert case["direction"] in Direction.values
    assert 1 <= len(case["rubrics"]) <= 3
    assert len(set(case["rubrics"])) == len(case["rubrics"])
    assert {rubrics[slug] for slug in case["rubrics"]} == {case["direction"]}
    assert case["subject"] in Subject.values
    assert case["stage"] in Stage.values
    assert case["experience"] in {"0-1", "1-3"}
    assert case["year"] in {2024, 2025, 2026}
    assert 0 <= case["helped_count"] <= case["tried_count"] <= 40


@each_case
def test_a_solved_case_tells_the_whole_story(case):
    assert 10 <= len(case["title"]) <= 120
    assert 60 <= len(case["summary"]) <= 220
    assert len(case["situation"].split("\n\n")) >= 2
    assert len(case["situation"].split()) >= 60
    assert len(case["tried"].split()) >= 12
    assert case["question"].endswith("?")
    assert case["reformulated"] == "" or case["reformulated"].endswith("?")
    assert 1 <= len(case["options"]) <= 3
    for option in case["options"]:
        assert list(option) == ["title", "steps", "expected", "risks"]
        assert 3 <= len(option["steps"]) <= 7
        assert all(_prose(option))
    assert len(case["commentaries"]) <= 2
    for commentary in case["commentaries"]:
        assert list(commentary) == ["role", "text"]
        assert all(_prose(commentary))


@each_case
def test_a_page_is_neither_a_note_nor_a_treatise(case):
    assert 500 <= sum(len(re.findall(r"\w+", text)) for text in _read(case)) <= 1100


@each_case
def test_the_mentor_asks_and_does_not_prompt(case):
    assert 2 <= len(case["clarifications"]) <= 4
    for clarification in case["clarifications"]:
        assert list(clarification) == ["question", "kind", "answer"]
        assert clarification["kind"] in QuestionKind.values
        assert clarification["question"].endswith("?")
        assert not is_advice_in_disguise(clarification["question"])
        assert clarification["answer"]
    assert QuestionKind.DEVELOPING in {clarification["kind"] for clarification in case["clarifications"]}


@each_case
def test_a_solved_case_names_roles_only(case):
    assert [text for text in _read(case) if IDENTIFYING.search(text)] == []
    capitals = {word for text in _read(case) for word in CAPITAL_INSIDE.findall(text)}
    assert capitals - CAPITALS_ALLOWED == set()


@each_case
def test_prose_is_set_in_russian_typography(case):
    for text in _read(case):
        assert not re.search(r"[\"“”]| - |\.\.\.|  |–", text)
        assert text.count("«") == text.count("»")
        assert text == text.strip()


def test_no_two_cases_share_a_slug_a_title_or_a_piece_of_advice():
    for pieces in (
        [case["slug"] for case in CASES],
        [case["title"] for case in CASES],
        [step for case in CASES for option in case["options"] for step in option["steps"]],
    ):
        assert [piece for piece, times in Counter(pieces).items() if times > 1] == []


def test_there_is_enough_to_read():
    assert len(CASES) >= LEAST_CASES


def test_every_rubric_comes_first_somewhere():
    assert {case["rubrics"][0] for case in CASES} == set(_rubrics())


def test_the_cases_are_spread_over_the_field():
    assert {case["stage"] for case in CASES} == set(Stage.values)
    assert {case["experience"] for case in CASES} == {"0-1", "1-3"}
    assert {case["year"] for case in CASES} == {2024, 2025, 2026}
    assert len({case["subject"] for case in CASES}) >= 14
    assert sum(case["direction"] == Direction.CAREER for case in CASES) >= 5


def test_the_cases_show_every_shape_of_an_answer():
    assert {len(case["options"]) for case in CASES} == {1, 2, 3}
    assert {len(case["commentaries"]) for case in CASES} == {0, 1, 2}
    assert {bool(case["reformulated"]) for case in CASES} == {True, False}
    assert 0 in {case["tried_count"] for case in CASES}
