"""«Застряли»: who waits too long, and why."""

from datetime import datetime

from django.db.models import Case as Choose
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from ..enums import State
from ..models import Case, Proposal

# Where somebody has to move.
OPEN = (State.CHOOSING, State.AWAITING, State.IN_WORK, State.CLARIFYING, State.OFFERED)
WORDS = {
    "silent": _("The mentor fell silent, another one is sought"),
    "nobody": _("Nobody fits"),
    "overdue": _("The day of the answer has passed"),
}


def with_stuck(cases: QuerySet, *, now: datetime) -> QuerySet:
    """Each case with `stuck`: silent, nobody, overdue, or empty for one that goes its way."""
    proposed = Proposal.objects.filter(case=OuterRef("pk"))
    return cases.annotate(
        stuck=Choose(
            When(
                Q(stuck_since__isnull=False, state__in=[State.CHOOSING, State.AWAITING]), then=Value("silent")
            ),
            When(Q(state=State.CHOOSING) & ~Exists(proposed), then=Value("nobody")),
            When(Q(due_at__lt=now, state__in=OPEN), then=Value("overdue")),
            default=Value(""),
            output_field=CharField(),
        )
    )


def stuck_cases(*, now: datetime) -> QuerySet:
    """The cases that wait too long, the longest waiting first."""
    return (
        with_stuck(Case.objects.filter(state__in=OPEN), now=now)
        .exclude(stuck="")
        .order_by("move_since", "pk")
    )
