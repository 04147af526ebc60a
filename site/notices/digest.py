"""The one letter of the day, for those who asked for no more."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext, override

from .letters import names_of, post, words
from .models import Notice

HOUR = 8
SHOWN = 30


def last_hour(now: datetime) -> datetime:
    """The latest moment at which letters of the day were due."""
    local = timezone.localtime(now)
    today = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if local >= today else today - timedelta(days=1)


def write_due(now: datetime | None = None, *, limit: int = 100) -> int:
    """Write the letters of the day that are due and return how many. What comes later waits for tomorrow."""
    now = now or timezone.now()
    until = last_hour(now)
    waiting = (
        Notice.objects.filter(in_digest=True, created_at__lt=until).order_by().values_list("user", flat=True)
    )
    return sum(_write(user, until, now) for user in list(waiting.distinct()[:limit]))


@transaction.atomic
def _write(user_id: int, until: datetime, now: datetime) -> bool:
    """One letter. Of two workers the second finds nothing left to tell."""
    collected = Notice.objects.filter(user=user_id, in_digest=True, created_at__lt=until)
    keys = list(collected.values_list("pk", flat=True))
    if not collected.filter(pk__in=keys).update(in_digest=False, mailed_at=now):
        return False
    user = get_user_model().objects.get(pk=user_id)
    if not user.is_active:
        return False
    notices = list(Notice.objects.filter(pk__in=keys).select_related("case__author"))
    names = names_of(notices)
    with override(settings.LANGUAGE_CODE):
        count = len(notices)
        subject = ngettext("%(count)s notice for the day", "%(count)s notices for the day", count) % {
            "count": count
        }
        said = [words(notice, names) for notice in notices[:SHOWN]]
        context = {"subject": subject, "all_said": said, "more": max(count - SHOWN, 0)}
        post(user.email, subject, "digest", context, key=f"digest-{user_id}-{until:%Y%m%d}")
    return True
