"""After a solution: comparing two opinions, the reflection sheet, three weeks later, a case that follows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import closing
from ..access import get_case_as
from ..autosave import NewerText, Saved, autosaved, owner_mark, seen_revision, take_kept, text_survives
from ..enums import Role, State, Tried
from ..forms.closing import PREFIX, AfterForm, ReflectionForm, TakenForm, said, yes_no
from ..models import AfterCheck, Case, ReflectionSheet
from ..reading import view_for
from ..refusal import Refused
from .case import refused_page, see_other
from .replies import posted_or_kept


def _author_case(request: HttpRequest, number: str) -> Case:
    return get_case_as(request.user, number, Role.AUTHOR)


# Two opinions side by side ----------------------------------------------------------------------------------


@text_survives
def compare(request: HttpRequest, number: str) -> HttpResponse:
    """Both solutions, and what the author takes from each."""
    case = _author_case(request, number)
    view = view_for(case, request.user)
    if len(view.solutions) < 2:
        return redirect("cases:case", number=case.number)
    sheet = ReflectionSheet.objects.filter(case=case).first() or ReflectionSheet(case=case)
    first = {name: getattr(sheet, name) for name in closing.TAKEN}
    form = TakenForm(request.POST or take_kept(request), initial=first)
    context = {"view": view, "form": form, "sheet": sheet, "owner": owner_mark(request.user)}
    context["saved_revision"] = sheet.revision
    if request.method != "POST":
        return render(request, "mentoring/closing/compare.html", context)
    if not form.is_valid():
        return render(request, "mentoring/closing/compare.html", context, status=422)
    try:
        _save(request, closing.sheet_of(case), taken=form.cleaned_data)
    except NewerText as newer:
        context |= {"newer": newer, "saved_revision": newer.revision}
        return render(request, "mentoring/closing/compare.html", context, status=409)
    except Refused as refused:
        return refused_page(request, case, refused)
    messages.success(request, _("It is kept and will wait for you in the reflection sheet."))
    return see_other("case", case)


@autosaved
def compare_autosave(request: HttpRequest, number: str) -> Saved:
    """Keep what is typed beside two opinions."""
    case = _author_case(request, number)
    if len(closing.delivered(case)) < 2:
        raise Refused("state", _("There is no such opinion in this case."))
    form = TakenForm(request.POST)
    form.is_valid()
    return _save(request, closing.sheet_of(case), taken=form.cleaned_data)


def _save(request: HttpRequest, sheet: ReflectionSheet, **values) -> Saved:
    return closing.save_sheet(sheet, by=request.user, saved_revision=seen_revision(request), **values)


# The reflection sheet ---------------------------------------------------------------------------------------


@text_survives
def reflection(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet: half-filled it waits, finished it is read."""
    case = _author_case(request, number)
    sheet = ReflectionSheet.objects.filter(case=case).first()
    if sheet is None or case.state != State.COMPLETED:
        return redirect("cases:case", number=case.number)
    if sheet.finished_at:
        return _finished(request, case, sheet)
    finish = request.method == "POST" and not request.POST.get("later")
    form = _reflection_form(case, sheet, posted_or_kept(request), finish=finish)
    if request.method != "POST":
        return _reflection_page(request, case, sheet, form)
    valid = form.is_valid()
    try:
        saved = _save_reflection(request, sheet, form)
        if finish and valid:
            closing.finish_sheet(sheet, by=request.user)
    except NewerText as newer:
        return _reflection_page(
            request, case, sheet, form, status=409, newer=newer, saved_revision=newer.revision
        )
    except Refused as refused:
        if refused.field not in form.fields:
            return refused_page(request, case, refused)
        form.add_error(refused.field, refused.message)
        valid = False
    if not finish:
        messages.success(request, _("The sheet is kept. You can go on at any time."))
        return see_other("case", case)
    if not valid:
        return _reflection_page(request, case, sheet, form, status=422, saved_revision=saved.revision)
    messages.success(request, _("The sheet is finished. Thank you for looking back."))
    return see_other("thanks", case)


