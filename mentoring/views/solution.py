"""The editor of a possible solution."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..attachments import add_attachment, remove_attachment
from ..autosave import NewerText, Saved, autosaved, owner_mark, seen_revision, take_kept, text_survives
from ..enums import State
from ..forms.mentor import as_key, read_solution
from ..models import Case, Consultation
from ..questions import lacks_developing
from ..rates import spend, told_when
from ..reading import view_for
from ..refusal import Refused
from ..solutions import (
    OPTIONS_MAX,
    OptionDraft,
    SolutionDraft,
    begin_solution,
    draft_of,
    files_of,
    lacks,
    save_solution,
    solution_of,
)
from ..workflow import advance
from .replies import (
    available_to_write,
    beside,
    chosen_module,
    own_consultation,
    revision_of,
    see_other,
    status_of,
    text_modules,
)


@text_survives
def solution(request: HttpRequest, number: str) -> HttpResponse:
    """«Написать возможное решение»: options with steps, beside the case."""
    case, consultation = own_consultation(request, number)
    if request.method == "POST":
        return _post_solution(request, case, consultation)
    kept = take_kept(request)
    if kept is None and "offer" not in available_to_write(case, consultation):
        return redirect("cases:case", number=case.number)
    return _solution_page(request, case, consultation, read_solution(kept) if kept else None)


@autosaved
def save_solution_draft(request: HttpRequest, number: str) -> Saved:
    """The draft of a solution, saved by itself."""
    _case, consultation = own_consultation(request, number)
    saved = save_solution(consultation, read_solution(request.POST), seen=seen_revision(request))
    return Saved(saved.revision, saved.saved_at)


def _post_solution(request: HttpRequest, case: Case, consultation: Consultation) -> HttpResponse:
    draft = read_solution(request.POST)
    deed, _colon, at = request.POST.get("do", "save").partition(":")
    draft = _edited_solution(request, draft, deed, as_key(at))
    missing = lacks(draft) if deed == "send" else []
    try:
        save_solution(consultation, draft, seen=seen_revision(request))
        if request.FILES:
            for _file in request.FILES.getlist("files"):
                spend(request, "upload")
            with transaction.atomic():
                for file in request.FILES.getlist("files"):
                    add_attachment(case, file, uploader=request.user, solution=begin_solution(consultation))
        if deed == "detach":
            _detach(request, consultation, at)
        if missing:
            raise Refused("invalid", _("Something is still missing. Look at the marked places."))
        if deed == "send":
            advance(case, "offer", by=request.user, seen=revision_of(request))
            messages.success(request, _("The solution is sent. The author already knows."))
            return see_other("case", case)
    except Refused as refused:
        return _solution_page(request, case, consultation, draft, refused=refused, missing=missing)
    if deed in ("save", "attach", "detach"):
        messages.success(request, _("The draft is saved."))
        return see_other("solution", case, "#files" if deed != "save" else "")
    return _solution_page(request, case, consultation, draft)


def _edited_solution(request, draft: SolutionDraft, deed: str, at: int | None) -> SolutionDraft:
    options, intro = list(draft.options), draft.intro
    if deed == "add" and len(options) < OPTIONS_MAX:
        options.append(OptionDraft())
    elif deed == "remove" and at is not None and at < len(options):
        del options[at]
    elif deed == "module" and (module := chosen_module(request)):
        intro = f"{intro}\n\n{module.text}".strip()
    return SolutionDraft(intro, tuple(options))


def _detach(request: HttpRequest, consultation: Consultation, public_id: str) -> None:
    try:
        key = UUID(public_id)
    except ValueError:
        raise Http404 from None
    attachment = begin_solution(consultation).attachments.filter(public_id=key).first()
    if attachment is not None:
        remove_attachment(attachment, by=request.user)


def _solution_page(request, case, consultation, draft, *, refused=None, missing=()) -> HttpResponse:
    if request.method == "POST":
        case = Case.objects.get(pk=case.pk)
    stored = solution_of(consultation)
    draft = draft_of(stored) if draft is None else draft
    newer = draft_of(stored) if isinstance(refused, NewerText) else SolutionDraft()
    wrong = {(at, part): words for at, part, words in missing}
    options = draft.options or (OptionDraft(),)
    view = view_for(case, request.user)
    context = {
        "view": view,
        "beside": beside(view),
        "intro": draft.intro,
        "options": [
            {"draft": option, "error": wrong.get((at, "steps"), "")} for at, option in enumerate(options)
        ],
        "most": OPTIONS_MAX,
        "files": files_of(stored),
        "lacks_developing": lacks_developing(consultation),
        "modules": text_modules(request.user),
        "saved_revision": stored.revision if stored else 0,
        "refused": refused,
        "newer": [newer.intro, *(f"{o.title}\n{o.steps}" for o in newer.options)]
        if newer != SolutionDraft()
        else [],
        "can_send": case.state == State.IN_WORK,
        "owner": owner_mark(request.user),
    }
    response = render(request, "mentoring/mentor/solution.html", context, status=status_of(refused))
    return told_when(response, refused)
