"""Nobody but she herself learns who the author of an anonymous case is, wherever they look, at any stage."""

import json
import logging

import pytest
from django.db import connection
from django.urls import reverse
from post_office.models import Email

from mentoring import reading
from mentoring.models import Attachment, Case
from notices.models import Notice
from tests.access.test_url_matrix import all_routes, is_admin, known_of_admin
from tests.access.urls_table import OURS
from tests.access.world import ABSENT_UUID, ask, signed_in
from tests.engines.sample import sampled
from tests.privacy.sentinels import KEY, NAMES, PLANTED, leaks, leaks_of_answer, leaks_of_letter
from tests.privacy.story import READERS, STAFF, crawl, live, make_people

pytestmark = pytest.mark.django_db
# Who has or had a part; to all others the case answers like nothing, which tests/access proves.
PARTIES = ("mentor", "second", "colleague", "moderator")
# Where each reader hears her speak, by stages: there the pseudonym of the case has to stand.
HEARD = {
    "awaiting": ("mentor", "moderator"),
    "in work, colleague reads": ("mentor", "colleague", "moderator"),
    "second version": ("mentor", "colleague", "moderator"),
    "second opinion in work": ("mentor", "second", "moderator"),
    "two opinions": ("mentor", "second", "moderator"),
    "completed": ("mentor", "second", "moderator"),
}


@pytest.fixture
def world():
    return make_people()


@pytest.fixture(scope="module", autouse=True)
def _wide_logs():
    """Loggers that are quiet by default speak too."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    yield
    root.setLevel(level)


def is_looked_at(stage: str) -> bool:
    """Every stage on SQLite; on PostgreSQL, where the pages are the same code, those at which they show most."""
    return connection.vendor == "sqlite" or stage in ("second version", "two opinions", "completed")


def pages_of(case: Case) -> list[str]:
    """Every address of a case, its files included."""
    files = [str(key) for key in Attachment.objects.filter(case=case).values_list("public_id", flat=True)]
    places = [
        route.filled({"number": case.number, "public_id": file, "arrow": "complete"}, 1)
        for route in all_routes()
        if "number" in route.gaps() and not route.place.startswith("/admin/looks")
        for file in (files if "public_id" in route.gaps() else [ABSENT_UUID])
    ]
    return sorted(set(places))


def seen_by(world, reader: str, case: Case) -> dict[str, set[str]]:
    """What leaks on the pages of a case and on the reader's own lists."""
    client = signed_in(world.users[reader])
    own = ["/cabinet/", "/cabinet/mentor/", "/notices/", "/profile/exclusions/", "/profile/data/export/"]
    found = {}
    for place in [*pages_of(case), *own]:
        answer = ask(client, "get", place)
        assert answer.status_code < 500, place
        if names := leaks_of_answer(answer):
            found[place] = names
    return found


@pytest.mark.slow
def test_no_reader_learns_at_any_stage_who_she_is(world, caplog):
    caplog.set_level(logging.DEBUG)
    found, heard = {}, []
    for stage in filter(is_looked_at, live(world)):
        for reader in PARTIES:
            for place, names in seen_by(world, reader, world.case).items():
                found[stage, reader, place] = names
        for reader in HEARD.get(stage, ()):
            page = signed_in(world.users[reader]).get(reverse("cases:case", args=[world.case.number]))
            assert f"Автор кейса {world.case.label}" in page.content.decode(), (stage, reader)
            heard.append(reader)
    assert found == {}
    assert len(heard) == sum(len(readers) for stage, readers in HEARD.items() if is_looked_at(stage))
    told = {
        name
        for record in caplog.records
        for name in leaks(f"{record.getMessage()} {record.args} {record.exc_text}")
    }
    assert told == set()


@pytest.mark.slow
@pytest.mark.parametrize("reader", sampled(READERS, on_both=("mentor", "moderator")))
def test_no_page_that_links_lead_to_tells_who_she_is(world, reader):
    for _stage in live(world):
        pass
    starts = ["/", "/cabinet/", "/notices/", "/profile/", reverse("cases:case", args=[world.case.number])]
    starts += [reverse("cases:case", args=[case.number]) for case in world.others]
    if reader in STAFF:
        starts += ["/admin/", reverse("desk_cases:case", args=[world.case.number])]
        starts += [reverse("desk_cases:case", args=[case.number]) for case in world.others]
    found, pages = {}, 0
    for place, answer in crawl(world.users[reader], *starts):
        pages += 1
        assert answer.status_code < 500, place
        if names := leaks_of_answer(answer):
            found[place] = names
    assert found == {}
    assert pages > (60 if reader in ("moderator", "editor") else 15)


@pytest.mark.slow
@pytest.mark.parametrize("reader", sampled(READERS, on_both=("mentor", "moderator")))
def test_no_address_of_the_portal_tells_who_she_is_even_when_asked_for_her_key(world, reader):
    for stage in live(world):
        if stage == "in work, colleague reads":
            break
    client, found = signed_in(world.users[reader]), {}
    known = {
        "number": world.case.number,
        "public_id": ABSENT_UUID,
        "direction": "problem",
        "arrow": "complete",
    }
    if reader in STAFF:
        known |= known_of_admin(world_like(world)) | {"object_id": KEY, "pk": KEY}
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


def world_like(world):
    """The shape that the table of the admin asks for."""
    world.numbers = {"work": world.case.number}
    return world


BULK = (
    "/admin/bulk/accounts/user/{}/",
    "/admin/bulk/mentoring/case/{}/",
    "/admin/bulk/mentoring/menteeprofile/{}/",
)


@pytest.mark.parametrize("reader", sampled(STAFF, on_both=("moderator",)))
def test_bulk_actions_choosers_and_searches_of_the_admin_name_nobody(world, reader):
    for stage in live(world):
        if stage == "clarifying":
            break
    client, found = signed_in(world.users[reader]), {}
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
            assert world.case.number not in hers, (place, word)


def test_letters_and_notices_to_others_say_nothing_of_her(world):
    for stage in live(world):
        if stage == "completed":
            break
    hers = PLANTED["e-mail"]
    others = [letter for letter in Email.objects.all() if letter.to != [hers]]
    assert len(others) > 12
    assert {letter.subject: names for letter in others if (names := leaks_of_letter(letter))} == {}
    # To herself her address stands in the header To; a bounce shows it to nobody else's case.
    assert all(
        letter.to == [hers] and not letter.cc and not letter.bcc for letter in Email.objects.filter(to=hers)
    )
    rows = Notice.objects.exclude(user=world.author)
    assert rows.count() > 12
    assert {
        row.kind: names for row in rows if (names := leaks(json.dumps(row.params) + f" {row.kind}"))
    } == {}


def test_control_a_leak_on_the_page_of_the_case_is_found(world, monkeypatch):
    def honest(case, *, sees_author):
        return case.author.get_full_name()

    for stage in live(world):
        if stage == "in work, colleague reads":
            break
    assert seen_by(world, "mentor", world.case) == {}
    monkeypatch.setattr(reading, "author_name", honest)
    for reader in ("mentor", "colleague", "moderator"):
        place = reverse("cases:case", args=[world.case.number])
        assert {"first name", "last name", "patronymic"} <= seen_by(world, reader, world.case)[place]
