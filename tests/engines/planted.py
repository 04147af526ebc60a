"""One anonymous case with everything a case can have, and a mark planted in every field of text."""

import dataclasses
import itertools
import json
import uuid
from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from mentoring.enums import ConsultationState
from mentoring.models import (
    AfterCheck,
    Attachment,
    Case,
    ChatMessage,
    ColleagueOpinion,
    Commentary,
    Consultation,
    DayOff,
    Deidentification,
    Exclusion,
    HalfWritten,
    HintQuestion,
    IdentityLook,
    LeaveRequest,
    Limits,
    MentorPause,
    MentorReview,
    PublicCase,
    ReflectionAnswer,
    ReflectionQuestion,
    ReflectionSheet,
    Ruling,
    TextModule,
    Thanks,
)  # fmt: skip
from mentoring.reading import view_for
from mentoring.workflow import advance
from tests import people

# Fields in which a mark would break what is tested, each with the reason why nobody's text can be in it.
NOT_PLANTED = {
    "CaseNumber.value": "the ledger of numbers; the number itself is planted in Case",
    "JournalEntry.arrow": "a code", "JournalEntry.from_state": "a code", "JournalEntry.to_state": "a code",
    "JournalEntry.role": "a code", "HalfWritten.arrow": "a code",
    "Rubric.path": "the order of the tree", "Rubric.slug": "a code",
    "Limits.request_reminder_hours": "numbers", "Limits.nudge_days": "numbers",
    "Seat.subject": "an index that is written anew", "Seat.rubrics": "an index that is written anew",
    "Seat.school": "an index that is written anew",
}  # fmt: skip


def second_in_work() -> tuple[Case, dict]:
    """Ivan gave the first opinion, pavel works on the second; nothing is missing that a case can have."""
    who = {name: people.make_mentor(name) for name in ("ivan", "maria", "pavel", "boris", "vera", "sofia")}
    who |= {"olga": people.make_mentee(phone="+7 900 000-00-00"), "anna": people.make_moderator()}
    olga, ivan, pavel = who["olga"], who["ivan"], who["pavel"]
    case = people.make_case(olga, collegial=True, format="anonymous")
    case = advance(people.choose(case, who["maria"]), "decline", by=who["maria"], reason="Уезжаю")
    case = _worked_on(case, ivan, who["sofia"])
    people.write_solution(case)
    case = advance(case, "offer", by=ivan)
    case = advance(case, "second_opinion", by=olga)
    case = _worked_on(case, pavel, who["vera"])
    second = case.consultations.get(state=ConsultationState.ACCEPTED)
    ColleagueOpinion.objects.create(
        consultation=second, colleague=who["boris"], question="?", text="Черновик"
    )
    people.write_round(case, "Ещё не отправлено?")
    people.write_solution(case)
    people.write_version(case)
    _beside(case, who)
    return case, who


def _worked_on(case: Case, mentor, colleague) -> Case:
    case = people.choose(case, mentor)
    case = advance(case, "ask_first", by=mentor, question="Какой класс?")
    case = advance(case, "answer_first", by=case.author, answer="Пятый")
    case = advance(case, "accept", by=mentor)
    consultation = case.consultations.get(state=ConsultationState.ACCEPTED)
    ColleagueOpinion.objects.create(
        consultation=consultation, colleague=colleague, question="?", text="Так", answered_at=timezone.now()
    )
    people.write_round(case)
    case = advance(case, "ask", by=mentor)
    people.write_answers(case)
    people.write_version(case)
    return advance(case, "reformulate", by=case.author)


def _beside(case: Case, who: dict) -> None:
    """What hangs on a case and on its people beside the story."""
    first, second = case.consultations.get(mentor=who["ivan"]), case.consultations.get(mentor=who["pavel"])
    sheet, question = (
        ReflectionSheet.objects.create(case=case),
        ReflectionQuestion.objects.create(slug="q", text="?"),
    )
    ReflectionAnswer.objects.create(sheet=sheet, question=question, wording="?")
    AfterCheck.objects.create(case=case, ask_at=timezone.now())
    for consultation in (first, second):
        Thanks.objects.create(consultation=consultation)
        MentorReview.objects.create(consultation=consultation, text="?")
        HalfWritten.objects.create(consultation=consultation, arrow="step_down", text="?")
    ChatMessage.objects.create(
        case=case, consultation=second, ordinal=1, sender=who["olga"], idempotency_key=uuid.uuid4()
    )
    LeaveRequest.objects.create(case=case, leave="personal", asked_by=who["pavel"])
    IdentityLook.objects.create(case=case, by=who["anna"], reason="?")
    Exclusion.objects.create(owner=who["olga"], other=who["maria"], case=case)
    copy = PublicCase.objects.create(title="?", direction="problem", year=2020)
    work = Deidentification.objects.create(public_case=copy, case=case)
    Ruling.objects.create(deidentification=work, fragment="?", label="PER", verdict="keep")
    Commentary.objects.create(deidentification=work, colleague=who["boris"])
    profile = who["pavel"].mentor_profile
    TextModule.objects.create(mentor=profile, title="?", text="?")
    MentorPause.objects.create(mentor=profile, first_day="2020-01-01", last_day="2020-01-01")
    HintQuestion.objects.create(kind="clarifying", text="?").rubrics.set(case.rubrics.all())
    DayOff.objects.create(first_day="2020-01-01", last_day="2020-01-01", title="?")
    Limits.load().save()
    versions = list(case.versions.order_by("ordinal"))
    bearers = [{"version": version} for version in (versions[0], versions[-1])]
    bearers += [{"solution": consultation.solution} for consultation in (first, second)]
    for ordinal, bearer in enumerate(bearers, start=1):
        Attachment.objects.create(
            case=case,
            uploader=who["olga"],
            ordinal=ordinal,
            size=1,
            file="a.pdf",
            original_name="?",
            **bearer,
        )


