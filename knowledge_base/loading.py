"""Brings the demonstration library in: resources, solved cases and collections of `demo/*.json`, each once."""

import hashlib
import json
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from wagtail.signals import page_published

from mentoring.models import PublicCase, Rubric
from mentoring.privacy import publication

from . import drafting
from .enums import SectionKind
from .models import CollectionItem, CollectionPage, LibrarySectionPage, ResourcePage, SolvedCasePage
from .shipped import section

DEMO = Path(__file__).with_name("demo")
TEXTS = ("situation", "tried", "question", "reformulated", "clarifications", "options", "commentaries")
FACTS = (
    "title",
    "summary",
    "direction",
    "subject",
    "stage",
    "experience",
    "year",
    "tried_count",
    "helped_count",
)
# The newest stands first in its file, and each next one is a day older.
DAY = timedelta(days=1)


@transaction.atomic
def load_library(folder: Path = DEMO) -> dict[str, int]:
    """Load what is missing; what editors have changed stays. Returns how many of each were added."""
    return {
        "resources": _each(folder, "resources", _resource),
        "solved cases": _each(folder, "solved_cases", _solved_case),
        "collections": _each(folder, "collections", _collection),
    }


def _each(folder: Path, name: str, load) -> int:
    path = folder / f"{name}.json"
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return sum(load(row, timezone.now() - place * DAY) for place, row in enumerate(rows, start=1))


def _below(kind: SectionKind) -> LibrarySectionPage:
    # Read anew each time: treebeard counts the children in the instance.
    return LibrarySectionPage.objects.get(pk=section(kind).pk)


def _rubrics(row: dict) -> list[Rubric]:
    found = {rubric.slug: rubric for rubric in Rubric.objects.filter(slug__in=row["rubrics"])}
    return [found[slug].survivor() for slug in row["rubrics"] if slug in found]


def _resource(row: dict, at: datetime) -> bool:
    if ResourcePage.objects.filter(slug=row["slug"]).exists():
        return False
    facts = ("title", "slug", "summary", "type", "direction", "subject", "stage", "year", "link", "audience")
    page = ResourcePage(
        **{name: row[name] for name in facts},
        body=[(block["type"], _value(block)) for block in row["body"]],
        first_published_at=at,
        last_published_at=at,
    )
    _below(SectionKind.RESOURCES).add_child(instance=page)
    page.rubrics = _rubrics(row)
    page.save()
    page_published.send(sender=type(page), instance=page)
    return True


def _value(block: dict):
    if block["type"] == "paragraph":
        parts = block["value"].split("\n\n")
        return "".join(f"<p>{escape(part)}</p>" for part in parts)
    if block["type"] == "quote":
        return {"text": block["value"], "source": ""}
    return block["value"]


@lru_cache(maxsize=1)
def _cleared() -> tuple[str, ...]:
    """Words of the demonstration cases that look like names and are none, as an editor has looked at them."""
    return tuple(json.loads((DEMO / "identifies_nobody.json").read_text(encoding="utf-8")))


def key_of(slug: str) -> str:
    """The key of a demonstration case: from its slug, so that it is loaded once."""
    return hashlib.sha256(slug.encode()).hexdigest()[: PublicCase._meta.get_field("key").max_length]


def _solved_case(row: dict, at: datetime) -> bool:
    key = key_of(row["slug"])
    if PublicCase.objects.filter(key=key).exists():
        return False
    document = {name: row[name] for name in ("title", "summary", *TEXTS)}
    facts = {name: row[name] for name in FACTS if name not in document}
    case = publication.admit(document, facts, rubrics=_rubrics(row), key=key, cleared=_cleared())
    PublicCase.objects.filter(pk=case.pk).update(published_at=at)
    page = drafting.publish_page(case)
    SolvedCasePage.objects.filter(pk=page.pk).update(first_published_at=at, last_published_at=at)
    return True


def _collection(row: dict, at: datetime) -> bool:
    if CollectionPage.objects.filter(slug=row["slug"]).exists():
        return False
    page = CollectionPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["intro"],
        first_published_at=at,
        last_published_at=at,
    )
    _below(SectionKind.COLLECTIONS).add_child(instance=page)
    page.items = [
        CollectionItem(page=item, sort_order=order)
        for order, slug in enumerate(row["items"])
        if (item := _item(slug)) is not None
    ]
    page.save()
    page_published.send(sender=type(page), instance=page)
    return True


def _item(slug: str):
    return (
        ResourcePage.objects.filter(slug=slug).first()
        or SolvedCasePage.objects.filter(public_case__key=key_of(slug)).first()
    )
