"""Keeping a page and saying whether it helped: signed in, doubled, without a script, over and done with."""

import pytest

from accounts.closing import close_account
from accounts.export import own_data
from knowledge_base.models import Mark, SavedItem
from tests import library, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return library.make_resource()


@pytest.fixture
def olga(client):
    user = people.make_mentee()
    client.force_login(user)
    return user


def test_a_visitor_is_asked_to_sign_in(client, page):
    for deed in ("save", "mark"):
        answer = client.post(f"/library/{page.pk}/{deed}/", {"keep": "yes", "helped": "yes"})
        assert answer["Location"].startswith("/accounts/login/")
    assert (SavedItem.objects.count(), Mark.objects.count()) == (0, 0)


def test_nothing_changes_by_looking(client, page, olga):
    assert [client.get(f"/library/{page.pk}/{deed}/").status_code for deed in ("save", "mark")] == [405, 405]


def test_saving_twice_is_saving_once(client, page, olga):
    for _ in range(2):
        answer = client.post(f"/library/{page.pk}/save/", {"keep": "yes"})
        assert (answer.status_code, answer["Location"]) == (302, f"{page.url}#keeping")
    assert olga.saved_items.count() == 1
    assert page.title in client.get("/library/saved/").content.decode()
    for _ in range(2):
        client.post(f"/library/{page.pk}/save/", {"keep": ""})
    assert olga.saved_items.count() == 0
    assert page.title not in client.get("/library/saved/").content.decode()


def test_a_word_may_be_said_changed_and_taken_back(client, page, olga):
    people.make_user("elena").library_marks.create(page=page, helped=True)
    for said, expected in (
        ("yes", (2, 2)),
        ("yes", (2, 2)),
        ("no", (1, 2)),
        ("", (1, 1)),
        ("rubbish", (1, 1)),
    ):
        client.post(f"/library/{page.pk}/mark/", {"helped": said})
        keeping = client.get(page.url).context["keeping"]
        assert (keeping.helped, keeping.marked) == expected


def test_with_a_script_only_the_part_comes_back(client, page, olga):
    answer = client.post(f"/library/{page.pk}/mark/", {"helped": "yes"}, headers={"HX-Request": "true"})
    words = answer.content.decode()
    assert (answer.status_code, "<html" in words, "Помогло 1 из 1" in words) == (200, False, True)
    assert 'id="helped-yes" name="helped" value="" aria-pressed="true"' in words


def test_a_stranger_to_csrf_changes_nothing(page):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(people.make_mentee())
    assert client.post(f"/library/{page.pk}/save/", {"keep": "yes"}).status_code == 403
    assert SavedItem.objects.count() == 0


def test_what_cannot_be_read_cannot_be_kept(client, page, olga):
    page.unpublish()
    missing = client.post("/library/987654321/save/", {"keep": "yes"})
    hidden = client.post(f"/library/{page.pk}/save/", {"keep": "yes"})
    front = client.post(f"/library/{page.get_parent().pk}/save/", {"keep": "yes"})
    assert [a.status_code for a in (missing, hidden, front)] == [404, 404, 404]


def test_what_was_saved_and_is_closed_now_is_not_listed(client, page, olga):
    olga.saved_items.create(page=page)
    page.unpublish()
    assert page.title not in client.get("/library/saved/").content.decode()


def test_own_data_tells_both_and_deletion_forgets_both(page, olga):
    olga.saved_items.create(page=page)
    olga.library_marks.create(page=page, helped=False)
    data = own_data(olga)
    assert [row["page"] for row in data["saved_in_the_library"]] == [page.title]
    assert [(row["page"], row["helped"]) for row in data["marks_in_the_library"]] == [(page.title, False)]
    close_account(olga)
    assert (SavedItem.objects.count(), Mark.objects.count()) == (0, 0)
