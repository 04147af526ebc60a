"""The date by which a mentor will answer, as it is said to the author."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from mentoring.clocks import Calendar
from mentoring.models import Limits, MentorProfile
from mentoring.promise import promise

pytestmark = pytest.mark.django_db
MOSCOW = ZoneInfo("Europe/Moscow")
# A Monday.
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=MOSCOW)


@pytest.fixture
def mentor():
    """`mentor("ivan")` has helped before, so the pace is this mentor's own."""

    def make(name: str, **terms) -> MentorProfile:
        user = get_user_model().objects.create_user(f"{name}@example.org", first_name=name)
        return MentorProfile.objects.create(user=user, position="Учитель", **({"helped": 5} | terms))

    return make


def promised(profile: MentorProfile, now: datetime = NOW, days_off=()) -> datetime:
    return timezone.localtime(promise(profile, now=now, calendar=Calendar(days_off), limits=Limits()))


def evening(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 20, 0, tzinfo=MOSCOW)


def test_a_promise_is_an_evening_of_a_working_day(mentor):
    quick = mentor("quick", pace_hours=2, load=0)
    assert promised(quick) == evening(11, 23)
    # Four hours from Friday at eighteen end after the evening, and Saturday does not count.
    assert promised(quick, now=datetime(2026, 11, 27, 18, 0, tzinfo=MOSCOW)) == evening(11, 30)
    assert promised(quick, now=datetime(2026, 11, 28, 12, 0, tzinfo=MOSCOW)) == evening(11, 30)


def test_a_promise_follows_pace_load_pauses_and_days_off(mentor):
    ivan = mentor("ivan", pace_hours=36, load=0, capacity=4)
    assert promised(ivan) == evening(11, 25)
    ivan.load = 3
    assert promised(ivan) == evening(11, 25)
    ivan.pace_hours = 48
    assert promised(ivan) == evening(11, 26)
    ivan.load = 0
    assert promised(ivan) == evening(11, 25)
    assert promised(ivan, days_off=[(date(2026, 11, 24), date(2026, 11, 26))]) == evening(11, 30)
    ivan.pauses.create(first_day=date(2026, 11, 24), last_day=date(2026, 11, 29))
    ivan.pauses.create(first_day=date(2026, 11, 28), last_day=date(2026, 12, 1))
    assert promised(ivan) == evening(12, 3)


def test_a_pause_that_starts_after_the_answer_changes_nothing(mentor):
    ivan = mentor("ivan", pace_hours=10, load=0)
    ivan.pauses.create(first_day=date(2026, 11, 24), last_day=date(2026, 12, 6))
    assert promised(ivan) == evening(11, 23)


def test_a_promise_that_ends_in_the_last_night_before_a_pause_waits_for_its_end(mentor):
    ivan = mentor("ivan", pace_hours=11, load=0)
    ivan.pauses.create(first_day=date(2026, 11, 24), last_day=date(2026, 12, 6))
    assert promised(ivan) == evening(12, 7)


def test_a_newcomer_is_given_the_whole_time_for_a_request(mentor):
    nina = mentor("nina", helped=0, pace_hours=36, load=0)
    assert promised(nina) == evening(11, 26)
