"""Once a month a mentor hears how many teachers the own solutions in the library have helped."""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from knowledge_base.models import Mark
from mentoring.enums import ConsultationState, PublicationStatus

from .models import Notice
from .telling import tell

HOUR = 9
# A worker that stood still at the beginning of the month still tells in these days.
DAYS = 7
# The question is asked of the database once an hour, not in every round of the worker.
REST_SECONDS = 3600


def thank_due(now: datetime | None = None, *, limit: int = 100) -> int:
    """Tell the mentors whom last month's readers found helpful, once, and return how many were told."""
    local = timezone.localtime(now or timezone.now())
    if local.day > DAYS or (local.day == 1 and local.hour < HOUR):
        return 0
    this_month = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    event = f"library-helped-{last_month:%Y-%m}"
    if not cache.add(event, True, REST_SECONDS):
        return 0
    told = Notice.objects.filter(kind="library_helped", key__startswith=f"{event}:").values("user")
    helped = helped_by_mentor(last_month, this_month).exclude(mentor__in=told)[:limit]
    mentors = get_user_model().objects.in_bulk(row["mentor"] for row in helped)
    return sum(
        _told(mentors[row["mentor"]], event, row["teachers"]) for row in helped if row["mentor"] in mentors
    )


def helped_by_mentor(since: datetime, until: datetime):
    """Rows of mentor and teachers: how many readers said «помогло» of a published case that the mentor solved."""
    solved = "page__solvedcasepage__public_case"
    consultation = f"{solved}__deidentification__case__consultations"
    return (
        Mark.objects.filter(
            Q(**{f"{consultation}__state": ConsultationState.DELIVERED}),
            helped=True,
            marked_at__gte=since,
            marked_at__lt=until,
            **{f"{solved}__status": PublicationStatus.PUBLISHED},
        )
        .values(mentor=F(f"{consultation}__mentor"))
        .annotate(teachers=Count("user", distinct=True))
        .order_by("mentor")
    )


@transaction.atomic
def _told(mentor, event: str, teachers: int) -> bool:
    return tell(mentor, "library_helped", event=event, count=teachers) is not None
