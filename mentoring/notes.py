"""A mentor's private notes on a consultation: nobody else ever reads them."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .autosave import NewerText, Saved
from .models import Consultation
from .refusal import Refused

NOTES_MAX = Consultation._meta.get_field("private_notes").max_length


def save_notes(consultation: Consultation, text: str, *, seen: int) -> Saved:
    """Keep the notes if no other tab has saved since. Raises NewerText, or Refused when they are too long.

    Saving the same again is no change and never refused: an answer may be lost on its way to the browser.
    """
    if len(text) > NOTES_MAX:
        raise Refused(
            "invalid", _("The notes are too long. Make them shorter: nothing was lost."), field="text"
        )
    rows = Consultation.objects.filter(pk=consultation.pk)
    if rows.filter(notes_revision=seen).update(private_notes=text, notes_revision=F("notes_revision") + 1):
        return Saved(seen + 1, timezone.now())
    stored = rows.get()
    if stored.private_notes != text:
        raise NewerText(revision=stored.notes_revision, texts={"text": stored.private_notes})
    return Saved(stored.notes_revision, timezone.now())
