"""Whoever follows every link and tries every address, with the author's key in hand, does not learn who she is."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access.test_url_matrix import all_routes, is_admin, known_of_admin
from tests.access.urls_table import OURS
from tests.access.world import ABSENT_UUID, ask, signed_in
from tests.engines.sample import sampled
from tests.privacy.sentinels import KEY, NAMES, PLANTED, leaks, leaks_of_answer
from tests.privacy.story import READERS, STAFF, crawl, live, make_people

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def lived(request, django_db_setup: None, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Her story up to a stage, lived once for all who look on; their tests take back what they do."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_people()
        for stage in live(world):
            if stage == request.param:
                break
        assert stage == request.param
        yield world
        transaction.set_rollback(True)


def at_stage(name: str):
    """A mark: the test looks at the world at this stage."""
    return pytest.mark.parametrize("lived", [name], indirect=True)


@pytest.mark.slow
@at_stage("narrowed and withdrawn beside it")
@pytest.mark.parametrize("reader", sampled(READERS, on_both=("mentor", "moderator")))
def test_no_page_that_links_lead_to_tells_who_she_is(lived, reader):
    starts = ["/", "/cabinet/", "/notices/", "/profile/", reverse("cases:case", args=[lived.case.number])]
    starts += [reverse("cases:case", args=[case.number]) for case in lived.others]
    if reader in STAFF:
        starts += ["/admin/", reverse("desk_cases:case", args=[lived.case.number])]
        starts += [reverse("desk_cases:case", args=[case.number]) for case in lived.others]
    found, pages = {}, 0
    for place, answer in crawl(lived.users[reader], *starts):
        pages += 1
        assert answer.status_code < 500, place
        if names := leaks_of_answer(answer):
            found[place] = names
    assert found == {}
    assert pages > (60 if reader in ("moderator", "editor") else 15)


@pytest.mark.slow
@at_stage("in work, colleague reads")
@pytest.mark.parametrize("reader", sampled(READERS, on_both=("mentor", "moderator")))
def test_no_address_of_the_portal_tells_who_she_is_even_when_asked_for_her_key(lived, reader):
    client, found = signed_in(lived.users[reader]), {}
    known = {
        "number": lived.case.number,
        "public_id": ABSENT_UUID,
        "direction": "problem",
        "arrow": "complete",
    }
    if reader in STAFF:
        known |= known_of_admin(world_like(lived)) | {"object_id": KEY, "pk": KEY}
    for route in all_routes():
        if route.name == "wagtailadmin_error_test" or is_admin(route) != (reader in STAFF):
            continue
        for keys in (known, known | {"app_label": "accounts", "model_name": "user"}):
            place = route.filled(keys, KEY) if route.name != "wagtail_serve" else "/"
            answer = ask(client, "get", place)
            # What was asked for may be said back, and is no news; the rest is.
            names = leaks(answer.whole.replace(str(KEY).encode(), b"")) | (leaks_of_answer(answer) - {"key"})
            if names - {"key", "key in base64", "key, hexadecimal", "key, base 36"}:
                found[place] = names
    assert found == {}
    assert OURS


def world_like(lived):
    """The shape that the table of the admin asks for."""
    lived.numbers, lived.args = {"work": lived.case.number}, {"key": "0" * 12}
    return lived


BULK = (
    "/admin/bulk/accounts/user/{}/",
    "/admin/bulk/mentoring/case/{}/",
    "/admin/bulk/mentoring/menteeprofile/{}/",
)


@at_stage("clarifying")
@pytest.mark.parametrize("reader", sampled(STAFF, on_both=("moderator",)))
def test_bulk_actions_choosers_and_searches_of_the_admin_name_nobody(lived, reader):
    client, found = signed_in(lived.users[reader]), {}
    places = [f"{bulk.format(deed)}?id={KEY}&id=all&next=/admin/" for bulk in BULK for deed in (
        "delete", "set_active_state", "assign_role", "publish", "move", "tag")]  # fmt: skip
    places += [
        f"/admin/editing-sessions/ping/accounts/user/{KEY}/1/",
        "/admin/reports/site-history/?user=" + str(KEY),
    ]
    for place in places:
        for method in ("get", "post"):
            names = leaks_of_answer(ask(client, method, place)) - {"key"}
            if names:
                found[method, place] = names
    assert found == {}
    # A search for her is answered as a search for nobody: nothing is listed.
    for place in (
        "/admin/cases/",
        "/admin/cases/stuck/",
        "/admin/mentors/",
        "/admin/pages/search/",
        "/admin/reviews/",
    ):
        for word in (NAMES["last_name"], PLANTED["e-mail"], str(KEY), "Заплавинская"):
            hers = ask(client, "get", place, {"q": word}).whole.decode()
            assert lived.case.number not in hers, (place, word)
