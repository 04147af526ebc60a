"""The one table: which deed tells whom what. What tells nobody stands here too, with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mentoring.enums import OPEN_CONSULTATION, Opinion, State
from mentoring.models import Case, JournalEntry


class To(StrEnum):
    """Who is told. `telling` finds the people; whoever did the deed is never among them."""

    AUTHOR = "author"
    MENTOR = "mentor"  # of the case, as it stands after the deed
    OF_ENTRY = "of_entry"  # the mentor of the consultation to which the deed belongs
    LEFT = "left"  # the mentor whose consultation this deed has ended
    DELIVERED = "delivered"  # every mentor who gave a solution
    COLLEAGUE = "colleague"
    MODERATORS = "moderators"


def always(case: Case, entry: JournalEntry) -> bool:
    """No condition."""
    return True


@dataclass(frozen=True)
class Tell:
    """One line of the table."""

    to: To
    kind: str
    when: Callable[[Case, JournalEntry], bool] = always
    # Told once for a case, however often the deed is done.
    once: bool = False


def _second(case: Case, entry: JournalEntry) -> bool:
    return entry.consultation is not None and entry.consultation.opinion == Opinion.SECOND


def _first(case: Case, entry: JournalEntry) -> bool:
    return not _second(case, entry)


def _somebody_shown(case: Case, entry: JournalEntry) -> bool:
    return bool(entry.detail.get("shown"))


def _nobody_shown(case: Case, entry: JournalEntry) -> bool:
    return not entry.detail.get("shown")


def _held(case: Case, entry: JournalEntry) -> bool:
    return entry.consultation is not None and entry.consultation.state in OPEN_CONSULTATION


def _solution_out(case: Case, entry: JournalEntry) -> bool:
    return entry.to_state == State.OFFERED


def _was_offered(case: Case, entry: JournalEntry) -> bool:
    return entry.from_state == State.OFFERED


def _helped(case: Case, entry: JournalEntry) -> bool:
    return bool(entry.detail.get("helped"))


def _leave(name: str) -> Callable[[Case, JournalEntry], bool]:
    return lambda case, entry: entry.detail.get("leave") == name


def _mentor_left(kind: str) -> tuple[Tell, ...]:
    return (
        Tell(To.AUTHOR, kind, _somebody_shown),
        Tell(To.AUTHOR, "left_nobody", _nobody_shown),
    )


_request = (
    Tell(To.MENTOR, "request", _first),
    Tell(To.MENTOR, "second_request", _second),
)

TOLD: dict[str, tuple[Tell, ...]] = {
    # Arrows of the author
    "request": _request,
    "let_choose": _request,
    "answer_first": (Tell(To.MENTOR, "first_answered"),),
    "keep": (Tell(To.MENTOR, "answers_kept"),),
    "reformulate": (Tell(To.MENTOR, "answers_reformulated"),),
    "sharpen": (Tell(To.MENTOR, "sharpened", _held),),
    "complete": (Tell(To.DELIVERED, "completed"),),
    "withdraw": (Tell(To.LEFT, "withdrawn"),),
    "author_left": (Tell(To.LEFT, "withdrawn"),),
    "reopen": (Tell(To.MENTOR, "reopened", _held), Tell(To.MENTOR, "reopened", _solution_out)),
    # Arrows of the mentor
    "accept": (Tell(To.AUTHOR, "accepted"),),
    "ask_first": (Tell(To.AUTHOR, "asked_first"),),
    "decline": _mentor_left("declined"),
    "ask": (Tell(To.AUTHOR, "questions"),),
    "offer": (Tell(To.AUTHOR, "solution", _first), Tell(To.AUTHOR, "second_solution", _second)),
    "step_down": _mentor_left("stepped_down"),
    # Arrows of the portal and of the moderator
    "expire": (*_mentor_left("expired"), Tell(To.LEFT, "expired_mentor")),
    "take_over": (
        *_mentor_left("taken_over"),
        Tell(To.LEFT, "taken_over_mentor"),
        Tell(To.MODERATORS, "stuck"),
    ),
    "reroute": (Tell(To.AUTHOR, "rerouted"), *_request),
    "lapse": (
        Tell(To.AUTHOR, "lapsed"),
        Tell(To.LEFT, "lapsed_mentor"),
        Tell(To.MENTOR, "lapsed_mentor", _was_offered),
    ),
    "release": (*_mentor_left("released"), Tell(To.LEFT, "released_mentor")),
    "mentor_left": _mentor_left("stepped_down"),
    # Deeds that are recorded and move no state
    "widened": (Tell(To.MENTOR, "widened"),),
    "narrowed": (Tell(To.MENTOR, "narrowed"),),
    "colleagues_allowed": (Tell(To.MENTOR, "colleagues_allowed", _held),),
    "colleagues_stopped": (Tell(To.MENTOR, "colleagues_stopped", _held),),
    "leave_asked": (
        Tell(To.AUTHOR, "leave_personal", _leave("personal")),
        Tell(To.AUTHOR, "leave_collegial", _leave("collegial")),
    ),
    "leave_refused": (Tell(To.MENTOR, "leave_refused", _held),),
    "colleague_invited": (Tell(To.COLLEAGUE, "colleague_invited"),),
    "colleague_answered": (Tell(To.OF_ENTRY, "opinion_came"),),
    "colleague_ended": (Tell(To.COLLEAGUE, "colleague_ended"),),
    "thanked": (Tell(To.OF_ENTRY, "thanked"),),
    "after_checked": (Tell(To.DELIVERED, "it_helped", _helped, once=True),),
    "reviewed": (Tell(To.MODERATORS, "reviewed"),),
    "reported": (Tell(To.MODERATORS, "reported"),),
    "identity_seen": (Tell(To.AUTHOR, "identity_seen"),),
    # On the way to the library
    "publication_offered": (Tell(To.AUTHOR, "publication_offered"),),
    "publication_vetoed": (Tell(To.MODERATORS, "publication_vetoed"),),
    "publication_approved": (Tell(To.MODERATORS, "publication_approved"),),
    "published": (Tell(To.AUTHOR, "published"), Tell(To.DELIVERED, "published_solution")),
    "publication_withdrawn": (Tell(To.AUTHOR, "publication_withdrawn"),),
}

SILENT: dict[str, str] = {
    "submit": "The author did it and sees the five at once; no mentor is chosen yet.",
    "delete_draft": "Nobody but the author ever saw the draft.",
    "renew_five": "The author looks at the new five at once.",
    "self_solved": "The author did it; no mentor was chosen yet, or the one before has left.",
    "first_is_enough": "The author did it; no mentor was asked for the second opinion yet.",
    "second_opinion": "The move stays the author's; the first mentor hears when the case is completed, and "
    "nothing of the second opinion.",
    "reflected": "The sheet is the author's own; mentors have heard that the case is completed.",
    "followed_up": "A new draft, which nobody but its author sees.",
    "publication_queued": "It waits in the moderators' queue; the author hears when there is something to read.",
    "publication_taken_back": "The author hears when the changed text is ready.",
    "publication_refused": "The author refused, or never saw a text: nothing was published and nothing will be.",
    "commentary_asked": "The colleague is told by a signal that names no case.",
    "commentary_written": "The moderator who asked is told by the same signal.",
    "commentary_declined": "The desk shows it; the moderator asks somebody else.",
    "make_public": "The forum tells of its own topics.",
}

# The author's case was with a mentor whom the portal's clock put out: what follows begins with an apology.
SORRY_AFTER = {"expire", "take_over"}

# Whoever has the move is reminded, by the state in which the case waits.
NUDGES_OF_AUTHOR: dict[str, str] = {
    State.CHOOSING: "nudge_choosing",
    State.AWAITING: "nudge_awaiting",
    State.CLARIFYING: "nudge_clarifying",
    State.OFFERED: "nudge_offered",
}
