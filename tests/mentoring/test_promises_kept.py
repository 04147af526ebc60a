"""The published share of promises kept: what counts, what does not, and when nothing is said."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from home.shipped import load_pages
from mentoring.models import Consultation
from mentoring.promises_kept import DAYS, LEAST, promises_kept
from tests import people

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def promise():
    """`promise(state, accepted_at=…)`: times are hours before (-) or after the promised one, yesterday."""
    olga, ivan = people.make_mentee(), people.make_mentor()
    due = timezone.now() - timedelta(days=1)

    def make(state: str, *, promised: timedelta = timedelta(0), **hours: int) -> Consultation:
        moments = {name: due + promised + count * HOUR for name, count in hours.items()}
        case = people.make_draft(olga)
        return Consultation.objects.create(
            case=case, author=olga, mentor=ivan, state=state, promised_at=due + promised, **moments
        )

    return make


def test_an_answer_of_any_kind_keeps_a_promise_and_silence_breaks_it(promise):
    kept = [
        promise("accepted", accepted_at=-1),
        promise("delivered", accepted_at=0, ended_at=50),
        promise("requested", pre_question_at=-1),
        promise("declined", ended_at=-1),
        promise("stepped_down", accepted_at=-5, ended_at=-1),
        promise("cancelled", pre_question_at=-2, ended_at=-1),
    ]
    broken = [
        promise("accepted", accepted_at=1),
        promise("requested"),
        promise("expired", ended_at=-1),
        promise("declined", ended_at=1),
        promise("cancelled", ended_at=1),
    ]
    # Taken back before its day; not due yet; long ago.
    promise("cancelled", ended_at=-1)
    promise("stepped_down", ended_at=-1)
    promise("requested", promised=timedelta(days=2))
    promise("expired", promised=timedelta(days=-DAYS), ended_at=1)
    for _ in range(LEAST - len(kept) - len(broken)):
        promise("accepted", accepted_at=-1)
    share = promises_kept()
    assert (share.kept, share.due, share.percent) == (LEAST - len(broken), LEAST, 75)


def test_below_twenty_nothing_is_said(promise, client):
    for _ in range(LEAST - 1):
        promise("accepted", accepted_at=-1)
    assert promises_kept() is None
    load_pages()
    assert client.get("/").context["promises"] is None


def test_one_query_counts_and_an_hour_remembers(promise, django_assert_num_queries):
    made = [promise("accepted", accepted_at=-1) for _ in range(LEAST)]
    with django_assert_num_queries(1):
        assert promises_kept().percent == 100
    Consultation.objects.filter(pk=made[0].pk).update(accepted_at=None)
    with django_assert_num_queries(0):
        assert promises_kept().percent == 100
    cache.clear()
    assert promises_kept().percent == 95


def test_the_home_page_and_the_page_of_the_five_say_it_in_one_sentence(promise, client):
    for at in range(LEAST):
        promise("accepted", accepted_at=-1 if at else 1)
    load_pages()
    words = "ответили в обещанный срок на 19 из 20 запросов (95\u00a0%)."
    assert words in client.get("/").content.decode()
    case = people.make_case(Consultation.objects.first().author)
    client.force_login(case.author)
    assert words in client.get(reverse("cases:mentors", args=[case.number])).content.decode()
