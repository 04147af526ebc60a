"""Working time and deadlines: what is due when. Weekends and holidays stop every clock; `sweep` acts."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from .enums import Party, State
from .models.calendar import DayOff, Limits

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
        local = timezone.localtime(start)
        day, gone = local.date(), _of_day(local)
        if not self.is_working(day):
            day, gone = self._next_working(day), timedelta(0)
        while span >= DAY - gone:
            span -= DAY - gone
            day, gone = self._next_working(day), timedelta(0)
        return _at(day, gone + span)

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


def _of_day(moment: datetime) -> timedelta:
    """The wall clock's reading as a span since midnight."""
    return timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )


def _at(day: date, since_midnight: timedelta) -> datetime:
    """The moment at which the wall clock reads this; where it is jumped over, the next that exists."""
    naive = datetime.combine(day, time.min) + since_midnight
    while _is_jumped_over(naive):
        naive = naive.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return timezone.make_aware(naive)


def _is_jumped_over(naive: datetime) -> bool:
    moment = timezone.make_aware(naive)
    return timezone.localtime(moment.astimezone(UTC)).replace(tzinfo=None) != naive


@dataclass(frozen=True)
class Deed:
    """What a clock does when it strikes: `nudge` whoever has to move, or let an arrow of the portal fly."""

    name: str
    after: timedelta  # working time since the move began


def deeds(*, state: str, move_by: str, limits: Limits) -> list[Deed]:
    """Everything the clock of a case in this state will do, in order. Empty where nobody has to move."""
    if state == State.AWAITING and move_by == Party.MENTOR:
        reminders = [
            Deed("nudge", timedelta(hours=h)) for h in limits.reminders() if h < limits.request_hours
        ]
        return [*reminders, Deed("expire", timedelta(hours=limits.request_hours))]
    nudges = [Deed("nudge", timedelta(days=d)) for d in limits.nudges() if d < limits.close_days]
    last = timedelta(days=limits.close_days)
    if state == State.IN_WORK:
        return [*nudges, Deed("take_over", last)]
    if state in (State.CHOOSING, State.AWAITING, State.CLARIFYING, State.OFFERED):
        return [*nudges, Deed("lapse", last)]
    return []


def due_after(*, state: str, move_by: str, limits: Limits) -> timedelta | None:
    """The working time that whoever has to move is given, or None where nothing is due."""
    if state == State.IN_WORK:
        return timedelta(days=limits.first_answer_days)
    plan = deeds(state=state, move_by=move_by, limits=limits)
    return plan[-1].after if plan else None


def wind(case, *, now: datetime) -> None:
    """Start the clock of a case whose move begins now: sets `due_at`, `next_tick_at`, `ticks` (not saved)."""
    limits, calendar = Limits.load(), Calendar.load()
    plan = deeds(state=case.state, move_by=case.move_by, limits=limits)
    span = due_after(state=case.state, move_by=case.move_by, limits=limits)
    case.move_since = now
    case.due_at = calendar.add(now, span) if span is not None else None
    case.next_tick_at = calendar.add(now, plan[0].after) if plan else None
    case.ticks = 0
