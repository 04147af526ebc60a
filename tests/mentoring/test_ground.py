"""The rules of the ground about a second opinion see what breaks them, and bear what the portal does."""

import pytest

from mentoring.enums import State
from mentoring.models import Case
from mentoring.workflow import advance
from tests import people
from tests.engines.ground import breaches_of


@pytest.fixture
def asked_twice(db):
    """A case whose author has asked Maria for a second opinion."""
    olga = people.make_mentee("olga")
    ivan, maria = people.make_mentor("ivan"), people.make_mentor("maria")
    case = advance(people.make_case(olga, ivan, State.OFFERED), "second_opinion", by=olga)
    return people.choose(case, maria)


def broken(case) -> list[str]:
    return [breach.split(": ", 1)[1] for breach in breaches_of(Case.objects.get(pk=case.pk))]


def test_a_second_mentor_may_pass_on_and_the_first_be_enough(asked_twice):
    case = advance(asked_twice, "decline", by=asked_twice.mentor, reason="Не моя тема")
    case = advance(case, "first_is_enough", by=case.author)
    assert case.second_opinion_at is None
    assert broken(case) == []


def test_a_second_opinion_in_question_needs_its_date(asked_twice):
    assert broken(asked_twice) == []
    Case.objects.filter(pk=asked_twice.pk).update(second_opinion_at=None)
    assert broken(asked_twice) == ["a second opinion that nobody asked"]


def test_a_second_opinion_needs_its_arrow_in_the_journal(asked_twice):
    asked_twice.journal.filter(arrow="second_opinion").update(arrow="renamed")
    assert "a second opinion that was never asked" in broken(asked_twice)
