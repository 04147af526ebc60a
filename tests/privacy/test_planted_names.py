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
from tests.access.test_url_matrix import all_routes
from tests.access.world import ABSENT_UUID, ask, signed_in
from tests.privacy.sentinels import PLANTED, leaks, leaks_of_answer, leaks_of_letter
from tests.privacy.story import live, make_people

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
