"""Who sees what, leaves, colleagues and the chat."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import collegial, formats
from ..access import get_case_as
from ..autosave import Saved, autosaved, owner_mark, seen_revision, text_survives
from ..enums import ConsultationState, Role, State
from ..forms.mentor import one_line_ends
from ..forms.talk import AllowColleaguesForm, AskLeaveForm, InviteForm, OpinionForm, WidenForm
from ..models import Case, Leave
from ..reading import view_for
from ..refusal import Refused
from . import chat
from .replies import own_consultation, posted_or_kept, revision_of, see_other, status_of

# Formats and leaves ------------------------------------------------------------------------------------


@text_survives
def change_format(request: HttpRequest, number: str) -> HttpResponse:
    """The author sees in words who sees what, and widens or narrows."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    if case.state == State.DRAFT:
        raise Http404
    widen, allow = WidenForm(), AllowColleaguesForm()
    refused = None
    if request.method == "POST":
        deed, seen = request.POST.get("do", ""), revision_of(request)
        try:
            if deed == "widen":
                widen = WidenForm(request.POST)
                formats.widen(case, by=request.user, seen=seen, **_widening(widen))
                words = _("The mentor now sees your name. You can take it back here at any time.")
            elif deed == "narrow":
                formats.narrow(case, by=request.user, seen=seen)
                words = _("From now on the mentor does not see your name.")
            elif deed == "allow":
                allow = AllowColleaguesForm(request.POST)
                formats.allow_colleagues(case, by=request.user, consent="consent" in request.POST, seen=seen)
                words = _("The mentor may now ask colleagues.")
            elif deed == "stop":
                formats.stop_colleagues(case, by=request.user, seen=seen)
                words = _("Colleagues no longer see the case.")
            else:
                raise Http404
        except Refused as error:
            refused = error
            _to_field(widen if deed == "widen" else allow, error)
        else:
            messages.success(request, words)
            return see_other("format", case)
    case = get_case_as(request.user, number, Role.AUTHOR)
    context = {
        "view": view_for(case, request.user),
        "widen": widen,
        "allow": allow,
        "seen": formats.already_seen(case),
        "asked": formats.open_leaves(case),
        "refused": refused,
        "owner": owner_mark(request.user),
    }
    return render(request, "mentoring/talk/format.html", context, status=status_of(refused))


