"""The date by which a mentor will answer: own pace, load and pauses, and the calendar."""

from datetime import datetime, time, timedelta
from math import ceil

from django.utils import timezone

from .clocks import Calendar
from .models import Limits, MentorProfile

# A promise ends with a day's work, so that it can be said as a day.
EVENING = time(20)
# Nobody is promised to answer sooner than this, however quick this mentor was before.
LEAST_HOURS = 4
# How much longer a fully loaded mentor takes than one who carries nothing.
LOAD_SLOWS = 0.5
DAY = timedelta(days=1)


def promise(profile: MentorProfile, *, now: datetime, calendar: Calendar, limits: Limits) -> datetime:
    """The evening of the working day by which this mentor will have answered a request made now.

    It is meant to be kept, not to please: a pause or a slow pace may push it past the limit for requests. Who
    has helped nobody yet has no pace, and is given the whole time in which a request must be answered.
    """
    hours = profile.pace_hours if profile.helped else max(profile.pace_hours, limits.request_hours)
    busy = min(profile.load / profile.capacity, 1) if profile.capacity else 1
    left = timedelta(hours=ceil(max(hours, LEAST_HOURS) * (1 + LOAD_SLOWS * busy)))
    pauses = sorted((pause.first_day, pause.last_day) for pause in profile.pauses.all())
    due = _end_of(left, since=now, pauses=pauses, calendar=calendar)
    if timezone.localtime(due).time() > EVENING:
        tomorrow = _midnight(timezone.localtime(due).date() + DAY)
        due = _end_of(timedelta(0), since=tomorrow, pauses=pauses, calendar=calendar)
    return timezone.make_aware(datetime.combine(timezone.localtime(due).date(), EVENING))


def _end_of(left: timedelta, *, since: datetime, pauses: list, calendar: Calendar) -> datetime:
    """When `left` of working time has passed outside the pauses."""
    for first_day, last_day in pauses:
        back = _midnight(last_day + DAY)
        if back <= since:
            continue
        gone = max(_midnight(first_day), since)
        if calendar.add(since, left) < gone:
            break
        left -= calendar.between(since, gone)
        since = back
    return calendar.add(since, left)


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
