"""The author's answers to a round of questions: kept in parts, seen by the mentor only when they are sent."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .autosave import NewerText, Saved
from .enums import ConsultationState
from .models import Case, Consultation, Question, Round
from .refusal import Refused


def open_round(case: Case) -> Round | None:
    """The round that waits for the author's answers, or None."""
    return Round.objects.filter(
        consultation__case=case,
        consultation__state=ConsultationState.ACCEPTED,
        sent_at__isnull=False,
        answered_at__isnull=True,
    ).first()


def open_pre_question(case: Case) -> Consultation | None:
    """The consultation whose mentor asked a question before accepting and waits for the answer, or None."""
    return case.consultations.filter(
        state=ConsultationState.REQUESTED, pre_question_at__isnull=False, pre_answer_at__isnull=True
    ).first()


@transaction.atomic
def save_answers(round_: Round, answers: Mapping[int, str], *, by, saved_revision: int | None) -> Saved:
    """Keep answers by the ordinal of their question; questions not named stay as they are.

    `saved_revision` is the count of saves that the page knows of; None overwrites whatever is there. Raises
    NewerText when another tab has saved since, Refused when the round is closed or another author's.
    """
    questions = {question.ordinal: question for question in round_.questions.all()}
    changed = [o for o, text in answers.items() if o in questions and questions[o].answer != text.strip()]
    still_open = Round.objects.filter(
        pk=round_.pk, sent_at__isnull=False, answered_at__isnull=True, consultation__author=by
    )
    row = still_open.values("revision").first()
    if row is None:
        raise Refused("state", _("These questions are already answered."))
    if not changed:
        return Saved(row["revision"], timezone.now())
    won = still_open if saved_revision is None else still_open.filter(revision=saved_revision)
    if not won.update(revision=F("revision") + 1):
        texts = {f"answer_{ordinal}": question.answer for ordinal, question in questions.items()}
        raise NewerText(revision=row["revision"], texts=texts)
    for ordinal in changed:
        Question.objects.filter(pk=questions[ordinal].pk).update(answer=answers[ordinal].strip())
    return Saved(row["revision"] + 1, timezone.now())
