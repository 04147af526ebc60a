"""A case on its way: the page, the workflow's history and what is left when it is taken back."""

import pytest
from django.utils.translation import override
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState
from wagtail.search.backends import get_search_backend

from knowledge_base import moderation
from knowledge_base.models import AuthorApprovalTask, DeidentifyTask, PublishTask, SolvedCasePage
from knowledge_base.shipped import load_library_frame, workflow
from mentoring.enums import PublicationStatus as Status
from tests import library, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return library.make_public_case("Секретный заголовок", Status.PREPARING)


def walk(case, *statuses, by=None):
    for status in statuses:
        library.move(case, status, by=by)
    return SolvedCasePage.objects.get(public_case=case)


def history():
    rows = TaskState.objects.order_by("started_at", "pk").select_related("task", "finished_by")
    return [(row.task.specific_class, row.status, row.finished_by and row.finished_by.email) for row in rows]


def test_the_workflow_comes_once():
    load_library_frame()
    assert load_library_frame() == 0
    assert [task.specific_class for task in workflow().tasks] == [
        DeidentifyTask, AuthorApprovalTask, PublishTask,
    ]  # fmt: skip


def test_preparing_makes_one_draft_that_says_nothing(case):
    page = walk(case, Status.PREPARING, Status.PREPARING)
    assert (page.live, page.title, page.slug) == (False, f"Кейс {case.key}", case.key)
    assert (page.search_description, page.get_parent().slug) == ("", "cases")
    assert "Секретный" not in str([row.content for row in Revision.objects.for_instance(page)])
    assert history() == [(DeidentifyTask, "in_progress", None)]


def test_the_road_to_the_library_stands_in_the_history(case):
    anna = people.make_moderator()
    page = walk(case, Status.PREPARING, Status.WITH_AUTHOR, by=anna)
    walk(case, Status.APPROVED, by=people.make_mentee())
    page = walk(case, Status.PUBLISHED, by=anna)
    assert history() == [
        (DeidentifyTask, "approved", "anna@example.org"),
        (AuthorApprovalTask, "approved", None),
        (PublishTask, "approved", "anna@example.org"),
    ]
    assert (page.live, page.title, page.search_description) == (True, case.title, case.summary)
    assert WorkflowState.objects.for_instance(page).get().status == WorkflowState.STATUS_APPROVED


def test_the_author_is_named_nowhere_in_the_admin(case):
    olga, anna = people.make_mentee(), people.make_moderator()
    walk(case, Status.PREPARING, Status.WITH_AUTHOR, by=anna)
    walk(case, Status.PREPARING, by=olga)
    walk(case, Status.WITH_AUTHOR, by=anna)
    walk(case, Status.APPROVED, by=olga)
    walk(case, Status.PUBLISHED, by=anna)
    walk(case, Status.WITHDRAWN, by=olga)
    named = set(TaskState.objects.values_list("finished_by", flat=True))
    named |= set(PageLogEntry.objects.values_list("user", flat=True))
    named |= set(Revision.objects.values_list("user", flat=True))
    named |= set(Page.objects.values_list("owner", flat=True))
    named |= set(WorkflowState.objects.values_list("requested_by", flat=True))
    assert named == {None, anna.pk}


def test_a_refusal_of_the_author_is_a_neutral_word_and_the_road_goes_on(case):
    with override("en"):
        walk(case, Status.PREPARING, Status.WITH_AUTHOR, Status.PREPARING)
    step = TaskState.objects.get(status="rejected")
    assert (step.task.specific_class, step.comment) == (
        AuthorApprovalTask, "The text goes back to be de-identified again.",
    )  # fmt: skip
    page = walk(case, Status.WITH_AUTHOR, Status.APPROVED, Status.PUBLISHED)
    assert page.live is True


def test_a_text_changed_after_the_approval_begins_anew(case):
    page = walk(case, Status.PREPARING, Status.WITH_AUTHOR, Status.APPROVED, Status.PREPARING)
    state = moderation.current(page)
    assert (state.current_task_state.task.specific_class, page.live) == (DeidentifyTask, False)
    assert walk(case, Status.WITH_AUTHOR, Status.APPROVED, Status.PUBLISHED).live is True


@pytest.mark.parametrize(
    "road",
    [
        [Status.PUBLISHED],
        [Status.APPROVED, Status.PUBLISHED],
        [Status.PREPARING, Status.PUBLISHED, Status.PUBLISHED],
        [Status.PREPARING, Status.WITH_AUTHOR, Status.PREPARING, Status.PUBLISHED],
    ],
)
def test_missed_and_doubled_steps_do_no_harm(case, road):
    assert walk(case, *road).live is True


@pytest.mark.parametrize("end", [Status.WITHDRAWN, Status.REFUSED])
def test_what_is_taken_back_leaves_no_words_behind(case, client, end):
    anna = people.make_moderator()
    page = walk(case, Status.PREPARING, Status.WITH_AUTHOR, Status.APPROVED, Status.PUBLISHED, by=anna)
    url = page.url
    assert client.get(url).status_code == 200
    page = walk(case, end)
    assert (page.live, page.title, page.draft_title, client.get(url).status_code) == (
        False, f"Кейс {case.key}", f"Кейс {case.key}", 404,
    )  # fmt: skip
    kept = [
        *Revision.objects.for_instance(page).values("content", "object_str", "approved_go_live_at"),
        *PageLogEntry.objects.filter(page=page).values("label", "data"),
        *Page.objects.filter(pk=page.pk).values(),
    ]
    assert [row for row in kept if "Секретный" in str(row) or "коротко" in str(row)] == []
    found = get_search_backend().search("Секретный", Page.objects.all())
    assert [row.pk for row in found] == []


def test_a_withdrawn_case_may_come_back(case):
    walk(case, Status.PUBLISHED, Status.WITHDRAWN)
    page = walk(case, Status.PREPARING, Status.WITH_AUTHOR, Status.APPROVED, Status.PUBLISHED)
    assert (page.live, page.title) == (True, "Секретный заголовок")


def test_a_refused_case_that_never_had_a_page_gets_none(case):
    library.move(case, Status.REFUSED)
    assert SolvedCasePage.objects.count() == 0


def test_the_steps_offer_nothing_to_press(case):
    page, anna = walk(case, Status.PREPARING), people.make_moderator()
    task = moderation.current(page).current_task_state.task.specific
    assert task.get_actions(page, anna) == []
    assert task.locked_for_user(page, anna) is True
    assert (task.user_can_access_editor(page, anna), task.user_can_access_editor(page, people.make_user("vera"))) == (
        True, False,
    )  # fmt: skip
    assert moderation.current(page).user_can_cancel(anna) is False
