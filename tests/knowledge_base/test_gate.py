"""A case is live in the library only while it is published, whatever road somebody tries."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page

from knowledge_base.drafting import draft_page, publish_page
from knowledge_base.models import LibrarySectionPage, PublicationRefused, SolvedCasePage
from mentoring.enums import PublicationStatus as Status
from mentoring.models import PublicCase
from tests import library, people

pytestmark = pytest.mark.django_db

UNPUBLISHED = [status for status in Status.values if status != Status.PUBLISHED]


@pytest.fixture
def draft():
    return draft_page(library.make_public_case("Секретный заголовок", Status.APPROVED))


def assert_hidden(page):
    assert Page.objects.get(pk=page.pk).live is False
    assert "Секретный" not in SolvedCasePage.objects.get(pk=page.pk).title


@pytest.mark.parametrize("status", UNPUBLISHED)
def test_a_flag_and_a_save_are_refused(status):
    page = draft_page(library.make_public_case("Секретный заголовок", status))
    page.live = True
    with pytest.raises(PublicationRefused):
        page.save()
    assert_hidden(page)


def test_a_save_without_cleaning_is_refused(draft):
    draft.live = True
    with pytest.raises(PublicationRefused):
        draft.save(clean=False)
    with pytest.raises(PublicationRefused):
        draft.save(update_fields=["live"], clean=False)
    assert_hidden(draft)


def test_cleaning_says_so_as_a_form_would(draft):
    draft.live = True
    with pytest.raises(ValidationError):
        draft.full_clean()


def test_publishing_a_revision_is_refused(draft):
    revision = draft.save_revision()
    for publish in (revision.publish, lambda: draft.publish(revision)):
        with pytest.raises(PublicationRefused):
            publish()
    assert_hidden(draft)


def test_publishing_from_the_base_class_is_refused(draft):
    with pytest.raises(PublicationRefused):
        Page.objects.get(pk=draft.pk).get_latest_revision().publish()
    assert_hidden(draft)


def test_nothing_can_be_scheduled(draft):
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    revision = draft.save_revision()
    assert revision.content["go_live_at"] is None
    with pytest.raises(PublicationRefused):
        draft.save_revision(approved_go_live_at=timezone.now())
    call_command("publish_scheduled")
    assert_hidden(draft)


def test_a_schedule_slipped_into_the_table_opens_nothing_and_stops_nobody_elses(draft, caplog):
    draft.revisions.update(approved_go_live_at=timezone.now() - timedelta(hours=2))
    other = library.make_resource(live=False)
    other.save_revision(approved_go_live_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled")
    assert_hidden(draft)
    assert Page.objects.get(pk=other.pk).live
    assert f"page {draft.pk}" in caplog.text
    assert not draft.revisions.exclude(approved_go_live_at=None).exists()


@pytest.mark.parametrize("superuser", [True, False])
def test_the_editor_and_the_bulk_action_publish_nothing(client, draft, superuser):
    vera = people.make_user("vera", is_superuser=superuser)
    vera.groups.add(Group.objects.get(name="Editors"))
    client.force_login(vera)
    form = {"materials-TOTAL_FORMS": 0, "materials-INITIAL_FORMS": 0, "action-publish": "1"}
    client.post(f"/admin/pages/{draft.pk}/edit/", form)
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={draft.pk}", {"next": "/admin/"})
    assert_hidden(draft)


@pytest.mark.parametrize("superuser", [True, False])
def test_a_published_case_is_not_unpublished_deleted_moved_or_copied_in_the_admin(client, superuser):
    page = library.make_solved_case()
    vera = people.make_user("vera", is_superuser=superuser)
    vera.groups.add(Group.objects.get(name="Editors"))
    client.force_login(vera)
    for deed in ("unpublish", "delete", "copy"):
        client.post(f"/admin/pages/{page.pk}/{deed}/", {"new_title": "К", "new_slug": "k"})
    client.post(f"/admin/pages/{page.pk}/move/{page.get_parent().pk}/confirm/")
    for deed in ("unpublish", "delete"):
        client.post(f"/admin/bulk/wagtailcore/page/{deed}/?id={page.pk}")
    assert list(SolvedCasePage.objects.values_list("pk", "live")) == [(page.pk, True)]
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_copying_is_refused(draft):
    published = library.make_solved_case("Другой")
    cases = LibrarySectionPage.objects.get(kind="cases")
    for page in (draft, published):
        with pytest.raises(PublicationRefused):
            page.copy(update_attrs={"slug": "copy"})
        with pytest.raises(ValidationError):
            CopyPageAction(page, to=cases, update_attrs={"slug": "copy"}, keep_live=True).execute()
        with pytest.raises(ValidationError):
            CopyPageAction(page, to=cases, update_attrs={"slug": "copy"}).execute()


def test_the_frame_is_not_copied_or_deleted_by_anybody():
    library.make_solved_case()
    oleg = people.make_user("oleg", is_superuser=True)
    section = LibrarySectionPage.objects.get(kind="cases")
    with pytest.raises(ValidationError):
        section.copy(recursive=True, user=oleg, update_attrs={"slug": "again"})
    with pytest.raises(PermissionDenied):
        section.delete(user=oleg)
    may = section.permissions_for_user(oleg)
    assert (may.can_copy(), may.can_unpublish(), may.can_edit()) == (False, False, True)


def test_another_case_cannot_come_in_by_a_revision(draft):
    other = library.make_public_case("Опубликован")
    revision = draft.latest_revision
    revision.content["public_case"] = other.pk
    revision.save()
    assert revision.as_object().public_case_id == draft.public_case_id


@pytest.mark.parametrize("slipped", ["page", "case"])
def test_what_slips_past_the_page_is_shown_nowhere(client, draft, slipped):
    """An UPDATE cannot be refused; every reader's road asks for the status too."""
    if slipped == "page":
        Page.objects.filter(pk=draft.pk).update(live=True, title="Секретный заголовок", slug="secret")
        page = SolvedCasePage.objects.get(pk=draft.pk)
    else:
        page = publish_page(library.make_public_case("Секретный заголовок"))
        PublicCase.objects.filter(pk=page.public_case_id).update(status=Status.WITHDRAWN)
    library.make_collection(page)
    client.force_login(people.make_mentee())
    shown = []
    for path in (
        page.url, "/library/", "/library/cases/", "/library/collections/pervyi-mesyac/", "/library/feed/",
        "/library/feed/atom/", "/sitemap.xml", "/api/v1/library/cases/", f"/api/v1/library/cases/{page.pk}/",
    ):  # fmt: skip
        answer = client.get(path)
        words = answer.content.decode().replace(path, "")
        shown += [path] if "Секретный" in words or page.slug in words else []
    assert shown == []
    assert client.get(page.url).status_code == 404
    assert client.post(f"/library/{page.pk}/save/", {"keep": "yes"}).status_code == 404
    assert page.published_text() is None


def test_the_control_a_published_case_is_shown(client):
    page = library.make_solved_case("Открытый заголовок")
    for path in (page.url, "/library/", "/library/cases/", "/library/feed/", "/api/v1/library/cases/"):
        assert "Открытый заголовок" in client.get(path).content.decode(), path
    assert page.slug in client.get("/sitemap.xml").content.decode()
    assert page.published_text().title == "Открытый заголовок"
