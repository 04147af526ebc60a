"""Colleagues' short commentaries before publication: asked by a moderator, written on the de-identified text alone.

    asked ──write──▶ written ──take──▶ taken          asked ──decline──▶ declined
                        └──leave_out──▶ left_out      any ──(the colleague leaves)──▶ closed

A colleague sees the text only while it is open to changes and nothing in it is suspected. While the author reads it,
what was asked and begun rests, and goes on if the author wants a change. Neither the number of the
case nor its author, mentor or moderator is told.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..autosave import Saved, store
from ..collegial import Colleague, colleagues_to_name, find_colleague
from ..enums import CommentaryState, MentorStatus, PublicationStatus
from ..models import Commentary, Deidentification, PublicCase
from ..refusal import Refused
from ..signals import commentary_due, commentary_moved
from ..workflow import record
from . import deidentifying, publication

S = CommentaryState
# So many colleagues are asked at once for one case; more would say the same.
MOST = 3
REMIND_AFTER = timedelta(days=4)
# When a text cannot be read at the hour of the reminder.
LOOK_AGAIN = timedelta(days=1)
ROLE_MAX = Commentary._meta.get_field("role").max_length
TEXT_MAX = Commentary._meta.get_field("text").max_length


def to_ask(work: Deidentification, *, by) -> list[Colleague]:
    """Whom a moderator may ask: mentors without a part in the case, those of its rubrics first."""
    if work.case is None:
        return []
    asked = work.commentaries.values_list("colleague__mentor_profile__public_id", flat=True)
    apart = {str(public_id) for public_id in asked}
    return [one for one in colleagues_to_name(work.case, by=by) if one.public_id not in apart]


@transaction.atomic
def ask(work: Deidentification, public_id: str, *, by) -> Commentary:
    """Ask one colleague. Raises Refused while anything in the text could tell who somebody is."""
    fresh = Deidentification.objects.select_for_update().get(pk=work.pk)
    if fresh.case is None or fresh.public_case.status != PublicationStatus.PREPARING:
        raise Refused("state", _("The text is no longer being prepared."))
    if publication.obstacles(fresh.public_case):
        raise Refused(
            "condition", _("First decide what is suspected and lower a high risk: colleagues read this text.")
        )
    if fresh.commentaries.filter(state__in=(S.ASKED, S.WRITTEN)).count() >= MOST:
        raise Refused("full", _("Three colleagues at once are enough."))
    profile = find_colleague(fresh.case, public_id, by=by)
    if profile is None:
        raise Refused("invalid", _("Choose a colleague from the list."))
    commentary, made = Commentary.objects.get_or_create(
        deidentification=fresh,
        colleague=profile.user,
        defaults={"asked_by": by, "remind_at": timezone.now() + REMIND_AFTER},
    )
    if not made:
        raise Refused("stale", _("This colleague was already asked."))
    record(fresh.case, "commentary_asked", by=by)
    commentary_moved.send(sender=Commentary, commentary=commentary)
    return commentary


def of_colleague(user, key: str) -> Commentary | None:
    """What this user was asked for, under its own key; None for whoever is a mentor no longer."""
    rows = Commentary.objects.select_related("deidentification__public_case", "deidentification__case")
    return rows.filter(
        colleague=user, colleague__mentor_profile__status=MentorStatus.APPROVED, key=key
    ).first()


def wanted() -> QuerySet[Commentary]:
    """Commentaries that were asked for and not given, of cases that a moderator prepares now."""
    return Commentary.objects.filter(
        state=S.ASKED, deidentification__public_case__status=PublicationStatus.PREPARING
    )


def waiting_for(user) -> QuerySet[Commentary]:
    """Commentaries that this user was asked for and has not given, the oldest first."""
    return wanted().filter(colleague=user)


def silent(now: datetime) -> QuerySet[Commentary]:
    """Commentaries of whose wait their colleagues may be reminded now."""
    approved = MentorStatus.APPROVED
    return wanted().filter(remind_at__lte=now, colleague__mentor_profile__status=approved)


@transaction.atomic
def remind(pk: int, now: datetime) -> bool:
    """Remind a colleague, once; a day later while there is nothing to read. False when nobody was reminded."""
    rows = silent(now).select_related("deidentification__public_case")
    commentary = rows.filter(pk=pk).first()
    if commentary is None:
        return False
    now_or_later = None if readable(commentary) else now + LOOK_AGAIN
    # No join in this UPDATE, as in `offering.take_place`.
    mine = Commentary.objects.filter(pk=pk, state=S.ASKED, remind_at=commentary.remind_at)
    if mine.update(remind_at=now_or_later) != 1 or now_or_later:
        return False
    commentary_due.send(sender=Commentary, commentary=commentary)
    return True


def is_wanted(commentary: Commentary) -> bool:
    """Whether the colleague may still write."""
    copy = commentary.deidentification.public_case
    return commentary.state == S.ASKED and copy.status == PublicationStatus.PREPARING


def readable(commentary: Commentary) -> PublicCase | None:
    """The text to comment on; None while a moderator is changing something in it that could tell who somebody is."""
    copy = commentary.deidentification.public_case
    return copy if is_wanted(commentary) and not publication.obstacles(copy) else None


def keep(commentary: Commentary, *, role: str, text: str, seen: int) -> Saved:
    """Keep what is typed. Raises NewerText, or Refused when it is too long or too late."""
    if len(role) > ROLE_MAX or len(text) > TEXT_MAX:
        raise Refused("invalid", _("This is too long. Make it shorter: nothing was lost."))
    try:
        return store(_open(commentary), seen=seen, role=role, text=text)
    except Commentary.DoesNotExist:
        raise Refused("state", _too_late()) from None


@transaction.atomic
def write(commentary: Commentary, *, role: str, text: str) -> None:
    """Send the commentary to the moderator, once."""
    changes = {"role": role.strip(), "text": text.strip(), "state": S.WRITTEN, "answered_at": timezone.now()}
    if _open(commentary).update(**changes) != 1:
        raise Refused("stale", _too_late())
    fresh = _fresh(commentary)
    if fresh.deidentification.case is not None:
        record(fresh.deidentification.case, "commentary_written", by=fresh.colleague)
    commentary_moved.send(sender=Commentary, commentary=fresh)


@transaction.atomic
def decline(commentary: Commentary) -> None:
    """«Не в этот раз»: nothing that was typed is kept."""
    rows = Commentary.objects.filter(pk=commentary.pk, state=S.ASKED)
    if rows.update(state=S.DECLINED, role="", text="", answered_at=timezone.now()) != 1:
        raise Refused("stale", _too_late())
    fresh = _fresh(commentary)
    if fresh.deidentification.case is not None:
        record(fresh.deidentification.case, "commentary_declined", by=fresh.colleague)
    commentary_moved.send(sender=Commentary, commentary=fresh)


@transaction.atomic
def take(work: Deidentification, key: str, *, by, seen: int) -> Deidentification:
    """Put a commentary into the case, where it is looked through as every other text."""
    commentary = _written(work, key, to=S.TAKEN)
    return deidentifying.comment(work, commentary.role, commentary.text, by=by, seen=seen)


@transaction.atomic
def leave_out(work: Deidentification, key: str) -> None:
    """Do not put a commentary into the case. Its colleague is not told."""
    _written(work, key, to=S.LEFT_OUT)


def let_go(user) -> None:
    """An account closes: what it was asked for and wrote is forgotten, but for what stands in a case already."""
    Commentary.objects.filter(colleague=user).update(state=S.CLOSED, role="", text="")


def _open(commentary: Commentary) -> QuerySet[Commentary]:
    return wanted().filter(pk=commentary.pk)


def _written(work: Deidentification, key: str, *, to: str) -> Commentary:
    """The commentary, moved. One that was taken may be taken again: its step may have been taken back."""
    rows = Commentary.objects.filter(deidentification=work, key=key, state__in=(S.WRITTEN, S.TAKEN))
    if rows.update(state=to) != 1:
        raise Refused("stale", _("This commentary is no longer here. Look at the case again."))
    return Commentary.objects.get(deidentification=work, key=key)


def _fresh(commentary: Commentary) -> Commentary:
    return Commentary.objects.select_related("deidentification__case", "colleague").get(pk=commentary.pk)


def _too_late() -> str:
    return _("Your commentary was already sent, or it is no longer needed. Thank you.")
