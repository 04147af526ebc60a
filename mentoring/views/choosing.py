"""The five mentors and what the author does: ask one, leave the choice to us, look again, need none."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..access import get_case_as
from ..beside_now import path_steps
from ..days import by_day, until_day
from ..enums import IfUnavailable, Role, State
from ..five import five_for
from ..models import Case, CaseVersion
from ..promises_kept import promises_kept
from ..reading import parts_of
from ..refusal import Refused
from ..workflow import advance
from .draft_page import next_place, number_in, see


@login_required
def mentors(request: HttpRequest, number: str) -> HttpResponse:
    """Whom the portal proposes. Elsewhere on the road the case's own page answers."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    if case.state != State.CHOOSING:
        return see(next_place(case))
    return _page(request, case)


@login_required
@require_POST
def request_mentor(request: HttpRequest, number: str) -> HttpResponse:
    """Ask one of the five."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    wanted = request.POST.get("mentor", "")
    choice = request.POST.get("if_unavailable", "")
    choice = choice if choice in IfUnavailable.values else IfUnavailable.ASK_ME
    chosen = next((mentor for mentor in five_for(case).mentors if mentor.public_id == wanted), None)
    seen = number_in(request, "revision")
    try:
        if chosen is None and case.state == State.CHOOSING:
            words = _("This mentor is no longer among those proposed. Please choose again.")
            raise Refused("invalid", words)
        asked = advance(
            case,
            "request",
            by=request.user,
            seen=seen,
            mentor_id=chosen.mentor_id if chosen else 0,
            if_unavailable=choice,
        )
    except Refused as refused:
        return _refused(request, number, refused, choice=choice)
    return _asked(request, asked)


@login_required
@require_POST
def let_choose(request: HttpRequest, number: str) -> HttpResponse:
    """«Выберите за меня»."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    try:
        asked = advance(case, "let_choose", by=request.user, seen=number_in(request, "revision"))
    except Refused as refused:
        return _refused(request, number, refused)
    return _asked(request, asked)


@login_required
@require_POST
def renew_five(request: HttpRequest, number: str) -> HttpResponse:
    """«Обновить список»: promises grow old and places fill."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    try:
        advance(case, "renew_five", by=request.user, seen=number_in(request, "revision"))
    except Refused as refused:
        return _refused(request, number, refused)
    messages.success(request, _("We have looked again."))
    return see(reverse("cases:mentors", args=[number]))


@login_required
def self_solved(request: HttpRequest, number: str) -> HttpResponse:
    """«Мне помогла библиотека»: ask once more, then close the case."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    if request.method != "POST":
        if case.state != State.CHOOSING:
            return see(next_place(case))
        return render(request, "mentoring/drafts/self_solved.html", {"case": case, "title": _title(case)})
    try:
        closed = advance(case, "self_solved", by=request.user, seen=number_in(request, "revision"))
    except Refused as refused:
        return _refused(request, number, refused)
    words = _("The case is closed: the library helped you. Come with the next one at any time.")
    messages.success(request, words)
    return see(next_place(closed))


def _asked(request: HttpRequest, case: Case) -> HttpResponse:
    name = case.mentor.get_full_name() or _("Mentor")
    consultation = case.consultations.order_by("-requested_at", "-pk").first()
    words = _("%(mentor)s has got your case. The answer will come %(by)s.")
    messages.success(request, words % {"mentor": name, "by": by_day(consultation.promised_at)})
    return see(next_place(case))


def _refused(request: HttpRequest, number: str, refused: Refused, *, choice: str = "") -> HttpResponse:
    """The page as it stands now, and why nothing was done."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    if case.state != State.CHOOSING:
        messages.warning(request, refused.message)
        return see(next_place(case))
    return _page(request, case, problem=refused.message, choice=choice, status=409)


def _page(
    request: HttpRequest, case: Case, *, problem: str = "", choice: str = "", status: int = 200
) -> HttpResponse:
    version = case.latest_version()
    context = {
        "case": case,
        "title": version.title if version else "",
        # For what of the library is like it; the author may know all of it.
        "about": _about(case, version),
        "rubrics": [rubric.slug for rubric in case.rubrics.all()],
        "five": five_for(case),
        "promises": promises_kept(),
        "until": until_day(case.due_at) if case.due_at else "",
        "problem": problem,
        "choice": choice or case.if_unavailable,
        # Only where the case stands matters there, and the author may know all of it.
        "path_steps": path_steps(case),  # type: ignore[arg-type]
    }
    return render(request, "mentoring/drafts/mentors.html", context, status=status)


def _about(case: Case, version: CaseVersion | None) -> str:
    if version is None:
        return ""
    return "\n".join([version.title, *(part.text for part in parts_of(version, case.direction))])


def _title(case: Case) -> str:
    version = case.latest_version()
    return version.title if version else ""


urlpatterns = [
    path("<slug:number>/mentors/", mentors, name="mentors"),
    path("<slug:number>/mentors/request/", request_mentor, name="request"),
    path("<slug:number>/mentors/any/", let_choose, name="let_choose"),
    path("<slug:number>/mentors/renew/", renew_five, name="renew_five"),
    path("<slug:number>/mentors/solved/", self_solved, name="self_solved"),
]
