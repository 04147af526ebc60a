"""Cases as rows of a cabinet: what each waits for, from whom, until when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from mentoring.days import by_day, day
from mentoring.enums import OPEN_CONSULTATION, ConsultationState, Party, State
from mentoring.models import Case, CaseVersion, ColleagueOpinion, Consultation
from mentoring.privacy.commentaries import waiting_for

OF_MENTEE = {
    State.DRAFT: _lazy("Finish the description and send it"),
    State.CHOOSING: _lazy("Choose a mentor"),
    State.AWAITING: _lazy("Answer the mentor’s question"),
    State.CLARIFYING: _lazy("Answer the mentor’s questions"),
    State.OFFERED: _lazy("Read the solution and decide"),
}
OF_MENTOR = {
    State.AWAITING: _lazy("Take the case, ask first, or pass it on"),
    State.IN_WORK: _lazy("Ask questions or offer a solution"),
}
TONES = {
    State.AWAITING: "mentor",
    State.IN_WORK: "mentor",
    State.CHOOSING: "portal",
    State.CLARIFYING: "author",
}
CLOSED = (State.COMPLETED, State.WITHDRAWN)


@dataclass(frozen=True)
class Row:
    """One row. `waits` says in words what is to be done or waited for; empty where nothing is."""

    title: str
    url: str
    number: str
    state: str
    tone: str
    date: str
    waits: str
    yours: bool


@dataclass
class Shelf:
    """«Ждёт вас», «Ждём других», «Завершено»."""

    yours: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)
    done: list[Row] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.yours) + len(self.others) + len(self.done)


def mentee_shelf(user) -> Shelf:
    """The author's cases. One query."""
    cases = _titled(Case.objects.of_author(user).order_by("due_at", "-created_at"))
    return _sorted(cases, Party.MENTEE, OF_MENTEE)


def mentor_shelf(user) -> Shelf:
    """Cases in which the user's own consultation is running or has been delivered. One query."""
    mine = Consultation.objects.filter(
        mentor=user, state__in=[*OPEN_CONSULTATION, ConsultationState.DELIVERED]
    ).values("case_id")
    cases = _titled(Case.objects.filter(pk__in=mine).order_by("due_at", "-created_at"))
    return _sorted(cases, Party.MENTOR, OF_MENTOR, user=user)


def colleague_rows(user) -> list[Row]:
    """Cases on which colleagues have asked this user's opinion. One query."""
    asked = ColleagueOpinion.objects.filter(
        colleague=user, ended_at__isnull=True, answered_at__isnull=True, consultation__case__collegial=True
    ).values("consultation__case_id")
    waits = _("A colleague asks what you think")
    return [_row(case, waits=waits, yours=True) for case in _titled(Case.objects.filter(pk__in=asked))]


def commentary_rows(user) -> list[Row]:
    """Cases on which moderators have asked this user's commentary. Their titles stay on their pages. One query."""
    return [
        Row(
            title=_("A case for the library"),
            url=reverse("cases:commentary", kwargs={"key": asked.key}),
            number="",
            state="",
            tone="",
            date=day(asked.asked_at),
            waits=_("A few words from you before it is published"),
            yours=True,
        )
        for asked in waiting_for(user)
    ]


def _titled(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each case with the title of its newest version, drafts of later versions left out."""
    versions = CaseVersion.objects.filter(case=OuterRef("pk")).filter(
        Q(submitted_at__isnull=False) | Q(ordinal=1)
    )
    return cases.annotate(title=Subquery(versions.order_by("-ordinal").values("title")[:1]))


def _sorted(cases: Iterable[Case], party: Party, words: dict, *, user=None) -> Shelf:
    shelf = Shelf()
    for case in cases:
        gone = case.state in CLOSED or (user is not None and case.mentor_id != user.pk)
        yours = case.move_by == party and not gone
        if gone:
            shelf.done.append(_row(case))
        elif yours:
            until = by_day(case.due_at) if case.due_at else ""
            waits = " ".join(part for part in (str(words.get(case.state, "")), until) if part)
            shelf.yours.append(_row(case, waits=waits, yours=True))
        else:
            shelf.others.append(_row(case, waits=_others(case, party)))
    shelf.done.reverse()
    return shelf


def _others(case: Case, party: Party) -> str:
    if party == Party.MENTOR:
        return _("The author has the move")
    if not case.due_at:
        return ""
    return _("The mentor answers %(until)s") % {"until": by_day(case.due_at)}


def _row(case: Case, *, waits: str = "", yours: bool = False) -> Row:
    name = "cases:draft" if case.state == State.DRAFT else "cases:case"
    return Row(
        title=cast(Any, case).title or _("Untitled draft"),
        url=reverse(name, kwargs={"number": case.number}),
        number=case.label,
        state=str(State(case.state).label),
        tone=TONES.get(State(case.state), ""),
        date=day(case.submitted_at or case.created_at),
        waits=waits,
        yours=yours,
    )
