"""Working time: deadlines that weekends and holidays stop. What the clocks then do stands in `sweep`."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from .models.calendar import DayOff

DAY = timedelta(days=1)


class Calendar:
    """Which days count. A clock runs through all 24 hours of a working day and stands still on the others."""

    def __init__(self, days_off: Iterable[tuple[date, date]] = ()) -> None:
        self._spans = sorted(days_off)
        self._starts = [first for first, _ in self._spans]
        # The furthest end among the spans up to each start, so that overlapping spans are no trouble.
        self._ends: list[date] = []
        for _, last in self._spans:
            self._ends.append(max(last, self._ends[-1]) if self._ends else last)

    @classmethod
    def load(cls) -> "Calendar":
        """The calendar that moderators keep."""
        return cls(DayOff.objects.values_list("first_day", "last_day"))

    def is_working(self, day: date) -> bool:
        """Whether clocks run on this day."""
        if day.weekday() >= 5:
            return False
        at = bisect_right(self._starts, day) - 1
        return at < 0 or self._ends[at] < day

    def add(self, start: datetime, span: timedelta) -> datetime:
        """The moment when `span` of working time has passed since `start`, in the portal's time zone.

        Days are counted by the calendar, so a day on which clocks are put forward is still one day.
        Raises ValueError for a negative span.
        """
        if span < timedelta(0):
            raise ValueError("a span of working time is not negative")
        now = timezone.localtime(start)
        if not self.is_working(now.date()):
            now = self._midnight(self._next_working(now.date()))
        while True:
            rest = timedelta(hours=24) - _of_day(now)
            if span < rest:
                return _at(now.date(), _of_day(now) + span)
            span -= rest
            now = self._midnight(self._next_working(now.date()))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time from `start` to `end`; zero when `end` is not later."""
        first, last = timezone.localtime(start), timezone.localtime(end)
        if last <= first:
            return timedelta(0)
        total, day = timedelta(0), first.date()
        while day <= last.date():
            if self.is_working(day):
                opened = _of_day(first) if day == first.date() else timedelta(0)
                closed = _of_day(last) if day == last.date() else DAY
                total += closed - opened
            day += DAY
        return total

    def _next_working(self, day: date) -> date:
        day += DAY
        while not self.is_working(day):
            day += DAY
        return day

    @staticmethod
    def _midnight(day: date) -> datetime:
        return _at(day, timedelta(0))


def _of_day(moment: datetime) -> timedelta:
    """The wall clock's reading as a span since midnight."""
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)


def _at(day: date, since_midnight: timedelta) -> datetime:
    naive = datetime.combine(day, time.min) + since_midnight
    return timezone.make_aware(naive)
