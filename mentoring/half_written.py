"""What a mentor has begun to write before an arrow: «сначала спрошу», «передать», leaving the case."""

from django.utils.translation import gettext as _

from .autosave import Saved, store
from .models import Case, Consultation, HalfWritten
from .refusal import Refused
from .workflow import available

TEXT_MAX = HalfWritten._meta.get_field("text").max_length


def begun(consultation: Consultation, arrow: str) -> HalfWritten:
    """What was kept last; an empty row that is not saved when there is nothing."""
    nothing = HalfWritten(consultation=consultation, arrow=arrow)
    return consultation.half_written.filter(arrow=arrow).first() or nothing


def keep(case: Case, consultation: Consultation, arrow: str, text: str, *, by, seen: int) -> Saved:
    """Keep a text of at most TEXT_MAX characters until it is sent. `seen` as in `autosave.store`.

    Raises NewerText, or Refused when the text is too long or the arrow can no longer fly: what comes late,
    after the text was sent, is not kept again.
    """
    if len(text) > TEXT_MAX:
        words = _("This is too long: up to %(most)d characters. Nothing was lost.") % {"most": TEXT_MAX}
        raise Refused("invalid", words)
    if arrow not in available(case, by):
        raise Refused("state", _("The case has moved on meanwhile. Here is how it stands now."))
    rows = HalfWritten.objects.filter(consultation=consultation, arrow=arrow)
    HalfWritten.objects.get_or_create(consultation=consultation, arrow=arrow)
    return store(rows, seen=seen, text=text)
