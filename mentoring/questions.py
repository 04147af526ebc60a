"""A round of questions: the hints it may grow from, its draft, and what is gently pointed out."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from .autosave import NewerText
from .enums import ConsultationState, QuestionKind, State
from .models import Case, Consultation, HintQuestion, Question, Round
from .refusal import Refused

QUESTIONS_MAX = 12
QUESTION_MAX = Question._meta.get_field("text").max_length
_ADVICE = Path(__file__).parent / "content" / "advice.json"


@dataclass(frozen=True)
class Hint:
    """A hint question as the mentor is offered it. `used`: asked in an earlier round of the same mentor."""

    pk: int
    kind: QuestionKind
    text: str
    used: bool


@dataclass(frozen=True)
class HintGroup:
    """Hints of one kind for one rubric."""

    kind: QuestionKind
    rubric: str
    hints: list[Hint]


@dataclass(frozen=True)
class QuestionDraft:
    """One question as it stands in the editor."""

    text: str
    kind: str = QuestionKind.CLARIFYING
    hint_id: int | None = None


@cache
def advice_patterns() -> tuple[str, ...]:
    """How advice in disguise begins, for this module and for the script of the editor."""
    return tuple(json.loads(_ADVICE.read_text(encoding="utf-8"))["patterns"])


@cache
def _advice() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in advice_patterns()))


def is_advice_in_disguise(text: str) -> bool:
    """Whether a question says what to do instead of asking. A remark, never a reason to refuse."""
    plain = " ".join(
        text.lower().replace("\N{CYRILLIC SMALL LETTER IO}", "\N{CYRILLIC SMALL LETTER IE}").split()
    )
    return _advice().search(plain) is not None


def hints_for(case: Case, consultation: Consultation) -> list[HintGroup]:
    """Hint questions of the rubrics of a case: deliberately more than needed, each once, by kind and rubric.

    Marked as used is only what this mentor asked: a second opinion must not learn what the first one did.
    """
    rubrics = list(case.rubrics.all())
    links = HintQuestion.rubrics.through.objects.filter(
        rubric_id__in=[rubric.pk for rubric in rubrics], hintquestion__active=True
    ).select_related("hintquestion")
    asked = set(
        Question.objects.filter(round__consultation=consultation, round__sent_at__isnull=False)
        .exclude(hint=None)
        .values_list("hint_id", flat=True)
    )
    of_rubric: dict[int, list[HintQuestion]] = {rubric.pk: [] for rubric in rubrics}
    for link in links.order_by("hintquestion__order", "hintquestion_id"):
        of_rubric[link.rubric_id].append(link.hintquestion)
    groups, seen = [], set()
    for kind in QuestionKind:
        for rubric in rubrics:
            fresh = [h for h in of_rubric[rubric.pk] if h.kind == kind and h.pk not in seen]
            seen |= {hint.pk for hint in fresh}
            if fresh:
                hints = [Hint(h.pk, kind, h.text, h.pk in asked) for h in fresh]
                groups.append(HintGroup(kind, rubric.title, hints))
    return groups


def draft_round(consultation: Consultation) -> Round | None:
    """The round that is being written, if any."""
    return consultation.rounds.filter(sent_at__isnull=True).prefetch_related("questions").first()


def drafts_of(round_: Round | None) -> list[QuestionDraft]:
    """The questions of a round as the editor takes them."""
    if round_ is None:
        return []
    return [QuestionDraft(q.text, q.kind, q.hint_id) for q in round_.questions.all()]


def has_developing(drafts: Sequence[QuestionDraft]) -> bool:
    """Whether one of these drafts is a developing question."""
    return any(draft.kind == QuestionKind.DEVELOPING and draft.text.strip() for draft in drafts)


def lacks_developing(consultation: Consultation, drafts: Sequence[QuestionDraft] = ()) -> bool:
    """Whether neither the rounds sent nor these drafts hold a developing question."""
    if has_developing(drafts):
        return False
    sent = Question.objects.filter(round__consultation=consultation, round__sent_at__isnull=False)
    return not sent.filter(kind=QuestionKind.DEVELOPING).exists()


def check_questions(drafts: Sequence[QuestionDraft]) -> None:
    """Raise Refused when the round cannot be kept as it is."""
    if len(drafts) > QUESTIONS_MAX:
        raise Refused(
            "invalid", _("Twelve questions at once are enough. Take some out: the next round may come later.")
        )
    if any(len(draft.text) > QUESTION_MAX for draft in drafts):
        raise Refused("invalid", _("One of the questions is too long."))


@transaction.atomic
def save_round(consultation: Consultation, drafts: Sequence[QuestionDraft], *, seen: int) -> Round:
    """Keep the draft of a round, without empty questions. `seen` is the revision that the page holds.

    Raises NewerText when another tab has saved something else since, Refused("state") when there is nothing
    to write any more (the round was sent, or the case is no longer in this mentor's hands). Saving the same
    again is no change and never refused, so that a repeated request does no harm.
    """
    drafts = [draft for draft in drafts if draft.text.strip()]
    check_questions(drafts)
    drafts = _with_known_hints(drafts)
    in_hand = Consultation.objects.filter(
        pk=consultation.pk, state=ConsultationState.ACCEPTED, case__state=State.IN_WORK
    )
    if not in_hand.exists():
        raise Refused(
            "state", _("Questions cannot be written now: the case has moved on. Your text is still here.")
        )
    round_ = draft_round(consultation)
    if round_ is None:
        round_ = _begin_round(consultation)
    if drafts_of(round_) == drafts:
        return round_
    rows = Round.objects.filter(pk=round_.pk, sent_at__isnull=True, revision=seen)
    if rows.update(revision=F("revision") + 1) != 1:
        raise NewerText(revision=Round.objects.get(pk=round_.pk).revision, texts={})
    round_.questions.all().delete()
    Question.objects.bulk_create(
        Question(round=round_, ordinal=ordinal, kind=draft.kind, text=draft.text, hint_id=draft.hint_id)
        for ordinal, draft in enumerate(drafts, start=1)
    )
    return Round.objects.get(pk=round_.pk)


def _begin_round(consultation: Consultation) -> Round:
    last = consultation.rounds.order_by("-ordinal").values_list("ordinal", flat=True).first() or 0
    try:
        with transaction.atomic():
            return Round.objects.create(consultation=consultation, ordinal=last + 1)
    except IntegrityError as error:
        raise NewerText(revision=0, texts={}) from error


def _with_known_hints(drafts: Sequence[QuestionDraft]) -> list[QuestionDraft]:
    """The same drafts without pointers to hints that do not exist."""
    wanted = {draft.hint_id for draft in drafts if draft.hint_id is not None}
    known = set(HintQuestion.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return [
        QuestionDraft(draft.text.strip(), draft.kind, draft.hint_id if draft.hint_id in known else None)
        for draft in drafts
    ]
