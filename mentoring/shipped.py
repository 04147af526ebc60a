"""Loads the content that the portal ships with: rubricator, hint questions, reflection questions. Safe to repeat."""

import json
from pathlib import Path

from django.db import transaction

from .models import HintQuestion, ReflectionQuestion, Rubric

CONTENT = Path(__file__).parent / "content"


def read(name: str):
    """A shipped JSON file as Python objects."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


@transaction.atomic
def load_rubricator() -> int:
    """Add what is missing; what moderators have changed stays as they left it. Returns how many rubrics were added."""
    added = 0
    for direction in read("rubrics")["directions"]:
        code = direction["code"]
        root = Rubric.objects.filter(depth=1, direction=code).first()
        if root is None:
            root = Rubric.add_root(
                title=direction["title"], slug=code, direction=code, description=direction["description"]
            )
        for rubric in direction["rubrics"]:
            if not Rubric.objects.filter(slug=rubric["slug"]).exists():
                Rubric.objects.get(pk=root.pk).add_child(direction=code, **rubric)
                added += 1
    return added


@transaction.atomic
def load_questions() -> int:
    """Add the hint and reflection questions to a portal that has none of them. Returns how many were added."""
    added = 0
    if not HintQuestion.objects.exists():
        rubrics = {rubric.slug: rubric for rubric in Rubric.objects.all()}
        for order, row in enumerate(read("hint_questions"), start=1):
            hint = HintQuestion.objects.create(kind=row["kind"], text=row["text"], order=order)
            hint.rubrics.add(rubrics[row["rubric"]].survivor())
            added += 1
    for order, row in enumerate(read("reflection_questions"), start=1):
        _, new = ReflectionQuestion.objects.get_or_create(
            slug=row["slug"], defaults={**{k: v for k, v in row.items() if k != "slug"}, "order": order * 10}
        )
        added += new
    return added
