"""Hears what happens in the rooms below and tells whoever has to move or needs to know.

Everything here runs inside the transaction of the change: a change that is undone has told nobody.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils import timezone

from mentoring.access import MODERATE
from mentoring.enums import CommentaryState, ConsultationState, Party, State
from mentoring.models import Case, ChatMessage, ColleagueOpinion, Commentary, JournalEntry

from . import letters
from .catalogue import NUDGES_OF_AUTHOR, SORRY_AFTER, TOLD, To
from .kinds import KINDS
from .models import Notice


def tell(user, kind: str, *, event: str, case: Case | None = None, **params) -> Notice | None:
    """One row for the bell, and its letter if this user wants one now. None when it was told already.

    `event` names what happened, so that the same event never tells the same user the same thing twice.
    """
    if user is None or not user.is_active:
        return None
    key = f"{event}:{user.pk}:{kind}"
    at_once = user.letters == "each" or (KINDS[kind].waits and user.letters == "off")
    notice, made = Notice.objects.get_or_create(
        key=key,
        defaults={
            "user": user,
            "kind": kind,
            "case": case,
            "params": {name: value for name, value in params.items() if value},
            "in_digest": user.letters == "digest",
            "mailed_at": timezone.now() if at_once else None,
        },
    )
    if not made:
        return None
    if at_once:
        letters.write(notice, address=user.email)
    return notice


def moderators() -> Iterable:
    """Everybody who moderates cases, whoever is in charge of everything included."""
    app, codename = MODERATE.split(".")
    given = Permission.objects.filter(content_type__app_label=app, codename=codename)
    may = Q(is_superuser=True) | Q(user_permissions__in=given) | Q(groups__permissions__in=given)
    return get_user_model().objects.filter(may, is_active=True).distinct()


# Cases -----------------------------------------------------------------------------------------------------


def on_case_moved(sender, case: Case, entry: JournalEntry, by, **kwargs) -> None:
    """A deed was written to the journal."""
    _mark_seen(case, by)
    lines = TOLD.get(entry.arrow, ())
    if not lines:
        return
    # Read anew: the format decides who may be named, and the sender's object may be older than the deed.
    case = _fresh(case)
    for line in lines:
        if line.when(case, entry):
            kind = _after_leaving(case, entry) if line.kind == "rerouted" else line.kind
            for user in _people(line.to, case, entry):
                if by is None or user.pk != by.pk:
                    tell(
                        user,
                        kind,
                        event=f"{entry.arrow}-{case.pk}" if line.once else f"entry-{entry.pk}",
                        case=case,
                        mentor=_mentor_of(case, entry) if user.pk == case.author_id else None,
                        until=letters.iso(case.due_at),
                    )


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("author", "mentor").get(pk=case.pk)


def _mark_seen(case: Case, by) -> None:
    """Who acts on a case has seen what there was to see of it."""
    if by is not None:
        Notice.objects.filter(user=by, case=case, read_at__isnull=True).update(read_at=timezone.now())


def _mentor_of(case: Case, entry: JournalEntry) -> int | None:
    """The mentor of whom the deed tells: who left, or who has the case, or whose consultation it was."""
    told = entry.detail.get("mentor") or case.mentor_id
    return told or (entry.consultation.mentor_id if entry.consultation else None)


def _people(to: To, case: Case, entry: JournalEntry) -> Iterable:
    consultation = entry.consultation
    match to:
        case To.AUTHOR:
            return [case.author]
        case To.MENTOR:
            return [case.mentor] if case.mentor else []
        case To.OF_ENTRY:
            return [consultation.mentor] if consultation else []
        case To.LEFT:
            left = case.consultations.filter(ended_at=entry.at).exclude(state=ConsultationState.DELIVERED)
            return [c.mentor for c in left.select_related("mentor")]
        case To.DELIVERED:
            delivered = case.consultations.filter(state=ConsultationState.DELIVERED)
            return [c.mentor for c in delivered.select_related("mentor")]
        case To.COLLEAGUE:
            asked = ColleagueOpinion.objects.filter(pk=entry.detail.get("opinion"), consultation__case=case)
            return [opinion.colleague for opinion in asked.select_related("colleague")]
        case To.MODERATORS:
            # A moderator who has a part in the case learns of it as everybody else.
            parts = {case.author_id, consultation and consultation.mentor_id}
            return [user for user in moderators() if user.pk not in parts]


def _after_leaving(case: Case, entry: JournalEntry) -> str:
    """One mentor left and another was asked in the same breath: the author gets one notice of it."""
    before = case.journal.filter(at=entry.at, detail__then="reroute", pk__lt=entry.pk).order_by("-pk").first()
    if before is None:
        return "rerouted"
    overtaken = Notice.objects.filter(user=case.author, case=case, key__startswith=f"entry-{before.pk}:")
    for key in overtaken.values_list("key", flat=True):
        letters.take_back(key)
    overtaken.delete()
    return "rerouted_sorry" if before.arrow in SORRY_AFTER else "rerouted"


def on_move_nudged(sender, case: Case, times: int, **kwargs) -> None:
    """A clock reminds whoever has to move; a late answer is owned up to its author."""
    case = _fresh(case)
    event = f"nudge-{case.pk}-{case.revision}-{times}"
    facts: dict[str, Any] = {
        "event": event,
        "case": case,
        "mentor": case.mentor_id,
        "until": letters.iso(case.due_at),
    }
    if case.move_by == Party.MENTEE:
        tell(case.author, NUDGES_OF_AUTHOR[case.state], **facts)
    elif case.state == State.AWAITING:
        tell(case.mentor, "nudge_request", **facts)
    elif case.due_at and case.due_at < timezone.now():
        tell(case.mentor, "nudge_late", **facts)
        tell(case.author, "late", **facts)
    else:
        tell(case.mentor, "nudge_work", **facts)


def on_after_check_due(sender, case: Case, **kwargs) -> None:
    """Three weeks have passed."""
    case = _fresh(case)
    tell(case.author, "after_check", event=f"after-check-{case.pk}", case=case)


def on_nobody_fits(sender, case: Case, **kwargs) -> None:
    """A gap in what the portal can offer: the moderators are told once for each look."""
    for user in moderators():
        tell(user, "nobody_fits", event=f"nobody-{case.pk}-{case.revision}", case=case)


def on_message_sent(sender, case: Case, message: ChatMessage, **kwargs) -> None:
    """The first unread message of a row tells; the ones after it wait beside it."""
    unread = Q(sender=message.sender_id, read_at__isnull=True, ordinal__lt=message.ordinal)
    if message.consultation.messages.filter(unread).exists():
        return
    case = _fresh(case)
    mine = message.sender_id == case.author_id
    reader = message.consultation.mentor if mine else case.author
    tell(reader, "message", event=f"message-{message.pk}", case=case)


def on_commentary_moved(sender, commentary: Commentary, **kwargs) -> None:
    """A colleague was asked and is told; the moderator who asked hears of what came. No case is named."""
    event = f"commentary-{commentary.pk}"
    if commentary.state == CommentaryState.ASKED:
        tell(commentary.colleague, "commentary_asked", event=event)
        return
    # Whoever has answered has seen that there was something to answer.
    own = Notice.objects.filter(user=commentary.colleague, key__startswith=f"{event}:", read_at__isnull=True)
    own.update(read_at=timezone.now())
    if commentary.state == CommentaryState.WRITTEN:
        tell(commentary.asked_by, "commentary_written", event=event)


def on_commentary_due(sender, commentary: Commentary, **kwargs) -> None:
    """The colleague is reminded once."""
    tell(commentary.colleague, "commentary_waits", event=f"commentary-{commentary.pk}")


# People ----------------------------------------------------------------------------------------------------


def on_mentor_applied(sender, profile, **kwargs) -> None:
    """Somebody asked to become a mentor."""
    for user in moderators():
        if user.pk != profile.user_id:
            tell(user, "mentor_applied", event=f"applied-{profile.pk}")


def on_mentor_approved(sender, profile, by, **kwargs) -> None:
    """A moderator approved. Whoever used an invitation has just seen it on the page."""
    if by is not None:
        tell(profile.user, "mentor_approved", event=_decision("approved", profile))


def on_mentor_declined(sender, profile, by, reason: str, **kwargs) -> None:
    """An application was declined."""
    tell(profile.user, "mentor_declined", event=_decision("declined", profile), reason=reason)


def on_mentor_suspended(sender, profile, by, reason: str, **kwargs) -> None:
    """A mentor is proposed no longer."""
    tell(profile.user, "mentor_suspended", event=_decision("suspended", profile), reason=reason)


def _decision(name: str, profile) -> str:
    return f"{name}-{profile.pk}-{profile.decided_at:%Y%m%d%H%M%S%f}"


def on_mentor_invited(sender, invitation, **kwargs) -> None:
    """An invitation goes to an address that belongs to no user yet, so there is no bell."""
    letters.write_invitation(invitation)


def on_account_closing(sender, user, **kwargs) -> None:
    """Whoever leaves takes the own notices and letters along."""
    Notice.objects.filter(user=user).delete()
    letters.forget(user.email)


def on_own_data_asked(sender, user, **kwargs) -> dict:
    """What the portal has told this user, for the export of own data."""
    return {"notices": letters.told_to(user)}
