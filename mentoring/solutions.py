"""«Возможное решение» while it is written: a draft that two tabs cannot tear, and what it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import F, Field
from django.utils import timezone
from django.utils.translation import gettext as _

from .autosave import NewerText
from .case_view import FileView
from .enums import ConsultationState
from .models import Consultation, Solution, SolutionOption
from .refusal import Refused

OPTIONS_MAX = 5
PARTS = ("title", "steps", "expected", "risks", "links")


@dataclass(frozen=True)
class OptionDraft:
    """One way out as it stands in the editor."""

    title: str = ""
    steps: str = ""
    expected: str = ""
    risks: str = ""
    links: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written here."""
        return not any(getattr(self, part).strip() for part in PARTS)

    def step_list(self) -> list[str]:
        """The steps, a line each, empty lines dropped."""
        return [line.strip() for line in self.steps.splitlines() if line.strip()]


@dataclass(frozen=True)
class SolutionDraft:
    """The whole text of a solution as it stands in the editor."""

    intro: str = ""
    options: Sequence[OptionDraft] = field(default_factory=tuple)


def solution_of(consultation: Consultation) -> Solution | None:
    """The solution of a consultation, written or sent."""
    return Solution.objects.filter(consultation=consultation).prefetch_related("options").first()


def draft_of(solution: Solution | None) -> SolutionDraft:
    """A solution as the editor takes it."""
    if solution is None:
        return SolutionDraft()
    options = [OptionDraft(*(getattr(o, part) for part in PARTS)) for o in solution.options.all()]
    return SolutionDraft(solution.intro, tuple(options))


def files_of(solution: Solution | None) -> list[FileView]:
    """The files of a solution under their own names: for the mentor who attached them."""
    if solution is None:
        return []
    return [FileView(str(f.public_id), f.original_name, f.size) for f in solution.attachments.all()]


@transaction.atomic
def save_solution(consultation: Consultation, draft: SolutionDraft, *, seen: int) -> Solution:
    """Keep the draft; options without any text are dropped. `seen` is the revision that the page holds.

    It may be written from acceptance until it is sent, also while the author answers questions. Raises
    NewerText when another tab has saved something else since, Refused("state") when nothing can be written.
    Saving the same again is no change and never refused.
    """
    draft = SolutionDraft(draft.intro, tuple(option for option in draft.options if not option.is_empty))
    if len(draft.options) > OPTIONS_MAX:
        raise Refused("invalid", _("Five options at most: with more it is hard to choose."))
    _check_lengths(draft)
    solution = begin_solution(consultation)
    if draft_of(solution) == draft:
        return solution
    rows = Solution.objects.filter(pk=solution.pk, sent_at__isnull=True, revision=seen)
    if rows.update(revision=F("revision") + 1, intro=draft.intro, saved_at=timezone.now()) != 1:
        raise NewerText(revision=Solution.objects.get(pk=solution.pk).revision, texts={})
    solution.options.all().delete()
    SolutionOption.objects.bulk_create(
        SolutionOption(solution=solution, ordinal=ordinal, **{part: getattr(option, part) for part in PARTS})
        for ordinal, option in enumerate(draft.options, start=1)
    )
    return Solution.objects.prefetch_related("options").get(pk=solution.pk)


def begin_solution(consultation: Consultation) -> Solution:
    """The unsent solution of a consultation, made when there is none. Raises Refused("state") otherwise."""
    in_hand = Consultation.objects.filter(pk=consultation.pk, state=ConsultationState.ACCEPTED).exists()
    solution = solution_of(consultation)
    if not in_hand or (solution is not None and solution.sent_at is not None):
        raise Refused(
            "state", _("This solution was already sent, or the case has moved on. Your text is still here.")
        )
    if solution is not None:
        return solution
    try:
        with transaction.atomic():
            return Solution.objects.create(consultation=consultation)
    except IntegrityError:
        return Solution.objects.get(consultation=consultation)


def lacks(draft: SolutionDraft) -> list[tuple[int, str, str]]:
    """What has to be written before sending: position of the option, name of the part, words."""
    missing = [
        (at, "steps", _("Write at least one step, or remove this option."))
        for at, option in enumerate(draft.options)
        if not option.is_empty and not option.step_list()
    ]
    if all(option.is_empty for option in draft.options):
        missing.append((0, "steps", _("Write at least one step: what to do first.")))
    return missing


def _check_lengths(draft: SolutionDraft) -> None:
    limits = {part: cast(Field, SolutionOption._meta.get_field(part)).max_length for part in PARTS}
    too_long = len(draft.intro) > Solution._meta.get_field("intro").max_length or any(
        len(getattr(option, part)) > limit for option in draft.options for part, limit in limits.items()
    )
    if too_long:
        raise Refused("invalid", _("One of the texts is too long. Make it shorter: nothing was lost."))
