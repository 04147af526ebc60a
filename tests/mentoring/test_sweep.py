"""What the worker does with time: reminders once and at their hour, expiry, closing, the late question."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentoring import sweep as sweep_module
from mentoring.clocks import Calendar
from mentoring.enums import ConsultationState, State
from mentoring.models import AfterCheck, Case, DayOff, Limits, MentorProfile
from mentoring.signals import after_check_due, move_nudged
from mentoring.sweep import sweep
from mentoring.workflow import advance
from tests import people
from tests.engines.ground import breaches

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Moscow"))
SECOND = timedelta(seconds=1)


@pytest.fixture
def olga():
    return people.make_mentee()


@pytest.fixture
def ivan():
    return people.make_mentor("ivan")


@pytest.fixture
def nudges():
    """(number of the case, how often it has struck), as the clock strikes."""
    struck: list[tuple[str, int]] = []

    def hear(sender, case, times, **kwargs):
        struck.append((case.number, times))

    move_nudged.connect(hear)
    yield struck
    move_nudged.disconnect(hear)


def working(**span) -> datetime:
    """The moment at which this much working time has passed since Monday."""
    return Calendar.load().add(MONDAY, timedelta(**span))


def test_a_mentor_is_reminded_at_24_and_48_hours_and_the_request_expires_at_72(olga, ivan, nudges):
    case = people.make_case(olga, ivan, State.AWAITING, now=MONDAY)
    assert case.due_at == MONDAY + timedelta(hours=72)
    for hours, struck in ((24, 1), (48, 2)):
        edge = working(hours=hours)
        assert sweep(edge - SECOND) == 0
        assert (sweep(edge), sweep(edge)) == (1, 0)
        assert nudges[-1] == (case.number, struck)
    assert sweep(working(hours=72) - SECOND) == 0
    assert (sweep(working(hours=72)), sweep(working(hours=72))) == (1, 0)
    case.refresh_from_db()
    assert (case.state, case.mentor, len(nudges)) == (State.CHOOSING, None, 2)
    assert case.consultations.get().state == ConsultationState.EXPIRED
    assert breaches() == []


STATES = [State.CHOOSING, State.IN_WORK, State.CLARIFYING, State.OFFERED]


@pytest.mark.parametrize("state", STATES)
def test_whoever_has_to_move_is_nudged_at_3_7_and_12_days_and_not_before(state, olga, ivan, nudges):
    case = people.make_case(olga, ivan, state, now=MONDAY)
    for times, days in enumerate((3, 7, 12), start=1):
        edge = working(days=days)
        assert (sweep(edge - SECOND), sweep(edge), sweep(edge)) == (0, 1, 0)
        assert nudges == [(case.number, at) for at in range(1, times + 1)]
    edge = working(days=21)
    assert sweep(edge - SECOND) == 0
    case.refresh_from_db()
    assert case.state == state
    assert (sweep(edge), sweep(edge), len(nudges)) == (1, 0, 3)
    case.refresh_from_db()
    ends = {State.IN_WORK: State.CHOOSING, State.OFFERED: State.COMPLETED}
    assert case.state == ends.get(state, State.WITHDRAWN)
    assert breaches() == []


def test_a_worker_that_slept_gives_one_nudge_and_not_three(olga, nudges):
    case = people.make_case(olga, now=MONDAY)
    assert (sweep(working(days=13)), sweep(working(days=13))) == (1, 0)
    assert nudges == [(case.number, 3)]


def test_a_worker_that_slept_for_a_month_closes_at_once(olga, nudges):
    case = people.make_case(olga, now=MONDAY)
    assert sweep(working(days=40)) == 1
    case.refresh_from_db()
    assert (case.state, nudges) == (State.WITHDRAWN, [])


def test_a_weekend_stops_the_clock_of_a_request(olga, ivan):
    friday = MONDAY + timedelta(days=4)
    case = people.make_case(olga, ivan, State.AWAITING, now=friday)
    assert case.due_at == MONDAY + timedelta(days=9)
    assert sweep(MONDAY + timedelta(days=7) - SECOND) == 0
    assert sweep(MONDAY + timedelta(days=7)) == 1


def test_holidays_that_are_added_later_stop_a_clock_that_runs(olga, ivan, nudges):
    case = people.make_case(olga, ivan, State.AWAITING, now=MONDAY)
    DayOff.objects.create(first_day=date(2026, 11, 24), last_day=date(2026, 12, 6), title="Каникулы")
    assert sweep(MONDAY + timedelta(days=3)) == 0
    case.refresh_from_db()
    assert case.next_tick_at == MONDAY + timedelta(days=14)
    assert case.due_at == MONDAY + timedelta(days=16)
    assert sweep(MONDAY + timedelta(days=14)) == 1
    assert nudges == [(case.number, 1)]


def test_fewer_nudges_never_close_a_case_early_nor_stop_its_clock(olga, nudges):
    case = people.make_case(olga, now=MONDAY)
    assert (sweep(working(days=3)), sweep(working(days=7))) == (1, 1)
    limits = Limits.load()
    limits.nudge_days = "7"
    limits.save()
    assert sweep(working(days=12)) == 0
    assert sweep(working(days=21) - SECOND) == 0
    case.refresh_from_db()
    assert case.state == State.CHOOSING
    assert sweep(working(days=21)) == 1
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN


@pytest.mark.parametrize(("wish", "state"), [("ask_me", State.CHOOSING), ("next_best", State.AWAITING)])
def test_an_expired_request_goes_where_the_author_wished(wish, state, olga, ivan):
    maria = people.make_mentor("maria")
    case = people.choose(people.make_case(olga, now=MONDAY), ivan, now=MONDAY, if_unavailable=wish)
    sweep(working(hours=72))
    case.refresh_from_db()
    assert (case.state, case.mentor) == (state, maria if wish == "next_best" else None)


def test_silence_counts_against_a_mentor_and_declining_does_not(olga):
    silent, honest = people.make_mentor("maria"), people.make_mentor("pavel")
    people.make_case(olga, silent, State.AWAITING, now=MONDAY)
    advance(people.make_case(olga, honest, State.AWAITING, now=MONDAY), "decline", by=honest)
    sweep(working(hours=72))
    assert MentorProfile.objects.get(user=silent).silences == 1
    assert MentorProfile.objects.get(user=honest).silences == 0


def test_a_question_before_accepting_stops_the_clock_of_the_mentor(olga, ivan, nudges):
    case = people.make_case(olga, ivan, State.AWAITING, now=MONDAY)
    case = advance(case, "ask_first", by=ivan, question="Какой класс?", now=working(hours=60))
    assert sweep(working(hours=100)) == 0
    case = advance(case, "answer_first", by=olga, answer="Пятый", now=working(hours=101))
    assert sweep(working(hours=101 + 72) - SECOND) == 1
    assert nudges == [(case.number, 2)]
    assert sweep(working(hours=101 + 72)) == 1
    case.refresh_from_db()
    assert case.state == State.CHOOSING


def test_a_mentor_who_falls_silent_at_work_loses_the_case_to_another(olga, ivan):
    maria = people.make_mentor("maria")
    case = people.make_case(olga, ivan, State.IN_WORK, now=MONDAY)
    assert case.due_at == working(days=5)
    sweep(working(days=21))
    case.refresh_from_db()
    assert (case.state, case.mentor, case.stuck_since) == (State.AWAITING, maria, working(days=21))
    assert MentorProfile.objects.get(user=ivan).silences == 1
    assert ivan.pk not in set(case.proposals.filter(round=2).values_list("mentor_id", flat=True))


def test_with_nobody_else_a_case_taken_over_waits_for_its_author_on_the_list(olga, ivan):
    case = people.make_case(olga, ivan, State.IN_WORK, now=MONDAY)
    sweep(working(days=21))
    case.refresh_from_db()
    assert (case.state, case.move_by, case.stuck_since) == (State.CHOOSING, "mentee", working(days=21))


def lapsed(olga, ivan) -> Case:
    case = people.make_case(olga, ivan, State.CLARIFYING, now=MONDAY)
    assert sweep(working(days=21)) == 1
    case.refresh_from_db()
    assert (case.state, case.closing) == (State.WITHDRAWN, "by_itself")
    return case


def test_a_case_that_closed_by_itself_goes_on_with_its_mentor_after_one_click(olga, ivan):
    case = advance(lapsed(olga, ivan), "reopen", by=olga, now=working(days=30))
    assert (case.state, case.mentor, case.closing) == (State.CLARIFYING, ivan, "")
    assert case.next_tick_at == Calendar.load().add(working(days=30), timedelta(days=3))
    people.write_answers(case)
    assert advance(case, "keep", by=olga).state == State.IN_WORK
    assert breaches() == []


def test_when_the_mentor_has_no_place_any_more_the_author_chooses_again(olga, ivan):
    case = lapsed(olga, ivan)
    MentorProfile.objects.filter(user=ivan).update(capacity=0)
    people.matching.refresh(ivan.mentor_profile)
    maria = people.make_mentor("maria")
    case = advance(case, "reopen", by=olga, now=working(days=30))
    assert (case.state, case.mentor) == (State.CHOOSING, None)
    assert [proposal.mentor for proposal in case.proposals.filter(round=2)] == [maria]
    assert breaches() == []


def test_three_weeks_after_the_end_the_portal_asks_once(olga, ivan):
    asked: list[str] = []

    def hear(sender, case, **kwargs):
        asked.append(case.number)

    after_check_due.connect(hear)
    case = people.make_case(olga, ivan, State.COMPLETED, now=MONDAY)
    edge = MONDAY + timedelta(days=21)
    assert (sweep(edge - SECOND), asked) == (0, [])
    assert (sweep(edge), sweep(edge), sweep(edge + timedelta(days=9))) == (1, 0, 0)
    after_check_due.disconnect(hear)
    assert asked == [case.number]
    assert AfterCheck.objects.get(case=case).asked_at == edge


def test_what_nobody_has_to_move_is_left_alone(olga, ivan):
    people.make_case(olga, state=State.DRAFT, now=MONDAY)
    people.make_case(olga, state=State.WITHDRAWN, now=MONDAY)
    advance(people.make_case(olga, state=State.DRAFT), "delete_draft", by=olga)
    assert sweep(MONDAY + timedelta(days=4000)) == 0


def test_one_case_that_cannot_be_moved_does_not_stop_the_clocks_of_others(monkeypatch, caplog):
    olga, ivan = people.make_mentee(), people.make_mentor("ivan", capacity=5)
    broken, sound = (people.make_case(olga, ivan, State.AWAITING, now=MONDAY) for _ in range(2))
    strike = sweep_module.strike

    def fails(pk, now):
        if pk == broken.pk:
            raise ValueError("a row that nobody foresaw")
        return strike(pk, now)

    monkeypatch.setattr(sweep_module, "strike", fails)
    for day in range(1, 9):
        sweep(MONDAY + timedelta(days=day))
    assert Case.objects.get(pk=broken.pk).state == State.AWAITING
    assert Case.objects.get(pk=sound.pk).state == State.CHOOSING
    assert [record.levelname for record in caplog.records if record.name == "mentoring.sweep"] != []
