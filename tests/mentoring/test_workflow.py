"""The one door: what each arrow does, told as stories."""

import pytest

from mentoring.enums import ConsultationState, State
from mentoring.models import MentorProfile
from mentoring.reading import view_for
from mentoring.workflow import Refused, advance, available
from tests import people

pytestmark = pytest.mark.django_db


def test_the_whole_road_with_a_second_opinion():
    olga, ivan, maria = people.make_mentee(), people.make_mentor("ivan"), people.make_mentor("maria")
    case = people.make_case(olga, ivan, State.CLARIFYING)
    people.write_answers(case)
    people.write_version(case)
    case = advance(case, "reformulate", by=olga)
    assert (case.state, case.latest_version().ordinal) == (State.IN_WORK, 2)
    people.write_solution(case)
    case = advance(case, "offer", by=ivan)
    case = advance(case, "second_opinion", by=olga)
    assert [p.mentor for p in case.proposals.filter(round=2)] == [maria]
    case = advance(people.choose(case, maria), "accept", by=maria)
    assert [t.kind for t in view_for(case, maria).turns if t.kind in ("solution", "questions")] == []
    people.write_solution(case)
    case = advance(case, "offer", by=maria)
    assert len(view_for(case, olga).solutions) == 2
    case = advance(case, "complete", by=olga)
    assert case.state == State.COMPLETED
    assert available(case, olga) == []
    loads = MentorProfile.objects.order_by("user__email").values_list("load", "helped")
    assert list(loads) == [(0, 1), (0, 1)]


def test_a_declined_case_goes_to_the_next_best_when_the_author_wished_so():
    olga, ivan, maria = people.make_mentee(), people.make_mentor("ivan"), people.make_mentor("maria")
    case = people.make_case(olga)
    case = people.choose(case, ivan, if_unavailable="next_best")
    case = advance(case, "decline", by=ivan, reason="Уезжаю", suggested_id=maria.pk)
    assert (case.state, case.mentor) == (State.AWAITING, maria)
    assert [c.state for c in case.consultations.order_by("pk")] == [
        ConsultationState.DECLINED,
        ConsultationState.REQUESTED,
    ]


def test_the_suggested_colleague_is_asked_even_when_others_fit_better():
    olga, ivan, maria = (
        people.make_mentee(),
        people.make_mentor("ivan"),
        people.make_mentor("maria", stages=[]),
    )
    for place in range(7):
        people.make_mentor(f"better{place}", capacity=9)
    case = people.choose(people.make_case(olga), ivan, if_unavailable="next_best")
    case = advance(case, "decline", by=ivan, suggested_id=maria.pk)
    assert (case.state, case.mentor) == (State.AWAITING, maria)


def test_a_doubled_click_changes_nothing_and_says_so():
    olga, ivan = people.make_mentee(), people.make_mentor("ivan")
    case = people.make_case(olga, ivan, State.AWAITING)
    advance(case, "accept", by=ivan, seen=case.revision)
    with pytest.raises(Refused) as refused:
        advance(case, "accept", by=ivan, seen=case.revision)
    assert refused.value.code == "stale"
