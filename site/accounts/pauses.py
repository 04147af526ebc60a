"""«Не беспокоить»: days on which a mentor is proposed to nobody."""

from datetime import date, timedelta

from django.db import transaction

from mentoring.models import MentorPause, MentorProfile

DAY = timedelta(days=1)


@transaction.atomic
def add_pause(profile: MentorProfile, *, first_day: date, last_day: date) -> MentorPause:
    """Add days, both ends included. Pauses that overlap or touch them become one with them."""
    # The lock lets two additions of one mentor merge one after the other.
    MentorProfile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    touched = profile.pauses.filter(first_day__lte=last_day + DAY, last_day__gte=first_day - DAY)
    days = [(first_day, last_day), *touched.values_list("first_day", "last_day")]
    touched.delete()
    return profile.pauses.create(first_day=min(d[0] for d in days), last_day=max(d[1] for d in days))


def remove_pause(profile: MentorProfile, *, key: int) -> bool:
    """Remove one of the mentor's own pauses; False when there is none."""
    return profile.pauses.filter(pk=key).delete()[0] > 0
