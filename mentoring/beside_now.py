"""What stands beside «now» at any time: quiet links, who sees what, and the path of five steps."""

from django.utils.translation import gettext as _

from .case_view import CaseView
from .enums import OPEN_CONSULTATION, Closing, Format, Role, State
from .whats_now import Act, confirmed


def also(view: CaseView) -> list[Act]:
    """The quiet links below the sheet: what may be done at any time, and is seldom needed."""
    acts = [Act(_("Chat"), "chat")] if view.chat else []
    if view.role == Role.AUTHOR:
        acts += _author_also(view)
    elif view.role == Role.MENTOR:
        acts += _mentor_also(view)
    return acts


def _author_also(view: CaseView) -> list[Act]:
    acts = []
    if view.state in (State.CHOOSING, State.AWAITING, State.IN_WORK):
        acts.append(Act(_("Word the problem more exactly"), "reword"))
    if view.state not in (State.DRAFT, State.COMPLETED, State.WITHDRAWN):
        acts.append(Act(_("Who sees what: change the format"), "format"))
    if view.afterwards and view.afterwards.reflection == "finished":
        acts.append(Act(_("My reflection sheet"), "reflection"))
    if view.afterwards and view.afterwards.publication:
        acts.append(Act(_("What the library shows of it"), "publication"))
    if view.solutions and view.state == State.COMPLETED:
        acts.append(Act(_("A private review for the lab"), "review"))
    if "withdraw" in view.can:
        acts.append(confirmed(_("Withdraw the case"), "withdraw", tone="danger"))
    if view.mentor_public_id:
        acts.append(Act(_("Do not meet this mentor again"), "block"))
    return acts


def _mentor_also(view: CaseView) -> list[Act]:
    acts = [Act(_("Private notes"), "notes")]
    if view.own_part in OPEN_CONSULTATION and view.state in (State.IN_WORK, State.CLARIFYING):
        if view.collegial:
            acts.append(Act(_("Ask a colleague’s opinion"), "colleagues"))
        if not view.collegial or view.format == Format.ANONYMOUS:
            acts.append(Act(_("Ask the author for leave"), "ask_leave"))
    if "step_down" in view.can:
        acts.append(Act(_("I cannot go on with this case"), "step_down", tone="danger"))
    acts.append(Act(_("Do not meet this author again"), "block"))
    return acts


def who_sees(view: CaseView) -> tuple[str, bool]:
    """Who sees what, in words for this reader, and whether the author's name is in the open."""
    open_name = view.format == Format.PERSONAL
    if view.role == Role.AUTHOR:
        words = (
            _("The mentor sees your name and profile.")
            if open_name
            else _("The mentor does not see your name, school or town.")
        )
        if view.collegial:
            words += " " + _("Colleagues whom the mentor asks see the same.")
        return words, open_name
    if view.sees_author:
        return _("The author shows you the name and the profile. Do not pass them on."), True
    if view.role == Role.MODERATOR:
        return _("The author is anonymous. The name is not shown to you either."), False
    return _(
        "The author is anonymous: name, school and town are shown to nobody. Do not try to guess them."
    ), False


def path_steps(view: CaseView) -> list[dict[str, str]]:
    """The path of five steps; empty where there is none, because the case left it."""
    labels = [_("Description"), _("Mentor"), _("Work"), _("Solution"), _("Reflection")]
    here = {
        State.DRAFT: 0,
        State.CHOOSING: 1,
        State.AWAITING: 1,
        State.IN_WORK: 2,
        State.CLARIFYING: 2,
        State.OFFERED: 3,
        State.COMPLETED: 4,
    }.get(view.state)
    if here is None or view.closing in (Closing.SELF_SOLVED, Closing.BY_ITSELF):
        return []
    if view.state == State.COMPLETED and (
        view.afterwards is None or view.afterwards.reflection == "finished"
    ):
        here = 5
    return [
        {"label": label, "state": "done" if at < here else "here" if at == here else ""}
        for at, label in enumerate(labels)
    ]
