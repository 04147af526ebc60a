"""The mentors proposed last, as the author sees them: promise, reasons in words, places left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .clocks import Calendar
from .days import by_day
from .enums import Slot, Stage, Subject
from .models import Case, Limits, Proposal

# Deeds after which a new five was shown, or nobody could be.
SHOWING = (
    *("submit", "renew_five", "second_opinion", "reopen"),
    *("decline", "step_down", "expire", "take_over", "release", "mentor_left"),
)
# A mentor who answers within this many working hours answers the same day.
SAME_DAY = 8


@dataclass(frozen=True)
class Proposed:
    """One of the five. `mentor_id` is for the server alone; pages name a mentor by `public_id`."""

    mentor_id: int
    public_id: str
    name: str
    position: str
    promise: str
    reasons: list[str]
    tag: str
    variant: int
    has_photo: bool
    free: bool


@dataclass(frozen=True)
class Five:
    """What was shown last. Empty `mentors`: nobody fits, and the moderator was told at `told_at`."""

    mentors: list[Proposed]
    widened: bool
    suggested: bool
    told_at: datetime | None
    help_by: str


def five_for(case: Case) -> Five:
    """The last round as it was kept, never computed anew. A constant number of queries."""
    shown = case.journal.filter(arrow__in=SHOWING).order_by("-at", "-pk").first()
    if shown is None or not shown.detail.get("shown"):
        told_at = shown.at if shown is not None else case.state_since
        return Five([], False, False, told_at, _help_by(told_at))
    proposals = case.proposals.select_related("mentor__mentor_profile").order_by("-round", "rank")
    kept = list(proposals)
    last = [proposal for proposal in kept if proposal.round == kept[0].round]
    return Five(
        [_proposed(proposal) for proposal in last],
        widened=any(proposal.slot == Slot.WIDENED for proposal in last),
        suggested=any(proposal.slot == Slot.SUGGESTED for proposal in last),
        told_at=None,
        help_by="",
    )


def _help_by(told_at: datetime) -> str:
    """The day by which a moderator will have found somebody: as long as a mentor may take to answer."""
    hours = timedelta(hours=Limits.load().request_hours)
    return by_day(Calendar.load().add(told_at, hours))


def _proposed(proposal: Proposal) -> Proposed:
    profile = proposal.mentor.mentor_profile
    return Proposed(
        mentor_id=proposal.mentor_id,
        public_id=str(profile.public_id),
        name=proposal.mentor.get_full_name() or _("Mentor"),
        position=profile.position,
        promise=_("Will answer %(by)s") % {"by": by_day(proposal.promised_at)},
        reasons=reasons_in_words(proposal.reasons),
        tag=_tag(proposal),
        variant=profile.public_id.int % 10,
        has_photo=bool(getattr(proposal.mentor, "portrait", None)),
        free=profile.status == "approved" and proposal.mentor.is_active and profile.free_places > 0,
    )


def reasons_in_words(reasons: dict) -> list[str]:
    """Why a mentor stands here, in plain words; a reason that the ranking did not give is passed over."""
    words = []
    if reasons.get("widened"):
        words.append(_("From a neighbouring field: nobody in your rubrics is free now"))
    elif titles := reasons.get("rubrics"):
        words.append(_("Knows the matter: %(rubrics)s") % {"rubrics": ", ".join(titles)})
    if alike := _alike(reasons):
        words.append(alike)
    if helped := reasons.get("helped"):
        cases = ngettext("Has helped with %(count)d case", "Has helped with %(count)d cases", helped)
        words.append(cases % {"count": helped})
        words.append(_pace(reasons.get("pace_hours") or 0))
    elif reasons.get("newcomer"):
        words.append(_("Is new on the portal and has time for you"))
    if places := reasons.get("free_places"):
        words.append(ngettext("%(count)d free place", "%(count)d free places", places) % {"count": places})
    return words


def _unbroken(words: str) -> str:
    """The words kept on one line: «5–9 классы»."""
    return words.replace(" ", "\u00a0").replace("–", "\u2060–\u2060")


def _alike(reasons: dict) -> str:
    subject, stage = reasons.get("subject"), reasons.get("stage")
    known = {
        "subject": Subject(subject).label.lower() if subject in Subject.values else "",
        "stage": _unbroken(Stage(stage).label.lower()) if stage in Stage.values else "",
    }
    if all(known.values()):
        return _("Your subject and stage: %(subject)s, %(stage)s") % known
    if known["subject"]:
        return _("Your subject: %(subject)s") % known
    return _("Your stage: %(stage)s") % known if known["stage"] else ""


def _pace(hours: float) -> str:
    if hours <= SAME_DAY:
        return _("Usually answers the same day")
    days = ceil(hours / 24)
    return ngettext(
        "Usually answers within %(count)d working day", "Usually answers within %(count)d working days", days
    ) % {"count": days}


def _tag(proposal: Proposal) -> str:
    if proposal.slot == Slot.FREE_NOW:
        return _("has time right now")
    if proposal.slot == Slot.RESTED:
        return _("new mentor") if proposal.reasons.get("newcomer") else _("ready for a new case")
    if proposal.slot == Slot.SUGGESTED:
        return _("a colleague suggests")
    return ""
