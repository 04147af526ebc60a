"""What must be true of a case before an arrow may fly. Nothing is written here."""

from .enums import OPEN_CONSULTATION, Closing, ConsultationState, Party
from .models import Case, Consultation, Round, SolutionOption


def open_consultation(case: Case) -> Consultation | None:
    """The consultation that is requested or accepted now."""
    return case.consultations.filter(state__in=OPEN_CONSULTATION).first()


def is_written(case: Case) -> bool:
    """The first version says what the case is about: a title, a story, a question and a rubric."""
    draft = case.draft_version()
    return (
        draft is not None
        and all(text.strip() for text in (draft.title, draft.question, draft.situation or draft.position))
        and case.rubrics.exists()
    )


def has_draft_version(case: Case) -> bool:
    """A new version lies ready."""
    return case.versions.filter(submitted_at__isnull=True, ordinal__gt=1).exists()


def has_no_second_opinion(case: Case) -> bool:
    """The second opinion was not asked yet: it can be, once."""
    return case.second_opinion_at is None


def waits_for_second_opinion(case: Case) -> bool:
    """The first solution is here, and a mentor for the second opinion is being looked for."""
    return case.second_opinion_at is not None


def may_ask_before_accepting(case: Case) -> bool:
    """«Сначала спрошу» is one question, asked while the move is the mentor's."""
    consultation = open_consultation(case)
    return consultation is not None and consultation.pre_question_at is None


def has_question_before_accepting(case: Case) -> bool:
    """The mentor asked before accepting and has no answer yet."""
    return case.move_by == Party.MENTEE


def waits_for_mentor(case: Case) -> bool:
    """The move is the mentor's."""
    return case.move_by == Party.MENTOR


def waits_for_author(case: Case) -> bool:
    """The move is the author's."""
    return case.move_by == Party.MENTEE


def was_closed_by_itself(case: Case) -> bool:
    """Only what the clock closed can be opened again with one click."""
    return case.closing == Closing.BY_ITSELF


def has_questions(case: Case) -> bool:
    """A round with at least one question lies ready."""
    return Round.objects.filter(
        consultation__case=case,
        consultation__state=ConsultationState.ACCEPTED,
        sent_at__isnull=True,
        questions__isnull=False,
    ).exists()


def has_solution(case: Case) -> bool:
    """A solution with at least one option that has steps lies ready."""
    options = SolutionOption.objects.filter(
        solution__consultation__case=case,
        solution__consultation__state=ConsultationState.ACCEPTED,
        solution__sent_at__isnull=True,
    )
    return any(option.step_list() for option in options)
