"""Pages and the index: what is published waits for the worker, what is taken back goes at once."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils.module_loading import import_string
from wagtail.models import Page

from home.models import PlainPage
from mentoring.models import Rubric
from mentoring.models.rubric import merge
from search import interface, pages
from search.found import Query
from search.models import Document, IndexTask
from tests.people import make_rubric
from tests.search.library import make_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_pages_are_indexed(monkeypatch):
    """Let a page of text give itself to the index, as the pages of the library do."""

    def published_text(self):
        return make_text(
            self.pk, title=self.title, url=self.url_path, published_at=datetime(2025, 1, 1, tzinfo=UTC),
            members_only=self.slug.startswith("closed"),
        )  # fmt: skip

    monkeypatch.setattr(PlainPage, "published_text", published_text, raising=False)


def make_page(title: str, slug: str, parent=None, **fields) -> PlainPage:
    """A page below the root or another page, published."""
    page = PlainPage(title=title, slug=slug, body="<p>Текст</p>", live=False, **fields)
    (parent or Page.objects.get(depth=1)).add_child(instance=page)
    page.save_revision().publish()
    return PlainPage.objects.get(pk=page.pk)


def found(text: str = "", *, member: bool = True) -> list[int]:
    """Keys of what a question finds."""
    return [hit.page_id for hit in interface.search(Query(text, member=member)).items]


def test_the_worker_indexes_what_was_published():
    page = make_page("Буллинг", "bulling")
    assert found("буллинг") == []
    assert [import_string(name)(limit=9) for name in settings.WORKER_DEEDS] == [1]
    assert found("буллинг") == [page.pk]
    assert IndexTask.objects.count() == 0
    page.title = "Травля"
    page.save_revision().publish()
    assert pages.index_due() == 1
    assert (found("травля"), found("хобби")) == ([page.pk], [])
    assert pages.index_due() == 0


def test_what_is_taken_back_is_gone_at_once_and_stays_gone():
    page = make_page("Буллинг", "bulling")
    pages.index_due()
    page.save_revision().publish()
    page.unpublish()
    assert found("буллинг") == []
    assert pages.index_due() == 0
    pages.note([page.pk])
    pages.index_due()
    assert found() == []


def test_a_refused_withdrawal_leaves_the_index_as_it_was():
    page = make_page("Буллинг", "bulling")
    pages.index_due()
    with transaction.atomic():
        page.unpublish()
        assert found("буллинг") == []
        transaction.set_rollback(True)
    assert found("буллинг") == [page.pk]


def test_a_page_hidden_by_hand_or_deleted_is_gone():
    first, second = make_page("Буллинг", "one"), make_page("Буллинг", "two")
    pages.index_due()
    first.live = False
    first.save()
    assert found("буллинг") == [second.pk]
    second.delete()
    assert (found(), Document.objects.count()) == ([], 0)


def test_what_becomes_for_members_is_hidden_before_the_worker_comes():
    page = make_page("Ветрянка", "open")
    pages.index_due()
    assert found("ветрянка", member=False) == [page.pk]
    page.slug = "closed"
    page.save_revision().publish()
    assert found("ветрянка", member=False) == []
    assert interface.search(Query("вятрянка")).corrected != "ветрянка"
    pages.index_due()
    assert (found("ветрянка", member=False), found("ветрянка")) == ([], [page.pk])


def test_addresses_follow_a_page_that_moves():
    below, page = make_page("Раздел", "section"), make_page("Буллинг", "bulling")
    pages.index_due()
    page.move(below, pos="last-child")
    assert pages.index_due() == 1
    assert Document.objects.get(pk=page.pk).body.url == "/section/bulling/"


def test_the_index_can_be_made_anew():
    page = make_page("Буллинг", "bulling")
    interface.index(make_text(999_999, title="Чего нет"))
    out = StringIO()
    call_command("rebuild_index", stdout=out)
    assert out.getvalue() == "1 pages are in the index.\n"
    assert found() == [page.pk]
    assert IndexTask.objects.count() == 0


def test_documents_follow_a_merged_rubric():
    old, new = make_rubric("staraya", "Старая"), make_rubric("novaya", "Новая")
    interface.index(make_text(1, rubrics=("staraya",)))
    interface.index(make_text(2, rubrics=("staraya", "novaya")))
    merge(old, into=Rubric.objects.get(pk=new.pk))
    facet = interface.search(Query(member=True)).facets["rubric"]
    assert [(value.value, value.count) for value in facet] == [("novaya", 2)]
