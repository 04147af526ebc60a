"""What each arrow does beside moving the state. Called by `workflow.advance` only, inside its transaction.

An effect changes fields of `case` (saved by the door) and other rows, and may return a dict: `target` where
the table leaves a choice, `move_by` where the move is lent, `then` for an arrow of the portal that follows at
once; the rest is kept in the journal. It raises Refused to undo everything.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from . import offering
from .clocks import Calendar
from .conditions import open_consultation
from .enums import (
    Closing,
    ConsultationState,
    IfUnavailable,
    MentorStatus,
    Opinion,
    Outcome,
    Party,
    State,
)
from .models import (
    AfterCheck,
    Case,
    Consultation,
    HalfWritten,
    Limits,
    MentorPause,
    MentorProfile,
    Proposal,
    ReflectionSheet,
    Round,
)
from .refusal import Refused


def nothing(case: Case, *, by, now: datetime) -> None:
    """The state alone moves."""


def submit(case: Case, *, by, now: datetime) -> dict[str, Any]:
    """Freeze the first version and show the five."""
    _freeze_draft(case, now)
    case.submitted_at = now
    return {"version": 1, "shown": offering.show_five(case, now)}


def request(
    case: Case, *, by, now: datetime, mentor_id: int, if_unavailable: str = IfUnavailable.ASK_ME
) -> dict:
    """Ask one of the five. `mentor_id` is the user's key; it must stand in the round shown last."""
    shown = case.proposals.filter(round=offering.last_round(case), mentor_id=mentor_id).first()
    if shown is None or offering.was_taken_back(case, mentor_id, now):
        raise Refused("invalid", _("This mentor is no longer among those proposed. Please choose again."))
    case.if_unavailable = IfUnavailable(if_unavailable)
    Proposal.objects.filter(pk=shown.pk).update(chosen=True)
    return offering.ask_mentor(case, mentor_id, shown.promised_at, now)


def let_choose(case: Case, *, by, now: datetime) -> dict:
    """«Выберите за меня»: the best one now, and the next best by itself if that one cannot."""
    case.if_unavailable = IfUnavailable.NEXT_BEST
    return offering.ask_best(case, now)


def reroute(case: Case, *, by, now: datetime, choice: int | None = None) -> dict:
    """The portal asks the next mentor, because the author said so beforehand."""
    return offering.ask_best(case, now, prefer=choice)


def renew_five(case: Case, *, by, now: datetime) -> dict:
    """Look again: promises grow old."""
    return {"shown": offering.show_five(case, now)}


def self_solved(case: Case, *, by, now: datetime) -> dict:
    """«Мне помогла библиотека»."""
    case.closing, case.completed_at, case.stuck_since = Closing.SELF_SOLVED, now, None
    return {}


def answer_first(case: Case, *, by, now: datetime, answer: str) -> dict:
    """The author answers the question asked before accepting; the mentor's clock starts anew."""
    if not answer.strip():
        raise Refused("invalid", _("Write an answer: a sentence or two is enough."), field="answer")
    Consultation.objects.filter(pk=open_consultation(case).pk).update(
        pre_answer=answer.strip(), pre_answer_at=now
    )
    return {"move_by": Party.MENTOR}


def keep(case: Case, *, by, now: datetime) -> dict:
    """«Нет, хочу оставить первый вариант запроса»."""
    _close_round(case, now, Outcome.KEPT, None)
    case.versions.filter(submitted_at__isnull=True, ordinal__gt=1).delete()
    return {"outcome": Outcome.KEPT}


def reformulate(case: Case, *, by, now: datetime) -> dict:
    """«Да, я хочу уточнить запрос»: the draft becomes the next version."""
    version = _freeze_draft(case, now)
    _close_round(case, now, Outcome.REFORMULATED, version)
    return {"outcome": Outcome.REFORMULATED, "version": version.ordinal}


def sharpen(case: Case, *, by, now: datetime) -> dict:
    """«Сформулировать проблему точнее», started by the author."""
    return {"version": _freeze_draft(case, now).ordinal, "move_by": case.move_by}


