"""The registry at the desk: lists, the whole history, release, and the name that nobody reads in passing."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring.desk.registry import number_in
from mentoring.desk.stuck import stuck_cases
from mentoring.models import Case, ColleagueOpinion, IdentityLook, JournalEntry
from mentoring.refusal import Refused
from mentoring.workflow import advance
from notices.models import Notice
from tests import people

pytestmark = pytest.mark.django_db
PLANTED = ("Секретнова", "Аполлинария", "sentinel-apollinaria", "Лицей тайный")


def staff(key: str, role: str, *rights: str):
    """A member of the staff."""
    user = people.make_user(key)
    user.groups.add(Group.objects.get(name=role))
    for right in rights:
        user.user_permissions.add(Permission.objects.get(codename=right))
    return get_user_model().objects.get(pk=user.pk)


@pytest.fixture
def anna(client):
    """The moderator, signed in."""
    anna = staff("anna", "Moderators")
    client.force_login(anna)
    return anna


@pytest.fixture
def hidden():
    """An author whose every word of identity is a sentinel."""
    author = people.make_user(
        "sentinel-apollinaria", first_name="Аполлинария", last_name="Секретнова", patronymic=""
    )
    from mentoring.models import MenteeProfile

    MenteeProfile.objects.create(
        user=author, school="Лицей тайный", subject="biology", stage="basic", years=1
    )
    return author


def names(html: str) -> list[str]:
    return [word for word in PLANTED if word.casefold() in html.casefold()]


def long_story(author):
    """A case that was declined, taken, asked about, reworded, discussed with a colleague and solved."""
    ivan, maria, pavel = (people.make_mentor(key) for key in ("ivan", "maria", "pavel"))
    case = people.make_case(author, ivan, "awaiting", collegial=True)
    case = advance(case, "decline", by=ivan, reason="Уезжаю в отпуск", suggested_id=maria.pk)
    case = advance(people.choose(case, maria), "accept", by=maria)
    consultation = case.consultations.get(state="accepted")
    consultation.private_notes = "Моя тайная заметка"
    consultation.save()
    ColleagueOpinion.objects.create(
        consultation=consultation, colleague=pavel, question="Что думаете?", text="Я бы позвал отца.",
        answered_at=timezone.now(),
    )  # fmt: skip
    people.write_round(case, "Чего боится мама?")
    case = advance(case, "ask", by=maria)
    people.write_answers(case, "Кажется, она боится за сына.")
    people.write_version(case)
    case = advance(case, "reformulate", by=author)
    people.write_solution(case)
    return advance(case, "offer", by=maria)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("К-2026-000123", "2026-000123"), ("k-2026-000123", "2026-000123"), ("2026-000123", "2026-000123"),
     ("К 2026-0001", "2026-0001"), ("000123", "000123"), ("Секретнова", ""), ("К-", ""), ("1 or 1", "")],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed, found):
    assert number_in(typed) == found


def test_the_search_finds_a_case_by_its_number_and_by_nothing_else(client, anna, hidden):
    case = people.make_case(hidden, people.make_mentor(), "in_work")
    url = reverse("desk_cases:index")
    for typed in (case.label, f"K-{case.number}", case.number, case.number[-6:]):
        assert list(client.get(url, {"q": typed}).context["object_list"]) == [case], typed
    for typed in ("Секретнова", "sentinel-apollinaria@example.org", "Мама"):
        response = client.get(url, {"q": typed})
        assert list(response.context["object_list"]) == []


def test_filters_narrow_the_list_and_never_ask_about_the_author(client, anna, hidden):
    ivan = people.make_mentor()
    working = people.make_case(hidden, ivan, "in_work")
    people.make_case(people.make_mentee(), ivan, "completed", format="personal")
    url = reverse("desk_cases:index")
    assert list(client.get(url, {"state": "in_work"}).context["object_list"]) == [working]
    assert list(client.get(url, {"format": "anonymous"}).context["object_list"]) == [working]
    assert len(client.get(url, {"direction": "career"}).context["object_list"]) == 0
    assert len(client.get(url, {"author": hidden.pk, "author__last_name": "Нет"}).context["object_list"]) == 2


def test_drafts_are_not_in_the_registry(client, anna):
    draft = people.make_case(people.make_mentee(), state="draft")
    assert list(client.get(reverse("desk_cases:index")).context["object_list"]) == []
    assert client.get(reverse("desk_cases:case", args=[draft.number])).status_code == 404


@pytest.mark.parametrize("page", ["index", "stuck"])
def test_the_lists_ask_the_same_number_of_queries_for_1_and_3_cases(
    client, anna, django_assert_max_num_queries, page
):
    ivan, author = people.make_mentor(capacity=9), people.make_mentee()
    url = reverse(f"desk_cases:{page}")

    def queries(count: int) -> int:
        while Case.objects.count() < count:
            case = people.make_case(author, ivan, "in_work")
            Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(days=1))
        with django_assert_max_num_queries(15) as asked:
            assert len(client.get(url).context["object_list"]) == count
        return len(asked)

    client.get(url)
    assert queries(1) == queries(3)


def test_stuck_are_the_overdue_the_silent_and_those_whom_nobody_fits(client, anna):
    author, ivan = people.make_mentee(), people.make_mentor()
    late = people.make_case(author, ivan, "in_work")
    Case.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
    fine = people.make_case(author, ivan, "in_work")
    alone = people.make_case(author, direction="career")
    found = {case.pk: case.stuck for case in stuck_cases(now=timezone.now())}
    assert found == {late.pk: "overdue", alone.pk: "nobody"}
    listed = client.get(reverse("desk_cases:stuck")).context["object_list"]
    assert fine not in list(listed)
    assert client.get(reverse("desk_cases:index"), {"stuck": "any"}).context["paginator"].count == 2


def test_the_case_page_tells_the_whole_history(client, anna, hidden):
    case = long_story(hidden)
    response = client.get(reverse("desk_cases:case", args=[case.number]))
    html, history = response.content.decode(), response.context["history"]
    for words in ("Уезжаю в отпуск", "Чего боится мама?", "Кажется, она боится за сына.", "Что думаете?",
                  "Я бы позвал отца.", "Предложите встречу", "Громов", "Кравцова", "Сомов"):  # fmt: skip
        assert words in html, words
    assert [story.version.ordinal for story in history.versions] == [1, 2]
    assert "Дело в доверии." in "".join(piece.text for piece in history.versions[1].changes[0].pieces)
    assert [(c.mentor, c.reason) for c in history.consultations] == [
        ("Иван Петрович Громов", "Уезжаю в отпуск"),
        ("Мария Львовна Кравцова", ""),
    ]
    assert [row.chosen for _, _, five in history.proposals for row in five].count(True) == 2
    assert len(history.journal) == JournalEntry.objects.filter(case=case).count()
    assert "Моя тайная заметка" not in html


def test_the_case_page_asks_the_same_number_of_queries_however_long_the_story(client, anna, hidden):
    case = long_story(hidden)
    url = reverse("desk_cases:case", args=[case.number])

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    queries()
    once = queries()
    boris = people.make_mentor("boris")
    case = advance(case, "second_opinion", by=hidden)
    case = advance(people.choose(case, boris), "accept", by=boris)
    for text in ("А что было раньше?", "Что вы уже пробовали?", "Кто поможет?"):
        people.write_round(case, text)
        case = advance(case, "ask", by=boris)
        people.write_answers(case)
        people.write_version(case)
        case = advance(case, "reformulate", by=hidden)
    people.write_solution(case)
    advance(case, "offer", by=boris)
    assert queries() == once
    assert once <= 36


def test_an_answer_that_is_being_written_is_not_shown(client, anna, hidden):
    case = people.make_case(hidden, people.make_mentor(), "clarifying")
    people.write_answers(case, "Недописанный ответ")
    assert (
        "Недописанный ответ"
        not in client.get(reverse("desk_cases:case", args=[case.number])).content.decode()
    )


def test_no_page_of_the_desk_names_an_anonymous_author(client, anna, hidden):
    case = long_story(hidden)
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(days=1))
    urls = [
        reverse("wagtailadmin_home"),
        reverse("desk_cases:index"),
        reverse("desk_cases:index_results") + "?q=Секретнова",
        reverse("desk_cases:stuck"),
        reverse("desk_cases:case", args=[case.number]),
        reverse("mentoring_rubric_modeladmin_index"),
        reverse("wagtailadmin_reports:site_history"),
    ]
    for url in urls:
        response = client.get(url)
        assert response.status_code == 200, url
        assert (
            names(response.content.decode().replace("q=Секретнова", "").replace('value="Секретнова"', ""))
            == []
        ), url
    assert case.label in client.get(reverse("desk_cases:index")).content.decode()


def test_users_of_the_portal_are_not_listed_to_moderators(client, anna, hidden):
    for url in (
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:index_results"),
        reverse("wagtailusers_users:edit", args=[hidden.pk]),
        reverse("wagtailusers_users:delete", args=[hidden.pk]),
        reverse("wagtailusers_users:history", args=[hidden.pk]),
        reverse("wagtailusers_users:usage", args=[hidden.pk]),
        reverse("wagtailusers_groups:index"),
    ):
        response = client.get(url)
        assert response.status_code == 302, url
        assert names(response.content.decode()) == [], url


def test_wagtails_own_log_knows_nothing_of_cases(anna, hidden):
    from wagtail.models import ModelLogEntry

    long_story(hidden)
    assert ModelLogEntry.objects.count() == 0


def test_a_personal_case_shows_its_author(client, anna, hidden):
    case = people.make_case(hidden, people.make_mentor(), "in_work", format="personal")
    html = client.get(reverse("desk_cases:case", args=[case.number])).content.decode()
    assert "Аполлинария Секретнова" in html


def test_who_has_a_part_in_a_case_does_not_read_it_as_its_moderator(client, hidden):
    ivan = people.make_mentor()
    ivan.groups.add(Group.objects.get(name="Moderators"))
    case = people.make_case(hidden, ivan, "in_work")
    client.force_login(ivan)
    response = client.get(reverse("desk_cases:case", args=[case.number]))
    assert (response.status_code, response.headers["Location"]) == (
        302,
        reverse("cases:case", args=[case.number]),
    )


def test_a_moderator_releases_a_case_through_the_one_door(client, anna, hidden):
    case = people.make_case(hidden, people.make_mentor(), "in_work")
    url = reverse("desk_cases:release", args=[case.number])
    assert client.get(url).status_code == 200
    assert client.post(url, {"revision": case.revision - 1, "reason": "Молчит"}).status_code == 409
    assert client.post(url, {"revision": case.revision, "reason": ""}).status_code == 422
    assert client.post(url, {"revision": case.revision, "reason": "Молчит неделю"}).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.mentor) == ("choosing", None)
    assert case.consultations.get().reason == "Молчит неделю"
    assert client.get(url).status_code == 404


def test_without_its_own_right_nobody_looks_at_an_author(client, anna, hidden):
    case = people.make_case(hidden, people.make_mentor(), "in_work")
    url = reverse("desk_looks:reveal", args=[case.number])
    data = {"second": "True", "sure": "on", "reason": "Угроза жизни ребёнка"}
    for response in (client.get(url), client.post(url, data), client.get(reverse("desk_looks:index"))):
        assert (response.status_code, response.headers["Location"]) == (302, reverse("wagtailadmin_home"))
    assert IdentityLook.objects.count() == 0
    assert url not in client.get(reverse("desk_cases:case", args=[case.number])).content.decode()


def test_a_look_takes_a_reason_and_two_steps_is_written_down_and_told(client, hidden):
    elena = staff("elena", "Moderators", "reveal_author")
    client.force_login(elena)
    case = people.make_case(hidden, people.make_mentor(), "in_work")
    url = reverse("desk_looks:reveal", args=[case.number])
    assert names(client.get(url).content.decode()) == []
    assert client.post(url, {"reason": "надо"}).status_code == 409
    second = client.post(url, {"reason": "Угроза жизни ребёнка"})
    assert (second.status_code, names(second.content.decode())) == (200, [])
    assert client.post(url, {"second": "True", "reason": "Угроза жизни ребёнка"}).status_code == 422
    assert IdentityLook.objects.count() == 0
    shown = client.post(url, {"second": "True", "sure": "on", "reason": "Угроза жизни ребёнка"})
    look = IdentityLook.objects.get()
    assert (look.by, look.case, look.reason) == (elena, case, "Угроза жизни ребёнка")
    assert (shown.status_code, shown.headers["Location"]) == (303, reverse("desk_looks:look", args=[look.pk]))
    assert "Аполлинария Секретнова" in client.get(shown.headers["Location"]).content.decode()
    entry = JournalEntry.objects.get(arrow="identity_seen")
    assert (entry.case, entry.actor, entry.detail) == (case, elena, {"look": look.pk})
    assert list(Notice.objects.filter(kind="identity_seen").values_list("user", "case")) == [
        (hidden.pk, case.pk)
    ]
    listed = client.get(reverse("desk_looks:index")).content.decode()
    assert "Угроза жизни ребёнка" in listed
    assert names(listed) == []


def test_the_page_of_a_look_is_its_makers_and_ends(client, hidden, monkeypatch):
    elena, fedor = (
        staff("elena", "Moderators", "reveal_author"),
        staff("fedor", "Moderators", "reveal_author"),
    )
    case = people.make_case(hidden, people.make_mentor(), "in_work")
    from mentoring.desk.identity import reveal_author

    look = reveal_author(case, by=elena, reason="Угроза жизни ребёнка")
    url = reverse("desk_looks:look", args=[look.pk])
    client.force_login(fedor)
    assert client.get(url).status_code == 404
    client.force_login(elena)
    monkeypatch.setattr("mentoring.desk.identity.SHOWN_FOR", timedelta(0))
    ended = client.get(url)
    assert (ended.status_code, names(ended.content.decode())) == (200, [])


def test_a_personal_author_is_not_looked_at(hidden):
    from mentoring.desk.identity import reveal_author

    elena = staff("elena", "Moderators", "reveal_author")
    case = people.make_case(hidden, people.make_mentor(), "in_work", format="personal")
    with pytest.raises(Refused):
        reveal_author(case, by=elena, reason="Угроза жизни ребёнка")
    assert IdentityLook.objects.count() == 0


@pytest.mark.parametrize("role", ["Editors", "Support", "Researchers"])
def test_other_staff_reach_no_case(client, hidden, role):
    case = people.make_case(hidden, people.make_mentor(), "in_work")
    client.force_login(staff(role.lower(), role))
    urls = [reverse(f"desk_cases:{name}") for name in ("index", "index_results", "stuck", "stuck_results")]
    urls += [reverse(f"desk_cases:{name}", args=[case.number]) for name in ("case", "release")]
    urls += [reverse("desk_looks:index"), reverse("desk_looks:reveal", args=[case.number])]
    for url in urls:
        for answer in (
            client.get(url),
            client.post(url, {"revision": case.revision, "reason": "Просто так"}),
        ):
            assert (answer.status_code, answer.headers.get("Location")) == (
                302,
                reverse("wagtailadmin_home"),
            ), url
    assert Case.objects.get().state == "in_work"
    assert client.get(reverse("desk_cases:case", args=["2026-999999"])).status_code == 302
