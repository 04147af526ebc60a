"""Who sees what: the author widens and narrows at any time, a mentor can only ask for leave."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .enums import ConsultationState, Format, State
from .models import Case, ColleagueOpinion, Leave, LeaveRequest
from .refusal import Refused
from .workflow import record

CONTACT_MAX = Case._meta.get_field("contact").max_length
_NO_MORE = (State.DRAFT, State.DELETED)


@dataclass(frozen=True)
class Asked:
    """An open request of the mentor's, for the author and for the mentor alike."""

    leave: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Seen:
    """What cannot be unseen: who has had a case before the eyes, by name, for the author alone."""

    mentors: list[str]
    colleagues: list[str]
    messages: int


def already_seen(case: Case) -> Seen:
    """Who could read what is shown now. Honest rather than soothing: everybody who had access counts."""
    consultations = case.consultations.select_related("mentor").order_by("requested_at", "pk")
    shown = case.leave_requests.filter(leave=Leave.PERSONAL, granted=True, withdrawn_at__isnull=True).first()
    if shown is not None:
        # Who had left before the name was shown has not seen it.
        consultations = consultations.filter(
            Q(ended_at__isnull=True)
            | Q(ended_at__gt=shown.answered_at)
            | Q(state=ConsultationState.DELIVERED)
        )
    opinions = ColleagueOpinion.objects.filter(consultation__case=case).select_related("colleague")
    return Seen(
        mentors=list(dict.fromkeys(c.mentor.get_full_name() for c in consultations)),
        colleagues=list(dict.fromkeys(o.colleague.get_full_name() for o in opinions)),
        messages=case.messages.count(),
    )


def open_leaves(case: Case) -> list[Asked]:
    """What the present mentor has asked for and waits for. A request of a mentor who left is void."""
    if case.mentor_id is None:
        return []
    rows = case.leave_requests.filter(answered_at__isnull=True, asked_by=case.mentor_id)
    return [Asked(row.leave, row.why, row.asked_at) for row in rows]


@transaction.atomic
def widen(case: Case, *, by, consent: bool, contact: str = "", seen: int | None = None) -> None:
    """Anonymous to personal: name and profile are shown from now on, with the author's explicit consent."""
    if not consent:
        raise Refused("invalid", _("Tick the box if you agree to show your name."), field="consent")
    contact = contact.strip()
    if len(contact) > CONTACT_MAX:
        raise Refused("invalid", _("The contact is too long."), field="contact")
    _change(case, by, seen, {"format": Format.ANONYMOUS}, {"format": Format.PERSONAL, "contact": contact})
    _keep_decision(case, Leave.PERSONAL, granted=True)
    record(case, "widened", by=by)


@transaction.atomic
def narrow(case: Case, *, by, seen: int | None = None) -> None:
    """Personal to anonymous: name, profile, contact and chat are gone for the mentor from now on."""
    _change(case, by, seen, {"format": Format.PERSONAL}, {"format": Format.ANONYMOUS, "contact": ""})
    _keep_decision(case, Leave.PERSONAL, granted=False)
    record(case, "narrowed", by=by)


@transaction.atomic
def allow_colleagues(case: Case, *, by, consent: bool, seen: int | None = None) -> None:
    """The mentor may show the case to named colleagues, under the same format."""
    if not consent:
        raise Refused(
            "invalid", _("Tick the box if you agree that colleagues see the case."), field="consent"
        )
    _change(case, by, seen, {"collegial": False}, {"collegial": True})
    _keep_decision(case, Leave.COLLEGIAL, granted=True)
    record(case, "colleagues_allowed", by=by)


@transaction.atomic
def stop_colleagues(case: Case, *, by, seen: int | None = None) -> None:
    """No colleague sees the case from now on."""
    _change(case, by, seen, {"collegial": True}, {"collegial": False})
    running = ColleagueOpinion.objects.filter(consultation__case=case, ended_at__isnull=True)
    running.update(ended_at=timezone.now())
    _keep_decision(case, Leave.COLLEGIAL, granted=False)
    record(case, "colleagues_stopped", by=by)


@transaction.atomic
def ask_leave(case: Case, leave: str, *, by, why: str) -> LeaveRequest:
    """The mentor asks the author to widen, once until answered."""
    if leave not in Leave.values:
        raise Refused("invalid", _("Choose what you ask for."), field="leave")
    if not why.strip():
        raise Refused("invalid", _("Say in a sentence or two what it would help with."), field="why")
    if not case.consultations.filter(mentor=by, state=ConsultationState.ACCEPTED).exists():
        raise Refused("state", _("The consultation has ended: nothing can be asked any more."))
    if leave in granted_leaves(Case.objects.get(pk=case.pk)):
        raise Refused("state", _("The author has already allowed this."))
    now = timezone.now()
    void = case.leave_requests.filter(leave=leave, answered_at__isnull=True).exclude(asked_by=by)
    void.update(answered_at=now, withdrawn_at=now)
    try:
        with transaction.atomic():
            request = LeaveRequest.objects.create(
                case=case, leave=leave, asked_by=by, why=why.strip(), asked_at=now
            )
    except IntegrityError as error:
        raise Refused("stale", _("You have already asked. The author has not answered yet.")) from error
    record(case, "leave_asked", by=by, detail={"leave": leave})
    return request


@transaction.atomic
def refuse_leave(case: Case, leave: str, *, by) -> None:
    """The author says no; nothing changes, and the mentor is told."""
    if case.author_id != by.pk:
        raise Refused("forbidden", _("This cannot be done here."))
    waiting = case.leave_requests.filter(leave=leave, answered_at__isnull=True)
    if waiting.update(granted=False, answered_at=timezone.now()) != 1:
        raise Refused("stale", _("This was already answered."))
    record(case, "leave_refused", by=by, detail={"leave": leave})


def granted_leaves(case: Case) -> set[str]:
    """What the author allows now."""
    return {
        leave
        for leave, granted in (
            (Leave.PERSONAL, case.format == Format.PERSONAL),
            (Leave.COLLEGIAL, case.collegial),
        )
        if granted
    }


def _change(case: Case, by, seen: int | None, before: dict, after: dict) -> None:
    """Compare-and-set of the format. It counts as a move, so that consent holds for what the page showed."""
    if case.author_id != by.pk:
        raise Refused("forbidden", _("This cannot be done here."))
    rows = Case.objects.filter(pk=case.pk, author=by, **before).exclude(state__in=_NO_MORE)
    if seen is not None:
        rows = rows.filter(revision=seen)
    if rows.update(revision=F("revision") + 1, **after) != 1:
        raise Refused(
            "stale", _("This was already done, or the case has moved on meanwhile. Nothing was changed.")
        )
    case.refresh_from_db()


def _keep_decision(case: Case, leave: Leave, *, granted: bool) -> None:
    """Record the decision: as the answer to the mentor's open request, or as the author's own."""
    now = timezone.now()
    rows = case.leave_requests.filter(leave=leave)
    rows.filter(granted=True, withdrawn_at__isnull=True).update(withdrawn_at=now)
    if granted and rows.filter(answered_at__isnull=True).update(granted=True, answered_at=now):
        return
    rows.filter(answered_at__isnull=True).update(granted=False, answered_at=now)
    LeaveRequest.objects.create(case=case, leave=leave, granted=granted, asked_at=now, answered_at=now)
