"""No address takes a form without its token, and no GET changes anything that is kept."""

import re

import pytest
from django.apps import apps
from django.test import Client

from mentoring.models import Case
from tests.access.test_url_matrix import (
    BREAKS_ON_PURPOSE,
    all_routes,
    known_of_admin,
    place_of,
)
from tests.access.urls_table import OURS, STAFF
from tests.access.world import ROLES, signed_in
from tests.engines.sample import sampled

pytestmark = pytest.mark.django_db
# What a GET may write: sessions, and what Wagtail notes of its own users when they open the admin.
MAY_GROW = {
    "sessions.Session", "wagtailadmin.EditingSession", "wagtailcore.PageSubscription", "wagtailusers.UserProfile",
}  # fmt: skip


def places(world) -> list[tuple[str, str]]:
    """Every address with real objects in it."""
    found = []
    for route in all_routes():
        if route.name == BREAKS_ON_PURPOSE:
            continue
        row = OURS.get(route.name)
        known = known_of_admin(world)
        found.append(
            (route.name or route.place, place_of(world, route, row) if row else route.filled(known, 1))
        )
    return found


# The token is asked for before any query is made, so the engine has no part in it.
@pytest.mark.once
@pytest.mark.parametrize("role", ["visitor", "author", "mentor", "moderator"])
def test_no_form_is_taken_without_its_token(role, world):
    wrong = []
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if role != "visitor":
        client.force_login(world.users[role])
    before = kept()
    for name, place in places(world):
        answer = client.post(place, {"do": "submit"})
        # Wagtail's API asks who is there before it asks for the token, and sends others away.
        away = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        # The open data know no session and take no form at all.
        if place.startswith("/api/v1/") and answer.status_code == 405:
            continue
        if answer.status_code != 403 and not (away and place.startswith("/admin/api/")):
            wrong.append(f"{name}: {answer.status_code} at {place}")
    assert wrong == []
    assert kept() == before


def test_with_its_token_the_same_form_is_taken(world):
    """Control: the refusals above are about the token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["author"])
    client.get("/profile/letters/")
    token = client.cookies["csrftoken"].value
    answer = client.post("/profile/letters/", {"letters": "off", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    world.users["author"].refresh_from_db()
    assert world.users["author"].letters == "off"


def _said(row: tuple) -> str:
    """A row in words, without the places in memory of what it holds."""
    return re.sub(r" at 0x[0-9a-f]+", "", repr(row))


def kept() -> dict[str, list]:
    """Every row of every table, but of those that a GET may write."""
    return {
        model._meta.label: sorted(_said(row) for row in model._base_manager.values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in MAY_GROW and model._meta.managed
    }


@pytest.mark.parametrize(
    "role", sampled(ROLES, on_both=("visitor", "author", "mentor", "moderator", "editor"))
)
def test_looking_at_every_address_changes_nothing(role, world):
    client = signed_in(world.users[role])
    before, cases = kept(), repr(list(Case.objects.order_by("pk").values()))
    for name, place in places(world):
        if role in STAFF or not is_admin_place(place):
            if "logout" in name:
                continue
            answer = client.get(place)
            if answer.streaming:
                b"".join(answer.streaming_content)
    after = kept()
    changed = [label for label in before if before[label] != after[label]]
    assert changed == []
    assert repr(list(Case.objects.order_by("pk").values())) == cases


def is_admin_place(place: str) -> bool:
    """Whoever is no staff is sent away from there before anything is read."""
    return place.startswith("/admin/")
