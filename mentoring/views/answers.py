"""The author answers: a round of questions in parts, or the one question before a case is taken."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from ..access import get_case_as
from ..answers import open_pre_question, open_round, save_answers
from ..autosave import NewerText, Saved, autosaved, owner_mark, seen_revision, take_kept, text_survives
from ..enums import Role
from ..forms.answers import KEEP, AnswerFirstForm, AnswersForm
from ..models import Case, Round
from ..reading import view_for
from ..refusal import Refused
from ..workflow import advance
from .case import refused_page, see_other, seen_case


@text_survives
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """The questions of the open round, an answer under each, and the question after them."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    round_ = open_round(case)
    if round_ is None:
        return redirect("cases:case", number=case.number)
    if request.method != "POST":
        kept = take_kept(request)
        return _page(request, case, round_, AnswersForm(round_, kept) if kept else AnswersForm(round_))
    form = AnswersForm(round_, request.POST)
    complete = form.is_valid()
    try:
        saved = save_answers(round_, form.answers(), by=request.user, saved_revision=seen_revision(request))
    except NewerText as newer:
        # The page now knows of the newer text; sending once more is the person's own decision.
        return _page(request, case, round_, form, newer=newer, revision=newer.revision, status=409)
    except Refused as refused:
        return refused_page(request, case, refused)
    if request.POST.get("later"):
        messages.success(request, _("Your answers are kept. The mentor sees them when you send them."))
        return see_other("case", case)
    if not complete:
        return _page(request, case, round_, form, revision=saved.revision, status=422)
    if not any(form.answers().values()):
        words = _("Answer at least one question, so that the mentor has something to go on.")
        form.add_error(None, words)
        return _page(request, case, round_, form, revision=saved.revision, status=422)
    if form.cleaned_data["then"] != KEEP:
        return see_other("reword", case)
    try:
        case = advance(case, "keep", by=request.user, seen=seen_case(request))
    except Refused as refused:
        return refused_page(request, case, refused)
    messages.success(request, _("The answers are sent. The move is the mentor’s now."))
    return see_other("case", case)


@autosaved
def answers_autosave(request: HttpRequest, number: str) -> Saved:
    """Keep what is typed so far."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    round_ = open_round(case)
    if round_ is None:
        raise Refused("state", _("These questions are already answered."))
    form = AnswersForm(round_, request.POST)
    form.is_valid()
    return save_answers(round_, form.answers(), by=request.user, saved_revision=seen_revision(request))


def _page(
    request: HttpRequest,
    case: Case,
    round_: Round,
    form: AnswersForm,
    *,
    newer: NewerText | None = None,
    revision: int | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "view": view_for(case, request.user),
        "form": form,
        "owner": owner_mark(request.user),
        "saved_revision": round_.revision if revision is None else revision,
        "newer": newer,
    }
    return render(request, "mentoring/case/answers.html", context, status=status)


@text_survives
def answer_first(request: HttpRequest, number: str) -> HttpResponse:
    """One question of a mentor who has not taken the case yet."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    waiting = open_pre_question(case)
    if waiting is None:
        return redirect("cases:case", number=case.number)
    form = AnswerFirstForm(request.POST or take_kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            advance(case, "answer_first", by=request.user, seen=seen_case(request), **form.cleaned_data)
        except Refused as refused:
            return refused_page(request, case, refused)
        messages.success(request, _("The answer is sent. The mentor decides and will write."))
        return see_other("case", case)
    context = {
        "view": view_for(case, request.user),
        "form": form,
        "question": waiting.pre_question,
        "owner": owner_mark(request.user),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentoring/case/answer_first.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("<slug:number>/answers/", answers, name="answers"),
    path("<slug:number>/answers/save/", answers_autosave, name="answers_autosave"),
    path("<slug:number>/answer-first/", answer_first, name="answer_first"),
]
