"""The table of arrows and the one door, `advance()`: nothing else sets the state of a case."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from . import arrows as deed
from . import conditions as when
from .access import role_in
from .clocks import wind
from .enums import Party, Role, State
from .models import Case, JournalEntry
from .refusal import Refused
from .signals import case_moved

__all__ = ["ARROWS", "MOVE", "Arrow", "Refused", "advance", "available", "record"]

# Whose move a state is. A question before accepting lends the move inside `awaiting` to the author.
MOVE = {
    State.DRAFT: Party.MENTEE,
    State.CHOOSING: Party.MENTEE,
    State.AWAITING: Party.MENTOR,
    State.IN_WORK: Party.MENTOR,
    State.CLARIFYING: Party.MENTEE,
    State.OFFERED: Party.MENTEE,
    State.COMPLETED: Party.NOBODY,
    State.WITHDRAWN: Party.NOBODY,
    State.DELETED: Party.NOBODY,
}

Effect = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True)
class Arrow:
    """One way from states to a state. `targets` has several entries only where the effect must decide.

    An arrow whose targets are its sources stays where it is; `pairs` names the ways where not every source
    leads to every target.
    """

    name: str
    sources: tuple[State, ...]
    targets: tuple[State, ...]
    who: tuple[Role, ...]
    effect: Effect
    condition: Callable[[Case], bool] = field(default=lambda case: True)
    enabled: bool = True
    pairs: tuple[tuple[State, State], ...] = ()

    @property
    def ways(self) -> tuple[tuple[State, State], ...]:
        """From which state to which it may lead."""
        if self.pairs:
            return self.pairs
        if self.sources == self.targets:
            return tuple(zip(self.sources, self.targets, strict=True))
        return tuple((source, target) for source in self.sources for target in self.targets)


A, M, P, S = Role.AUTHOR, Role.MENTOR, Role.PORTAL, Role.MODERATOR
_table = [
    # The author
    Arrow("submit", (State.DRAFT,), (State.CHOOSING,), (A,), deed.submit, when.is_written),
    Arrow("delete_draft", (State.DRAFT,), (State.DELETED,), (A,), deed.nothing),
    Arrow("request", (State.CHOOSING,), (State.AWAITING,), (A,), deed.request),
    Arrow("let_choose", (State.CHOOSING,), (State.AWAITING,), (A,), deed.let_choose),
    Arrow("renew_five", (State.CHOOSING,), (State.CHOOSING,), (A,), deed.renew_five),
    Arrow("self_solved", (State.CHOOSING,), (State.COMPLETED,), (A,), deed.self_solved),
    Arrow(
        "answer_first",
        (State.AWAITING,),
        (State.AWAITING,),
        (A,),
        deed.answer_first,
        when.has_question_before_accepting,
    ),
    Arrow("keep", (State.CLARIFYING,), (State.IN_WORK,), (A,), deed.keep),
    Arrow(
        "reformulate", (State.CLARIFYING,), (State.IN_WORK,), (A,), deed.reformulate, when.has_draft_version
    ),
    Arrow(
        "sharpen",
        (State.CHOOSING, State.AWAITING, State.IN_WORK),
        (State.CHOOSING, State.AWAITING, State.IN_WORK),
        (A,),
        deed.sharpen,
        when.has_draft_version,
    ),
    Arrow("complete", (State.OFFERED,), (State.COMPLETED,), (A,), deed.complete),
    Arrow(
        "second_opinion",
        (State.OFFERED,),
        (State.CHOOSING,),
        (A,),
        deed.second_opinion,
        when.has_no_second_opinion,
    ),
    Arrow(
        "first_is_enough",
        (State.CHOOSING,),
        (State.OFFERED,),
        (A,),
        deed.first_is_enough,
        when.waits_for_second_opinion,
    ),
    Arrow(
        "withdraw",
        (State.CHOOSING, State.AWAITING, State.CLARIFYING),
        (State.WITHDRAWN,),
        (A,),
        deed.withdraw,
    ),
    Arrow(
        "reopen",
        (State.WITHDRAWN, State.COMPLETED),
        (State.CHOOSING, State.CLARIFYING, State.OFFERED),
        (A,),
        deed.reopen,
        when.was_closed_by_itself,
        pairs=(
            (State.WITHDRAWN, State.CHOOSING),
            (State.WITHDRAWN, State.CLARIFYING),
            (State.COMPLETED, State.OFFERED),
        ),
    ),
    # The mentor
    Arrow("accept", (State.AWAITING,), (State.IN_WORK,), (M,), deed.accept),
    Arrow(
        "ask_first", (State.AWAITING,), (State.AWAITING,), (M,), deed.ask_first, when.may_ask_before_accepting
    ),
    Arrow("decline", (State.AWAITING,), (State.CHOOSING,), (M,), deed.decline),
    Arrow("ask", (State.IN_WORK,), (State.CLARIFYING,), (M,), deed.ask, when.has_questions),
    Arrow("offer", (State.IN_WORK,), (State.OFFERED,), (M,), deed.offer, when.has_solution),
    Arrow("step_down", (State.IN_WORK,), (State.CHOOSING,), (M,), deed.step_down),
    # The portal's clocks
    Arrow("expire", (State.AWAITING,), (State.CHOOSING,), (P,), deed.expire, when.waits_for_mentor),
    Arrow("take_over", (State.IN_WORK,), (State.CHOOSING,), (P,), deed.take_over),
    Arrow("reroute", (State.CHOOSING,), (State.AWAITING,), (P,), deed.reroute),
    Arrow(
        "lapse",
        (State.CHOOSING, State.AWAITING, State.CLARIFYING, State.OFFERED),
        (State.WITHDRAWN, State.COMPLETED),
        (P,),
        deed.lapse,
        when.waits_for_author,
        pairs=(
            (State.CHOOSING, State.WITHDRAWN),
            (State.CHOOSING, State.COMPLETED),
            (State.AWAITING, State.WITHDRAWN),
            (State.CLARIFYING, State.WITHDRAWN),
            (State.OFFERED, State.COMPLETED),
        ),
    ),
    # Accounts that close
    Arrow(
        "author_left",
        (State.DRAFT, State.CHOOSING, State.AWAITING, State.IN_WORK, State.CLARIFYING, State.OFFERED),
        (State.DELETED, State.WITHDRAWN),
        (P,),
        deed.author_left,
        pairs=(
            (State.DRAFT, State.DELETED),
            (State.CHOOSING, State.WITHDRAWN),
            (State.AWAITING, State.WITHDRAWN),
            (State.IN_WORK, State.WITHDRAWN),
            (State.CLARIFYING, State.WITHDRAWN),
            (State.OFFERED, State.WITHDRAWN),
        ),
    ),
    Arrow(
        "mentor_left",
        (State.AWAITING, State.IN_WORK, State.CLARIFYING),
        (State.CHOOSING,),
        (P,),
        deed.mentor_left,
    ),
    # The moderator
    Arrow("release", (State.AWAITING, State.IN_WORK), (State.CHOOSING,), (S,), deed.release),
    # The forum brings this one to life.
    Arrow(
        "make_public",
        (State.CHOOSING, State.AWAITING, State.IN_WORK, State.CLARIFYING, State.OFFERED, State.COMPLETED),
        (State.CHOOSING, State.AWAITING, State.IN_WORK, State.CLARIFYING, State.OFFERED, State.COMPLETED),
        (A,),
        deed.nothing,
        enabled=False,
    ),
]
ARROWS: dict[str, Arrow] = {arrow.name: arrow for arrow in _table}


def available(case: Case, by) -> list[str]:
    """Names of the arrows that this user may let fly on this case now. `by` is None for the portal itself."""
    role = role_in(case, by)
    return [name for name, arrow in ARROWS.items() if _refusal(case, arrow, role) is None]


def _refusal(case: Case, arrow: Arrow, role: Role) -> Refused | None:
    if role not in arrow.who or not arrow.enabled:
        return Refused("forbidden", _("This cannot be done here."))
    if case.state not in arrow.sources:
        return Refused("state", _("The case has moved on meanwhile. Here is how it stands now."))
    if not arrow.condition(case):
        return Refused("condition", _("This is not possible yet. Look at what the case waits for."))
    return None


@transaction.atomic
def advance(
    case: Case, name: str, *, by, seen: int | None = None, now: datetime | None = None, **data: Any
) -> Case:
    """Let one arrow fly: guard, compare-and-set, effect, clock, journal and signal in one transaction.

    `by` is the user, or None for the portal's clocks; `seen` is the revision of the case that the page showed
    (a doubled or stale click carries an old one). Returns the case as it stands afterwards; the object given
    is not changed. Raises Refused, and then nothing has changed. KeyError for a name that the table does not
    know.
    """
    arrow, now = ARROWS[name], now or timezone.now()
    fresh = Case.objects.get(pk=case.pk)
    if seen is not None and seen != fresh.revision:
        raise Refused(
            "stale", _("This was already done, or the case has moved on meanwhile. Nothing was changed.")
        )
    role = role_in(fresh, by)
    if refusal := _refusal(fresh, arrow, role):
        raise refusal
    if not _take_turn(fresh):
        raise Refused("stale", _("Somebody was a moment faster. Here is how the case stands now."))
    # The row is ours now. What is no matter of arrows (the format, the clock) may have changed since it was
    # read, and must not be written back.
    fresh.refresh_from_db()
    source = fresh.state
    detail = arrow.effect(fresh, by=by, now=now, **data) or {}
    target = State(detail.pop("target", arrow.targets[0] if len(arrow.targets) == 1 else source))
    if (source, target) not in arrow.ways:
        raise ValueError(f"{name} does not lead from {source} to {target}")
    if target != source:
        fresh.state, fresh.state_since = target, now
    move_by = detail.pop("move_by", MOVE[target])
    if target != source or move_by != fresh.move_by:
        fresh.move_by = move_by
        wind(fresh, now=now)
    fresh.save()
    record(fresh, name, by=by, now=now, from_state=source, detail=detail, role=role)
    if detail.get("then"):
        return _follow(fresh, detail["then"], now=now, choice=detail.get("choice"))
    return fresh


def _follow(case: Case, name: str, **data: Any) -> Case:
    """An arrow of the portal that comes right after. If it cannot fly, the first one stands all the same."""
    try:
        return advance(case, name, by=None, **data)
    except Refused:
        return case


def _take_turn(case: Case) -> bool:
    """The compare-and-set: of two movers who read the same case, one gets its turn and the other False."""
    rows = Case.objects.filter(pk=case.pk, state=case.state, revision=case.revision)
    return rows.update(revision=F("revision") + 1) == 1


def record(
    case: Case,
    deed_name: str,
    *,
    by,
    now: datetime | None = None,
    from_state: str = "",
    detail: dict[str, Any] | None = None,
    consultation=None,
    role: Role | None = None,
) -> JournalEntry:
    """Write a deed to the journal and tell the rooms above, in the caller's transaction.

    `role` is what the actor was before the deed: who passes a case on is a stranger to it afterwards.
    """
    entry = JournalEntry.objects.create(
        case=case,
        at=now or timezone.now(),
        arrow=deed_name,
        from_state=from_state or case.state,
        to_state=case.state,
        actor=by,
        role=role or role_in(case, by),
        consultation=consultation or case.consultations.order_by("-requested_at", "-pk").first(),
        detail=detail or {},
    )
    case_moved.send(sender=Case, case=case, entry=entry, by=by)
    return entry
