"""Every arrow in every situation by everybody: what is allowed is written out here once more, by hand.

The table does not look at `workflow.ARROWS`. A cell that stands here leads where it says; every other cell
(there are thousands) is refused and leaves every table of the room as it was.
"""

import pytest
from django.db import transaction

from mentoring.enums import Role, State
from mentoring.models import Exclusion, JournalEntry, MentorPause, SolutionOption
from mentoring.refusal import Refused
from mentoring.workflow import ARROWS, MOVE, advance, available
from tests import people
from tests.engines import ground
from tests.engines.situations import SITUATIONS, people_around, words_for

pytestmark = pytest.mark.django_db

NAMES = {
    "submit", "delete_draft", "request", "let_choose", "renew_five", "self_solved", "answer_first", "keep",
    "reformulate", "sharpen", "complete", "second_opinion", "withdraw", "reopen", "accept", "ask_first",
    "decline", "ask", "offer", "step_down", "expire", "take_over", "reroute", "lapse", "release",
    "first_is_enough", "author_left", "mentor_left",
    "make_public",
}  # fmt: skip

# Situation → arrow → who may, and the states it passes. Two states: an arrow of the portal follows at once.
CHOOSING = {
    "request": ("author", "awaiting"),
    "let_choose": ("author", "awaiting"),
    "renew_five": ("author", "choosing"),
    "self_solved": ("author", "completed"),
    "withdraw": ("author", "withdrawn"),
    "reroute": ("portal", "awaiting"),
    "lapse": ("portal", "withdrawn"),
    "author_left": ("portal", "withdrawn"),
}
AWAITING = {
    "withdraw": ("author", "withdrawn"),
    "sharpen": ("author", "awaiting"),
    "accept": ("mentor", "in_work"),
    "decline": ("mentor", "choosing"),
    "release": ("moderator", "choosing"),
    "author_left": ("portal", "withdrawn"),
    "mentor_left": ("portal", "choosing"),
}
IN_WORK = {
    "step_down": ("mentor", "choosing"),
    "take_over": ("portal", "choosing", "awaiting"),
    "release": ("moderator", "choosing"),
    "author_left": ("portal", "withdrawn"),
    "mentor_left": ("portal", "choosing"),
}
CLARIFYING = {
    "withdraw": ("author", "withdrawn"),
    "lapse": ("portal", "withdrawn"),
    "author_left": ("portal", "withdrawn"),
    "mentor_left": ("portal", "choosing"),
}
OFFERED = {
    "complete": ("author", "completed"),
    "lapse": ("portal", "completed"),
    "author_left": ("portal", "withdrawn"),
}
ALLOWED: dict[str, dict[str, tuple[str, ...]]] = {
    "draft": {
        "submit": ("author", "choosing"),
        "delete_draft": ("author", "deleted"),
        "author_left": ("portal", "deleted"),
    },
    "deleted": {},
    "choosing": CHOOSING,
    "choosing, a version ready": CHOOSING | {"sharpen": ("author", "choosing")},
    "choosing the second opinion": CHOOSING
    | {"first_is_enough": ("author", "offered"), "lapse": ("portal", "completed")},
    "awaiting": AWAITING | {"ask_first": ("mentor", "awaiting"), "expire": ("portal", "choosing")},
    "awaiting, asked first": AWAITING
    | {"answer_first": ("author", "awaiting"), "lapse": ("portal", "withdrawn")},
    "awaiting, answered first": AWAITING | {"expire": ("portal", "choosing")},
    "in work, nothing ready": IN_WORK,
    "in work, all ready": IN_WORK
    | {
        "sharpen": ("author", "in_work"),
        "ask": ("mentor", "clarifying"),
        "offer": ("mentor", "offered"),
    },
    "clarifying, nothing ready": CLARIFYING,
    "clarifying, answered": CLARIFYING | {"keep": ("author", "in_work")},
    "clarifying, answered and reworded": CLARIFYING
    | {"keep": ("author", "in_work"), "reformulate": ("author", "in_work")},
    "offered": OFFERED | {"second_opinion": ("author", "choosing")},
    "offered twice": OFFERED,
    "completed": {},
    "completed by itself": {"reopen": ("author", "offered")},
    "self-solved": {},
    "withdrawn": {},
    "withdrawn by itself while choosing": {"reopen": ("author", "choosing")},
    "withdrawn by itself while clarifying": {"reopen": ("author", "clarifying")},
    "withdrawn by itself, the mentor full": {"reopen": ("author", "choosing")},
}
# Offered as a button, though the door then says what is missing: the author's answers.
ASKED_FOR_WORDS = {("clarifying, nothing ready", "keep")}


def test_the_table_here_knows_every_arrow_and_every_situation():
    assert set(ARROWS) == NAMES
    assert set(ALLOWED) == set(SITUATIONS)
    assert {name.split(",")[0].split()[0] for name in ALLOWED} - {"self-solved", "in"} == {
        state.value for state in State if state != State.IN_WORK
    }
    assert MOVE == ground.MOVE
    used = {arrow for allowed in ALLOWED.values() for arrow in allowed}
    assert NAMES - used == {"make_public"}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_is_allowed_leads_where_it_is_declared(situation):
    stage = people_around()
    case = SITUATIONS[situation](stage)
    for arrow, (who, *path) in ALLOWED[situation].items():
        before = JournalEntry.objects.filter(case=case).count()
        with transaction.atomic():
            moved = advance(
                case, arrow, by=stage.everybody[who], seen=case.revision, **words_for(arrow, stage)
            )
            entries = list(JournalEntry.objects.filter(case=case).order_by("pk"))[before:]
            assert (moved.state, [e.to_state for e in entries]) == (path[-1], path), (situation, arrow)
            assert ground.breaches() == [], (situation, arrow)
            transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.parametrize("situation", SITUATIONS)
