"""A name in a case does not come into the library by any way, and a withdrawn case is nowhere any more."""

import itertools
import json
import re

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from mentoring.enums import State
from mentoring.models import Deidentification, MenteeProfile, PublicCase
from mentoring.privacy import deidentifying, publication
from tests import people
from tests.access.world import ask, signed_in
from tests.privacy.sentinels import leaks, leaks_of_answer
from tests.privacy.story import crawl, make_people
from tests.privacy.works import by_now, crowd, word_given

pytestmark = pytest.mark.django_db
# Everybody who may come to what is published or to its page in the admin. Moderators see originals at their desk.
EYES = ("visitor", "mentee", "second", "stranger", "editor", "researcher")
# A word of the case that is in no other text of the portal: by it a withdrawn case would be recognised.
MARK = "кашалотиков"
FEEDS = ("/library/feed/", "/sitemap.xml", "/api/v1/library/cases/", f"/library/search/?q={MARK}")
# What moderators and the author see of a case, and the case itself: never read by the rooms that publish.
PRIVATE = {
    "mentoring.Deidentification", "mentoring.Ruling", "mentoring.CaseVersion", "mentoring.MenteeProfile",
    "accounts.User", "account.EmailAddress",
}  # fmt: skip


@pytest.fixture
def world():
    """The planted author and a case whose every text names her, her school and her town."""
    world = make_people()
    crowd(24, subject="biology", stage="basic", years=2)
    MenteeProfile.objects.filter(user=world.author).update(subject="biology", stage="basic", years=2)
    mentor = world.users["mentor"]
    case = people.make_case(world.author, mentor, State.COMPLETED)
    case.versions.update(
        title=f"Аграфена Жужелицына и {MARK}",
        situation=f"Я, Жужелицына Аграфена Дормидонтовна, веду кружок {MARK} в Кряжимском лицее № 4711. "
        "Пишите на zhuzha.k7@kryazhimsk.example или звоните +7 (999) 271-82-81. Завуч говорит: «Жужелицыной "
        "не место в Заплавинской области». А ЖУЖЕЛИЦЫНА ПЛАЧЕТ, и аграфену никто не слышит.",
        tried="Писала в телеграм @telega_agrafeny и Аграфене Дормидонтовне из отдела.",
        question="Что делать Аграфене?",
    )
    option = case.consultations.get().solution.options.get()
    option.steps = "Аграфена Дормидонтовна, выдохните\nПозвоните в Кряжимский лицей"
    option.expected = "У Жужелицыных станет спокойно"
    option.save()
    word_given(case)
    world.case, world.work = case, publication.enter_queue(case)
    return world


def publish(world) -> PublicCase:
    """As a hurried moderator does it: everything certain replaced, posts kept, all the rest replaced too."""
    moderator = world.users["moderator"]
    work = deidentifying.replace_sure(world.work, by=moderator, seen=world.work.revision)
    work = deidentifying.keep_posts(by_now(work), by=moderator, seen=by_now(work).revision)
    while found := [f for f in deidentifying.open_findings(by_now(work)) if f.fragment != MARK]:
        work = deidentifying.replace(
            by_now(work), found[0].fragment, found[0].label, by=moderator, seen=by_now(work).revision
        )
    if deidentifying.open_count(by_now(work)):
        label = deidentifying.open_findings(by_now(work))[0].label
        deidentifying.keep(by_now(work), MARK, label, by=moderator, seen=by_now(work).revision)
    copy = publication.send_to_author(by_now(work).public_case, by=moderator)
    copy = publication.approve(copy, by=world.author, digest=copy.digest)
    return publication.publish(copy, by=moderator)


def rows_outside(private: set[str]) -> dict[str, str]:
    """Every row of every table that is not private, as text; tables without a model (the index) as well."""
    found, tables = {}, set()
    for model in apps.get_models():
        tables.add(model._meta.db_table)
        if model._meta.label not in private:
            values = model._base_manager.values()
            found[model._meta.label] = json.dumps(list(values), default=str, ensure_ascii=False)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in tables and "search" in table:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 our own tables
                found[table] = str(cursor.fetchall())
    return found


