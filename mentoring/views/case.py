"""The page of a case for every reader, moves without data, and files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ..access import get_attachment_for, get_case_for, reading_role
from ..attachments import serve
from ..beside_now import also, path_steps, who_sees
from ..case_view import CaseView, Turn
from ..differences import changed_parts
from ..enums import Format, State
from ..models import Case
from ..reading import file_name_for, view_for
from ..refusal import Refused
from ..whats_now import Act, whats_now
from ..workflow import ARROWS, advance, available


@login_required
@require_safe
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """THE page: the story, and beside it what is to be done now."""
    case = get_case_for(request.user, number)
    if case.state == State.DRAFT:
        return redirect("cases:draft", number=case.number)
    return render(request, "mentoring/case/page.html", page_context(case, request.user))


def page_context(case: Case, reader) -> dict:
    """Everything that the page of a case shows to this reader."""
    view = view_for(case, reader)
    words, visible = who_sees(view)
    return {
        "view": view,
        "story": [_shown(turn, view) for turn in view.turns],
        "sheet": now_sheet(view),
        "also": [action(act, view) for act in also(view)],
        "privacy": words,
        "name_is_open": visible,
        "is_anonymous": view.format == Format.ANONYMOUS,
    }


def now_sheet(view: CaseView) -> dict:
    """The sheet «now» as its component wants it."""
    now = whats_now(view, now=timezone.now())
    return {
        "now": now,
        "main": action(now.main, view) if now.main else None,
        "quiet": [action(act, view) for act in now.quiet],
        "path_steps": path_steps(view),
    }


def action(act: Act, view: CaseView) -> dict:
    """A button with its address. A form that moves the case carries the revision of its page."""
    number = view.afterwards.follow_up if act.to == "case" and view.afterwards else view.number
    keys = {"number": number, **({"arrow": act.arrow} if act.arrow else {})}
    url = reverse(f"cases:{act.to}", kwargs=keys)
    button = {"label": act.label, "url": url, "post": act.post, "tone": act.tone}
    return button | ({"name": "revision", "value": view.revision} if act.post else {})


def _shown(turn: Turn, view: CaseView) -> dict:
    """A turn with its template, and for a later version what changed since the one before."""
    shown = {"turn": turn, "template": f"mentoring/case/said_{turn.kind}.html", "changes": []}
    if turn.kind == "version" and turn.body.ordinal > 1:
        before = [
            t.body for t in view.turns if t.kind == "version" and t.body.ordinal == turn.body.ordinal - 1
        ]
        shown["changes"] = changed_parts(before[0], turn.body) if before else []
    return shown


# Moves without data -----------------------------------------------------------------------------------------

DONE = {
    "accept": gettext_lazy("The case is yours. The author already knows."),
    "complete": gettext_lazy("The work on the case is finished. A few questions for yourself are left."),
    "second_opinion": gettext_lazy("Choose a mentor for the second opinion."),
    "first_is_enough": gettext_lazy("Here is the first solution again. Decide what comes next."),
    "withdraw": gettext_lazy("The case is withdrawn."),
    "let_choose": gettext_lazy("The mentor is chosen and asked."),
    "renew_five": gettext_lazy("We have looked again: here is who can answer soon."),
    "self_solved": gettext_lazy("The case is closed. Good that the library helped."),
    "reopen": gettext_lazy("The case is open again."),
    "release": gettext_lazy("The case is released, and other mentors are proposed."),
}
THEN = {"complete": "reflection", "second_opinion": "mentors", "renew_five": "mentors"}
# Moves that are confirmed on a page of their own: title, what will happen, the button, its tone.
CONFIRMED = {
    "withdraw": (
        gettext_lazy("Withdraw the case?"),
        gettext_lazy(
            "If a mentor reads it now, that ends at once. The case stays in your cabinet, but it cannot be "
            "opened again."
        ),
        gettext_lazy("Withdraw"),
        "danger",
    ),
    "second_opinion": (
        gettext_lazy("Get a second opinion?"),
        gettext_lazy(
            "Another mentor will read the case without seeing the first solution. Then both will stand "
            "side by side. This can be done once in a case."
        ),
        gettext_lazy("Get a second opinion"),
        "go",
    ),
    "self_solved": (
        gettext_lazy("Has the library helped?"),
        gettext_lazy(
            "The case will be closed, and no mentor will be asked. You can file a new one at any time."
        ),
        gettext_lazy("Yes, close the case"),
        "go",
    ),
    "complete": (
        gettext_lazy("Finish the work on the case?"),
        gettext_lazy(
            "A reflection sheet will open, and in three weeks we will ask how it went. A second opinion "
            "can no longer be asked for."
        ),
        gettext_lazy("Finish"),
        "go",
    ),
    "release": (
        gettext_lazy("Take the case from the mentor?"),
        gettext_lazy(
            "The mentor will no longer read the case. Other mentors are proposed to the author at once."
        ),
        gettext_lazy("Take the case"),
        "danger",
    ),
}


@login_required
@require_safe
def attached_file(request: HttpRequest, number: str, public_id: UUID) -> HttpResponseBase:
    """A file of the case under the name that this reader may know."""
    attachment = get_attachment_for(request.user, number, public_id)
    return serve(attachment, file_name_for(attachment, request.user))


@login_required
def move(request: HttpRequest, number: str, arrow: str) -> HttpResponse:
    """Let an arrow without data fly; those that destroy something are confirmed first."""
    if arrow not in DONE:
        raise Http404
    case = get_case_for(request.user, number)
    if reading_role(case, request.user) not in ARROWS[arrow].who:
        raise Http404
    if request.method != "POST":
        return _confirm(request, case, arrow)
    data: dict[str, Any] = {"reason": request.POST.get("reason", "")[:2000]} if arrow == "release" else {}
    try:
        case = advance(case, arrow, by=request.user, seen=seen_case(request), **data)
    except Refused as refused:
        return refused_page(request, case, refused)
    messages.success(request, str(DONE[arrow]))
    target = "mentors" if arrow == "reopen" and case.state == State.CHOOSING else THEN.get(arrow, "case")
    return see_other(target, case)


def _confirm(request: HttpRequest, case: Case, arrow: str) -> HttpResponse:
    if arrow not in CONFIRMED or arrow not in available(case, request.user):
        return redirect("cases:case", number=case.number)
    title, text, button, tone = CONFIRMED[arrow]
    context = {"view": view_for(case, request.user), "arrow": arrow, "title": title, "text": text}
    return render(request, "mentoring/case/confirm.html", context | {"button": button, "tone": tone})


def refused_page(request: HttpRequest, case: Case, refused: Refused) -> HttpResponse:
    """What did not happen and why, and how the case stands now."""
    case = get_case_for(request.user, case.number)
    view = view_for(case, request.user)
    context = {"view": view, "message": refused.message, "sheet": now_sheet(view)}
    return render(request, "mentoring/case/refused.html", context, status=409)


def seen_case(request: HttpRequest) -> int:
    """The revision of the case that the page was drawn at. Raises Refused for a form that has none."""
    revision = request.POST.get("revision", "")
    if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
        raise Refused("stale", _("This page was too old. Nothing was changed."))
    return int(revision)


def see_other(name: str, case: Case) -> HttpResponse:
    """After a change: on to a page of the case."""
    response = redirect(f"cases:{name}", number=case.number)
    response.status_code = 303
    return response


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("mentoring.views.answers")),
    path("<slug:number>/", case_page, name="case"),
    path("<slug:number>/files/<uuid:public_id>/", attached_file, name="file"),
    path("<slug:number>/move/<slug:arrow>/", move, name="move"),
]
