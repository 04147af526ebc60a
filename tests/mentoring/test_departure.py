"""When an account closes, its open cases do not hang in the air."""

import pytest

from mentoring.departure import let_go
from mentoring.enums import State
from mentoring.models import Case, MentorProfile
from tests import people

pytestmark = pytest.mark.django_db


def test_the_authors_open_cases_are_taken_back_and_the_places_are_free():
    olga, ivan = people.make_mentee(), people.make_mentor("ivan", capacity=5)
    kept = people.make_case(olga, ivan, State.COMPLETED)
    for state in (State.DRAFT, State.CHOOSING, State.AWAITING, State.IN_WORK, State.OFFERED):
        people.make_case(olga, ivan, state)
    let_go(olga)
    states = sorted(Case.objects.exclude(pk=kept.pk).values_list("state", flat=True))
    assert states == ["deleted", "withdrawn", "withdrawn", "withdrawn", "withdrawn"]
    assert Case.objects.get(pk=kept.pk).state == State.COMPLETED
    assert MentorProfile.objects.get(user=ivan).load == 0


def test_the_cases_of_a_mentor_who_leaves_go_back_to_their_authors():
    olga, ivan = people.make_mentee(), people.make_mentor("ivan", capacity=5)
    for state in (State.AWAITING, State.IN_WORK, State.CLARIFYING):
        people.make_case(olga, ivan, state)
    let_go(ivan)
    assert set(Case.objects.values_list("state", "mentor")) == {(State.CHOOSING, None)}
