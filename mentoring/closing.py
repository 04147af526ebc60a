"""What comes after a solution: two opinions compared, reflection sheet, thanks, review, three weeks later."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from . import matching
from .autosave import NewerText, Saved
from .enums import ConsultationState, State, Tried, Usefulness
from .models import (
    AfterCheck,
    Case,
    CaseVersion,
    Consultation,
    Exclusion,
    MentorProfile,
    MentorReview,
    ReflectionAnswer,
    ReflectionQuestion,
    ReflectionSheet,
    Thanks,
)
from .privacy.publication import count_tried
from .refusal import Refused
from .workflow import record

# The question whose answer is mirrored to the sheet and moves the mentors' usefulness.
USEFULNESS_SLUG = "usefulness"
# How much one sheet moves a mentor's usefulness.
STEP = 0.2
TAKEN = ("taken_from_first", "taken_from_second")
# What a follow-up knows from the case before it: the circumstances, not the story.
FACTS = ("subject", "grade", "school_type", "years", "context")


def delivered(case: Case) -> list[Consultation]:
    """The consultations that gave a solution, the first opinion first."""
    rows = case.consultations.filter(state=ConsultationState.DELIVERED).select_related(
        "mentor__mentor_profile"
    )
    return list(rows.select_related("thanks", "review").order_by("opinion"))


def delivered_opinion(case: Case, opinion: str) -> Consultation:
    """The consultation behind «first» or «second». Raises Refused when there is none."""
    found = next((c for c in delivered(case) if c.opinion == opinion), None)
    if found is None:
        raise Refused("invalid", _("There is no such opinion in this case."))
    return found


# The reflection sheet ---------------------------------------------------------------------------------------


def sheet_of(case: Case) -> ReflectionSheet:
    """The sheet of a case, made when first needed: two opinions are compared before the case is completed."""
    return ReflectionSheet.objects.get_or_create(case=case)[0]


def asked_questions() -> list[ReflectionQuestion]:
    """What moderators ask now, in their order."""
    return list(ReflectionQuestion.objects.filter(active=True).order_by("order", "pk"))


def given_answers(sheet: ReflectionSheet) -> dict[str, str]:
    """The answers kept so far, by the short name of their question."""
    return dict(sheet.answers.values_list("question__slug", "value"))


def answers_in_words(sheet: ReflectionSheet) -> list[tuple[str, str]]:
    """The wording and the answer of each question that was answered, choices in their own words."""
    found = []
    for answer in sheet.answers.select_related("question").order_by("question__order", "pk"):
        words = {choice["value"]: choice["label"] for choice in answer.question.choices}
        if answer.value:
            found.append((answer.wording, words.get(answer.value, answer.value)))
    return found


@transaction.atomic
def save_sheet(
    sheet: ReflectionSheet,
    *,
    by,
    saved_revision: int | None,
    answers: Mapping[str, str] | None = None,
    may_publish: bool | None = None,
    taken: Mapping[str, str] | None = None,
) -> Saved:
    """Keep a sheet as far as it is filled in: `answers` by the short name, `taken` by the names in `TAKEN`.

    What is not named stays as it is. `saved_revision` is the count of saves that the page knows of. Raises
    NewerText when another tab has saved since, Refused when the sheet is finished or somebody else's.
    """
    now = timezone.now()
    rows = ReflectionSheet.objects.filter(pk=sheet.pk, finished_at__isnull=True, case__author=by)
    row = rows.first()
    if row is None:
        raise Refused("state", _("This sheet is finished and is not changed any more."))
    questions = {question.slug: question for question in asked_questions()}
    stored = given_answers(row)
    changed = {
        slug: value.strip()
        for slug, value in (answers or {}).items()
        if slug in questions and stored.get(slug, "") != value.strip()
    }
    values = {name: text.strip() for name, text in (taken or {}).items() if name in TAKEN}
    if may_publish is not None:
        values["may_publish"] = may_publish
    if changed.get(USEFULNESS_SLUG, "") in Usefulness.values and USEFULNESS_SLUG in changed:
        values["usefulness"] = changed[USEFULNESS_SLUG]
    if not changed and all(getattr(row, name) == value for name, value in values.items()):
        return Saved(row.revision, row.saved_at)
    won = rows if saved_revision is None else rows.filter(revision=saved_revision)
    if not won.update(revision=F("revision") + 1, saved_at=now, **values):
        texts = {f"q_{slug}": value for slug, value in stored.items()}
        texts |= {name: getattr(row, name) for name in TAKEN}
        raise NewerText(revision=row.revision, texts=texts)
    for slug, value in changed.items():
        question = questions[slug]
        ReflectionAnswer.objects.update_or_create(
            sheet=row, question=question, defaults={"wording": question.text, "value": value}
        )
    return Saved(row.revision + 1, now)


@transaction.atomic
def finish_sheet(sheet: ReflectionSheet, *, by) -> None:
    """Close the sheet. Raises Refused when something required is missing, or when it was closed already."""
    row = ReflectionSheet.objects.select_related("case").get(pk=sheet.pk)
    if row.case.author_id != by.pk or row.case.state != State.COMPLETED:
        raise Refused("state", _("The sheet is filled in when the work on the case is finished."))
    answers = given_answers(row)
    missing = [q for q in asked_questions() if q.required and not answers.get(q.slug)]
    if missing:
        raise Refused("invalid", _("Answer this one too."), field=f"q_{missing[0].slug}")
    if row.may_publish is None:
        raise Refused(
            "invalid", _("Say yes or no: without your word nothing is published."), field="may_publish"
        )
    rows = ReflectionSheet.objects.filter(pk=row.pk, finished_at__isnull=True)
    if not rows.update(finished_at=timezone.now()):
        raise Refused("stale", _("This sheet is finished and is not changed any more."))
    _move_usefulness(row)
    record(
        row.case, "reflected", by=by, detail={"usefulness": row.usefulness, "may_publish": row.may_publish}
    )


def _move_usefulness(sheet: ReflectionSheet) -> None:
    """Toward 1 for what helped, toward 0 for what did not; an unanswered question moves nothing."""
    if not sheet.usefulness:
        return
    target = 0.0 if sheet.usefulness == Usefulness.NOT_USEFUL else 1.0
    mentors = [consultation.mentor_id for consultation in delivered(sheet.case)]
    profiles = MentorProfile.objects.filter(user_id__in=mentors)
    profiles.update(usefulness=F("usefulness") * (1 - STEP) + target * STEP)
    for profile in profiles.all():
        matching.refresh(profile)


# A word to the mentor, and one to the lab -------------------------------------------------------------------


@transaction.atomic
def give_thanks(case: Case, opinion: str, *, by, text: str = "") -> Thanks:
    """«Спасибо» to the mentor of an opinion, once. Raises Refused the second time."""
    consultation = _of_author(case, opinion, by)
    thanks, made = Thanks.objects.get_or_create(consultation=consultation, defaults={"text": text.strip()})
    if not made:
        raise Refused("stale", _("You have already said thank you to this mentor."))
    record(case, "thanked", by=by, consultation=consultation)
    return thanks


@transaction.atomic
def write_review(case: Case, opinion: str, *, by, text: str, mark: int | None = None) -> MentorReview:
    """A private word on the mentor's work for the lab, once. Raises Refused the second time."""
    consultation = _of_author(case, opinion, by)
    review, made = MentorReview.objects.get_or_create(
        consultation=consultation, defaults={"text": text.strip(), "mark": mark}
    )
    if not made:
        raise Refused("stale", _("The lab already has your review of this mentor."))
    record(case, "reviewed", by=by, consultation=consultation)
    return review


