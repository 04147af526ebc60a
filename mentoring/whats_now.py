"""«Сейчас ваш ход»: for each state and role, whose move it is, what exactly and which buttons there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .case_view import CaseView
from .days import by_day, day
from .enums import OPEN_CONSULTATION, Closing, Party, PublicationStatus, Role, State


@dataclass(frozen=True)
class Act:
    """A button or link: `to` is a name of the namespace `cases`, `arrow` goes with `move`, `post` writes."""

    label: str
    to: str
    arrow: str = ""
    post: bool = False
    tone: str = ""


@dataclass(frozen=True)
class Now:
    """What the sheet says. `turn` is yours, mentor, author, portal or closed."""

    turn: str
    title: str
    text: str = ""
    until: datetime | None = None
    after: str = ""
    main: Act | None = None
    quiet: tuple[Act, ...] = ()


def posted(label: str, arrow: str, **more) -> Act:
    """A button that lets an arrow fly at once."""
    return Act(label, "move", arrow, post=True, **more)


def confirmed(label: str, arrow: str, **more) -> Act:
    """A link to the page that confirms an arrow."""
    return Act(label, "move", arrow, **more)


def _closes_by_itself() -> str:
    return _("If there is no move until then, the case closes by itself. One click opens it again.")


def _if_can(view: CaseView, arrow: str, act: Act) -> tuple[Act, ...]:
    return (act,) if arrow in view.can else ()


# The author -------------------------------------------------------------------------------------------------


def _author_draft(view: CaseView, now: datetime) -> Now:
    return Now("yours", _("Finish the description"), main=Act(_("Continue the draft"), "draft"))


def _author_choosing(view: CaseView, now: datetime) -> Now:
    title = _("Choose a mentor for the second opinion") if view.second_opinion else _("Choose a mentor")
    text = _(
        "We have picked those who know the subject and can really answer soon. Or leave the choice to us."
    )
    return Now(
        "yours",
        title,
        text,
        view.due_at,
        _closes_by_itself(),
        Act(_("See the mentors"), "mentors"),
        (
            *_if_can(view, "first_is_enough", posted(_("The first opinion is enough"), "first_is_enough")),
            *_if_can(view, "let_choose", posted(_("Choose for me"), "let_choose")),
            *_if_can(view, "self_solved", confirmed(_("The library helped me"), "self_solved")),
        )[:2],
    )


def _author_awaiting(view: CaseView, now: datetime) -> Now:
    if view.my_move:
        title = _("The mentor asks one question first")
        text = _("The answer helps to decide whether to take the case. Two or three sentences are enough.")
        return Now("yours", title, text, view.due_at, _closes_by_itself(), Act(_("Answer"), "answer_first"))
    return Now(
        "mentor",
        _("%(mentor)s reads your case") % {"mentor": _mentor(view)},
        _answer_comes(view, now),
        after=_(
            "If there is no answer by then, we will apologise and propose others. You need not do anything."
        ),
    )


def _author_in_work(view: CaseView, now: datetime) -> Now:
    return Now(
        "mentor",
        _("%(mentor)s works on your case") % {"mentor": _mentor(view)},
        _answer_comes(view, now),
        after=_(
            "Questions or a possible solution will come. If not, we will remind, and then propose another "
            "mentor."
        ),
    )


def _author_clarifying(view: CaseView, now: datetime) -> Now:
    count = sum(
        len(turn.body["questions"])
        for turn in view.turns
        if turn.kind == "questions" and not turn.body["answered"]
    )
    title = ngettext("Answer %(count)s question", "Answer %(count)s questions", count) % {"count": count}
    text = _("You may answer in parts: everything is saved as you type.")
    main = Act(_("Go to the questions"), "answers")
    return Now("yours", title, text, view.due_at, _closes_by_itself(), main)


def _author_offered(view: CaseView, now: datetime) -> Now:
    second = confirmed(_("Get a second opinion"), "second_opinion")
    compare = (Act(_("Compare both opinions"), "compare"),) if len(view.solutions) > 1 else ()
    text = _(
        "Read the solution without haste. If it helps, finish the case; if you doubt, ask one more mentor."
    )
    if len(view.solutions) > 1:
        text = _("You have two opinions now. Put them side by side and decide what to take from each.")
    return Now(
        "yours",
        _("Decide what comes next"),
        text,
        view.due_at,
        _closes_by_itself(),
        posted(_("Thank you, the work on the case is finished"), "complete"),
        (*compare, *_if_can(view, "second_opinion", second)),
    )


def _author_completed(view: CaseView, now: datetime) -> Now:
    if view.closing == Closing.BY_ITSELF:
        return _lapsed(view)
    if view.closing == Closing.SELF_SOLVED:
        return Now(
            "closed",
            _("The library helped"),
            _("Good that an answer was found. New cases are always welcome."),
        )
    left = view.afterwards
    if left is None:
        return Now("closed", _("The case is completed"))
    follow = (
        Act(_("Open the case that follows"), "case")
        if left.follow_up
        else Act(_("Continue with a new case"), "follow_up", post=True)
    )
    compare = (Act(_("Compare both opinions"), "compare"),) if len(view.solutions) > 1 else ()
    if left.reflection == "open":
        text = _(
            "A few questions for yourself: what became clear and what you will do first. You may pause and "
            "return."
        )
        return Now(
            "yours",
            _("Fill in the reflection sheet"),
            text,
            main=Act(_("To the sheet"), "reflection"),
            quiet=compare,
        )
    if left.publication == PublicationStatus.WITH_AUTHOR:
        return Now(
            "yours",
            _("Read what will be published"),
            _(
                "Your case is ready for the library, without names and places. Nothing appears without your yes."
            ),
            main=Act(_("Read and decide"), "publication"),
            quiet=(follow,),
        )
    if left.check == "asked":
        text = _("Three weeks have passed. One click is enough, and a few words if you like.")
        return Now(
            "yours", _("Did you try it?"), text, main=Act(_("Tell how it went"), "after"), quiet=(follow,)
        )
    thanks = Act(_("Say thank you"), "thanks")
    if {turn.opinion for turn in view.solutions} - left.thanked:
        text = _("A word of thanks goes to the mentor. A private review goes to the lab only.")
        return Now(
            "closed",
            _("The case is completed"),
            text,
            main=thanks,
            quiet=(*compare, follow)[:2],
            after=_asks(view),
        )
    return Now("closed", _("The case is completed"), after=_asks(view), quiet=(*compare, follow)[:2])


def _author_withdrawn(view: CaseView, now: datetime) -> Now:
    if view.closing == Closing.BY_ITSELF:
        return _lapsed(view)
    return Now(
        "closed",
        _("You have withdrawn the case"),
        _("It stays in your cabinet, and no new mentor will read it."),
    )


def _lapsed(view: CaseView) -> Now:
    again = posted(_("Open again"), "reopen") if "reopen" in view.can else None
    text = _("It had waited for a move for a long time. Everything is kept.")
    return Now("closed", _("The case has closed by itself"), text, main=again)


def _asks(view: CaseView) -> str:
    left = view.afterwards
    if left is None or left.check != "waiting":
        return ""
    return _("On %(day)s we will ask in one line how it went.") % {"day": day(left.check_at)}


def _answer_comes(view: CaseView, now: datetime) -> str:
    if view.due_at is None:
        return ""
    if view.due_at < now:
        return _("The answer is late, and we are sorry. We have already reminded the mentor.")
    return _("The answer will come %(until)s.") % {"until": by_day(view.due_at)}


def _mentor(view: CaseView) -> str:
    return view.mentor_name or _("The mentor")


# The mentor -------------------------------------------------------------------------------------------------


def _mentor_only(own: Callable[[CaseView, datetime], Now]) -> Callable[[CaseView, datetime], Now]:
    """What the mentor reads who holds the case; one who has already answered reads how it goes on."""

    def sheet(view: CaseView, now: datetime) -> Now:
        return own(view, now) if view.own_part in OPEN_CONSULTATION else _mentor_answered(view, now)

    return sheet


def _mentor_answered(view: CaseView, now: datetime) -> Now:
    text = _("The author has asked for a second opinion. Another mentor works on it without seeing yours.")
    return Now("author", _("Your solution is delivered"), text)


@_mentor_only
def _mentor_awaiting(view: CaseView, now: datetime) -> Now:
    accept, pass_on = posted(_("I take it"), "accept", tone="mentor"), Act(_("Pass on"), "pass_on")
    if not view.my_move:
        text = _("Your question is with the author. You may take the case without waiting for the answer.")
        return Now(
            "author", _("The author answers your question"), text, view.due_at, quiet=(accept, pass_on)
        )
    return Now(
        "yours",
        _("Can you take this case?"),
        _("While you read, it is offered to nobody else. Passing on never lowers your rank."),
        view.due_at,
        _("If there is no answer by then, the case goes to another mentor by itself."),
        accept,
        (*_if_can(view, "ask_first", Act(_("Ask first"), "ask_first")), pass_on),
    )


@_mentor_only
def _mentor_in_work(view: CaseView, now: datetime) -> Now:
    questions = Act(_("Ask questions"), "questions")
    solution = Act(_("Write a possible solution"), "solution")
    asked = any(turn.kind == "questions" for turn in view.turns)
    title = _("Read the answers and go on") if asked else _("Ask, or propose a way out")
    text = _("What you write is kept as a draft; the author sees it only when you send it.")
    main, other = (solution, questions) if asked else (questions, solution)
    late = _("The day promised to the author has passed. A short question is already an answer.")
    if view.due_at and view.due_at < now:
        return Now("yours", title, late, None, text, main, (other,))
    return Now("yours", title, text, view.due_at, "", main, (other,))


@_mentor_only
def _mentor_clarifying(view: CaseView, now: datetime) -> Now:
    text = _("We will write to you as soon as the answers are here.")
    after = _(
        "If the author stays silent, we will remind, and in the end the case closes and your place is free "
        "again."
    )
    return Now("author", _("The author answers your questions"), text, view.due_at, after)


def _mentor_offered(view: CaseView, now: datetime) -> Now:
    text = _(
        "The author reads it and decides: finish the case, or ask one more mentor. Nothing is left to do "
        "here."
    )
    return Now("author", _("Your solution is delivered"), text)


def _mentor_completed(view: CaseView, now: datetime) -> Now:
    text = _(
        "What the author took away stays with the author. A word of thanks, if it comes, stands below your "
        "solution."
    )
    return Now("closed", _("The case is completed"), text)


def _mentor_withdrawn(view: CaseView, now: datetime) -> Now:
    return Now("closed", _("The case is closed"), _("The author has taken it back, or it waited too long."))


# Colleagues and moderators ----------------------------------------------------------------------------------


def _colleague_works(view: CaseView, now: datetime) -> Now:
    text = _("The mentor reads your opinion, the author does not. You see the case until the mentor answers.")
    return Now(
        "yours", _("A colleague asks for your opinion"), text, main=Act(_("Write an opinion"), "opinion")
    )


def _colleague_over(view: CaseView, now: datetime) -> Now:
    return Now("closed", _("Your opinion is no longer needed"), _("Thank you: the work goes on without it."))


def _moderator(view: CaseView, now: datetime) -> Now:
    release = _if_can(view, "release", confirmed(_("Take the case from the mentor"), "release"))
    turn = {str(Party.MENTEE): "author", str(Party.MENTOR): "mentor"}.get(view.move_by, "closed")
    text = _("You see the whole history. What the people write to each other is not yours to change.")
    title = view.state_label[:1].upper() + view.state_label[1:]
    return Now(turn, title, text, view.due_at, quiet=release)


A, M, C, S = Role.AUTHOR, Role.MENTOR, Role.COLLEAGUE, Role.MODERATOR
TABLE: dict[tuple[State, Role], Callable[[CaseView, datetime], Now]] = {
    (State.DRAFT, A): _author_draft,
    (State.CHOOSING, A): _author_choosing,
    (State.AWAITING, A): _author_awaiting,
    (State.IN_WORK, A): _author_in_work,
    (State.CLARIFYING, A): _author_clarifying,
    (State.OFFERED, A): _author_offered,
    (State.COMPLETED, A): _author_completed,
    (State.WITHDRAWN, A): _author_withdrawn,
    (State.CHOOSING, M): _mentor_answered,
    (State.AWAITING, M): _mentor_awaiting,
    (State.IN_WORK, M): _mentor_in_work,
    (State.CLARIFYING, M): _mentor_clarifying,
    (State.OFFERED, M): _mentor_offered,
    (State.COMPLETED, M): _mentor_completed,
    (State.WITHDRAWN, M): _mentor_withdrawn,
    (State.CHOOSING, C): _colleague_over,
    (State.AWAITING, C): _colleague_over,
    (State.IN_WORK, C): _colleague_works,
    (State.CLARIFYING, C): _colleague_works,
    (State.OFFERED, C): _colleague_over,
    (State.COMPLETED, C): _colleague_over,
    (State.WITHDRAWN, C): _colleague_over,
    **{(state, S): _moderator for state in State if state not in (State.DRAFT, State.DELETED)},
}


def whats_now(view: CaseView, *, now: datetime) -> Now:
    """What the sheet beside the story says to this reader. KeyError for a pair that nobody can open."""
    return TABLE[view.state, view.role](view, now)
