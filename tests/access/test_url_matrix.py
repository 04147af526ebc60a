"""Every address of the portal, asked by everybody: what it answers is what the table declares."""

from collections import Counter

import pytest
from django.db import connection
from wagtail.models import Page

from tests.access.routes import Route, walk
from tests.access.urls_table import ADMIN, NAMELESS, OPEN, OURS, POSTED, STAFF, Row
from tests.access.world import ABSENT_KEY, ROLES, ask, signed_in

pytestmark = pytest.mark.django_db
# Where everybody who is signed in gets the same answer, three of the nine stand for all.
SAMPLE = ("visitor", "author", "moderator")
# Wagtail's own address to try the page for errors.
BREAKS_ON_PURPOSE = "wagtailadmin_error_test"
KEYS = {
    "exclusion": "exclusion",
    "pause": "pause",
    "module": "module",
    "notices:": "notice",
    "commentary": "commentary",
}


def all_routes() -> list[Route]:
    """Every pattern; those of the admin are told by their place."""
    return list(walk())


def is_admin(route: Route) -> bool:
    """Whether Wagtail or the desk answers there."""
    return route.place.startswith("/admin/")


def rule_for(name: str) -> tuple[str, ...] | None:
    """Which of the staff may enter; None for a name that no rule knows."""
    known = [start for start in ADMIN if name.startswith(start)]
    return ADMIN[max(known, key=len)] if known else None


def place_of(world, route: Route, row: Row) -> str:
    """The address of a route, filled with real objects of the world."""
    case, name = row.case, route.name
    key = next((world.args[arg] for part, arg in KEYS.items() if part in name), ABSENT_KEY)
    known = {
        "number": world.numbers.get(case, ""), "public_id": world.files.get(case) or world.args["mentor"],
        "direction": "problem", "arrow": "complete", "code": world.args["consent"], "key": key,
        "token": world.args["invitation"], "page_id": world.args["resource"].pk, "path": "absent.jpg",
        "rest": f"materials/{world.args['resource'].slug}",
    }  # fmt: skip
    if name.startswith("library_api:"):
        known["pk"] = world.args["resource"].pk
    return "/" if name == "wagtail_serve" else route.filled(known, 1)


def posted(world, name: str, row: Row) -> dict[str, str]:
    """What is sent to an address; mostly nothing."""
    if name not in POSTED:
        return {}
    revision = world.cases[row.case].__class__.objects.get(number=world.numbers[row.case]).revision
    objects = {"colleague": world.args["colleague"], "revision": str(revision)}
    return {field: value.format(**objects) for field, value in POSTED[name].items()}


def roles_of(row: Row, method: str) -> tuple[str, ...]:
    """Whom to ask: everybody, unless all who are signed in are the same there.

    On PostgreSQL one reader for each answer: who gets which does not depend on the engine, only how it is found.
    """
    if connection.vendor == "postgresql":
        return tuple({answer: role for role, answer in declared_in(row, method).items()}.values())
    alike = all(len(set(figures.split()[1:])) == 1 for figures in (row.get, row.post)) and not row.case
    return SAMPLE if alike else ROLES


def declared_in(row: Row, method: str) -> dict[str, str]:
    """The status that each role has to get."""
    return dict(zip(ROLES, getattr(row, method).split(), strict=True))


def test_every_address_is_declared_and_every_declared_address_exists():
    routes = all_routes()
    ours = {route.name for route in routes if route.name and not is_admin(route)}
    assert sorted(ours - OURS.keys()) == [], "addresses without a row in urls_table.OURS"
    assert sorted(OURS.keys() - ours) == [], "rows of urls_table.OURS without an address"
    assert {route.place for route in routes if not route.name} == NAMELESS
    admin = {route.name for route in routes if route.name and is_admin(route)}
    ruled = {name for name in admin if rule_for(name) is not None}
    assert sorted(admin - ruled - OPEN) == [], "addresses of the admin that no rule knows"
    assert sorted(OPEN - admin) == []
    unused = [start for start in ADMIN if not any(name.startswith(start) for name in admin)]
    assert unused == [], "rules for addresses that are gone"
    assert len(routes) > 350