def test_nothing_of_her_comes_into_the_library(world):
    copy = publish(world)
    assert leaks(json.dumps([copy.title, copy.summary, copy.content], ensure_ascii=False)) == set()
    place = copy.page.url
    found, seen = {}, 0
    for eyes in EYES:
        user = world.users.get(eyes)
        starts = [place, "/library/", *FEEDS, "/"] + (["/admin/"] if eyes == "editor" else [])
        for at, answer in crawl(user, *starts, most=120):
            seen += MARK.encode() in answer.whole
            if names := leaks_of_answer(answer):
                found[eyes, at] = names
    assert found == {}
    # Each pair of eyes did see the case itself, its card and its feeds.
    assert seen >= 3 * len(EYES)


def test_no_row_that_the_rooms_of_the_library_read_names_her(world):
    publish(world)
    ground = {
        label for label in rows_outside(set()) if label.startswith(("mentoring.", "notices.", "post_office."))
    }
    public = rows_outside(PRIVATE | (ground - {"mentoring.PublicCase"}))
    assert {label: names for label, text in public.items() if (names := leaks(text))} == {}
    assert [label for label, text in public.items() if MARK in text]


def test_a_withdrawn_case_is_gone_from_every_page_feed_index_and_revision(world):
    copy = publish(world)
    place, shown = copy.page.url, rows_outside(PRIVATE)
    assert any("search" in label and MARK[:-2] in text for label, text in shown.items())
    publication.withdraw(copy, by=world.author)
    for eyes in EYES:
        client = signed_in(world.users.get(eyes))
        assert ask(client, "get", place).status_code == 404, eyes
        for at in (*FEEDS, "/library/"):
            body = (
                ask(client, "get", at).whole.decode().replace(f"q={MARK}", "").replace(f'value="{MARK}"', "")
            )
            assert copy.key not in body, (eyes, at)
    left = rows_outside(PRIVATE)
    kept = {"mentoring.PublicCase", *(label for label in left if label.startswith("mentoring."))}
    still = [label for label, text in left.items() if MARK[:-2] in text.lower() and label not in kept]
    assert still == []


def test_the_feeds_answer_alike_for_a_case_that_never_was(world):
    copy = publish(world)
    publication.withdraw(copy, by=world.author)
    visitor = signed_in(None)
    gone = ask(visitor, "get", copy.page.url)
    never = ask(visitor, "get", copy.page.url.replace(copy.key, "0" * 12))
    assert (gone.status_code, never.status_code) == (404, 404)
    assert _bare(gone.whole, copy.key) == _bare(never.whole, "0" * 12)


def _bare(page: bytes, key: str) -> str:
    """A page without what differs from one answer to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.decode().replace(key, ""))


def test_editors_find_nothing_of_an_unpublished_case(world):
    """On its way a case has a page in the admin; it holds the key and not a word of the case."""
    editor = signed_in(world.users["editor"])
    key = world.work.public_case.key
    pages = Deidentification.objects.get(pk=world.work.pk).public_case.page
    for place in (
        f"/admin/pages/{pages.get_parent().pk}/",
        f"/admin/pages/{pages.pk}/history/",
        f"/admin/pages/search/?q={MARK}",
        "/admin/reports/workflow/",
        "/admin/reports/site-history/",
    ):
        answer = ask(editor, "get", place)
        assert leaks_of_answer(answer) == set(), place
        said = answer.whole.decode().replace(f'value="{MARK}"', "").replace(f"q={MARK}", "")
        assert pages.title not in said or MARK not in said, place
    assert key


def test_control_a_name_left_in_the_text_is_found(world):
    copy = publish(world)
    PublicCase.objects.filter(pk=copy.pk).update(summary="Аграфена Жужелицына")
    answer = ask(signed_in(None), "get", copy.page.url)
    assert {"first name", "last name"} <= leaks_of_answer(answer)


def test_control_the_mark_is_seen_before_it_is_withdrawn(world):
    copy = publish(world)
    for place in itertools.chain([copy.page.url], FEEDS[:3]):
        body = ask(signed_in(None), "get", place).whole.decode()
        assert MARK in body or copy.key in body, place
    assert reverse("desk_publication:index")
