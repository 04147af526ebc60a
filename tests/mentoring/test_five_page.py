"""The page of the five: kept proposals in words, one request, and fresh words when something has changed."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.enums import State
from mentoring.five import five_for, reasons_in_words
from mentoring.models import Consultation, MentorProfile, Proposal
from mentoring.workflow import advance
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(client):
    user = people.make_mentee()
    client.force_login(user)
    return user


def place(name: str, case) -> str:
    return reverse(f"cases:{name}", args=[case.number])


def public_id(mentor) -> str:
    return str(mentor.mentor_profile.public_id)


def ask(client, case, mentor, **more):
    posted = {"mentor": public_id(mentor), "revision": case.revision, **more}
    return client.post(place("request", case), posted)


def test_the_page_shows_what_was_kept_and_names_mentors_by_their_public_id(client, olga):
    ivan = people.make_mentor("ivan", position="доцент <кафедры>")
    case = people.make_case(olga)
    people.make_mentor("maria")  # Came later: the five are not computed anew.
    when = timezone.make_aware(datetime(2026, 11, 26, 20))
    Proposal.objects.update(promised_at=when)
    page = client.get(place("mentors", case))
    [mentor] = page.context["five"].mentors
    assert (mentor.public_id, mentor.name, mentor.free) == (public_id(ivan), "Иван Петрович Громов", True)
    text = page.content.decode()
    assert f'name="mentor" value="{public_id(ivan)}"' in text
    assert f'value="{ivan.pk}"' not in text
    assert "доцент &lt;кафедры&gt;" in text
    assert Proposal.objects.count() == 1


def test_reasons_are_plain_words():
    reasons = {
        "rubrics": ["Мотивация"], "subject": "biology", "stage": None, "free_places": 2, "pace_hours": 30.0,
        "helped": 3, "widened": None, "newcomer": False,
    }  # fmt: skip
    assert len(reasons_in_words(reasons)) == 5
    assert len(reasons_in_words({**reasons, "subject": "no-such", "helped": 0, "newcomer": True})) == 3
    assert "Мотивация" not in " ".join(reasons_in_words({**reasons, "widened": "direction"}))
    assert reasons_in_words({}) == []


def test_the_number_of_queries_does_not_grow_with_the_mentors(
    client, olga, django_assert_num_queries, django_assert_max_num_queries
):
    people.make_mentor("ivan")
    case = people.make_case(olga)
    client.get(place("mentors", case))
    with django_assert_max_num_queries(15) as one:
        assert len(client.get(place("mentors", case)).context["five"].mentors) == 1
    people.make_mentor("maria")
    people.make_mentor("pavel")
    advance(case, "renew_five", by=olga)
    with django_assert_num_queries(len(one)):
        assert len(client.get(place("mentors", case)).context["five"].mentors) == 3


def test_a_chosen_mentor_is_asked(client, olga):
    ivan = people.make_mentor("ivan")
    people.make_mentor("maria")
    case = people.make_case(olga)
    answer = ask(client, case, ivan, if_unavailable="next_best", state="completed", author=ivan.pk)
    assert (answer.status_code, answer.url) == (303, place("case", case))
    case.refresh_from_db()
    assert (case.state, case.mentor, case.if_unavailable, case.author) == (
        State.AWAITING, ivan, "next_best", olga,
    )  # fmt: skip


def test_a_doubled_request_asks_once(client, olga):
    ivan = people.make_mentor("ivan")
    case = people.make_case(olga)
    ask(client, case, ivan)
    again = ask(client, case, ivan)
    assert (again.status_code, again.url) == (303, place("case", case))
    assert (Consultation.objects.count(), MentorProfile.objects.get().load) == (1, 1)


def test_a_mentor_who_has_filled_up_is_refused_on_the_same_page(client, olga):
    ivan, maria = people.make_mentor("ivan"), people.make_mentor("maria")
    case = people.make_case(olga)
    MentorProfile.objects.filter(user=ivan).update(load=3)
    page = ask(client, case, ivan, if_unavailable="next_best")
    assert (page.status_code, bool(page.context["problem"]), page.context["choice"]) == (
        409,
        True,
        "next_best",
    )
    assert {m.name: m.free for m in page.context["five"].mentors} == {
        ivan.get_full_name(): False,
        maria.get_full_name(): True,
    }
    case.refresh_from_db()
    assert (case.state, case.mentor) == (State.CHOOSING, None)


def test_a_stale_page_changes_nothing(client, olga):
    ivan = people.make_mentor("ivan")
    case = people.make_case(olga)
    advance(case, "renew_five", by=olga)
    page = ask(client, case, ivan)
    assert (page.status_code, page.context["case"].revision) == (409, case.revision + 1)
    assert Consultation.objects.count() == 0


def test_who_was_not_proposed_cannot_be_asked(client, olga):
    people.make_mentor("ivan")
    case = people.make_case(olga)
    maria = people.make_mentor("maria")
    assert ask(client, case, maria).status_code == 409
    page = client.post(place("request", case), {"mentor": str(maria.pk), "revision": case.revision})
    assert (page.status_code, Consultation.objects.count()) == (409, 0)


def test_the_choice_can_be_left_to_the_portal(client, olga):
    ivan = people.make_mentor("ivan")
    case = people.make_case(olga)
    assert client.post(place("let_choose", case), {"revision": case.revision}).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.mentor, case.if_unavailable) == (State.AWAITING, ivan, "next_best")


def test_with_nobody_to_propose_the_page_says_what_happens(client, olga):
    case = people.make_case(olga)
    page = client.get(place("mentors", case))
    five = page.context["five"]
    assert (five.mentors, bool(five.help_by), five.help_by in page.content.decode()) == ([], True, True)
    refused = client.post(place("let_choose", case), {"revision": case.revision})
    assert (refused.status_code, bool(refused.context["problem"])) == (409, True)
    ivan = people.make_mentor("ivan")
    client.post(place("renew_five", case), {"revision": case.revision})
    assert [m.public_id for m in five_for(case).mentors] == [public_id(ivan)]


def test_a_mentor_who_declined_is_not_offered_again_though_nobody_else_is_left(client, olga):
    ivan = people.make_mentor("ivan")
    case = people.make_case(olga, ivan, State.AWAITING)
    case = advance(case, "decline", by=ivan)
    assert client.get(place("mentors", case)).context["five"].mentors == []
    assert ask(client, case, ivan).status_code == 409
    case.refresh_from_db()
    assert case.state == State.CHOOSING


def test_whom_a_colleague_suggested_stands_first_and_it_is_said(client, olga):
    ivan, pavel = people.make_mentor("ivan"), people.make_mentor("pavel", stages=[], subjects=[])
    for number in range(5):
        people.make_mentor(f"better{number}", capacity=9)
    case = people.choose(people.make_case(olga), ivan)
    case = advance(case, "decline", by=ivan, suggested_id=pavel.pk)
    page = client.get(place("mentors", case))
    assert page.context["five"].mentors[0].public_id == public_id(pavel)
    text = page.content.decode()
    assert "советует коллега" in text
    assert "Первого посоветовал наставник, который не смог взять ваш кейс." in text


def test_the_library_may_end_the_case(client, olga):
    case = people.make_case(olga)
    assert client.get(place("self_solved", case)).status_code == 200
    case.refresh_from_db()
    assert case.state == State.CHOOSING
    assert client.post(place("self_solved", case), {"revision": case.revision}).url == place("case", case)
    case.refresh_from_db()
    assert (case.state, case.closing) == (State.COMPLETED, "self_solved")


def test_the_page_is_the_authors_alone(client, olga):
    ivan = people.make_mentor("ivan")
    case = people.make_case(olga, ivan, State.AWAITING)
    assert client.get(place("mentors", case)).url == place("case", case)
    client.force_login(ivan)
    for name in ("mentors", "self_solved"):
        assert client.get(place(name, case)).status_code == 404
    for name in ("request", "let_choose", "renew_five", "self_solved"):
        assert client.post(place(name, case), {"revision": case.revision}).status_code == 404
    client.logout()
    assert client.get(place("mentors", case)).status_code == 302


def test_the_promise_is_said_as_a_day(client, olga):
    people.make_mentor("ivan")
    case = people.make_case(olga)
    soon = timezone.now() + timedelta(days=3)
    Proposal.objects.update(promised_at=soon)
    [mentor] = five_for(case).mentors
    assert str(timezone.localtime(soon).day) in mentor.promise
    assert ":" not in mentor.promise
