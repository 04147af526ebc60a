"""Offering a case to mentors: who is shown, who is asked, whose place is taken, and how a mentor is out again.

Parts of the arrows' effects: they run inside the transaction of `workflow.advance`.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import matching
from .conditions import open_consultation
from .enums import ConsultationState, IfUnavailable, MentorStatus, Opinion
from .models import (
    Case,
    ColleagueOpinion,
    Consultation,
    Exclusion,
    MentorPause,
    MentorProfile,
    Proposal,
)
from .refusal import Refused
from .signals import nobody_fits


def last_round(case: Case) -> int:
    return case.proposals.order_by("-round").values_list("round", flat=True).first() or 0


def was_taken_back(case: Case, mentor_id: int, now: datetime) -> bool:
    """Since the five were shown the mentor has asked for rest, or one side avoids the other."""
    today = timezone.localdate(now)
    resting = MentorPause.objects.filter(mentor__user=mentor_id, first_day__lte=today, last_day__gte=today)
    pair = Q(owner=case.author_id, other=mentor_id) | Q(owner=mentor_id, other=case.author_id)
    return resting.exists() or Exclusion.objects.filter(pair).exists()


def show_five(case: Case, now: datetime, *, prefer: int | None = None) -> int:
    """Keep a new round of proposals; with nobody to propose the moderator is told. Returns how many."""
    five = matching.propose(case, now=now, prefer=prefer)
    round_ = last_round(case) + 1
    Proposal.objects.bulk_create(
        Proposal(
            case=case,
            round=round_,
            rank=rank,
            mentor_id=candidate.mentor_id,
            slot=candidate.slot,
            reasons=candidate.reasons,
            promised_at=candidate.promised_at,
            shown_at=now,
        )
        for rank, candidate in enumerate(five, start=1)
    )
    if not five:
        nobody_fits.send(sender=Case, case=case)
    return len(five)


def ask_best(case: Case, now: datetime, *, prefer: int | None = None) -> dict:
    for candidate in matching.propose(case, now=now, prefer=prefer):
        if take_place(candidate.mentor_id, now):
            return open_with(case, candidate.mentor_id, candidate.promised_at, now)
    raise Refused("nobody", _("Nobody is free right now. We have told the moderator and will write to you."))


def ask_mentor(case: Case, mentor_id: int, promised_at: datetime, now: datetime) -> dict:
    if not take_place(mentor_id, now):
        raise Refused("full", _("This mentor has just taken another case. Please choose one of the others."))
    return open_with(case, mentor_id, promised_at, now)


def open_with(case: Case, mentor_id: int, promised_at: datetime, now: datetime) -> dict:
    opinion = Opinion.SECOND if case.second_opinion_at else Opinion.FIRST
    case.mentor_id = mentor_id
    Consultation.objects.create(
        case=case, author_id=case.author_id, mentor_id=mentor_id, opinion=opinion, requested_at=now,
        promised_at=promised_at,
    )  # fmt: skip
    return {"opinion": opinion}


def take_place(mentor_id: int, now: datetime) -> bool:
    """Count one more consultation, unless the mentor is full or may not be asked: a compare-and-set too.

    No join in this UPDATE: Django would turn it into a subquery, which PostgreSQL does not ask again after it
    has waited for another transaction, and the last place would be given twice.
    """
    active = get_user_model().objects.filter(pk=mentor_id, is_active=True)
    free = MentorProfile.objects.with_free_place().filter(user__in=active, status=MentorStatus.APPROVED)
    taken = free.update(load=F("load") + 1, last_request_at=now) == 1
    if taken:
        refresh(mentor_id)
    return taken


def end_with(case: Case, state: ConsultationState, now: datetime, **fields: Any) -> Consultation | None:
    """End the open consultation: the place is free again, colleagues see it no more, what was begun goes."""
    consultation = open_consultation(case)
    if consultation is None:
        return None
    Consultation.objects.filter(pk=consultation.pk).update(state=state, ended_at=now, **fields)
    MentorProfile.objects.filter(user_id=consultation.mentor_id, load__gt=0).update(load=F("load") - 1)
    ColleagueOpinion.objects.filter(consultation=consultation, ended_at__isnull=True).update(ended_at=now)
    consultation.half_written.all().delete()
    refresh(consultation.mentor_id)
    return consultation


def leave(
    case: Case, state: ConsultationState, now: datetime, *, reason: str = "", suggested_id: int | None = None
) -> dict:
    """The mentor is out; others are shown, or the next is asked at once if the author wanted that."""
    consultation = end_with(case, state, now, reason=reason.strip(), suggested_id=suggested_id)
    case.mentor = None
    shown = show_five(case, now, prefer=suggested_id)
    detail: dict[str, Any] = {
        "shown": shown,
        "mentor": consultation.mentor_id,
        "consultation": consultation.pk,
    }
    wants_next = case.if_unavailable == IfUnavailable.NEXT_BEST or case.stuck_since is not None
    if wants_next and shown:
        detail |= {"then": "reroute", "choice": suggested_id}
    return detail


def refresh(*mentor_ids: int) -> None:
    for profile in MentorProfile.objects.filter(user_id__in=mentor_ids):
        matching.refresh(profile)
