"""The demonstration library as the index sees it, straight from its files."""

import json
from datetime import UTC, datetime
from pathlib import Path

from knowledge_base.published import PublishedText

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "knowledge_base" / "demo"
KINDS = {"resources.json": "resource", "solved_cases.json": "solved_case", "collections.json": "collection"}
LEFT_OUT = {
    "slug", "title", "summary", "type", "direction", "rubrics", "subject", "stage", "year", "link", "audience",
    "experience", "kind", "role",
}  # fmt: skip


def demo_texts() -> dict[str, PublishedText]:
    """Every document of the demonstration library by its slug. Files that are not there yet give none."""
    found: dict[str, PublishedText] = {}
    for name, kind in KINDS.items():
        path = DEMO / name
        for item in json.loads(path.read_text(encoding="utf-8")) if path.exists() else []:
            found[item["slug"]] = as_published(len(found) + 1, kind, item)
    return found


def as_published(key: int, kind: str, item: dict) -> PublishedText:
    """One entry of a demonstration file as its page would give it."""
    body = [value for name, value in item.items() if name not in LEFT_OUT]
    return make_text(
        key,
        kind=kind,
        title=item["title"],
        summary=item.get("summary", ""),
        text="\n".join(_prose(body)),
        url=f"/library/{item['slug']}/",
        direction=item.get("direction", ""),
        rubrics=tuple(item.get("rubrics", ())),
        type=item.get("type", ""),
        subject=item.get("subject", ""),
        stage=item.get("stage", ""),
        year=item.get("year", 0),
        members_only=item.get("audience") == "members",
    )


def make_text(key: int, **fields) -> PublishedText:
    """A published text about nothing, with some of its fields given."""
    plain = {
        "page_id": key, "kind": "resource", "title": f"Лист {key}", "summary": "", "text": "",
        "url": f"/library/{key}/", "direction": "problem", "rubrics": ("roditeli",), "type": "article",
        "subject": "", "stage": "", "year": 2025, "members_only": False, "useful": (0, 0),
        "published_at": datetime(2025, 9, 1, tzinfo=UTC),
    }  # fmt: skip
    return PublishedText(**{**plain, **fields})


def _prose(value) -> list[str]:
    """Every string below `value` that a reader is shown."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [
            text
            for name, part in value.items()
            if name not in LEFT_OUT or name == "title"
            for text in _prose(part)
        ]
    if isinstance(value, list):
        return [text for part in value for text in _prose(part)]
    return []