def complete(case: Case, *, by, now: datetime) -> dict:
    """«Спасибо, работа с кейсом завершена»: the reflection sheet opens; in three weeks the portal asks."""
    case.closing, case.completed_at = Closing.SOLUTION, now
    ReflectionSheet.objects.get_or_create(case=case)
    ask_at = Calendar().add(now, timedelta(0)) + timedelta(days=Limits.load().after_check_days)
    AfterCheck.objects.get_or_create(case=case, defaults={"ask_at": ask_at})
    delivered = case.consultations.filter(state=ConsultationState.DELIVERED).values("mentor_id")
    MentorProfile.objects.filter(user_id__in=delivered).update(helped=F("helped") + 1)
    offering.refresh(*delivered.values_list("mentor_id", flat=True))
    return {}


def second_opinion(case: Case, *, by, now: datetime) -> dict:
    """Another mentor, the same path, blind; once per case."""
    case.second_opinion_at, case.mentor = now, None
    return {"shown": offering.show_five(case, now)}


def first_is_enough(case: Case, *, by, now: datetime) -> dict:
    """Back to the first solution: nobody has answered the second time yet, so it may be asked for again."""
    case.second_opinion_at, case.stuck_since = None, None
    case.mentor_id = _first_mentor(case)
    return {}


def withdraw(case: Case, *, by, now: datetime) -> dict:
    """The author takes the case back; a mentor who held it gets the place back."""
    offering.end_with(case, ConsultationState.CANCELLED, now)
    case.versions.filter(submitted_at__isnull=True).delete()
    case.mentor = case.stuck_since = None
    return {}


def accept(case: Case, *, by, now: datetime) -> dict:
    """«Беру»."""
    case.stuck_since = None
    Consultation.objects.filter(pk=open_consultation(case).pk).update(
        state=ConsultationState.ACCEPTED, accepted_at=now
    )
    return {}


def ask_first(case: Case, *, by, now: datetime, question: str) -> dict:
    """«Сначала спрошу»: one question without owning the case; the move is lent to the author."""
    if not question.strip():
        raise Refused("invalid", _("Write your question."), field="question")
    Consultation.objects.filter(pk=open_consultation(case).pk).update(
        pre_question=question.strip(), pre_question_at=now
    )
    HalfWritten.objects.filter(consultation__case=case, arrow="ask_first").delete()
    return {"move_by": Party.MENTEE}


def decline(
    case: Case, *, by, now: datetime, reason: str = "", suggested_id: int | None = None, quiet_until=None
) -> dict:
    """«Передать»: reason, a colleague to suggest and days of rest on one screen."""
    if quiet_until:
        profile = MentorProfile.objects.get(user=by)
        today = timezone.localdate(now)
        if quiet_until < today:
            raise Refused("invalid", _("Choose a day that is still to come."), field="quiet_until")
        MentorPause.objects.create(mentor=profile, first_day=today, last_day=quiet_until)
    return offering.leave(case, ConsultationState.DECLINED, now, reason=reason, suggested_id=suggested_id)


def step_down(case: Case, *, by, now: datetime, reason: str = "") -> dict:
    """A mentor who accepted cannot go on."""
    return offering.leave(case, ConsultationState.STEPPED_DOWN, now, reason=reason)


def expire(case: Case, *, by, now: datetime) -> dict:
    """The request was not answered in time. Silence lowers the rank; declining would not have."""
    MentorProfile.objects.filter(user_id=case.mentor_id).update(silences=F("silences") + 1)
    return offering.leave(case, ConsultationState.EXPIRED, now)


def take_over(case: Case, *, by, now: datetime) -> dict:
    """The mentor fell silent in the middle: the case goes to the moderator's list and to another mentor."""
    MentorProfile.objects.filter(user_id=case.mentor_id).update(silences=F("silences") + 1)
    case.stuck_since = now
    return offering.leave(case, ConsultationState.EXPIRED, now)


def release(case: Case, *, by, now: datetime, reason: str = "") -> dict:
    """A moderator takes the case from a mentor who cannot answer, and who is not asked for it again."""
    return offering.leave(case, ConsultationState.STEPPED_DOWN, now, reason=reason)


def author_left(case: Case, *, by, now: datetime) -> dict:
    """The author's account closes: a draft goes with it, a case is taken back."""
    if case.state == State.DRAFT:
        return {"target": State.DELETED}
    withdraw(case, by=by, now=now)
    return {"target": State.WITHDRAWN}


def mentor_left(case: Case, *, by, now: datetime) -> dict:
    """The mentor's account closes: others are shown, as when a mentor steps down."""
    return offering.leave(case, ConsultationState.STEPPED_DOWN, now)


