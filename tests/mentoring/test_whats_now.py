"""The table «state × role → what now»: complete, honest about buttons, and each button is allowed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.beside_now import also, path_steps, who_sees
from mentoring.enums import Party, Role, State
from mentoring.models import AfterCheck, ReflectionSheet
from mentoring.reading import view_for
from mentoring.whats_now import TABLE, whats_now
from mentoring.workflow import advance
from tests import people

pytestmark = pytest.mark.django_db
READERS = (Role.AUTHOR, Role.MENTOR, Role.COLLEAGUE, Role.MODERATOR)


@pytest.fixture
def olga():
    return people.make_mentee()


@pytest.fixture
def ivan():
    return people.make_mentor()


def _now(case, reader):
    return whats_now(view_for(case, reader), now=timezone.now())


def _summary(now):
    main = (now.main.to, now.main.arrow) if now.main else None
    return now.turn, main, [(act.to, act.arrow) for act in now.quiet]


def test_the_table_answers_for_every_state_and_every_reader():
    pairs = {(s, r) for s in State for r in READERS if s not in (State.DRAFT, State.DELETED)}
    assert set(TABLE) == pairs | {(State.DRAFT, Role.AUTHOR)}


@pytest.mark.parametrize(
    ("state", "author", "mentor"),
    [
        (
            State.AWAITING,
            ("mentor", None, []),
            ("yours", ("move", "accept"), [("ask_first", ""), ("pass_on", "")]),
        ),
        (State.IN_WORK, ("mentor", None, []), ("yours", ("questions", ""), [("solution", "")])),
        (State.CLARIFYING, ("yours", ("answers", ""), []), ("author", None, [])),
        (State.OFFERED, ("yours", ("move", "complete"), [("move", "second_opinion")]), ("author", None, [])),
        (State.COMPLETED, ("yours", ("reflection", ""), []), ("closed", None, [])),
    ],
)
def test_whose_move_it_is_and_the_buttons(olga, ivan, state, author, mentor):
    case = people.make_case(olga, ivan, state)
    assert (_summary(_now(case, olga)), _summary(_now(case, ivan))) == (author, mentor)


def test_choosing_offers_the_five_and_two_other_ways(olga):
    case = people.make_case(olga)
    assert _summary(_now(case, olga)) == (
        "yours",
        ("mentors", ""),
        [("move", "let_choose"), ("move", "self_solved")],
    )


def test_a_draft_leads_to_its_form(olga):
    assert _summary(_now(people.make_draft(olga), olga)) == ("yours", ("draft", ""), [])


def test_a_question_before_accepting_lends_the_move_to_the_author(olga, ivan):
    case = people.make_case(olga, ivan, State.AWAITING)
    case = advance(case, "ask_first", by=ivan, question="В каком классе?")
    assert _summary(_now(case, olga)) == ("yours", ("answer_first", ""), [])
    assert _summary(_now(case, ivan)) == ("author", None, [("move", "accept"), ("pass_on", "")])


def test_after_a_round_the_solution_comes_first(olga, ivan):
    case = people.make_case(olga, ivan, State.CLARIFYING)
    people.write_answers(case)
    case = advance(case, "keep", by=olga)
    assert _summary(_now(case, ivan)) == ("yours", ("solution", ""), [("questions", "")])


def test_the_second_opinion_is_offered_once_and_the_first_mentor_reads_on(olga, ivan):
    maria = people.make_mentor("maria")
    case = advance(people.make_case(olga, ivan, State.OFFERED), "second_opinion", by=olga)
    assert _summary(_now(case, ivan)) == ("author", None, [])
    case = advance(people.choose(case, maria), "accept", by=maria)
    assert _summary(_now(case, ivan)) == ("author", None, [])
    people.write_solution(case)
    case = advance(case, "offer", by=maria)
    assert _summary(_now(case, olga)) == ("yours", ("move", "complete"), [("compare", "")])


def test_a_case_that_closed_by_itself_opens_with_one_click(olga, ivan):
    case = advance(people.make_case(olga), "lapse", by=None)
    assert _summary(_now(case, olga)) == ("closed", ("move", "reopen"), [])
    offered = advance(people.make_case(olga, ivan, State.OFFERED), "lapse", by=None)
    assert _summary(_now(offered, olga)) == ("closed", ("move", "reopen"), [])


def test_what_the_author_withdrew_stays_closed(olga):
    case = people.make_case(olga, state=State.WITHDRAWN)
    assert _summary(_now(case, olga)) == ("closed", None, [])


def test_after_the_sheet_come_thanks_and_then_the_question_of_three_weeks(olga, ivan):
    case = people.make_case(olga, ivan, State.COMPLETED)
    ReflectionSheet.objects.filter(case=case).update(finished_at=timezone.now())
    case.refresh_from_db()
    assert _summary(_now(case, olga)) == ("closed", ("thanks", ""), [("follow_up", "")])
    AfterCheck.objects.filter(case=case).update(ask_at=timezone.now() - timedelta(days=1))
    case.refresh_from_db()
    assert _summary(_now(case, olga)) == ("yours", ("after", ""), [("follow_up", "")])


def test_a_late_answer_is_owned_up_to(olga, ivan):
    case = people.make_case(olga, ivan, State.IN_WORK)
    view = view_for(case, olga)
    early, late = (whats_now(view, now=case.due_at + timedelta(hours=h)) for h in (-1, 1))
    assert early.text != late.text


@pytest.mark.parametrize(
    "state", [State.CHOOSING, State.AWAITING, State.IN_WORK, State.CLARIFYING, State.OFFERED, State.COMPLETED]
)
def test_every_move_that_is_shown_is_allowed_and_at_most_two_are_quiet(olga, ivan, state):
    anna = people.make_moderator()
    case = people.make_case(olga, ivan, state)
    readers = [olga, anna] if state == State.CHOOSING else [olga, ivan, anna]
    for reader in readers:
        view = view_for(case, reader)
        now = whats_now(view, now=timezone.now())
        acts = [*now.quiet, *([now.main] if now.main else []), *also(view)]
        assert {act.arrow for act in acts if act.arrow} <= view.can
        assert len(now.quiet) <= 2
        assert (now.turn == "yours") == view.my_move or view.move_by == Party.NOBODY


def test_a_moderator_may_release_a_case_from_its_mentor(olga, ivan):
    case = people.make_case(olga, ivan, State.IN_WORK)
    assert _summary(_now(case, people.make_moderator())) == ("mentor", None, [("move", "release")])


def test_the_words_of_who_sees_what_follow_the_format(olga, ivan):
    hidden = people.make_case(olga, ivan, State.IN_WORK)
    shown = people.make_case(olga, people.make_mentor("maria"), State.IN_WORK, format="personal")
    assert [who_sees(view_for(case, olga))[1] for case in (hidden, shown)] == [False, True]
    assert who_sees(view_for(hidden, olga))[0] != who_sees(view_for(shown, olga))[0]


def test_the_path_has_five_steps_and_none_for_a_case_that_left_it(olga, ivan):
    case = people.make_case(olga, ivan, State.CLARIFYING)
    assert [step["state"] for step in path_steps(view_for(case, olga))] == ["done", "done", "here", "", ""]
    assert path_steps(view_for(people.make_case(olga, state=State.WITHDRAWN), olga)) == []
