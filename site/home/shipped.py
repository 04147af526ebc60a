"""The pages that the portal ships with: home page and direction guides. Editors change them afterwards."""

import json
from pathlib import Path

from django.db import transaction
from wagtail.models import Page, Site

from mentoring.enums import Direction

from .models import GuidePage, HomePage

CONTENT = Path(__file__).with_name("pages.json")


@transaction.atomic
def load_pages() -> int:
    """Create the home page and the guides where they are missing, and say how many were created."""
    content = json.loads(CONTENT.read_text(encoding="utf-8"))
    home, made = HomePage.objects.first(), 0
    if home is None:
        home, made = _create_home(content["home"]), 1
    for direction in Direction.values:
        if not GuidePage.objects.filter(direction=direction).exists():
            _create_guide(home, direction, content[direction])
            made += 1
    return made


def _create_home(content: dict) -> HomePage:
    root = Page.get_first_root_node()
    page = HomePage(
        title=content["title"],
        slug="portal",
        heading=content["heading"],
        lead=content["lead"],
        steps=[("step", step) for step in content["steps"]],
        principles=[("principle", principle) for principle in content["principles"]],
        formats=[("format", row) for row in content["formats"]],
    )
    root.add_child(instance=page)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"root_page": page, "hostname": "localhost", "port": 80, "site_name": content["title"]},
    )
    # Wagtail's own welcome page has nothing to say here.
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    return page


def _create_guide(home: HomePage, direction: str, content: dict) -> None:
    page = GuidePage(
        title=content["title"],
        slug=f"guide-{direction}",
        direction=direction,
        lead=content["lead"],
        duration=content["duration"],
        steps=[("step", step) for step in content["steps"]],
        faq=[("question", {"question": row["q"], "answer": row["a"]}) for row in content["faq"]],
    )
    HomePage.objects.get(pk=home.pk).add_child(instance=page)