def ask(case: Case, *, by, now: datetime) -> dict:
    """Send the round of questions that lies ready."""
    consultation = open_consultation(case)
    round_ = consultation.rounds.get(sent_at__isnull=True)
    Round.objects.filter(pk=round_.pk).update(sent_at=now)
    _note_first_answer(consultation, now)
    return {"round": round_.ordinal, "questions": round_.questions.count()}


def offer(case: Case, *, by, now: datetime) -> dict:
    """Send the solution; the mentor's place is free again."""
    consultation = open_consultation(case)
    empty = [option.pk for option in consultation.solution.options.all() if not option.step_list()]
    consultation.solution.options.filter(pk__in=empty).delete()
    consultation.solution.__class__.objects.filter(pk=consultation.solution.pk).update(sent_at=now)
    _note_first_answer(consultation, now)
    consultation.rounds.filter(sent_at__isnull=True).delete()
    options = consultation.solution.options.count()
    offering.end_with(case, ConsultationState.DELIVERED, now)
    return {"options": options}


def lapse(case: Case, *, by, now: datetime) -> dict:
    """A case that waited for its author too long closes by itself and can be opened again with one click."""
    case.closing, case.closed_from, case.stuck_since = Closing.BY_ITSELF, case.state, None
    if case.state == State.CHOOSING and case.second_opinion_at:
        # The first solution is not lost because a mentor for the second was never chosen.
        case.second_opinion_at, case.mentor_id, case.closed_from = None, _first_mentor(case), State.OFFERED
    if case.closed_from == State.OFFERED:
        case.completed_at = now
        return {"target": State.COMPLETED}
    offering.end_with(case, ConsultationState.CANCELLED, now)
    return {"target": State.WITHDRAWN}


def reopen(case: Case, *, by, now: datetime) -> dict:
    """Back to where it was closed; without the mentor if that one has no place any more."""
    came_from, case.closing, case.closed_from, case.completed_at = case.closed_from, "", "", None
    if came_from == State.OFFERED:
        return {"target": State.OFFERED}
    if came_from == State.CLARIFYING and case.mentor_id:
        last = case.consultations.filter(mentor_id=case.mentor_id).order_by("-requested_at").first()
        if last and last.accepted_at and offering.take_place(case.mentor_id, now):
            Consultation.objects.filter(pk=last.pk).update(state=ConsultationState.ACCEPTED, ended_at=None)
            return {"target": State.CLARIFYING}
    case.mentor = None
    return {"target": State.CHOOSING, "shown": offering.show_five(case, now)}


def _first_mentor(case: Case) -> int:
    """The user's key of the mentor whose solution came first."""
    return case.consultations.get(state=ConsultationState.DELIVERED, opinion=Opinion.FIRST).mentor_id


def _freeze_draft(case: Case, now: datetime):
    version = case.draft_version()
    if version is None:
        raise Refused("condition", _("There is no draft to send."))
    version.submitted_at = now
    version.save(update_fields=["submitted_at", "saved_at"])
    return version


def _close_round(case: Case, now: datetime, outcome: Outcome, version) -> None:
    round_ = Round.objects.filter(
        consultation__case=case, consultation__state=ConsultationState.ACCEPTED, sent_at__isnull=False,
        answered_at__isnull=True,
    ).get()  # fmt: skip
    if not round_.questions.exclude(answer="").exists():
        raise Refused(
            "invalid", _("Answer at least one question, so that the mentor has something to go on.")
        )
    Round.objects.filter(pk=round_.pk).update(answered_at=now, outcome=outcome, version_after=version)


def _note_first_answer(consultation: Consultation, now: datetime) -> None:
    """The first real answer moves the mentor's pace: a moving average over about the last five cases."""
    if consultation.first_answer_at is not None:
        return
    Consultation.objects.filter(pk=consultation.pk).update(first_answer_at=now)
    hours = Calendar.load().between(consultation.requested_at, now).total_seconds() / 3600
    profile = MentorProfile.objects.filter(user_id=consultation.mentor_id, status=MentorStatus.APPROVED)
    profile.update(pace_hours=F("pace_hours") * 0.8 + max(hours, 0.5) * 0.2)
    offering.refresh(consultation.mentor_id)