@text_survives
def ask_leave(request: HttpRequest, number: str) -> HttpResponse:
    """The mentor asks the author to show more, and says why."""
    case, consultation = own_consultation(request, number)
    waiting = formats.open_leaves(case)
    closed = formats.granted_leaves(case) | {asked.leave for asked in waiting}
    leaves = [leave for leave in Leave.values if leave not in closed]
    if request.method != "POST" and consultation.state != ConsultationState.ACCEPTED:
        return redirect("cases:case", number=case.number)
    # A form that was sent twice is judged by the domain, which says that it was already asked.
    offered = Leave.values if request.method == "POST" else leaves
    form = AskLeaveForm(
        posted_or_kept(request), leaves=offered, initial={"leave": request.GET.get("leave", "")}
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            formats.ask_leave(case, form.cleaned_data["leave"], by=request.user, why=form.cleaned_data["why"])
        except Refused as error:
            refused = error
            _to_field(form, error)
        else:
            messages.success(request, _("The author will read this and decide. We will write to you."))
            return see_other("case", case)
    status = 422 if request.method == "POST" and refused is None else status_of(refused)
    context = {"view": view_for(case, request.user), "form": form, "waiting": waiting, "leaves": leaves}
    context |= {"refused": refused, "owner": owner_mark(request.user)}
    return render(request, "mentoring/talk/ask_leave.html", context, status=status)


@text_survives
def answer_leave(request: HttpRequest, number: str) -> HttpResponse:
    """The author says yes, with explicit consent, or no."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    asked = formats.open_leaves(case)
    if request.method != "POST" and not asked:
        return redirect("cases:format", number=case.number)
    widen, allow, refused = WidenForm(prefix="p"), AllowColleaguesForm(prefix="c"), None
    if request.method == "POST":
        deed, _colon, leave = request.POST.get("do", "").partition(":")
        widen = WidenForm(request.POST, prefix="p") if (deed, leave) == ("yes", Leave.PERSONAL) else widen
        allow = (
            AllowColleaguesForm(request.POST, prefix="c")
            if (deed, leave) == ("yes", Leave.COLLEGIAL)
            else allow
        )
        try:
            words = _answer(request, case, deed, leave, widen, allow)
        except Refused as error:
            refused = error
            _to_field(widen if leave == Leave.PERSONAL else allow, error)
        else:
            messages.success(request, words)
            return see_other("case", case)
    case = get_case_as(request.user, number, Role.AUTHOR)
    context = {"view": view_for(case, request.user), "asked": asked, "widen": widen, "allow": allow}
    context |= {"refused": refused, "owner": owner_mark(request.user)}
    return render(request, "mentoring/talk/answer_leave.html", context, status=status_of(refused))


def _answer(request: HttpRequest, case: Case, deed: str, leave: str, widen, allow) -> str:
    if leave not in Leave.values or deed not in ("yes", "no"):
        raise Http404
    if deed == "no":
        formats.refuse_leave(case, leave, by=request.user)
        return _("Everything stays as it is. The mentor will be told, without reproach.")
    seen = revision_of(request)
    if leave == Leave.PERSONAL:
        formats.widen(case, by=request.user, seen=seen, **_widening(widen))
        return _("The mentor now sees your name. You can take it back here at any time.")
    formats.allow_colleagues(case, by=request.user, consent="c-consent" in request.POST, seen=seen)
    return _("The mentor may now ask colleagues.")


def _widening(form: WidenForm) -> dict:
    """What a form of widening says, complete or not: the domain judges it."""
    form.is_valid()
    return {
        "consent": form.cleaned_data.get("consent", False),
        "contact": form.cleaned_data.get("contact", ""),
    }


def _to_field(form, refused: Refused) -> None:
    """Put the words of a refusal beside the field that they are about, unless the form has said so itself."""
    if form.is_bound and refused.field in form.fields and not form.errors.get(refused.field):
        form.add_error(refused.field, refused.message)


# Colleagues --------------------------------------------------------------------------------------------


@text_survives
def colleagues(request: HttpRequest, number: str) -> HttpResponse:
    """The mentor names colleagues and sees who has answered."""
    case, consultation = own_consultation(request, number)
    if consultation.state != ConsultationState.ACCEPTED and request.method != "POST":
        return redirect("cases:case", number=case.number)
    if not case.collegial and request.method != "POST":
        return redirect("cases:ask_leave", number=case.number)
    name = request.POST.get("q", request.GET.get("q", ""))[:100]
    found = collegial.colleagues_to_name(case, by=request.user, name=name)
    form = InviteForm(posted_or_kept(request), colleagues=found)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            collegial.invite(
                case, form.cleaned_data["colleague"], by=request.user, question=form.cleaned_data["question"]
            )
        except Refused as error:
            refused = error
            _to_field(form, error)
        else:
            messages.success(
                request, _("The colleague is asked and will see the case under the same anonymity.")
            )
            return see_other("colleagues", case)
    invited = collegial.invited_by(consultation)
    form.leave_out({colleague.public_id for colleague in invited if colleague.running})
    status = 422 if request.method == "POST" and refused is None else status_of(refused)
    context = {"view": view_for(case, request.user), "form": form, "invited": invited, "name": name}
    context |= {"refused": refused, "owner": owner_mark(request.user)}
    return render(request, "mentoring/talk/colleagues.html", context, status=status)


@login_required
@require_POST
def end_colleague(request: HttpRequest, number: str) -> HttpResponse:
    """The mentor ends the access of one colleague."""
    case, _consultation = own_consultation(request, number)
    try:
        key = UUID(request.POST.get("colleague", ""))
    except ValueError:
        raise Http404 from None
    try:
        collegial.end_access(case, key, by=request.user)
    except Refused as refused:
        messages.warning(request, refused.message)
    else:
        messages.success(request, _("The colleague no longer sees the case."))
    return see_other("colleagues", case)


@text_survives
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    """A colleague writes one opinion to the mentor."""
    case = get_case_as(request.user, number, Role.COLLEAGUE)
    asked = collegial.opinion_of(case, request.user)
    if asked is None:
        raise Http404
    form = OpinionForm(posted_or_kept(request) or ({"text": asked.text} if asked.text else None))
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            collegial.give_opinion(asked, one_line_ends(form.cleaned_data["text"]), by=request.user)
        except Refused as error:
            refused = error
            _to_field(form, error)
        else:
            messages.success(request, _("The opinion is with the mentor. Thank you."))
            return see_other("opinion", case)
    status = 422 if request.method == "POST" and refused is None else status_of(refused)
    context = {"view": view_for(case, request.user), "form": form, "asked": asked, "refused": refused}
    context |= {"saved_revision": asked.revision, "owner": owner_mark(request.user)}
    return render(request, "mentoring/talk/opinion.html", context, status=status)


@autosaved
def save_opinion(request: HttpRequest, number: str) -> Saved:
    """The draft of an opinion, saved by itself."""
    case = get_case_as(request.user, number, Role.COLLEAGUE)
    asked = collegial.opinion_of(case, request.user)
    if asked is None:
        raise Http404
    return collegial.save_opinion(
        asked, one_line_ends(request.POST.get("text", "")), seen=seen_revision(request)
    )


urlpatterns: list[URLPattern] = [
    path("<slug:number>/format/", change_format, name="format"),
    path("<slug:number>/ask-leave/", ask_leave, name="ask_leave"),
    path("<slug:number>/answer-leave/", answer_leave, name="answer_leave"),
    path("<slug:number>/colleagues/", colleagues, name="colleagues"),
    path("<slug:number>/colleagues/end/", end_colleague, name="end_colleague"),
    path("<slug:number>/opinion/", opinion, name="opinion"),
    path("<slug:number>/opinion/save/", save_opinion, name="save_opinion"),
    path("<slug:number>/chat/", chat.page, name="chat"),
    path("<slug:number>/chat/new/", chat.new, name="chat_new"),
    path("<slug:number>/chat/read/", chat.read, name="chat_read"),
]
