"""Days on which every clock stands still, and the limits that moderators may set."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


class DayOff(models.Model):
    """School holidays and public holidays, both ends included. Weekends need no row."""

    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    title = models.CharField(_("what it is"), max_length=120)

    class Meta:
        verbose_name = _("days off")
        verbose_name_plural = _("calendar of days off")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                name="days_off_end_after_start", condition=models.Q(last_day__gte=models.F("first_day"))
            )
        ]

    def __str__(self) -> str:
        return self.title


@register_setting(icon="time", order=200)
class Limits(BaseGenericSetting):
    """The clocks of the portal. Hours and days count only working days (see `clocks`)."""

    request_hours = models.PositiveSmallIntegerField(_("hours to answer a request"), default=72)
    request_reminder_hours = models.CharField(_("reminders after hours"), max_length=40, default="24, 48")
    first_answer_days = models.PositiveSmallIntegerField(_("working days to a first real answer"), default=5)
    nudge_days = models.CharField(_("nudges after days"), max_length=40, default="3, 7, 12")
    close_days = models.PositiveSmallIntegerField(
        _("days until a case waiting for its author closes by itself"), default=21
    )
    after_check_days = models.PositiveSmallIntegerField(_("days until «did you try it?»"), default=21)

    class Meta:
        verbose_name = _("clocks and limits")

    def clean(self) -> None:
        """Each list is numbers in ascending order, and ends before the clock does."""
        ends = {"request_reminder_hours": self.request_hours, "nudge_days": self.close_days}
        wrong = {name: _complaint(getattr(self, name), end) for name, end in ends.items()}
        if any(wrong.values()):
            raise ValidationError({name: said for name, said in wrong.items() if said})

    def reminders(self) -> list[int]:
        """Hours after which a mentor is reminded of a request, ascending."""
        return _numbers(self.request_reminder_hours)

    def nudges(self) -> list[int]:
        """Days after which whoever has to move is nudged, ascending."""
        return _numbers(self.nudge_days)


def _numbers(text: str) -> list[int]:
    return sorted(int(part) for part in text.replace(";", ",").split(",") if part.strip().isdigit())


def _complaint(text: str, end: int | None) -> str:
    """What is wrong with a list of numbers; empty when nothing is."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and int(part) for part in parts):
        return gettext("Write whole numbers with commas between them, for example: 24, 48.")
    numbers = [int(part) for part in parts]
    if numbers != sorted(set(numbers)):
        return gettext("Each number is greater than the one before.")
    if end is not None and numbers[-1] >= end:
        return gettext("The last number must be less than %(end)s: then the time is over.") % {"end": end}
    return ""
