"""What is typed is kept: two tabs, an ended session, a lost answer."""

import uuid

import pytest
from django.urls import reverse

from mentoring.autosave import owner_mark
from mentoring.enums import State
from mentoring.models import Case
from tests import people
from tests.mentoring.test_drafts import STORY

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def olga(client):
    user = people.make_mentee()
    people.make_rubric()
    client.force_login(user)
    return user


def save(client, case, **typed):
    return client.post(reverse("cases:autosave", args=[case.number]), {**STORY, **typed}, **JSON)


def test_the_first_save_makes_the_draft_and_tells_where_it_is(client, olga):
    posted = {**STORY, "idempotency_key": str(uuid.uuid4()), "title": "Начало"}
    place = reverse("cases:autosave_new", args=["problem"])
    first = client.post(place, posted, **JSON).json()
    case = Case.objects.get()
    assert first == {
        "revision": 1,
        "saved_at": first["saved_at"],
        "page": reverse("cases:draft", args=[case.number]),
        "autosave": reverse("cases:autosave", args=[case.number]),
        "attach": reverse("cases:attach", args=[case.number]),
        "key": f"draft-{case.number}",
    }
    assert len(first["saved_at"]) == 5
    # The answer was lost on its way: the same text comes again, and is no conflict.
    assert client.post(place, posted, **JSON).json()["revision"] == 1
    assert Case.objects.count() == 1


def test_nothing_is_demanded_while_one_types_but_lengths_are_cut(client, olga, settings):
    case = people.make_draft(olga)
    typed = {
        "title": "ы" * 500,
        "situation": "",
        "rubrics": ["no-such"],
        "format": "public",
        "years": "много",
    }
    assert save(client, case, **typed).status_code == 200
    version = case.draft_version()
    assert (len(version.title), version.situation, version.years) == (settings.CASE_TITLE_MAX, "", None)
    case.refresh_from_db()
    assert (case.format, case.rubrics.count()) == ("anonymous", 0)


def test_the_older_of_two_tabs_is_told_and_overwrites_nothing(client, olga):
    case = people.make_draft(olga)
    assert save(client, case, situation="Первая вкладка").json()["revision"] == 1
    late = save(client, case, situation="Вторая вкладка")
    assert late.status_code == 409
    assert (late.json()["revision"], late.json()["texts"]["situation"]) == (1, "Первая вкладка")
    assert case.draft_version().situation == "Первая вкладка"
    # Having seen both, the person decides for the second.
    assert save(client, case, situation="Вторая вкладка", saved_revision="1").json()["revision"] == 2
    assert case.draft_version().situation == "Вторая вкладка"


def test_without_scripts_the_older_tab_shows_both_texts(client, olga):
    case = people.make_draft(olga)
    save(client, case, situation="Первая вкладка")
    page = client.post(
        reverse("cases:draft", args=[case.number]), {**STORY, "situation": "Вторая", "do": "save"}
    )
    assert page.status_code == 409
    assert [part["text"] for part in page.context["newer"]] == ["Первая вкладка"]
    assert page.context["form"]["situation"].value() == "Вторая"
    assert (page.context["saved_revision"], page.context["form"].errors) == (1, {})


def test_an_ended_session_answers_a_script_with_401(client, olga):
    case = people.make_draft(olga)
    client.logout()
    answer = save(client, case, situation="Без входа")
    assert (answer.status_code, answer.json()["login"]) == (401, reverse("account_login"))
    assert case.draft_version().situation == "Пишет после одиннадцати вечера."


def test_text_posted_without_a_session_waits_until_one_signs_in(client, olga):
    case = people.make_draft(olga)
    place = reverse("cases:draft", args=[case.number])
    client.logout()
    typed = {**STORY, "situation": "Не потеряйте меня", "do": "submit", "owner": owner_mark(olga)}
    away = client.post(place, typed)
    assert (away.status_code, away.url) == (302, f"{reverse('account_login')}?next={place}")
    client.force_login(olga)
    page = client.get(place)
    assert (page.context["kept"], page.context["form"]["situation"].value()) == (True, "Не потеряйте меня")
    assert client.get(place).context["kept"] is False


def test_kept_text_is_shown_to_its_owner_only(client, olga):
    elena = people.make_mentee("elena")
    client.logout()
    place = reverse("cases:start", args=["problem"])
    client.post(place, {**STORY, "situation": "Это писала Ольга", "owner": owner_mark(olga)})
    client.force_login(elena)
    page = client.get(place)
    assert page.context["kept"] is False
    assert "Это писала Ольга" not in page.content.decode()


def test_text_of_one_person_is_not_saved_under_another(client, olga):
    elena = people.make_mentee("elena")
    client.force_login(elena)
    posted = {**STORY, "idempotency_key": str(uuid.uuid4()), "owner": owner_mark(olga)}
    answer = client.post(reverse("cases:autosave_new", args=["problem"]), posted, **JSON)
    assert (answer.status_code, Case.objects.count()) == (401, 0)
    assert client.post(reverse("cases:start", args=["problem"]), posted).status_code == 404
    assert Case.objects.count() == 0


def test_a_late_save_of_a_sent_version_begins_no_new_one(client, olga):
    case = people.make_case(olga)
    late = save(client, case, situation="Опоздало")
    assert (late.status_code, late.json()["code"]) == (409, "state")
    assert case.versions.count() == 1


def test_the_next_version_is_saved_beside_the_sent_one(client, olga):
    case = people.make_case(olga)
    assert save(client, case, situation="Второй вариант", ordinal="2").json()["revision"] == 1
    assert case.state == State.CHOOSING
    assert case.latest_version().situation == "Пишет после одиннадцати вечера."
    assert case.draft_version().situation == "Второй вариант"


def test_only_post_saves(client, olga):
    case = people.make_draft(olga)
    answer = client.get(reverse("cases:autosave", args=[case.number]))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
