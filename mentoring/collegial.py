"""«Узнать мнение коллеги»: who may be named, the invitation, the opinion, and its end."""

from dataclasses import dataclass
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .autosave import Saved, store
from .enums import ConsultationState
from .models import Case, ColleagueOpinion, Consultation, Exclusion, MenteeProfile, MentorProfile, school_key
from .refusal import Refused
from .workflow import record

COLLEAGUES_MAX = 5
SHOWN = 20
OPINION_MAX = ColleagueOpinion._meta.get_field("text").max_length


@dataclass(frozen=True)
class Colleague:
    """A mentor as another mentor may name one."""

    public_id: str
    name: str
    position: str
    of_rubric: bool


@dataclass(frozen=True)
class Invited:
    """A colleague who was asked, for the mentor who asked."""

    public_id: str
    name: str
    question: str
    answered: bool
    running: bool


def nameable(case: Case, *, by) -> QuerySet[MentorProfile]:
    """Approved mentors whom `by` may name for this case, to consult or to pass it on to.

    Neither the author nor `by`, excluded by no side, and without a part of their own in the case, so that a
    second opinion stays blind. Who works at the author's school is left out by the functions below.
    """
    pairs = Exclusion.objects.filter(
        Q(owner__in=[case.author_id, by.pk]) | Q(other__in=[case.author_id, by.pk])
    )
    apart = {case.author_id, by.pk}
    for pair in pairs.values_list("owner_id", "other_id"):
        apart |= set(pair)
    parts = Consultation.objects.filter(case=case).order_by().values("mentor_id")
    of_rubric = MentorProfile.rubrics.through.objects.filter(
        mentorprofile_id=OuterRef("pk"), rubric__in=case.rubrics.all()
    )
    profiles = MentorProfile.objects.approved().exclude(user_id__in=apart).exclude(user_id__in=parts)
    return profiles.select_related("user").annotate(of_rubric=Exists(of_rubric))


def colleagues_to_name(case: Case, *, by, name: str = "", same_rubrics: bool = False) -> list[Colleague]:
    """Up to twenty mentors to choose from: those of the case's rubrics first, then the least busy.

    `name` is what was typed to find somebody; `same_rubrics` leaves all others out.
    """
    profiles = nameable(case, by=by)
    if same_rubrics:
        profiles = profiles.filter(of_rubric=True)
    for word in name.split()[:4]:
        # Without ICU the database knows no Russian letter case, so the usual spellings are asked for.
        spellings = {word, word.lower(), word.capitalize()}
        match = Q()
        for spelling in spellings:
            match |= Q(user__last_name__contains=spelling) | Q(user__first_name__contains=spelling)
        profiles = profiles.filter(match)
    found = profiles.order_by("-of_rubric", "load", "user__last_name", "pk")[: SHOWN * 2]
    school = _school_of_author(case)
    return [_named(profile) for profile in found if not _same_school(profile, school)][:SHOWN]


def find_colleague(case: Case, public_id, *, by) -> MentorProfile | None:
    """The profile of a mentor whom `by` may name, or None."""
    profile = nameable(case, by=by).filter(public_id=public_id).first()
    if profile is None or _same_school(profile, _school_of_author(case)):
        return None
    return profile


def invited_by(consultation: Consultation) -> list[Invited]:
    """The colleagues asked in a consultation, in the order of asking."""
    opinions = consultation.colleagues.select_related("colleague__mentor_profile")
    return [
        Invited(
            public_id=str(opinion.colleague.mentor_profile.public_id),
            name=opinion.colleague.get_full_name(),
            question=opinion.question,
            answered=opinion.answered_at is not None,
            running=opinion.ended_at is None,
        )
        for opinion in opinions
    ]


def opinion_of(case: Case, user) -> ColleagueOpinion | None:
    """What the user was asked for as a colleague and still may write. None once access has ended."""
    if not case.collegial:
        return None
    running = ColleagueOpinion.objects.filter(consultation__case=case, colleague=user, ended_at__isnull=True)
    return running.filter(consultation__state=ConsultationState.ACCEPTED).first()