@autosaved
def reflection_autosave(request: HttpRequest, number: str) -> Saved:
    """Keep the sheet as far as it is filled in."""
    case = _author_case(request, number)
    sheet = ReflectionSheet.objects.filter(case=case).first()
    if sheet is None or case.state != State.COMPLETED:
        raise Refused("state", _("The sheet is filled in when the work on the case is finished."))
    form = _reflection_form(case, sheet, request.POST)
    form.is_valid()
    return _save_reflection(request, sheet, form)


def _reflection_form(case: Case, sheet: ReflectionSheet, data, *, finish: bool = False) -> ReflectionForm:
    first = {PREFIX + slug: value for slug, value in closing.given_answers(sheet).items()}
    first |= {name: getattr(sheet, name) for name in closing.TAKEN}
    first["may_publish"] = said(sheet.may_publish)
    two = len(closing.delivered(case)) > 1
    return ReflectionForm(closing.asked_questions(), data, initial=first, two_opinions=two, finish=finish)


def _save_reflection(request: HttpRequest, sheet: ReflectionSheet, form: ReflectionForm) -> Saved:
    may_publish = yes_no(form.cleaned_data.get("may_publish", ""))
    return _save(request, sheet, answers=form.answers(), taken=form.taken(), may_publish=may_publish)


def _reflection_page(
    request, case: Case, sheet: ReflectionSheet, form: ReflectionForm, *, status=200, **more
):
    context = {
        "view": view_for(case, request.user),
        "form": form,
        "sheet": sheet,
        "saved_revision": sheet.revision,
        "owner": owner_mark(request.user),
    }
    return render(request, "mentoring/closing/reflection.html", context | more, status=status)


def _finished(request: HttpRequest, case: Case, sheet: ReflectionSheet) -> HttpResponse:
    context = {
        "view": view_for(case, request.user),
        "sheet": sheet,
        "answers": closing.answers_in_words(sheet),
    }
    return render(request, "mentoring/closing/sheet.html", context)


# Three weeks later, and what follows ------------------------------------------------------------------------


@login_required
def after(request: HttpRequest, number: str) -> HttpResponse:
    """«Попробовали?»: one click; then, if one likes, what came of it."""
    case = _author_case(request, number)
    check = AfterCheck.objects.filter(case=case).first()
    if check is None:
        return redirect("cases:case", number=case.number)
    # The letter leads here with an answer chosen; nothing is kept until the person presses a button.
    answer = request.POST.get("answer", "")
    form = AfterForm(request.POST or None, initial={"helped": said(check.helped), "text": check.text})
    status = 200
    if request.method == "POST":
        status = 422
        if answer in Tried.values and form.is_valid():
            helped, text = yes_no(form.cleaned_data["helped"]), form.cleaned_data["text"]
            if "details" not in request.POST:
                helped, text = check.helped, check.text
            check = closing.answer_after_check(case, by=request.user, answer=answer, helped=helped, text=text)
            if "details" in request.POST:
                messages.success(request, _("Thank you. This helps those who come after you."))
                return see_other("case", case)
            return see_other("after", case)
    context = {"view": view_for(case, request.user), "check": check, "form": form, "choices": Tried.choices}
    return render(request, "mentoring/closing/after.html", context, status=status)


@login_required
@require_POST
def follow_up(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the case that follows this one."""
    case = _author_case(request, number)
    try:
        draft = closing.follow_up(case, by=request.user)
    except Refused as refused:
        return refused_page(request, case, refused)
    messages.success(
        request, _("A draft is ready, linked to this case. Rubrics and circumstances are filled in.")
    )
    return see_other("draft", draft)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("mentoring.views.thanks")),
    path("<slug:number>/compare/", compare, name="compare"),
    path("<slug:number>/compare/save/", compare_autosave, name="compare_autosave"),
    path("<slug:number>/reflection/", reflection, name="reflection"),
    path("<slug:number>/reflection/save/", reflection_autosave, name="reflection_autosave"),
    path("<slug:number>/after/", after, name="after"),
    path("<slug:number>/follow-up/", follow_up, name="follow_up"),
]
