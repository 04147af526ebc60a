"""The editor of a round of questions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ..autosave import NewerText, Saved, autosaved, owner_mark, seen_revision, take_kept, text_survives
from ..enums import QuestionKind
from ..forms.mentor import as_key, read_questions
from ..models import Case, Consultation
from ..questions import (
    QUESTION_MAX,
    QUESTIONS_MAX,
    QuestionDraft,
    advice_patterns,
    draft_round,
    drafts_of,
    has_developing,
    hints_for,
    is_advice_in_disguise,
    lacks_developing,
    save_round,
)
from ..reading import view_for
from ..refusal import Refused
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
def questions(request: HttpRequest, number: str) -> HttpResponse:
    """A round of questions: hints to pick from, own questions, a draft on the server."""
    case, consultation = own_consultation(request, number)
    if request.method == "POST":
        return _post_questions(request, case, consultation)
    kept = take_kept(request)
    if kept is None and "ask" not in available_to_write(case, consultation):
        return redirect("cases:case", number=case.number)
    return _questions_page(request, case, consultation, read_questions(kept) if kept else None)


@autosaved
def save_questions(request: HttpRequest, number: str) -> Saved:
    """The draft of a round, saved by itself."""
    _case, consultation = own_consultation(request, number)
    round_ = save_round(consultation, read_questions(request.POST), seen=seen_revision(request))
    return Saved(round_.revision, timezone.now())


def _post_questions(request: HttpRequest, case: Case, consultation: Consultation) -> HttpResponse:
    drafts = read_questions(request.POST)
    deed, _colon, at = request.POST.get("do", "save").partition(":")
    drafts = _edited_questions(request, case, consultation, drafts, deed, as_key(at))
    remarks = _has_remarks(consultation, drafts)
    try:
        round_ = save_round(consultation, drafts, seen=seen_revision(request))
        if deed == "send":
            if not round_.questions.exists():
                raise Refused("invalid", _("Write at least one question, or pick one of the hints."))
            if not remarks or request.POST.get("noticed"):
                advance(case, "ask", by=request.user, seen=revision_of(request))
                messages.success(request, _("The questions are sent. We will write when the answers come."))
                return see_other("case", case)
    except Refused as refused:
        return _questions_page(request, case, consultation, drafts, refused=refused)
    if deed == "save":
        messages.success(request, _("The draft is saved."))
        return see_other("questions", case)
    return _questions_page(request, case, consultation, drafts, noticed=deed == "send")


def _edited_questions(request, case, consultation, drafts, deed: str, at: int | None) -> list[QuestionDraft]:
    """The rows after a press of a button that edits them, for browsers without the script."""
    rows = list(drafts)
    if deed == "add":
        rows.append(QuestionDraft(""))
    elif deed == "picked":
        have = {row.hint_id for row in rows}
        picked = {as_key(key) for key in request.POST.getlist("pick")} - have
        hints = [hint for group in hints_for(case, consultation) for hint in group.hints if hint.pk in picked]
        rows = [row for row in rows if row.text.strip()]
        rows += [QuestionDraft(hint.text, hint.kind, hint.pk) for hint in hints]
    elif deed == "module" and (module := chosen_module(request)):
        rows = [*(row for row in rows if row.text.strip()), QuestionDraft(module.text[:QUESTION_MAX])]
    elif at is not None and at < len(rows):
        other = {"up": at - 1, "down": at + 1}.get(deed)
        if deed == "remove":
            del rows[at]
        elif other is not None and 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
    return rows


def _has_remarks(consultation: Consultation, drafts: list[QuestionDraft]) -> bool:
    return lacks_developing(consultation, drafts) or any(is_advice_in_disguise(d.text) for d in drafts)


def _questions_page(
    request, case, consultation, drafts, *, refused=None, noticed: bool = False
) -> HttpResponse:
    if request.method == "POST":
        case = Case.objects.get(pk=case.pk)
    round_, never_asked = draft_round(consultation), lacks_developing(consultation)
    drafts = drafts_of(round_) if drafts is None else drafts
    newer = drafts_of(round_) if isinstance(refused, NewerText) else []
    view = view_for(case, request.user)
    context = {
        "view": view,
        "beside": beside(view),
        "rows": [
            {"draft": d, "advice": is_advice_in_disguise(d.text)} for d in drafts or [QuestionDraft("")]
        ],
        "groups": hints_for(case, consultation),
        "picked": {d.hint_id for d in drafts if d.hint_id},
        "kinds": QuestionKind.choices,
        "lacks_developing": never_asked and not has_developing(drafts),
        "asked_developing": not never_asked,
        "patterns": list(advice_patterns()),
        "most": QUESTIONS_MAX,
        "text_max": QUESTION_MAX,
        "modules": text_modules(request.user),
        "saved_revision": round_.revision if round_ else 0,
        "refused": refused,
        "newer": [draft.text for draft in newer],
        "noticed": noticed or bool(request.POST.get("noticed")),
        "owner": owner_mark(request.user),
    }
    return render(request, "mentoring/mentor/questions.html", context, status=status_of(refused))
