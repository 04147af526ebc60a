"""The whole history of a case as a moderator reads it: built from an allow-list, without the author's name.

`reading.view_for` tells the story; this adds what only staff may know: every consultation with its end, the
five as they were shown, the journal. Not here, on purpose: private notes of mentors, drafts, chat, contact.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..case_view import CaseView, OptionView, VersionView
from ..differences import PartDifference, changed_parts
from ..enums import ConsultationState, Opinion, Outcome, QuestionKind, Role, Slot, State
from ..models import Case, Consultation, JournalEntry
from ..reading import view_for

WORDS = {
    "submit": gettext_lazy("Case sent"),
    "delete_draft": gettext_lazy("Draft deleted"),
    "request": gettext_lazy("Mentor asked"),
    "let_choose": gettext_lazy("Choice left to the portal"),
    "renew_five": gettext_lazy("Mentors looked for anew"),
    "self_solved": gettext_lazy("Closed: the library helped"),
    "answer_first": gettext_lazy("Answer to the question before accepting"),
    "keep": gettext_lazy("Answers sent, request kept"),
    "reformulate": gettext_lazy("Answers sent, request reformulated"),
    "sharpen": gettext_lazy("Problem worded more exactly"),
    "complete": gettext_lazy("Work finished"),
    "second_opinion": gettext_lazy("Second opinion asked for"),
    "withdraw": gettext_lazy("Case withdrawn"),
    "reopen": gettext_lazy("Case opened again"),
    "accept": gettext_lazy("Request accepted"),
    "ask_first": gettext_lazy("Question before accepting"),
    "decline": gettext_lazy("Request passed on"),
    "ask": gettext_lazy("Questions sent"),
    "offer": gettext_lazy("Solution sent"),
    "step_down": gettext_lazy("Mentor stepped down"),
    "expire": gettext_lazy("Request expired"),
    "take_over": gettext_lazy("Mentor fell silent in the middle"),
    "reroute": gettext_lazy("Next mentor asked by the portal"),
    "lapse": gettext_lazy("Closed by itself"),
    "release": gettext_lazy("Released by a moderator"),
    "identity_seen": gettext_lazy("Staff looked at who the author is"),
    "widened": gettext_lazy("Author opened the name"),
    "narrowed": gettext_lazy("Author closed the name"),
    "colleagues_allowed": gettext_lazy("Colleagues allowed"),
    "colleagues_stopped": gettext_lazy("Colleagues no longer allowed"),
    "leave_asked": gettext_lazy("Leave asked for"),
    "leave_refused": gettext_lazy("Leave refused"),
    "publication_queued": gettext_lazy("Copied for the library"),
    "publication_offered": gettext_lazy("De-identified text shown to the author"),
    "publication_approved": gettext_lazy("Author agreed to the publication"),
    "publication_vetoed": gettext_lazy("Author asked for a change before the publication"),
    "publication_taken_back": gettext_lazy("Taken back for a change before the publication"),
    "commentary_asked": gettext_lazy("Colleague asked for a commentary"),
    "commentary_written": gettext_lazy("Colleague has written a commentary"),
    "commentary_declined": gettext_lazy("Colleague declined to comment"),
    "published": gettext_lazy("Published in the library"),
    "publication_withdrawn": gettext_lazy("Taken out of the library"),
    "publication_refused": gettext_lazy("Will not be published"),
}


@dataclass(frozen=True)
class VersionStory:
    """A version and what changed since the one before."""

    version: VersionView
    at: datetime
    changes: list[PartDifference]


@dataclass(frozen=True)
class RoundStory:
    """A round of questions that was sent. `answers` are empty until the author has sent them."""

    ordinal: int
    sent_at: datetime
    answered_at: datetime | None
    outcome: str
    questions: list[dict]


@dataclass(frozen=True)
class OpinionStory:
    """A colleague's part."""

    colleague: str
    invited_at: datetime
    question: str
    answered_at: datetime | None
    text: str
    ended_at: datetime | None


@dataclass(frozen=True)
class ConsultationStory:
    """One mentor's part with its end."""

    mentor: str
    opinion: str
    state: str
    requested_at: datetime
    promised_at: datetime | None
    opened_at: datetime | None
    accepted_at: datetime | None
    first_answer_at: datetime | None
    ended_at: datetime | None
    reason: str
    suggested: str
    pre_question: str
    pre_answer: str
    is_open: bool
    rounds: list[RoundStory] = field(default_factory=list)
    intro: str = ""
    options: list[OptionView] = field(default_factory=list)
    solved_at: datetime | None = None
    colleagues: list[OpinionStory] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """One of the five as shown."""

    rank: int
    mentor: str
    slot: str
    promised_at: datetime
    chosen: bool


@dataclass(frozen=True)
class JournalLine:
    """One deed."""

    at: datetime
    what: str
    who: str
    moved: str


@dataclass(frozen=True)
class History:
    """Everything of a case that a moderator may know."""

    view: CaseView
    stuck_since: datetime | None
    urgency: str
    if_unavailable: str
    follows: str
    followed_by: list[str]
    versions: list[VersionStory]
    consultations: list[ConsultationStory]
    proposals: list[tuple[int, datetime, list[Shown]]]
    journal: list[JournalLine]