@transaction.atomic
def invite(case: Case, public_id, *, by, question: str) -> ColleagueOpinion:
    """Open the case to a named colleague until the consultation ends, under the same anonymity."""
    consultation = _in_work(case, by)
    if not Case.objects.filter(pk=case.pk, collegial=True).exists():
        raise Refused("condition", _("The author has not allowed colleagues. You can ask for leave."))
    profile = find_colleague(case, public_id, by=by)
    if profile is None:
        raise Refused("invalid", _("Choose a colleague from the list."), field="colleague")
    running = consultation.colleagues.filter(ended_at__isnull=True)
    if running.filter(colleague=profile.user_id).exists():
        raise Refused("stale", _("This colleague was already asked."))
    if running.count() >= COLLEAGUES_MAX:
        raise Refused(
            "full", _("Five colleagues at once are enough. Wait for an answer, or end somebody's access.")
        )
    try:
        with transaction.atomic():
            opinion, made = ColleagueOpinion.objects.get_or_create(
                consultation=consultation, colleague=profile.user, defaults={"question": question.strip()}
            )
    except IntegrityError as error:
        raise Refused("stale", _("This colleague was already asked.")) from error
    if not made:
        ColleagueOpinion.objects.filter(pk=opinion.pk).update(
            question=question.strip(), ended_at=None, invited_at=timezone.now()
        )
    record(case, "colleague_invited", by=by, consultation=consultation, detail={"opinion": opinion.pk})
    return opinion


@transaction.atomic
def end_access(case: Case, public_id, *, by) -> None:
    """The mentor takes back the access of one colleague; what was written stays with the mentor."""
    consultation = _in_work(case, by)
    running = consultation.colleagues.filter(
        colleague__mentor_profile__public_id=public_id, ended_at__isnull=True
    )
    opinion = running.first()
    if opinion is None or running.update(ended_at=timezone.now()) != 1:
        raise Refused("stale", _("This colleague no longer sees the case."))
    record(case, "colleague_ended", by=by, consultation=consultation, detail={"opinion": opinion.pk})


def save_opinion(opinion: ColleagueOpinion, text: str, *, seen: int) -> Saved:
    """Keep the draft. Raises NewerText when another tab has saved since, Refused when it is too late."""
    if len(text) > OPINION_MAX:
        raise Refused(
            "invalid", _("The opinion is too long. Make it shorter: nothing was lost."), field="text"
        )
    try:
        return store(_writable(opinion), seen=seen, text=text)
    except ColleagueOpinion.DoesNotExist:
        raise Refused("state", _("This opinion was already sent, or the consultation has ended.")) from None


@transaction.atomic
def give_opinion(opinion: ColleagueOpinion, text: str, *, by) -> None:
    """Send the opinion to the mentor, once."""
    if not text.strip():
        raise Refused("invalid", _("Write your opinion: a few sentences are enough."), field="text")
    if len(text) > OPINION_MAX:
        raise Refused(
            "invalid", _("The opinion is too long. Make it shorter: nothing was lost."), field="text"
        )
    if _writable(opinion).update(text=text.strip(), answered_at=timezone.now()) != 1:
        raise Refused("stale", _("This opinion was already sent, or the consultation has ended."))
    consultation = opinion.consultation
    record(
        consultation.case,
        "colleague_answered",
        by=by,
        consultation=consultation,
        detail={"opinion": opinion.pk},
    )


def _writable(opinion: ColleagueOpinion) -> QuerySet[ColleagueOpinion]:
    return ColleagueOpinion.objects.filter(
        pk=opinion.pk,
        answered_at__isnull=True,
        ended_at__isnull=True,
        consultation__state=ConsultationState.ACCEPTED,
        consultation__case__collegial=True,
    )


def _in_work(case: Case, mentor) -> Consultation:
    consultation = case.consultations.filter(mentor=mentor, state=ConsultationState.ACCEPTED).first()
    if consultation is None:
        raise Refused("state", _("The consultation has ended: colleagues can no longer be asked."))
    return consultation


def _named(profile: MentorProfile) -> Colleague:
    return Colleague(
        str(profile.public_id), profile.user.get_full_name(), profile.position, cast(Any, profile).of_rubric
    )


def _school_of_author(case: Case) -> str:
    school = MenteeProfile.objects.filter(user_id=case.author_id).values_list("school", flat=True).first()
    return school_key(school or "")


def _same_school(profile: MentorProfile, school: str) -> bool:
    return bool(school) and school_key(profile.workplace) == school