def test_rows_have_ten_figures():
    wrong = [name for name, row in OURS.items() if {len(row.get.split()), len(row.post.split())} != {10}]
    assert wrong == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_our_addresses_answer_each_reader_as_declared(method, world):
    differences, calls = [], Counter()
    clients = {role: signed_in(user) for role, user in world.users.items()}
    for route in all_routes():
        row = OURS.get(route.name)
        if row is None or is_admin(route):
            continue
        place, data = place_of(world, route, row), posted(world, route.name, row) if method == "post" else {}
        declared = declared_in(row, method)
        for role in roles_of(row, method):
            answer = ask(clients[role], method, place, data)
            calls[declared[role]] += 1
            if str(answer.status_code) != declared[role]:
                differences.append(
                    f"{method} {route.name} as {role}: {answer.status_code}, declared {declared[role]}"
                )
    assert differences == []
    assert calls["404"] > (200 if connection.vendor == "sqlite" else 20)


def known_of_admin(world) -> dict[str, object]:
    """Arguments of Wagtail's patterns, as far as they have names that say what they want."""
    page = Page.objects.filter(depth__gt=1).order_by("depth").first().pk
    pages = dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id"), page)
    return pages | {
        "content_type_app_name": "home", "content_type_model_name": "homepage", "app_label": "home",
        "model_name": "homepage", "app_name": "mentoring", "action": "delete", "action_name": "approve",
        "number": world.numbers["work"], "key": world.args["key"], "instance_pk": "2", "object_id": page,
        "revision_id_a": "live", "revision_id_b": "latest", "filter_spec": "max-100x100", "token": "x-y",
        "uidb64": "MQ",
    }  # fmt: skip


def _row_of(name: str, world) -> dict[str, int]:
    """The row that a pattern with a bare key is about, where another than the first is meant."""
    if "users" in name:
        return {"pk": world.users["author"].pk}
    if name.startswith("desk_decisions:"):
        return {"pk": world.users["mentor"].mentor_profile.pk}
    return {}


def is_closed(answer) -> bool:
    """Sent to sign in, sent back to the first page, refused, or nothing there."""
    if answer.status_code == 302:
        return answer["Location"] == "/admin/" or answer["Location"].startswith("/accounts/login/")
    return answer.status_code in (401, 403, 404, 405)


# Which doors open is decided by permissions; behind them PostgreSQL is asked by test_csrf, as two of the staff.
@pytest.mark.once
def test_the_doors_of_the_admin_open_for_those_whom_the_rules_name(world):
    wrong, entered = [], Counter()
    asked = ("visitor", "mentor", *STAFF)
    clients = {role: signed_in(world.users[role]) for role in asked}
    known = known_of_admin(world)
    for route in all_routes():
        if not is_admin(route) or not route.name or route.name in OPEN | {BREAKS_ON_PURPOSE}:
            continue
        may = rule_for(route.name)
        place = route.filled(known | _row_of(route.name, world), 1)
        for role in asked:
            answer = ask(clients[role], "get", place)
            inside = answer.status_code == 200
            entered[role, max((s for s in ADMIN if route.name.startswith(s)), key=len)] += inside
            if (inside or answer.status_code >= 500) and role not in may:
                wrong.append(f"{route.name} lets {role} in: {place} {answer.status_code}")
            if role not in may and not is_closed(answer):
                wrong.append(f"{route.name} answers {role} with {answer.status_code}")
            if role in may and answer.status_code >= 500:
                wrong.append(f"{route.name} breaks for {role}: {place}")
    assert wrong == []
    # A rule that opens a door would prove nothing if nobody had walked through.
    never = [(start, role) for start, may in ADMIN.items() for role in may if not entered[role, start]]
    assert sorted({start for start, _role in never}) == sorted(NEVER_SHOWN)


# Doors that show nothing to an empty GET: they want a form, a registered object, or are no pages.
NEVER_SHOWN = {
    "wagtail_bulk_action", "wagtailadmin_editing_sessions:", "wagtailadmin_block_preview", BREAKS_ON_PURPOSE,
    "wagtailadmin_logout", "wagtailadmin_pages:revisions_index", "wagtailsettings:",
    "wagtailadmin_pages:workflow_action", "wagtailadmin_pages:collect_workflow_action_data",
}  # fmt: skip


# Whoever is refused at these doors is refused before the engine is asked for anything but who it is.
@pytest.mark.once
def test_nobody_but_staff_changes_anything_in_the_admin(world):
    wrong = []
    known = known_of_admin(world)
    for role in ("visitor", "author", "mentor"):
        client = signed_in(world.users[role])
        for route in all_routes():
            if is_admin(route) and route.name and route.name not in OPEN:
                answer = ask(client, "post", route.filled(known, 1))
                if not is_closed(answer):
                    wrong.append(f"{route.name} answers a POST of {role} with {answer.status_code}")
    assert wrong == []