def history_for(case: Case, moderator) -> History:
    """The history of a case. Raises PermissionError for all but its moderators, parties to it included."""
    view = view_for(case, moderator)
    if view.role != Role.MODERATOR:
        raise PermissionError("only a moderator who has no part in the case reads its history")
    return History(
        view=view,
        stuck_since=case.stuck_since,
        urgency=case.get_urgency_display(),
        if_unavailable=case.get_if_unavailable_display(),
        follows=case.follow_up_of.number if case.follow_up_of_id else "",
        followed_by=list(
            case.follow_ups.exclude(state__in=[State.DRAFT, State.DELETED])
            .order_by("pk")
            .values_list("number", flat=True)
        ),
        versions=_versions(view),
        consultations=[_consultation(c) for c in _rows(case)],
        proposals=_proposals(case),
        journal=[
            _journal_line(case, entry, view)
            for entry in case.journal.select_related("actor").order_by("at", "pk")
        ],
    )


def _versions(view: CaseView) -> list[VersionStory]:
    stories: list[VersionStory] = []
    for turn in sorted((t for t in view.turns if t.kind == "version"), key=lambda t: t.body.ordinal):
        changes = changed_parts(stories[-1].version, turn.body) if stories else []
        stories.append(VersionStory(turn.body, turn.at, changes))
    return stories


def _rows(case: Case):
    rows = case.consultations.select_related("mentor", "suggested", "solution")
    return rows.prefetch_related("rounds__questions", "solution__options", "colleagues__colleague").order_by(
        "requested_at", "pk"
    )


def _consultation(c: Consultation) -> ConsultationStory:
    solution = getattr(c, "solution", None)
    sent = solution is not None and solution.sent_at is not None
    return ConsultationStory(
        mentor=c.mentor.get_full_name(),
        opinion=str(Opinion(c.opinion).label),
        state=str(ConsultationState(c.state).label),
        requested_at=c.requested_at,
        promised_at=c.promised_at,
        opened_at=c.opened_at,
        accepted_at=c.accepted_at,
        first_answer_at=c.first_answer_at,
        ended_at=c.ended_at,
        reason=c.reason,
        suggested=c.suggested.get_full_name() if c.suggested else "",
        pre_question=c.pre_question if c.pre_question_at else "",
        pre_answer=c.pre_answer if c.pre_answer_at else "",
        is_open=c.is_open,
        rounds=[_round(r) for r in c.rounds.all() if r.sent_at],
        intro=solution.intro if sent else "",
        options=[
            OptionView(o.ordinal, o.title, o.step_list(), o.expected, o.risks, o.links)
            for o in solution.options.all()
        ]
        if sent
        else [],
        solved_at=solution.sent_at if sent else None,
        colleagues=[_opinion(o) for o in c.colleagues.all()],
    )


def _round(round_) -> RoundStory:
    answered = round_.answered_at is not None
    return RoundStory(
        ordinal=round_.ordinal,
        sent_at=round_.sent_at,
        answered_at=round_.answered_at,
        outcome=str(Outcome(round_.outcome).label) if round_.outcome else "",
        questions=[
            {"kind": QuestionKind(q.kind).label, "text": q.text, "answer": q.answer if answered else ""}
            for q in round_.questions.all()
        ],
    )


def _opinion(opinion) -> OpinionStory:
    return OpinionStory(
        colleague=opinion.colleague.get_full_name(),
        invited_at=opinion.invited_at,
        question=opinion.question,
        answered_at=opinion.answered_at,
        text=opinion.text if opinion.answered_at else "",
        ended_at=opinion.ended_at,
    )


def _proposals(case: Case) -> list[tuple[int, datetime, list[Shown]]]:
    rounds: dict[int, tuple[int, datetime, list[Shown]]] = {}
    for row in case.proposals.select_related("mentor").order_by("round", "rank"):
        shown = Shown(
            row.rank, row.mentor.get_full_name(), str(Slot(row.slot).label), row.promised_at, row.chosen
        )
        rounds.setdefault(row.round, (row.round, row.shown_at, []))[2].append(shown)
    return list(rounds.values())


def _journal_line(case: Case, entry: JournalEntry, view: CaseView) -> JournalLine:
    states = dict(State.choices)
    moved = ""
    if entry.from_state != entry.to_state:
        moved = f"{states.get(entry.from_state, '')} → {states.get(entry.to_state, '')}"
    return JournalLine(entry.at, str(WORDS.get(entry.arrow, entry.arrow)), _who(case, entry, view), moved)


def _who(case: Case, entry: JournalEntry, view: CaseView) -> str:
    """The author is the one of this case and no more; a deleted account keeps its role."""
    if entry.role == Role.AUTHOR or entry.actor_id == case.author_id:
        return view.author_name
    if entry.role == Role.PORTAL or entry.actor is None:
        return _("Portal") if entry.role == Role.PORTAL else str(Role(entry.role).label)
    return f"{entry.actor.get_full_name()} ({Role(entry.role).label})"