def plant() -> dict[str, list[str]]:
    """Put a mark into every field of text of every row: «Model@variant.field» → the marks."""
    marks: dict[str, list[str]] = defaultdict(list)
    serial = itertools.count(1)
    for model in [*apps.get_app_config("mentoring").get_models(), get_user_model()]:
        fields = [field for field in model._meta.concrete_fields if _holds_text(model, field)]
        for row in model._base_manager.order_by("pk"):
            for field in fields:
                mark = f"zq{next(serial):04d}qz"
                marks[f"{model.__name__}@{_variant(row)}.{field.name}"].append(mark)
                model._base_manager.filter(pk=row.pk).update(**{field.name: _bearing(mark, row, field)})
    return marks


def _bearing(mark: str, row, field) -> object:
    """A value with this mark that the rest of the portal takes for a sound one."""
    if isinstance(field, models.JSONField):
        return {**(getattr(row, field.name) or {}), "note": mark}
    endings = {models.FileField: ".pdf", models.EmailField: "@example.org"}
    return mark + next((ending for kind, ending in endings.items() if isinstance(field, kind)), "")


def marks_in(case: Case, reader, marks: dict[str, list[str]]) -> set[str]:
    """The names of the fields whose text reaches this reader. Raises PermissionError as `view_for` does."""
    view = view_for(Case.objects.get(pk=case.pk), get_user_model().objects.get(pk=reader.pk))
    text = json.dumps(dataclasses.asdict(view), default=_plainly, ensure_ascii=False)
    return {name for name, all_of_it in marks.items() if any(mark in text for mark in all_of_it)}


def models_without_rows(marks: dict[str, list[str]]) -> Iterator[str]:
    """Models with text of which nothing was planted: they would pass unseen."""
    names = {name.split("@")[0] for name in marks}
    for model in apps.get_app_config("mentoring").get_models():
        if (
            any(_holds_text(model, field) for field in model._meta.concrete_fields)
            and model.__name__ not in names
        ):
            yield model.__name__


def _plainly(value) -> object:
    return sorted(value) if isinstance(value, frozenset | set) else str(value)


def _holds_text(model, field) -> bool:
    if f"{model.__name__}.{field.name}" in NOT_PLANTED or getattr(field, "choices", None):
        return False
    if isinstance(field, models.JSONField):
        return model.__name__ in {"Proposal", "JournalEntry"}
    return isinstance(field, models.CharField | models.TextField | models.FileField)


def _variant(row) -> str:
    """What tells one row of a model from another in the table of the test; empty where all are alike."""
    name = type(row).__name__
    if name == "User":
        return row.email.split("@")[0] if "@" in row.email else ""
    if name == "Rubric":
        return "direction" if row.is_root() else ""
    if name == "CaseVersion":
        return str(row.ordinal) if row.submitted_at else "draft"
    if name == "Attachment":
        bearer = row.version or row.solution
        return type(bearer).__name__.lower() + _variant_of_bearer(bearer)
    if name == "ColleagueOpinion":
        return row.colleague.email.split("@")[0]
    if name == "Question":
        return _whose(row.round.consultation) + ("" if row.round.sent_at else " unsent")
    if name == "SolutionOption":
        return _whose(row.solution.consultation)
    if name == "Consultation":
        return _whose(row)
    if name in {"Solution", "Thanks", "MentorReview"}:
        return _whose(row.consultation)
    return ""


def _variant_of_bearer(bearer) -> str:
    return f" {_whose(bearer.consultation)}" if hasattr(bearer, "consultation") else f" {_variant(bearer)}"


def _whose(consultation: Consultation) -> str:
    if consultation.state == ConsultationState.DECLINED:
        return "declined"
    return str(consultation.opinion)
