"""Days in words: «до понедельника, 30 ноября». Never a clock time: it would tell who sits up late."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

# After the word «до» a weekday stands in the genitive.
_UNTIL = (
    pgettext_lazy("until", "Monday"),
    pgettext_lazy("until", "Tuesday"),
    pgettext_lazy("until", "Wednesday"),
    pgettext_lazy("until", "Thursday"),
    pgettext_lazy("until", "Friday"),
    pgettext_lazy("until", "Saturday"),
    pgettext_lazy("until", "Sunday"),
)


def day(moment: datetime) -> str:
    """The day alone, with the year only when it is another one: «26 ноября»."""
    local = timezone.localtime(moment)
    return date_format(local, "j E" if local.year == timezone.localdate().year else "j E Y")


def until_day(moment: datetime) -> str:
    """What follows the word «до»: «четверга, 26 ноября»."""
    weekday = _UNTIL[timezone.localtime(moment).weekday()]
    return pgettext("until", "%(weekday)s, %(day)s") % {"weekday": weekday, "day": day(moment)}


def by_day(moment: datetime) -> str:
    """The same with its word: «до четверга, 26 ноября»."""
    return _("until %(day)s") % {"day": until_day(moment)}