def _of_author(case: Case, opinion: str, by) -> Consultation:
    if case.author_id != by.pk:
        raise Refused("forbidden", _("This cannot be done here."))
    return delivered_opinion(case, opinion)


# Three weeks later ------------------------------------------------------------------------------------------


@transaction.atomic
def answer_after_check(
    case: Case, *, by, answer: str, helped: bool | None = None, text: str = ""
) -> AfterCheck:
    """«Попробовали?»: one click, later what came of it. The last word counts; the same twice is one deed."""
    check = AfterCheck.objects.filter(case=case, case__author=by).first()
    if check is None:
        raise Refused("state", _("There is no question about this case."))
    tried = Tried(answer)
    helped = None if tried == Tried.NO else helped
    same = (check.answer, check.helped, check.text) == (tried, helped, text.strip())
    if same and check.answered_at:
        return check
    check.answer, check.helped, check.text = tried, helped, text.strip()
    check.answered_at = check.answered_at or timezone.now()
    check.save()
    count_tried(case)
    record(case, "after_checked", by=by, detail={"answer": tried, "helped": helped})
    return check


@transaction.atomic
def follow_up(case: Case, *, by) -> Case:
    """A new draft linked to a completed case, with its rubrics and facts; while a draft, the same one."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.author_id != by.pk or locked.state != State.COMPLETED:
        raise Refused("state", _("A case can be continued when the work on it is finished."))
    begun = locked.follow_ups.filter(state=State.DRAFT).first()
    if begun is not None:
        return begun
    draft = Case.objects.create(
        author=by,
        direction=locked.direction,
        follow_up_of=locked,
        format=locked.format,
        contact=locked.contact,
        urgency=locked.urgency,
    )
    draft.rubrics.set(locked.rubrics.all())
    last = locked.latest_version()
    facts = {name: getattr(last, name) for name in FACTS} if last else {}
    CaseVersion.objects.create(case=draft, ordinal=1, **facts)
    record(draft, "followed_up", by=by)
    return draft


# Pairs that must not meet -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Other:
    """Somebody whom a reader of a case may exclude: under the name that this reader may know."""

    key: str
    user_id: int
    name: str


def others_of(case: Case, reader) -> list[Other]:
    """Whom the reader has met in this case: an author the mentors, a mentor the author."""
    if case.author_id != reader.pk:
        return [Other("author", case.author_id, _("Author of case %(number)s") % {"number": case.label})]
    met = case.consultations.exclude(
        state__in=[ConsultationState.DECLINED, ConsultationState.CANCELLED]
    ).select_related("mentor")
    names = {c.mentor_id: c.mentor.get_full_name() for c in met.order_by("requested_at")}
    return [Other(f"mentor-{at}", pk, name) for at, (pk, name) in enumerate(names.items(), start=1)]


@transaction.atomic
def exclude(case: Case, key: str, *, by, report: str = "") -> None:
    """Never bring these two together again. Told to nobody; a report goes to the moderators."""
    other = next((other for other in others_of(case, by) if other.key == key), None)
    if other is None:
        raise Refused("invalid", _("Choose whom you mean."), field="who")
    pair, _made = Exclusion.objects.get_or_create(owner=by, other_id=other.user_id, case=case)
    if report.strip():
        pair.report = report.strip()
        pair.save(update_fields=["report"])
        record(case, "reported", by=by)
