"""What becomes of the open cases of somebody whose account closes."""

from django.db import transaction

from .enums import OPEN_CONSULTATION, State
from .models import Case
from .privacy import commentaries
from .workflow import advance

CLOSED = (State.COMPLETED, State.WITHDRAWN, State.DELETED)


@transaction.atomic
def let_go(user) -> None:
    """Take back the user's own open cases, free those held as a mentor, and forget what was not published."""
    for case in Case.objects.filter(author=user).exclude(state__in=CLOSED):
        advance(case, "author_left", by=None)
    held = Case.objects.filter(consultations__mentor=user, consultations__state__in=OPEN_CONSULTATION)
    for case in held.distinct():
        advance(case, "mentor_left", by=None)
    commentaries.let_go(user)
