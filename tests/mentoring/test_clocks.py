"""Working time: weekends, holidays, leap days, clocks put forward and back, the far east of the country."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentoring.clocks import Calendar, deeds, due_after
from mentoring.enums import Party, State
from mentoring.models import DayOff, Limits

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Kamchatka is twelve hours ahead and knows no summer time; Tehran put clocks forward on a Monday at midnight
# in 2021, Cairo does on a Friday at midnight, Santiago on a Sunday, Berlin on a Sunday at two.
ZONES = [
    "Europe/Moscow", "Asia/Kamchatka", "UTC", "Asia/Tehran", "Africa/Cairo", "America/Santiago",
    "Europe/Berlin",
]  # fmt: skip


def at(text: str, zone: str = "Europe/Moscow") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def holidays(*spans: tuple[str, str]) -> Calendar:
    return Calendar((date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans)


spans_off = st.lists(
    st.tuples(st.dates(date(2021, 1, 1), date(2028, 12, 31)), st.integers(0, 20)).map(
        lambda pair: (pair[0], pair[0] + pair[1] * DAY)
    ),
    max_size=6,
)
moments = st.datetimes(datetime(2021, 1, 1), datetime(2028, 6, 30), timezones=st.just(UTC))
working = st.timedeltas(timedelta(0), timedelta(days=30))


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days_off=spans_off, start=moments, span=working)
def test_between_takes_back_what_add_gave(zone, days_off, start, span):
    calendar = Calendar(days_off)
    with timezone.override(zone):
        end = calendar.add(start, span)
        found = calendar.between(start, end)
    assert end.astimezone(UTC).astimezone(ZoneInfo(zone)) == end.replace(fold=end.fold)
    assert calendar.is_working(end.date())
    # A reading of the clock that is jumped over becomes the next one; in the hour that comes twice the first.
    assert span <= found <= span + HOUR if _jumps(end) else found == span or _is_twice(start, zone)


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days_off=spans_off, start=moments, spans=st.tuples(working, working))
def test_more_time_never_ends_earlier(zone, days_off, start, spans):
    calendar = Calendar(days_off)
    with timezone.override(zone):
        less, more = (calendar.add(start, span).astimezone(UTC) for span in sorted(spans))
        assert less <= more
        assert less >= start or _is_twice(start, zone)


def _jumps(end: datetime) -> bool:
    """Whether clocks are put forward right before this moment."""
    return (end - HOUR).utcoffset() < end.utcoffset() or (end - DAY).utcoffset() < end.utcoffset()


def _is_twice(start: datetime, zone: str) -> bool:
    local = start.astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T10:00", 24, "2026-11-24T10:00"),
        ("2026-11-27T18:00", 24, "2026-11-30T18:00"),
        ("2026-11-27T00:00", 24, "2026-11-30T00:00"),
        ("2026-11-28T15:00", 1, "2026-11-30T01:00"),
        ("2026-11-28T15:00", 0, "2026-11-30T00:00"),
        ("2026-11-23T10:00", 0, "2026-11-23T10:00"),
        ("2026-11-25T12:00", 72, "2026-11-30T12:00"),
        ("2028-02-28T12:00", 24, "2028-02-29T12:00"),
        ("2028-02-29T12:00", 24, "2028-03-01T12:00"),
        ("2027-02-26T12:00", 24, "2027-03-01T12:00"),
        ("2026-12-31T12:00", 24, "2027-01-01T12:00"),
    ],
)
def test_weekends_stand_still_and_leap_days_run(start, hours, end):
    assert Calendar().add(at(start), hours * HOUR) == at(end)
    assert Calendar().between(at(start), at(end)) == hours * HOUR


def test_holidays_stop_the_clock_also_where_they_overlap():
    calendar = holidays(
        ("2026-12-28", "2027-01-10"), ("2026-12-31", "2027-01-02"), ("2027-01-09", "2027-01-12")
    )
    assert calendar.add(at("2026-12-25T12:00"), 24 * HOUR) == at("2027-01-13T12:00")
    assert calendar.between(at("2026-12-28T00:00"), at("2027-01-13T00:00")) == timedelta(0)
    working = [day for day in range(1, 16) if calendar.is_working(date(2027, 1, day))]
    assert working == [13, 14, 15]


def test_a_long_holiday_is_not_forgotten_behind_a_short_one_that_began_later():
    calendar = holidays(("2026-06-01", "2026-08-31"), ("2026-06-12", "2026-06-12"))
    assert [calendar.is_working(date(2026, 6, day)) for day in (11, 12, 15)] == [False, False, False]
    assert calendar.is_working(date(2026, 9, 1))


def test_days_are_those_of_the_portal_and_not_of_greenwich():
    friday_evening_in_greenwich = datetime(2026, 11, 27, 13, tzinfo=UTC)
    with timezone.override("Asia/Kamchatka"):
        end = Calendar().add(friday_evening_in_greenwich, HOUR)
    assert end == at("2026-11-30T01:00", "Asia/Kamchatka")
    with timezone.override("Europe/Moscow"):
        assert Calendar().add(friday_evening_in_greenwich, HOUR) == at("2026-11-27T17:00")


def test_a_working_day_on_which_clocks_are_put_forward_is_one_day():
    with timezone.override("Asia/Tehran"):
        end = Calendar().add(at("2021-03-19T12:00", "Asia/Tehran"), 48 * HOUR)
        assert end == at("2021-03-23T12:00", "Asia/Tehran")
        midnight = Calendar().add(at("2021-03-19T12:00", "Asia/Tehran"), 12 * HOUR)
    assert midnight.astimezone(UTC) == at("2021-03-22T01:00", "Asia/Tehran").astimezone(UTC)


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="not negative"):
        Calendar().add(at("2026-11-23T10:00"), -HOUR)
    assert Calendar().between(at("2026-11-24T10:00"), at("2026-11-23T10:00")) == timedelta(0)


@pytest.mark.django_db
def test_the_calendar_of_the_moderators_is_the_one_that_counts():
    DayOff.objects.create(first_day=date(2026, 11, 24), last_day=date(2026, 11, 25), title="Каникулы")
    assert Calendar.load().add(at("2026-11-23T10:00"), 24 * HOUR) == at("2026-11-26T10:00")


PLANS = {
    (State.DRAFT, Party.MENTEE): [],
    (State.CHOOSING, Party.MENTEE): ["nudge 72", "nudge 168", "nudge 288", "lapse 504"],
    (State.AWAITING, Party.MENTOR): ["nudge 24", "nudge 48", "expire 72"],
    (State.AWAITING, Party.MENTEE): ["nudge 72", "nudge 168", "nudge 288", "lapse 504"],
    (State.IN_WORK, Party.MENTOR): ["nudge 72", "nudge 168", "nudge 288", "take_over 504"],
    (State.CLARIFYING, Party.MENTEE): ["nudge 72", "nudge 168", "nudge 288", "lapse 504"],
    (State.OFFERED, Party.MENTEE): ["nudge 72", "nudge 168", "nudge 288", "lapse 504"],
    (State.COMPLETED, Party.NOBODY): [],
    (State.WITHDRAWN, Party.NOBODY): [],
    (State.DELETED, Party.NOBODY): [],
}


@pytest.mark.parametrize(("state", "move_by"), PLANS)
def test_what_the_clock_of_each_state_does(state, move_by):
    plan = deeds(state=state, move_by=move_by, limits=Limits())
    assert [f"{deed.name} {deed.after / HOUR:.0f}" for deed in plan] == PLANS[state, move_by]
    due = due_after(state=state, move_by=move_by, limits=Limits())
    first_answer = {(State.IN_WORK, Party.MENTOR): 5 * DAY}
    assert due == first_answer.get((state, move_by), plan[-1].after if plan else None)


def test_every_state_has_a_plan_here():
    assert {state for state, _ in PLANS} == set(State)