def test_everything_else_is_refused_and_changes_nothing(situation):
    stage = people_around()
    case = SITUATIONS[situation](stage)
    before = ground.snapshot()
    for arrow in sorted(NAMES):
        allowed = ALLOWED[situation].get(arrow, ("",))[0]
        for role, user in stage.everybody.items():
            if role == allowed:
                continue
            with pytest.raises(Refused):
                advance(case, arrow, by=user, seen=case.revision, **words_for(arrow, stage))
    # What one refusal would have changed no other one puts right: all of them are looked at together.
    assert ground.snapshot() == before


@pytest.mark.parametrize("situation", SITUATIONS)
def test_buttons_are_what_the_door_would_let_through(situation):
    stage = people_around()
    case = SITUATIONS[situation](stage)
    shown = {(role, arrow) for role, user in stage.everybody.items() for arrow in available(case, user)}
    declared = {(who, arrow) for arrow, (who, *_path) in ALLOWED[situation].items()}
    declared |= {("author", arrow) for name, arrow in ASKED_FOR_WORDS if name == situation}
    assert shown == declared


@pytest.mark.slow
@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_page_of_before_lets_nothing_fly(situation):
    stage = people_around()
    case = SITUATIONS[situation](stage)
    before = ground.snapshot()
    for arrow, (who, *_path) in ALLOWED[situation].items():
        with pytest.raises(Refused) as refused:
            advance(case, arrow, by=stage.everybody[who], seen=case.revision - 1, **words_for(arrow, stage))
        assert refused.value.code == "stale"
    assert ground.snapshot() == before


def test_an_arrow_that_nobody_declared_is_a_mistake_of_the_program():
    case = people.make_case(people.make_mentee())
    with pytest.raises(KeyError):
        advance(case, "jump", by=case.author)


def test_public_is_shut_for_everybody_until_the_forum_opens_it():
    stage = people_around()
    case = SITUATIONS["choosing"](stage)
    for user in stage.everybody.values():
        with pytest.raises(Refused) as refused:
            advance(case, "make_public", by=user)
        assert refused.value.code == "forbidden"


def test_an_option_left_empty_does_not_hold_back_a_solution():
    stage = people_around()
    case = SITUATIONS["in work, nothing ready"](stage)
    solution = people.write_solution(case)
    SolutionOption.objects.create(solution=solution, ordinal=2, steps=" \n ")
    advance(case, "offer", by=stage.mentor)
    assert [option.ordinal for option in solution.options.all()] == [1]


def test_empty_steps_are_no_solution():
    stage = people_around()
    case = SITUATIONS["in work, nothing ready"](stage)
    people.write_solution(case, steps=" \n ")
    with pytest.raises(Refused) as refused:
        advance(case, "offer", by=stage.mentor)
    assert refused.value.code == "condition"


def test_a_released_case_is_not_offered_to_the_same_mentor_again():
    stage = people_around()
    case = advance(SITUATIONS["awaiting"](stage), "release", by=stage.moderator, reason="Болеет")
    shown = case.proposals.filter(round=case.proposals.last().round)
    assert [proposal.mentor for proposal in shown if proposal.mentor == stage.mentor] == []
    assert stage.everybody["other mentor"] in [proposal.mentor for proposal in shown]


def test_a_case_taken_over_is_stuck_until_somebody_accepts_it():
    stage = people_around()
    case = advance(SITUATIONS["in work, nothing ready"](stage), "take_over", by=None)
    assert (case.state, case.stuck_since is not None) == (State.AWAITING, True)
    assert advance(case, "accept", by=case.mentor).stuck_since is None


@pytest.mark.parametrize("owner", ["author", "other mentor"])
def test_who_avoids_the_other_since_the_five_were_shown_is_not_asked(owner):
    stage = people_around()
    case, pavel = SITUATIONS["choosing"](stage), stage.everybody["other mentor"]
    pair = [stage.author, pavel]
    Exclusion.objects.create(owner=stage.everybody[owner], other=pair[owner == "author"])
    with pytest.raises(Refused) as refused:
        advance(case, "request", by=stage.author, mentor_id=pavel.pk)
    assert refused.value.code == "invalid"


def test_who_rests_since_the_five_were_shown_is_not_disturbed():
    stage = people_around()
    case, pavel = SITUATIONS["choosing"](stage), stage.everybody["other mentor"]
    today = case.submitted_at.date()
    MentorPause.objects.create(
        mentor=pavel.mentor_profile, first_day=today, last_day=today.replace(year=2099)
    )
    with pytest.raises(Refused) as refused:
        advance(case, "request", by=stage.author, mentor_id=pavel.pk)
    assert refused.value.code == "invalid"


def test_the_journal_names_the_role_of_who_moved():
    stage = people_around()
    case = SITUATIONS["in work, all ready"](stage)
    roles = list(JournalEntry.objects.filter(case=case).order_by("pk").values_list("arrow", "role"))
    assert roles == [
        ("submit", Role.AUTHOR), ("request", Role.AUTHOR), ("decline", Role.MENTOR),
        ("request", Role.AUTHOR), ("accept", Role.MENTOR),
    ]  # fmt: skip
