"""A word to the mentor, a private one to the lab, and pairs that must not meet again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from .. import closing
from ..access import get_case_as
from ..autosave import owner_mark, take_kept, text_survives
from ..enums import Role
from ..forms.closing import BlockForm, ReviewForm, ThanksForm
from ..models import Case
from ..reading import view_for
from ..refusal import Refused
from .case import refused_page, see_other


@text_survives
def thanks(request: HttpRequest, number: str) -> HttpResponse:
    """«Спасибо» to each mentor who gave a solution: one click, words if one likes."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    if request.method == "POST":
        form = ThanksForm(request.POST)
        if not form.is_valid():
            return _opinions_page(request, case, "thanks", form)
        try:
            opinion = request.POST.get("opinion", "")
            closing.give_thanks(case, opinion, by=request.user, text=form.cleaned_data["text"])
        except Refused as refused:
            return refused_page(request, case, refused)
        messages.success(request, _("The mentor will read your thanks."))
        return see_other("case", case)
    return _opinions_page(request, case, "thanks", None)


@text_survives
def review(request: HttpRequest, number: str) -> HttpResponse:
    """A private review of a mentor's work: the lab reads it, the mentor never."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    if request.method == "POST":
        form = ReviewForm(request.POST)
        if not form.is_valid():
            return _opinions_page(request, case, "review", form)
        mark = int(form.cleaned_data["mark"]) if form.cleaned_data["mark"] else None
        try:
            closing.write_review(
                case,
                request.POST.get("opinion", ""),
                by=request.user,
                text=form.cleaned_data["text"],
                mark=mark,
            )
        except Refused as refused:
            return refused_page(request, case, refused)
        messages.success(request, _("The lab will read your review. The mentor does not see it."))
        return see_other("case", case)
    return _opinions_page(request, case, "review", None)


def _opinions_page(request: HttpRequest, case: Case, what: str, sent) -> HttpResponse:
    """A form for each opinion that has none yet; what was typed stays in the one that was sent."""
    kept, form_class = take_kept(request), {"thanks": ThanksForm, "review": ReviewForm}[what]
    parts = []
    for consultation in closing.delivered(case):
        prefixed = f"id_{consultation.opinion}_%s"
        form = form_class(auto_id=prefixed)
        if sent is not None and request.POST.get("opinion") == consultation.opinion:
            form = form_class(request.POST, auto_id=prefixed)
        elif kept and kept.get("opinion") == consultation.opinion:
            form = form_class(initial=kept.dict(), auto_id=prefixed)
        parts.append(
            {
                "opinion": consultation.opinion,
                "mentor": consultation.mentor.get_full_name(),
                "given": getattr(consultation, what, None),
                "form": form,
            }
        )
    if not parts:
        return redirect("cases:case", number=case.number)
    context = {"view": view_for(case, request.user), "parts": parts, "owner": owner_mark(request.user)}
    status = 200 if sent is None else 422
    return render(request, f"mentoring/closing/{what}.html", context, status=status)


@text_survives
def block(request: HttpRequest, number: str) -> HttpResponse:
    """Do not meet this person in a case again; with words the moderators learn what happened."""
    case = get_case_as(request.user, number, Role.AUTHOR, Role.MENTOR)
    others = closing.others_of(case, request.user)
    if not others:
        return redirect("cases:case", number=case.number)
    form = BlockForm(others, request.POST or take_kept(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            report = form.cleaned_data["report"]
            closing.exclude(case, form.cleaned_data["who"], by=request.user, report=report)
            messages.success(request, _("Done: you will not be brought together again."))
            return see_other("case", case)
    context = {"view": view_for(case, request.user), "form": form, "owner": owner_mark(request.user)}
    return render(request, "mentoring/closing/block.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("<slug:number>/thanks/", thanks, name="thanks"),
    path("<slug:number>/review/", review, name="review"),
    path("<slug:number>/block/", block, name="block"),
]
