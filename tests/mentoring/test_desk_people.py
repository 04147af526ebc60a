"""Mentors, reviews and reports at the desk, and the menus of each role."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import MentorInvitation
from mentoring.enums import MentorStatus
from mentoring.matching import WEIGHTS
from mentoring.models import Exclusion, Limits, MentorProfile, MentorReview
from tests import people

pytestmark = pytest.mark.django_db
DESK = ("cases", "mentors", "mentoring/rubric", "hint_questions", "days_off", "invitations")


@pytest.fixture
def anna(client):
    """The moderator, signed in."""
    anna = staff("anna", "Moderators")
    client.force_login(anna)
    return anna


def staff(key: str, role: str):
    user = people.make_user(key)
    user.groups.add(Group.objects.get(name=role))
    return get_user_model().objects.get(pk=user.pk)


def review_of(case, text: str = "Помог за час", mark: int | None = 5):
    return MentorReview.objects.create(consultation=case.consultations.get(), text=text, mark=mark)


def test_who_waits_for_approval_stands_first(client, anna):
    people.make_mentor("ivan")
    people.make_mentor("maria", status=MentorStatus.SUSPENDED)
    pavel = people.make_mentor("pavel", status=MentorStatus.APPLIED)
    listed = list(client.get(reverse("desk_mentors:index")).context["object_list"])
    assert [p.user.last_name for p in listed] == ["Сомов", "Громов", "Кравцова"]
    applied = client.get(reverse("desk_mentors:index"), {"status": "applied"}).context["object_list"]
    assert list(applied) == [pavel.mentor_profile]
    for typed in ("Громов Ив", "громов", "Иван Петрович"):
        found = client.get(reverse("desk_mentors:index"), {"q": typed}).context["object_list"]
        assert [p.user.last_name for p in found] == ["Громов"], typed


@pytest.mark.parametrize("make", ["mentors", "reviews", "reports", "invitations", "hints"])
def test_lists_ask_the_same_number_of_queries_for_1_and_3_rows(
    client, anna, django_assert_max_num_queries, make
):
    from mentoring.models import HintQuestion

    olga, boris = people.make_mentee(), people.make_mentor("boris", capacity=9)
    urls = {
        "mentors": reverse("desk_mentors:index"), "reviews": reverse("desk_reviews:index"),
        "reports": reverse("desk_reviews:reports"), "invitations": reverse("desk_invitations:index"),
        "hints": reverse("hint_questions:index"),
    }  # fmt: skip

    def add(at: int) -> None:
        if make == "mentors" and at:
            people.make_mentor(f"mentor{at}")
        elif make == "reviews":
            review_of(people.make_case(olga, boris, "completed"))
        elif make == "reports":
            case = people.make_case(people.make_mentee(f"mentee{at}"), boris, "completed")
            Exclusion.objects.create(owner=case.author, other=boris, case=case, report="Груб")
        elif make == "invitations":
            MentorInvitation.objects.create(email=f"m{at}@example.org", invited_by=boris)
        elif make == "hints":
            HintQuestion.objects.create(kind="clarifying", text=f"Вопрос {at}").rubrics.add(
                people.make_rubric()
            )

    def queries() -> int:
        with django_assert_max_num_queries(22) as asked:
            assert client.get(urls[make]).status_code == 200
        return len(asked)

    add(0)
    queries()
    once = queries()
    add(1)
    add(2)
    assert queries() == once


def test_a_moderator_approves_declines_suspends_and_pauses_by_post(client, anna):
    pavel = people.make_mentor("pavel", status=MentorStatus.APPLIED).mentor_profile
    page = client.get(reverse("desk_mentors:mentor", args=[pavel.pk])).content.decode()
    urls = {
        name: reverse(f"desk_decisions:{name}", args=[pavel.pk])
        for name in ("approve", "decline", "suspend", "pause")
    }
    assert (urls["approve"] in page, urls["decline"] in page, urls["suspend"] in page) == (True, True, False)
    assert client.get(urls["approve"]).status_code == 200
    assert MentorProfile.objects.get().status == MentorStatus.APPLIED
    assert client.post(urls["decline"], {"reason": ""}).status_code == 422
    assert client.post(urls["approve"]).status_code == 303
    assert (MentorProfile.objects.get().status, MentorProfile.objects.get().decided_by) == (
        MentorStatus.APPROVED,
        anna,
    )
    assert client.post(urls["decline"], {"reason": "Передумали"}).status_code == 409
    assert (
        client.post(urls["pause"], {"first_day": "2030-01-10", "last_day": "2030-01-01"}).status_code == 422
    )
    assert (
        client.post(urls["pause"], {"first_day": "2030-01-10", "last_day": "2030-01-20"}).status_code == 303
    )
    assert [(str(p.first_day), str(p.last_day)) for p in pavel.pauses.all()] == [("2030-01-10", "2030-01-20")]
    assert client.post(urls["suspend"], {"reason": "Жалобы"}).status_code == 303
    assert MentorProfile.objects.get().status == MentorStatus.SUSPENDED


def test_a_moderator_invites_by_e_mail_and_never_reads_the_token(client, anna):
    response = client.post(
        reverse("desk_invitations:invite"), {"email": "expert@example.org", "is_external": "on"}
    )
    invitation = MentorInvitation.objects.get()
    assert (response.status_code, invitation.is_external, invitation.invited_by) == (303, True, anna)
    listed = client.get(reverse("desk_invitations:index")).content.decode()
    assert ("expert@example.org" in listed, invitation.token in listed) == (True, False)
    assert client.post(reverse("desk_invitations:invite"), {"email": "нет"}).status_code == 422


def test_the_weights_are_explained_with_the_numbers_that_matching_takes(client, anna):
    lines = {line.text: line.points for line in client.get(reverse("desk_mentors:matching")).context["lines"]}
    assert len(lines) == 8
    assert list(lines.values())[:3] == [f"+{WEIGHTS.subject}", f"+{WEIGHTS.rubrics}", f"+{WEIGHTS.stage}"]


def test_reviews_are_read_once_and_never_name_the_author(client, anna):
    olga, ivan = people.make_mentee(), people.make_mentor()
    review = review_of(people.make_case(olga, ivan, "completed"))
    html = client.get(reverse("desk_reviews:index")).content.decode()
    assert ("Помог за час" in html, "Громов" in html, "Ветрова" in html, olga.email in html) == (
        True,
        True,
        False,
        False,
    )
    url = reverse("desk_reviews:read", args=[review.pk])
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 303
    review.refresh_from_db()
    assert review.read_by == anna


def test_a_moderator_does_not_read_reviews_of_the_own_work(client):
    ivan = people.make_mentor()
    ivan.groups.add(Group.objects.get(name="Moderators"))
    review = review_of(people.make_case(people.make_mentee(), ivan, "completed"))
    client.force_login(ivan)
    assert "Помог за час" not in client.get(reverse("desk_reviews:index")).content.decode()
    assert client.post(reverse("desk_reviews:read", args=[review.pk])).status_code == 404


def test_reports_name_the_mentor_and_not_the_anonymous_author_whoever_reports(client, anna):
    olga, ivan = people.make_mentee(), people.make_mentor()
    case = people.make_case(olga, ivan, "completed")
    Exclusion.objects.create(owner=olga, other=ivan, case=case, report="Отвечает грубо")
    Exclusion.objects.create(owner=ivan, other=olga, case=case, report="Пишет ночью")
    Exclusion.objects.create(owner=olga, other=people.make_mentor("maria"), report="Соседка")
    Exclusion.objects.create(owner=olga, other=people.make_mentor("pavel"))
    response = client.get(reverse("desk_reviews:reports"))
    html = response.content.decode()
    assert [report.text for report in response.context["reports"]] == [
        "Соседка",
        "Пишет ночью",
        "Отвечает грубо",
    ]
    assert response.context["reports"][2].about == "Иван Петрович Громов"
    assert case.label in response.context["reports"][1].about
    for word in ("Ветрова", "Кравцова", olga.email):
        assert word not in html


def test_the_first_page_counts_what_waits_for_a_moderator(client, anna):
    people.make_mentor("pavel", status=MentorStatus.APPLIED)
    people.make_case(people.make_mentee(), direction="career")
    review_of(people.make_case(people.make_mentee("elena"), people.make_mentor(), "completed"))
    from mentoring.desk.first_page import counts_for

    assert [row["many"] for row in counts_for(anna)] == [1, 1, 1]
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert re.search(r'href="[^"]*/reviews/"><b>1</b>', html)
    assert counts_for(staff("vera", "Editors")) == []


@pytest.mark.parametrize("role", ["Editors", "Support", "Researchers"])
def test_other_staff_have_none_of_the_menus_and_none_of_the_pages(client, role):
    ivan = people.make_mentor()
    case = people.make_case(people.make_mentee(), ivan, "completed")
    review = review_of(case)
    client.force_login(staff(role.lower(), role))
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    for part in (*DESK, "users"):
        assert f"/admin/{part}/" not in home, part
    names = [
        ("desk_mentors:index", []),
        ("desk_mentors:matching", []),
        ("desk_mentors:mentor", [ivan.mentor_profile.pk]),
        ("desk_decisions:approve", [ivan.mentor_profile.pk]),
        ("desk_decisions:suspend", [ivan.mentor_profile.pk]),
        ("desk_invitations:index", []),
        ("desk_invitations:invite", []),
        ("desk_reviews:index", []),
        ("desk_reviews:reports", []),
        ("desk_reviews:read", [review.pk]),
        ("hint_questions:index", []),
        ("hint_questions:add", []),
        ("reflection_questions:index", []),
        ("days_off:index", []),
        ("days_off:add", []),
        ("wagtailusers_users:index", []),
        ("wagtailsettings:edit", ["mentoring", "limits", Limits.load().pk]),
    ]
    for name, args in names:
        url = reverse(name, args=args)
        for answer in (client.get(url), client.post(url, {"reason": "Просто так", "email": "x@example.org"})):
            assert (answer.status_code, answer.headers.get("Location")) == (
                302,
                reverse("wagtailadmin_home"),
            ), url
    review.refresh_from_db()
    assert (review.read_by, MentorInvitation.objects.count()) == (None, 0)
    assert MentorProfile.objects.get(pk=ivan.mentor_profile.pk).status == MentorStatus.APPROVED


def test_a_moderator_has_the_menus_and_no_users(client, anna):
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    for part in DESK:
        assert f"/admin/{part}/" in home, part
    assert "/admin/users/" not in home
    assert "/admin/looks/" not in home
