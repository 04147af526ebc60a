"""The letter of the day: one, at eight, with everything, never twice."""

from datetime import UTC, datetime, timedelta

import pytest
from post_office.models import Email

from notices import digest
from notices.models import Notice
from notices.telling import tell
from tests import people

pytestmark = pytest.mark.django_db
# Eight in Moscow.
EIGHT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def olga():
    user = people.make_mentee()
    user.letters = "digest"
    user.save()
    return user


def _told(olga, at: datetime, event: str, kind: str = "message"):
    case = people.make_draft(olga)
    tell(olga, kind, event=event, case=case)
    Notice.objects.filter(user=olga, key__startswith=event).update(created_at=at)
    return case


def test_a_day_is_one_letter(olga):
    cases = [_told(olga, EIGHT - timedelta(hours=h), f"event-{h}") for h in (1, 2, 20)]
    later = _told(olga, EIGHT + timedelta(minutes=1), "event-later")
    assert Email.objects.count() == 0
    assert digest.write_due(EIGHT - timedelta(minutes=1)) == 0
    assert digest.write_due(EIGHT + timedelta(minutes=5)) == 1
    assert digest.write_due(EIGHT + timedelta(hours=5)) == 0
    letter = Email.objects.get()
    assert all(case.label in letter.message and case.label in letter.html_message for case in cases)
    assert later.label not in letter.message
    assert digest.write_due(EIGHT + timedelta(days=1)) == 1
    assert later.label in Email.objects.order_by("pk").last().message
    assert Notice.objects.filter(user=olga, mailed_at__isnull=True).count() == 0


def test_a_worker_that_slept_two_days_writes_one_letter(olga):
    for days in (0, 1, 2):
        _told(olga, EIGHT - timedelta(days=days, hours=1), f"event-{days}")
    assert digest.write_due(EIGHT + timedelta(hours=2)) == 1
    assert Email.objects.count() == 1


def test_a_long_day_is_cut_and_says_so(olga):
    for number in range(digest.SHOWN + 2):
        _told(olga, EIGHT - timedelta(hours=1), f"event-{number}-")
    assert digest.write_due(EIGHT) == 1
    assert Email.objects.get().html_message.count('style="color:#1f4e8c"') == digest.SHOWN + 1


def test_whoever_has_left_gets_no_letter_of_the_day(olga):
    _told(olga, EIGHT - timedelta(hours=1), "event")
    olga.__class__.objects.update(is_active=False)
    assert digest.write_due(EIGHT) == 0
    assert Email.objects.count() == 0
