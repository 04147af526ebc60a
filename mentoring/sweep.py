"""Moves what is due. May run twice, late, or on several machines: each deed is a compare-and-set."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from .clocks import Calendar, deeds, due_after
from .enums import ConsultationState, State
from .models import AfterCheck, Case, Limits
from .privacy import commentaries, publication
from .refusal import Refused
from .signals import after_check_due, move_nudged
from .workflow import advance

logger = logging.getLogger(__name__)
# How long after its sheet a case is looked for: the worker may have stood still for as long.
QUEUE_WITHIN = timedelta(days=60)


def sweep(now: datetime | None = None, *, limit: int = 500) -> int:
    """Do everything whose time has come, oldest first, and return how many deeds were done."""
    now = now or timezone.now()
    done = 0
    for pk in list(Case.objects.due(now).order_by("next_tick_at").values_list("pk", flat=True)[:limit]):
        done += _apart(strike, pk, now)
    for pk in list(_due_checks(now).order_by("ask_at").values_list("pk", flat=True)[:limit]):
        done += _apart(_ask_afterwards, pk, now)
    for pk in list(_unqueued(now).values_list("pk", flat=True)[:limit]):
        done += _apart(_queue, pk, now)
    for pk in list(commentaries.silent(now).order_by("asked_at").values_list("pk", flat=True)[:limit]):
        done += _apart(commentaries.remind, pk, now)
    return done


def _apart(deed: Callable[[int, datetime], bool], pk: int, now: datetime) -> bool:
    """A row that cannot be moved is logged, and the clocks of all the others go on."""
    try:
        return deed(pk, now)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("the clock of row %s could not do its deed (%s)", pk, deed.__name__)
        return False


@transaction.atomic
def strike(pk: int, now: datetime) -> bool:
    """One deed of one case's clock. False when somebody else did it or the case has moved on."""
    case = Case.objects.get(pk=pk)
    if case.next_tick_at is None or case.next_tick_at > now:
        return False
    limits, calendar = Limits.load(), Calendar.load()
    plan = deeds(state=case.state, move_by=case.move_by, limits=limits)
    mine = Case.objects.filter(
        pk=pk, ticks=case.ticks, next_tick_at=case.next_tick_at, revision=case.revision
    )
    if not plan:
        mine.update(next_tick_at=None)
        return False
    # Limits and days off may have changed since the clock was wound: what counts is what they say now.
    at = min(case.ticks, len(plan) - 1)
    due = calendar.add(case.move_since, plan[at].after)
    if due > now:
        span = due_after(state=case.state, move_by=case.move_by, limits=limits)
        mine.update(next_tick_at=due, due_at=calendar.add(case.move_since, span))
        return False
    deed, ticks = plan[at], at + 1
    # A worker that slept through several nudges gives one, the latest.
    while (
        deed.name == "nudge" and ticks < len(plan) and calendar.add(case.move_since, plan[ticks].after) <= now
    ):
        deed, ticks = plan[ticks], ticks + 1
    following = calendar.add(case.move_since, plan[ticks].after) if ticks < len(plan) else None
    if mine.update(ticks=ticks, next_tick_at=following) != 1:
        return False
    case.ticks, case.next_tick_at = ticks, following
    if deed.name == "nudge":
        move_nudged.send(sender=Case, case=case, times=ticks)
        return True
    try:
        with transaction.atomic():
            advance(case, deed.name, by=None, now=now)
    except Refused:
        return False
    return True


def _unqueued(now: datetime):
    """Solved cases that their authors allow to be published and that the moderators do not have yet."""
    return Case.objects.filter(
        reflection__finished_at__gt=now - QUEUE_WITHIN,
        reflection__may_publish=True,
        state=State.COMPLETED,
        author__is_active=True,
        deidentification__isnull=True,
        consultations__state=ConsultationState.DELIVERED,
    ).distinct()


def _queue(pk: int, now: datetime) -> bool:
    return publication.enter_queue(Case.objects.get(pk=pk)) is not None


def _due_checks(now: datetime):
    return AfterCheck.objects.filter(asked_at__isnull=True, ask_at__lte=now)


@transaction.atomic
def _ask_afterwards(pk: int, now: datetime) -> bool:
    if _due_checks(now).filter(pk=pk).update(asked_at=now) != 1:
        return False
    check = AfterCheck.objects.select_related("case").get(pk=pk)
    after_check_due.send(sender=Case, case=check.case)
    return True
