"""How many of the dates that were promised to authors mentors have kept: published, so that it can be trusted."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, F, Q
from django.utils import timezone

from .enums import ConsultationState
from .models import Consultation

DAYS = 90
# Below this a share says more about chance than about mentors.
LEAST = 20
REMEMBERED_SECONDS = 3600


@dataclass(frozen=True)
class Kept:
    """Of `due` promises of the last `days` days `kept` were kept."""

    kept: int
    due: int
    days: int = DAYS

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 99.9 per cent is not all of them."""
        return self.kept * 100 // self.due


def promises_kept() -> Kept | None:
    """The share as it was counted within the last hour; None when fewer than LEAST promises fell due.

    A promise is the date shown with a mentor when the author asked that mentor. It is kept when by then the
    mentor had answered the request in any way: taken the case, asked first, or passed it on. Silence, an
    answer that came later, and a request that ran out break it. It does not count when the request was taken
    back by others before its date and the mentor had said nothing yet. One query.
    """
    kept, due = cache.get_or_set("mentoring.promises_kept", _count, REMEMBERED_SECONDS)
    return Kept(kept, due) if due >= LEAST else None


def _count() -> tuple[int, int]:
    now = timezone.now()
    in_time = (
        Q(accepted_at__lte=F("promised_at"))
        | Q(pre_question_at__lte=F("promised_at"))
        | Q(state=ConsultationState.DECLINED, ended_at__lte=F("promised_at"))
    )
    taken_back = Q(
        state__in=[ConsultationState.CANCELLED, ConsultationState.STEPPED_DOWN],
        accepted_at=None,
        pre_question_at=None,
        ended_at__lte=F("promised_at"),
    )
    counted = (
        Consultation.objects.filter(promised_at__gt=now - timedelta(days=DAYS), promised_at__lte=now)
        .order_by()
        .aggregate(
            all=Count("pk"), kept=Count("pk", filter=in_time), taken_back=Count("pk", filter=taken_back)
        )
    )
    return counted["kept"], counted["all"] - counted["taken_back"]
