"""A completed case as a document: the texts that may travel to the library, copied away from the case."""

from typing import Any

from django.utils.text import Truncator

from ..enums import ConsultationState, Direction, Experience, Stage
from ..models import Case, CaseVersion, PublicCase

# What tells the situation, in the order of the form. A career case names other things than a problem.
STORY = {
    Direction.PROBLEM: ("situation", "participants", "context", "wanted"),
    Direction.CAREER: ("position", "wanted_track", "obstacles", "context"),
}
TRIED = {Direction.PROBLEM: "tried", Direction.CAREER: "done"}


def document_from(case: Case) -> dict[str, Any]:
    """Title, summary and content (see `PublicCase`) as the people of the case wrote them.

    Of the versions the last one tells the situation and the first one the question, so that a reader sees how
    the question changed. Private notes, chat, colleagues' letters to the mentor and words of greeting stay behind.
    """
    versions = list(case.versions.filter(submitted_at__isnull=False).order_by("ordinal"))
    first, last = versions[0], versions[-1]
    direction = Direction(case.direction)
    consultations = list(
        case.consultations.filter(state=ConsultationState.DELIVERED)
        .order_by("opinion", "pk")
        .prefetch_related("rounds__questions", "solution__options")
    )
    return {
        "title": last.title,
        "summary": Truncator(last.question).chars(220),
        "situation": _joined(last, STORY[direction]),
        "tried": getattr(last, TRIED[direction]).strip(),
        "question": first.question.strip(),
        "clarifications": [
            {"question": question.text, "kind": question.kind, "answer": question.answer}
            for consultation in consultations
            for answered in consultation.rounds.all()
            if answered.answered_at is not None
            for question in answered.questions.all()
        ],
        "reformulated": "" if last.question == first.question else last.question.strip(),
        "options": [
            {
                "title": option.title,
                "steps": option.step_list(),
                "expected": option.expected,
                "risks": option.risks,
            }
            for consultation in consultations
            if hasattr(consultation, "solution")
            for option in consultation.solution.options.all()
        ],
        "commentaries": [],
    }


def facets_from(case: Case) -> dict[str, Any]:
    """What the public copy says beside its texts: bands and years, never a number or a day."""
    last = case.latest_version()
    profile = getattr(case.author, "mentee_profile", None)
    return {
        "direction": case.direction,
        "subject": last.subject,
        "stage": profile.stage if profile else Stage.BASIC,
        "experience": experience_band(last.years),
        "year": (case.completed_at or case.created_at).year,
    }


def experience_band(years: int | None) -> str:
    """Years in the job as a published case tells them; empty when unknown."""
    if years is None:
        return ""
    if years <= 1:
        return Experience.FIRST_YEAR
    return Experience.UP_TO_THREE if years <= 3 else Experience.LONGER


def copy_of(case: Case) -> PublicCase:
    """A public copy of a case that is not saved yet, still with the words of its people."""
    document = document_from(case)
    return PublicCase(
        title=document.pop("title"), summary=document.pop("summary"), content=document, **facets_from(case)
    )


def _joined(version: CaseVersion, names: tuple[str, ...]) -> str:
    return "\n\n".join(text for name in names if (text := getattr(version, name).strip()))
