"""The chat of a personal case: the page, what is new, what was read."""

from functools import partial
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from .. import chat
from ..access import get_case_for
from ..attachments import add_attachment
from ..autosave import owner_mark, text_survives
from ..forms.mentor import as_key, one_line_ends
from ..forms.talk import MessageForm
from ..models import Case, Consultation
from ..rates import spend, told_when
from ..reading import view_for
from ..refusal import Refused
from .replies import posted_or_kept, see_other, status_of


def _open(request: HttpRequest, number: str) -> tuple[Case, Consultation]:
    """The case and the conversation. Http404 in the anonymous format, and for everybody but the two."""
    case = get_case_for(request.user, number)
    consultation = chat.chat_of(case, request.user)
    if consultation is None:
        raise Http404
    return case, consultation


@text_survives
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The conversation and the form of the next message."""
    case, consultation = _open(request, number)
    form = MessageForm(posted_or_kept(request), initial={"key": uuid4()})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            spend(request, "chat_message")
            for _file in request.FILES.getlist("files"):
                spend(request, "upload")
            message = chat.send_message(
                case,
                by=request.user,
                text=one_line_ends(form.cleaned_data["text"]),
                key=form.cleaned_data["key"],
                files=request.FILES.getlist("files"),
                attach=partial(_attach, case, request.user),
            )
        except Refused as error:
            refused = error
            form.add_error("text", error.message)
        else:
            return see_other("chat", case, f"#m-{message.ordinal}")
    shown = chat.messages_of(consultation, request.user, before=as_key(request.GET.get("before", "")))
    status = 422 if request.method == "POST" and refused is None else status_of(refused)
    context = {
        "view": view_for(case, request.user),
        "chat_messages": shown,
        "earlier": shown[0].ordinal if shown and chat.has_earlier(consultation, shown[0]) else None,
        "is_newest": "before" not in request.GET,
        **_marks(shown),
        "form": form,
        "most": settings.CHAT_MESSAGE_MAX,
        "owner": owner_mark(request.user),
    }
    return told_when(render(request, "mentoring/talk/chat.html", context, status=status), refused)


def _attach(case: Case, user, message, file) -> None:
    add_attachment(case, file, uploader=user, message=message)


def _marks(shown: list[chat.Message]) -> dict[str, int]:
    """Up to where the page knows: the last message, and the last own one that was read."""
    return {
        "last": max((m.ordinal for m in shown), default=0),
        "last_read": max((m.ordinal for m in shown if m.mine and m.read), default=0),
    }


@require_safe
def new(request: HttpRequest, number: str) -> HttpResponse:
    """What has come since: a fragment, or 204. Signed out: 401, so that no page lands in the page."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    case, consultation = _open(request, number)
    after, read_after = as_key(request.GET.get("after", "")) or 0, as_key(request.GET.get("read", "")) or 0
    fresh = chat.messages_of(consultation, request.user, after=after)
    read = [m for m in chat.read_since(consultation, request.user, after=read_after) if m.ordinal <= after]
    if not fresh and not read:
        return HttpResponse(status=204)
    marks = _marks([*read, *fresh])
    context = {
        "number": case.number,
        "fresh": fresh,
        "read": read,
        "last": max(after, marks["last"]),
        "last_read": max(read_after, marks["last_read"]),
    }
    return render(request, "mentoring/talk/chat_new.html", context)


@login_required
@require_POST
def read(request: HttpRequest, number: str) -> HttpResponse:
    """The reader has seen the messages up to one."""
    case, consultation = _open(request, number)
    chat.mark_read(consultation, request.user, upto=as_key(request.POST.get("upto", "")) or 0)
    return HttpResponse(status=204) if request.headers.get("HX-Request") else see_other("chat", case)


__all__ = ["new", "page", "read"]
