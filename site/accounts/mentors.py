"""How one becomes a mentor: by applying and being approved, or by an invitation. And how one ceases to be."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentoring.enums import MentorStatus
from mentoring.matching import refresh
from mentoring.models import MentorProfile, Rubric
from mentoring.refusal import Refused

from . import signals
from .models import MentorInvitation, User

MAY_DECIDE = "mentoring.change_mentorprofile"
MAY_INVITE = "accounts.add_mentorinvitation"


@dataclass
class MentorAnswers:
    """What a mentor tells of the own work."""

    position: str
    about: str = ""
    workplace: str = ""
    region: str = ""
    rubrics: list[Rubric] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    capacity: int = 3


@transaction.atomic
def apply(user: User, answers: MentorAnswers) -> MentorProfile:
    """Ask to become a mentor, or correct an application that nobody has decided yet. Refused afterwards."""
    profile, made = MentorProfile.objects.get_or_create(user=user, defaults={"position": answers.position})
    if not made and profile.status != MentorStatus.APPLIED:
        raise Refused("state", _("Your application has already been decided."))
    save_answers(profile, answers)
    if made:
        signals.mentor_applied.send(sender=MentorProfile, profile=profile)
    return profile


@transaction.atomic
def save_answers(profile: MentorProfile, answers: MentorAnswers) -> None:
    """Write what the mentor tells and renew the index of matching. Touches nothing else of the profile."""
    written = ("position", "about", "workplace", "region", "subjects", "stages", "capacity")
    for name in written:
        setattr(profile, name, getattr(answers, name))
    profile.save(update_fields=written)
    profile.rubrics.set(answers.rubrics)
    refresh(profile)


@transaction.atomic
def approve(profile: MentorProfile, *, by: User) -> None:
    """Let a mentor be proposed: a new one, one who was declined, or one who was suspended."""
    _require(by, MAY_DECIDE)
    _decide(
        profile,
        to=MentorStatus.APPROVED,
        of=(MentorStatus.APPLIED, MentorStatus.DECLINED, MentorStatus.SUSPENDED),
        by=by,
    )
    signals.mentor_approved.send(sender=MentorProfile, profile=profile, by=by)


@transaction.atomic
def decline(profile: MentorProfile, *, by: User, reason: str = "") -> None:
    """Refuse an application. The reason is sent to the applicant."""
    _require(by, MAY_DECIDE)
    _decide(profile, to=MentorStatus.DECLINED, of=(MentorStatus.APPLIED,), by=by)
    signals.mentor_declined.send(sender=MentorProfile, profile=profile, by=by, reason=reason)


@transaction.atomic
def suspend(profile: MentorProfile, *, by: User, reason: str = "") -> None:
    """Propose a mentor no longer. Cases already in work stay."""
    _require(by, MAY_DECIDE)
    _decide(profile, to=MentorStatus.SUSPENDED, of=(MentorStatus.APPROVED,), by=by)
    signals.mentor_suspended.send(sender=MentorProfile, profile=profile, by=by, reason=reason)


@transaction.atomic
def invite(email: str, *, by: User, is_external: bool = False, note: str = "") -> MentorInvitation:
    """Invite a mentor by a link. A new invitation ends the unused ones of the same address."""
    _require(by, MAY_INVITE)
    now = timezone.now()
    MentorInvitation.objects.filter(email__iexact=email, used_at__isnull=True, expires_at__gt=now).update(
        expires_at=now
    )
    invitation = MentorInvitation.objects.create(
        email=email, invited_by=by, is_external=is_external, note=note
    )
    signals.mentor_invited.send(sender=MentorInvitation, invitation=invitation)
    return invitation


def invitation_url(invitation: MentorInvitation) -> str:
    """The path of the link in the letter."""
    return reverse("accounts:invitation", args=[invitation.token])


def open_invitation(token: str) -> MentorInvitation | None:
    """The invitation behind a link that can still be used, or None."""
    return _open().filter(token=token).first()


@transaction.atomic
def accept_invitation(token: str, user: User, *, answers: MentorAnswers) -> MentorProfile:
    """Use an invitation: fill the profile and be approved at once. Of two who try, the second is refused."""
    taken = _open().filter(token=token).update(used_by=user, used_at=timezone.now())
    if not taken:
        raise Refused("state", _("This invitation has been used or is no longer valid."))
    invitation = MentorInvitation.objects.get(token=token)
    profile, _made = MentorProfile.objects.get_or_create(user=user, defaults={"position": answers.position})
    if profile.status in (MentorStatus.APPROVED, MentorStatus.SUSPENDED):
        raise Refused("state", _("You are a mentor already, so the invitation is left unused."))
    MentorProfile.objects.filter(pk=profile.pk).update(is_external=invitation.is_external)
    save_answers(profile, answers)
    _decide(
        profile,
        to=MentorStatus.APPROVED,
        of=(MentorStatus.APPLIED, MentorStatus.DECLINED),
        by=invitation.invited_by,
    )
    signals.mentor_approved.send(sender=MentorProfile, profile=profile, by=None)
    return profile


def _open() -> models.QuerySet[MentorInvitation]:
    return MentorInvitation.objects.filter(used_at__isnull=True, expires_at__gt=timezone.now())


def _require(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def _decide(profile: MentorProfile, *, to: str, of: tuple[str, ...], by: User | None) -> None:
    """Set the status if it still is one of `of`, so that of two moderators the second is told."""
    moved = MentorProfile.objects.filter(pk=profile.pk, status__in=of).update(
        status=to, decided_at=timezone.now(), decided_by=by
    )
    if not moved:
        raise Refused("state", _("Somebody has already decided this. Look at the page again."))
    profile.refresh_from_db()
    refresh(profile)
