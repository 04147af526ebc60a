"""Who is told what when an arrow flies, told as stories; once, and only if the change stands."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from post_office.models import Email

from mentoring import closing, collegial, formats
from mentoring.enums import State
from mentoring.models import JournalEntry
from mentoring.signals import case_moved, message_sent, move_nudged
from mentoring.sweep import strike, sweep
from mentoring.workflow import ARROWS, advance
from notices.catalogue import SILENT
from notices.models import Notice
from notices.telling import on_case_moved
from tests import people
from tests.notices.told import watching

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """olga writes, ivan and maria help, anna moderates."""
    made = {"olga": people.make_mentee(), "anna": people.make_moderator()}
    return made | {name: people.make_mentor(name) for name in ("ivan", "maria")}


def _case(cast, state: str, **fields):
    return people.make_case(cast["olga"], cast["ivan"], state, **fields)


def _awaiting_next_best(cast):
    case = people.make_case(cast["olga"])
    return people.choose(case, cast["ivan"], if_unavailable="next_best")


def _asked_first(cast):
    return advance(_case(cast, State.AWAITING), "ask_first", by=cast["ivan"], question="Кто начал?")


def _answered(cast):
    case = _case(cast, State.CLARIFYING)
    people.write_answers(case)
    return case


def _lapsed_while_clarifying(cast):
    return advance(_case(cast, State.CLARIFYING), "lapse", by=None)


def _choosing_the_second(cast):
    return advance(_case(cast, State.OFFERED), "second_opinion", by=cast["olga"])


# arrow → (how the case comes there, who moves, data, what is told)
STORIES = {
    "request": (
        lambda c: people.make_case(c["olga"]),
        "olga",
        lambda c: {"mentor_id": c["ivan"].pk},
        {("ivan", "request")},
    ),
    "answer_first": (_asked_first, "olga", lambda c: {"answer": "Она."}, {("ivan", "first_answered")}),
    "keep": (_answered, "olga", None, {("ivan", "answers_kept")}),
    "withdraw": (lambda c: _case(c, State.AWAITING), "olga", None, {("ivan", "withdrawn")}),
    "complete": (lambda c: _case(c, State.OFFERED), "olga", None, {("ivan", "completed")}),
    "reopen": (_lapsed_while_clarifying, "olga", None, {("ivan", "reopened")}),
    "accept": (lambda c: _case(c, State.AWAITING), "ivan", None, {("olga", "accepted")}),
    "ask_first": (
        lambda c: _case(c, State.AWAITING),
        "ivan",
        lambda c: {"question": "Кто начал?"},
        {("olga", "asked_first")},
    ),
    "decline": (lambda c: _case(c, State.AWAITING), "ivan", None, {("olga", "declined")}),
    "step_down": (lambda c: _case(c, State.IN_WORK), "ivan", None, {("olga", "stepped_down")}),
    "expire": (
        lambda c: _case(c, State.AWAITING),
        None,
        None,
        {("olga", "expired"), ("ivan", "expired_mentor")},
    ),
    "take_over": (
        lambda c: _case(c, State.IN_WORK),
        None,
        None,
        {("olga", "rerouted_sorry"), ("ivan", "taken_over_mentor"), ("anna", "stuck"), ("maria", "request")},
    ),
    "reroute": (
        lambda c: people.make_case(c["olga"]),
        None,
        lambda c: {"choice": c["maria"].pk},
        {("olga", "rerouted"), ("maria", "request")},
    ),
    "lapse": (
        lambda c: _case(c, State.CLARIFYING),
        None,
        None,
        {("olga", "lapsed"), ("ivan", "lapsed_mentor")},
    ),
    "release": (
        lambda c: _case(c, State.AWAITING),
        "anna",
        None,
        {("olga", "released"), ("ivan", "released_mentor")},
    ),
    "renew_five": (lambda c: people.make_case(c["olga"]), "olga", None, set()),
    "self_solved": (lambda c: people.make_case(c["olga"]), "olga", None, set()),
    "second_opinion": (lambda c: _case(c, State.OFFERED), "olga", None, set()),
    "first_is_enough": (_choosing_the_second, "olga", None, set()),
    "author_left": (lambda c: _case(c, State.IN_WORK), None, None, {("ivan", "withdrawn")}),
    "mentor_left": (lambda c: _case(c, State.CLARIFYING), None, None, {("olga", "stepped_down")}),
    "submit": (lambda c: people.make_draft(c["olga"]), "olga", None, set()),
    "delete_draft": (lambda c: people.make_draft(c["olga"]), "olga", None, set()),
}
# Arrows that need more than data have a test of their own below.
TOLD_BELOW = {"let_choose", "reformulate", "sharpen", "ask", "offer"}


def test_every_arrow_has_its_story():
    assert {name for name, arrow in ARROWS.items() if arrow.enabled} == set(STORIES) | TOLD_BELOW


@pytest.mark.parametrize("arrow", STORIES)
def test_an_arrow_tells_whom_it_concerns_and_nobody_else(arrow: str, cast):
    bring, mover, data, expected = STORIES[arrow]
    case = bring(cast)
    with watching() as told:
        advance(case, arrow, by=cast[mover] if mover else None, **(data(cast) if data else {}))
    assert told.pairs == expected
    assert sorted(letter.to[0] for letter in told.letters) == sorted(
        f"{name}@example.org" for name, _kind in expected
    )
    assert bool(expected) != (arrow in SILENT)


def test_questions_and_a_solution_reach_the_author(cast):
    case = _case(cast, State.IN_WORK)
    people.write_round(case)
    with watching() as told:
        case = advance(case, "ask", by=cast["ivan"])
    assert told.pairs == {("olga", "questions")}
    people.write_answers(case)
    people.write_version(case)
    with watching() as told:
        case = advance(case, "reformulate", by=cast["olga"])
    assert told.pairs == {("ivan", "answers_reformulated")}
    people.write_version(case)
    with watching() as told:
        case = advance(case, "sharpen", by=cast["olga"])
    assert told.pairs == {("ivan", "sharpened")}
    people.write_solution(case)
    with watching() as told:
        advance(case, "offer", by=cast["ivan"])
    assert told.pairs == {("olga", "solution")}


def test_sharpening_before_anybody_is_asked_tells_nobody(cast):
    case = people.make_case(cast["olga"])
    people.write_version(case)
    with watching() as told:
        advance(case, "sharpen", by=cast["olga"])
    assert told.pairs == set()


def test_whoever_the_portal_chooses_is_asked(cast):
    case = people.make_case(cast["olga"])
    with watching() as told:
        case = advance(case, "let_choose", by=cast["olga"])
    assert told.pairs == {(case.mentor.email.split("@")[0], "request")}


def test_a_second_opinion_is_asked_for_and_comes_without_a_word_to_the_first_mentor(cast):
    case = advance(_case(cast, State.OFFERED), "second_opinion", by=cast["olga"])
    with watching() as told:
        case = people.choose(case, cast["maria"])
        case = advance(case, "accept", by=cast["maria"])
        people.write_solution(case)
        case = advance(case, "offer", by=cast["maria"])
    assert told.pairs == {("maria", "second_request"), ("olga", "accepted"), ("olga", "second_solution")}
    with watching() as told:
        advance(case, "complete", by=cast["olga"])
    assert told.pairs == {("ivan", "completed"), ("maria", "completed")}


def test_a_mentor_who_passes_on_and_the_next_one_are_one_letter_to_the_author(cast):
    case = _awaiting_next_best(cast)
    with watching() as told:
        advance(case, "decline", by=cast["ivan"])
    assert told.pairs == {("olga", "rerouted"), ("maria", "request")}
    assert "Мария Львовна Кравцова" in told.letter_to("olga").message
    assert len(told.letters) == 2


def test_nobody_left_is_said_to_the_author_and_to_the_moderators(cast):
    case = _case(cast, State.AWAITING)
    cast["maria"].mentor_profile.delete()
    with watching() as told:
        advance(case, "decline", by=cast["ivan"])
    assert told.pairs == {("olga", "left_nobody"), ("anna", "nobody_fits")}


def test_a_closed_second_opinion_is_told_to_its_own_mentor_only(cast):
    case = advance(_case(cast, State.OFFERED), "second_opinion", by=cast["olga"])
    case = people.choose(case, cast["maria"])
    with watching() as told:
        advance(case, "withdraw", by=cast["olga"])
    assert told.pairs == {("maria", "withdrawn")}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.CHOOSING, {("olga", "nudge_choosing")}),
        (State.AWAITING, {("ivan", "nudge_request")}),
        (State.IN_WORK, {("ivan", "nudge_work")}),
        (State.CLARIFYING, {("olga", "nudge_clarifying")}),
        (State.OFFERED, {("olga", "nudge_offered")}),
    ],
)
def test_a_nudge_goes_to_whoever_has_the_move_once_for_each_stroke(state: str, expected, cast):
    case = _case(cast, state)
    with watching() as told:
        assert strike(case.pk, case.next_tick_at)
        move_nudged.send(sender=None, case=case, times=1)
    assert told.pairs == expected
    assert len(told.letters) == 1
    with watching() as told:
        move_nudged.send(sender=None, case=case, times=2)
    assert told.pairs == expected


def test_the_author_is_nudged_to_answer_a_question_asked_before_accepting(cast):
    case = _asked_first(cast)
    with watching() as told:
        assert strike(case.pk, case.next_tick_at)
    assert told.pairs == {("olga", "nudge_awaiting")}


def test_a_late_answer_is_owned_up_to_the_author(cast):
    case = _case(cast, State.IN_WORK, now=timezone.now() - timedelta(days=12))
    with watching() as told:
        assert sweep() == 1
    assert told.pairs == {("ivan", "nudge_late"), ("olga", "late")}
    assert case.label in told.letter_to("olga").subject


def test_three_weeks_later_the_author_is_asked_once(cast):
    _case(cast, State.COMPLETED, now=timezone.now() - timedelta(days=60))
    with watching() as told:
        sweep()
        sweep()
    assert told.pairs == {("olga", "after_check")}
    assert len(told.letters) == 1


def test_formats_and_colleagues(cast):
    case = _case(cast, State.IN_WORK)
    steps = (
        (
            lambda: formats.ask_leave(case, "personal", by=cast["ivan"], why="Так"),
            {("olga", "leave_personal")},
        ),
        (lambda: formats.refuse_leave(case, "personal", by=cast["olga"]), {("ivan", "leave_refused")}),
        (
            lambda: formats.ask_leave(case, "collegial", by=cast["ivan"], why="Так"),
            {("olga", "leave_collegial")},
        ),
        (
            lambda: formats.allow_colleagues(case, by=cast["olga"], consent=True),
            {("ivan", "colleagues_allowed")},
        ),
        (lambda: formats.widen(case, by=cast["olga"], consent=True), {("ivan", "widened")}),
        (lambda: formats.narrow(case, by=cast["olga"]), {("ivan", "narrowed")}),
    )
    for step, expected in steps:
        with watching() as told:
            step()
        assert told.pairs == expected
    case.refresh_from_db()
    with watching() as told:
        opinion = collegial.invite(
            case, cast["maria"].mentor_profile.public_id, by=cast["ivan"], question="Как бы вы?"
        )
    assert told.pairs == {("maria", "colleague_invited")}
    with watching() as told:
        collegial.give_opinion(opinion, "Я бы подождала.", by=cast["maria"])
    assert told.pairs == {("ivan", "opinion_came")}
    assert "подождала" not in told.letter_to("ivan").message


def test_thanks_and_good_news_reach_the_mentor_and_a_review_does_not(cast):
    case = _case(cast, State.COMPLETED)
    with watching() as told:
        closing.give_thanks(case, "first", by=cast["olga"], text="Спасибо вам за терпение")
    assert told.pairs == {("ivan", "thanked")}
    assert "терпение" not in told.letter_to("ivan").message
    with watching() as told:
        closing.write_review(case, "first", by=cast["olga"], text="Отвечал сухо", mark=2)
    assert told.pairs == {("anna", "reviewed")}
    with watching() as told:
        closing.exclude(
            case, closing.others_of(case, cast["olga"])[0].key, by=cast["olga"], report="Грубость"
        )
    assert told.pairs == {("anna", "reported")}
    assert "Грубость" not in told.letter_to("anna").message
    with watching() as told:
        closing.answer_after_check(case, by=cast["olga"], answer="tried", helped=True)
        closing.answer_after_check(case, by=cast["olga"], answer="tried", helped=True, text="Стало тише")
    assert told.pairs == {("ivan", "it_helped")}
    assert len(told.letters) == 1


def test_the_first_unread_message_of_a_row_tells_and_the_next_do_not(cast):
    case = _case(cast, State.IN_WORK, format="personal")
    consultation = case.consultations.get()

    def say(ordinal: int, sender: str):
        message = consultation.messages.create(
            case=case, ordinal=ordinal, sender=cast[sender], text="Тайное слово", idempotency_key=uuid4()
        )
        message_sent.send(sender=None, case=case, message=message)
        return message

    with watching() as told:
        first = say(1, "olga")
        say(2, "olga")
        say(3, "ivan")
    assert sorted(n.user.email for n in told.notices) == ["ivan@example.org", "olga@example.org"]
    assert "Тайное" not in "".join(f"{m.subject}{m.message}{m.html_message}" for m in told.letters)
    consultation.messages.filter(ordinal__lte=2).update(read_at=first.sent_at)
    with watching() as told:
        say(4, "olga")
    assert told.pairs == {("ivan", "message")}


def test_the_same_deed_heard_twice_is_told_once(cast):
    case = _case(cast, State.AWAITING)
    with watching() as told:
        case = advance(case, "accept", by=cast["ivan"])
        entry = JournalEntry.objects.get(case=case, arrow="accept")
        for _again in range(3):
            on_case_moved(None, case=case, entry=entry, by=cast["ivan"])
            case_moved.send(sender=None, case=case, entry=entry, by=cast["ivan"])
    assert (len(told.notices), len(told.letters)) == (1, 1)


def test_a_change_that_is_undone_has_told_nobody(cast):
    case = _case(cast, State.AWAITING)
    before = (Notice.objects.count(), Email.objects.count())

    with transaction.atomic():
        advance(case, "accept", by=cast["ivan"])
        assert (Notice.objects.count(), Email.objects.count()) == (before[0] + 1, before[1] + 1)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), Email.objects.count()) == before


def test_who_wants_no_letters_gets_those_that_wait_for_an_answer(cast):
    cast["olga"].letters = "off"
    cast["olga"].save()
    case = _case(cast, State.AWAITING)
    with watching() as told:
        case = advance(case, "accept", by=cast["ivan"])
    assert (told.pairs, told.letters) == ({("olga", "accepted")}, [])
    people.write_round(case)
    with watching() as told:
        advance(case, "ask", by=cast["ivan"])
    assert told.letter_to("olga").subject


def test_whoever_has_left_is_told_nothing(cast):
    case = _case(cast, State.AWAITING)
    cast["olga"].__class__.objects.filter(pk=cast["olga"].pk).update(is_active=False)
    with watching() as told:
        advance(case, "accept", by=cast["ivan"])
    assert (told.pairs, told.letters) == (set(), [])


def test_who_acts_on_a_case_has_seen_what_was_told_of_it(cast):
    case = _case(cast, State.AWAITING)
    assert Notice.objects.filter(user=cast["ivan"], read_at__isnull=True).count() == 1
    advance(case, "accept", by=cast["ivan"])
    assert Notice.objects.filter(user=cast["ivan"], read_at__isnull=True).count() == 0


def test_a_name_with_template_signs_is_only_a_name(cast):
    cast["ivan"].first_name = "{% load x %}{{ settings.SECRET_KEY }} %(case)s <b>"
    cast["ivan"].save()
    case = _case(cast, State.AWAITING)
    with watching() as told:
        advance(case, "accept", by=cast["ivan"])
    letter = told.letter_to("olga")
    assert "{{ settings.SECRET_KEY }} %(case)s <b>" in letter.subject
    assert "<b>" not in letter.html_message
