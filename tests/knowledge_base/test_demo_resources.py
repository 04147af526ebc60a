"""The resources of the demonstration library are whole: schema, lengths, coverage of the rubricator, typography."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from mentoring.enums import Direction, Stage, Subject

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "knowledge_base" / "demo"

KEYS = [
    "slug", "title", "summary", "type", "direction", "rubrics", "subject", "stage", "year", "body", "link",
    "audience",
]  # fmt: skip
# How many words the body of a resource holds.
LENGTHS = {
    "article": (250, 500),
    "template": (100, 700),
    "document": (80, 150),
    "link": (80, 150),
    "video": (80, 150),
}


def _load(name: str) -> list[dict]:
    path = DEMO / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


RESOURCES = _load("resources.json")
COLLECTIONS = _load("collections.json")

LEAST_RESOURCES = 42
LEAST_OF_TYPE = {"article": 20, "template": 10, "document": 4, "video": 4, "link": 4}
LEAST_PER_RUBRIC = 2
LEAST_PER_STAGE = 2
LEAST_PER_YEAR = 10
LEAST_SUBJECTS = 10


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


def _words(resource: dict) -> int:
    return sum(len(text.split()) for block in resource["body"] for text in _prose(block["value"]))


def _named(items: list[dict]):
    return pytest.mark.parametrize("item", [pytest.param(item, id=item["slug"]) for item in items])


def _assert_slug(slug: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80


@_named(RESOURCES)
def test_a_resource_is_filed_where_it_can_be_found(item):
    assert list(item) == KEYS
    _assert_slug(item["slug"])
    assert 10 <= len(item["title"]) <= 120
    assert 60 <= len(item["summary"]) <= 220
    assert item["direction"] in Direction.values
    assert 1 <= len(item["rubrics"]) <= 3
    assert len(set(item["rubrics"])) == len(item["rubrics"])
    assert {_rubrics()[slug] for slug in item["rubrics"]} == {item["direction"]}
    assert item["subject"] in {*Subject.values, ""}
    assert item["stage"] in {*Stage.values, ""}
    assert 2024 <= item["year"] <= 2026
    assert item["audience"] in {"visitors", "members"}


@_named(RESOURCES)
def test_a_resource_has_everything_a_reader_is_shown(item):
    least, most = LENGTHS[item["type"]]
    assert least <= _words(item) <= most
    for block in item["body"]:
        assert set(block) == {"type", "value"}
        if block["type"] in {"list", "steps"}:
            assert len(block["value"]) >= 2
            assert all(isinstance(line, str) and line for line in block["value"])
        else:
            assert block["type"] in {"heading", "paragraph", "quote"}
            assert isinstance(block["value"], str)
            assert block["value"]


@_named(RESOURCES)
def test_only_videos_and_links_lead_outside_and_only_to_an_example(item):
    if item["type"] in {"video", "link"}:
        assert re.fullmatch(r"https://([a-z]+\.)?example\.org/[a-z0-9/-]+", item["link"])
    else:
        assert item["link"] == ""


@_named(RESOURCES + COLLECTIONS)
def test_prose_is_set_in_russian_typography(item):
    for text in _prose({key: value for key, value in item.items() if key != "link"}):
        assert re.findall(r"[\"“”„'`]| [-–] |\.\.\.|  ", text) == []
        assert text.count("«") == text.count("»")
        assert text == text.strip()


def test_slugs_and_titles_are_told_apart():
    for key in ("slug", "title"):
        names = Counter(item[key] for item in RESOURCES + COLLECTIONS)
        assert [name for name, times in names.items() if times > 1] == []


@_named(COLLECTIONS)
def test_a_collection_leads_to_resources_that_exist(item):
    assert list(item) == ["slug", "title", "intro", "items"]
    _assert_slug(item["slug"])
    assert 60 <= len(item["intro"]) <= 300
    assert 5 <= len(item["items"]) <= 8
    assert len(set(item["items"])) == len(item["items"])
    assert set(item["items"]) - {resource["slug"] for resource in RESOURCES} == set()


def test_there_are_the_five_collections():
    assert [item["title"] for item in COLLECTIONS] == [
        "Первая четверть",
        "Трудный разговор с родителями",
        "Класс, который не слушает",
        "Если сил нет",
        "Карьера: первый шаг",
    ]


def test_there_is_enough_of_every_type():
    assert len(RESOURCES) >= LEAST_RESOURCES
    types = Counter(item["type"] for item in RESOURCES)
    assert {name for name, least in LEAST_OF_TYPE.items() if types[name] < least} == set()


def test_every_rubric_stage_and_year_has_something_to_read():
    rubrics = Counter(slug for item in RESOURCES for slug in item["rubrics"])
    stages = Counter(item["stage"] for item in RESOURCES)
    years = Counter(item["year"] for item in RESOURCES)
    assert {slug for slug in _rubrics() if rubrics[slug] < LEAST_PER_RUBRIC} == set()
    assert {stage for stage in Stage.values if stages[stage] < LEAST_PER_STAGE} == set()
    assert {year for year in (2024, 2025, 2026) if years[year] < LEAST_PER_YEAR} == set()
    assert len({item["subject"] for item in RESOURCES} - {""}) >= LEAST_SUBJECTS


def test_about_a_quarter_is_kept_for_members():
    members = sum(item["audience"] == "members" for item in RESOURCES)
    assert 0.2 <= members / len(RESOURCES) <= 0.3
