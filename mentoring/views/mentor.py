"""The mentor's work: passing on, asking first, stepping down, notes, and the addresses of the editors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from .. import half_written
from ..autosave import NewerText, Saved, autosaved, owner_mark, seen_revision, text_survives
from ..collegial import colleagues_to_name, find_colleague
from ..forms.mentor import AskFirstForm, NotesForm, PassOnForm, StepDownForm, one_line_ends
from ..models import Case, Consultation
from ..notes import save_notes
from ..reading import view_for
from ..refusal import Refused
from ..workflow import advance, available
from .replies import own_consultation, posted_or_kept, revision_of, see_other, status_of
from .rounds import questions, save_questions
from .solution import save_solution_draft, solution

# Passing on, asking first, stepping down ---------------------------------------------------------------


@text_survives
def pass_on(request: HttpRequest, number: str) -> HttpResponse:
    """«Передать»: reason, a suggested colleague and «не беспокоить до…» on one screen."""
    case, consultation = own_consultation(request, number)
    colleagues = colleagues_to_name(case, by=request.user, same_rubrics=True)
    kept = half_written.begun(consultation, "decline")
    form = PassOnForm(posted_or_kept(request), initial={"reason": kept.text}, colleagues=colleagues)

    def send(data: dict) -> None:
        suggested = find_colleague(case, data["colleague"], by=request.user) if data["colleague"] else None
        advance(
            case,
            "decline",
            by=request.user,
            seen=revision_of(request),
            reason=data["reason"],
            suggested_id=suggested.user_id if suggested else None,
            quiet_until=data["quiet_until"],
        )

    done = _("The case is passed on. Thank you for answering: that never lowers your rank.")
    return _one_form(request, case, form, kept, "pass_on", send, done, leaves=True)


@text_survives
def ask_first(request: HttpRequest, number: str) -> HttpResponse:
    """«Сначала спрошу»: one question without owning the case."""
    case, consultation = own_consultation(request, number)
    kept = half_written.begun(consultation, "ask_first")
    form = AskFirstForm(posted_or_kept(request), initial={"question": kept.text})

    def send(data: dict) -> None:
        advance(case, "ask_first", by=request.user, seen=revision_of(request), question=data["question"])

    return _one_form(
        request,
        case,
        form,
        kept,
        "ask_first",
        send,
        _("The question is sent. We will write when the answer comes."),
    )


@text_survives
def step_down(request: HttpRequest, number: str) -> HttpResponse:
    """A mentor who accepted cannot go on: asked once more, with a reason."""
    case, consultation = own_consultation(request, number)
    kept = half_written.begun(consultation, "step_down")
    form = StepDownForm(posted_or_kept(request), initial={"reason": kept.text})

    def send(data: dict) -> None:
        advance(case, "step_down", by=request.user, seen=revision_of(request), reason=data["reason"])

    done = _("You are free from this case. We are already looking for another mentor.")
    return _one_form(request, case, form, kept, "step_down", send, done, leaves=True)


def _one_form(request, case, form, kept, page, send, done, *, leaves: bool = False) -> HttpResponse:
    """A page with one form for one arrow; afterwards the case, or the cabinet when the case is left.

    `kept` is what was begun before; «Save the draft» keeps it without scripts too.
    """
    refused, unsaved, revision, newer = None, None, kept.revision, []
    if request.method != "POST" and kept.arrow not in available(case, request.user):
        return redirect("cases:case", number=case.number)
    if request.method == "POST" and request.POST.get("do") == "save":
        try:
            _keep_text(request, case, kept.consultation, kept.arrow)
        except Refused as error:
            refused = unsaved = error
            # Nothing was sent, so nothing is missing yet.
            form.errors.clear()
            if isinstance(error, NewerText):
                revision, newer = error.revision, list(error.texts.values())
        else:
            messages.success(request, _("The draft is saved."))
            return see_other(page, case)
    elif request.method == "POST" and form.is_valid():
        try:
            send(form.cleaned_data)
        except Refused as error:
            refused = error
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, done)
            if not leaves:
                return see_other("case", case)
            response = redirect("cabinet:mentor")
            response.status_code = 303
            return response
    status = 422 if request.method == "POST" and refused is None else status_of(refused)
    fresh = Case.objects.get(pk=case.pk)
    context = {
        "view": view_for(fresh, request.user),
        "form": form,
        "saved_revision": revision,
        "saved_at": kept.saved_at if kept.text else None,
        "refused": unsaved,
        "newer": newer,
        "owner": owner_mark(request.user),
    }
    return render(request, f"mentoring/mentor/{page}.html", context, status=status)


def _keep_text(request: HttpRequest, case: Case, consultation: Consultation, arrow: str) -> Saved:
    field = "question" if arrow == "ask_first" else "reason"
    text, seen = one_line_ends(request.POST.get(field, "")), seen_revision(request)
    try:
        return half_written.keep(case, consultation, arrow, text, by=request.user, seen=seen)
    except NewerText as newer:
        # The page knows the text by the name of its field.
        raise NewerText(revision=newer.revision, texts={field: newer.texts["text"]}) from newer


@autosaved
def save_begun(request: HttpRequest, number: str, arrow: str) -> Saved:
    """What is being written before an arrow, saved by itself."""
    case, consultation = own_consultation(request, number)
    return _keep_text(request, case, consultation, arrow)


# Private notes -----------------------------------------------------------------------------------------


@text_survives
def notes(request: HttpRequest, number: str) -> HttpResponse:
    """What the mentor writes for nobody else."""
    case, consultation = own_consultation(request, number)
    form = NotesForm(posted_or_kept(request) or {"text": consultation.private_notes})
    revision, refused = consultation.notes_revision, None
    if request.method == "POST" and form.is_valid():
        try:
            save_notes(consultation, one_line_ends(form.cleaned_data["text"]), seen=seen_revision(request))
        except Refused as error:
            refused = error
            consultation.refresh_from_db()
            revision = consultation.notes_revision
            form.add_error("text", error.message)
        else:
            messages.success(request, _("The notes are saved."))
            return see_other("notes", case)
    context = {
        "view": view_for(case, request.user),
        "form": form,
        "saved_revision": revision,
        "owner": owner_mark(request.user),
    }
    status = status_of(refused) if refused or form.is_valid() else 422
    return render(request, "mentoring/mentor/notes.html", context, status=status)


@autosaved
def save_notes_draft(request: HttpRequest, number: str) -> Saved:
    """The notes, saved by themselves."""
    _case, consultation = own_consultation(request, number)
    return save_notes(consultation, one_line_ends(request.POST.get("text", "")), seen=seen_revision(request))


urlpatterns: list[URLPattern] = [
    path("<slug:number>/pass-on/", pass_on, name="pass_on"),
    path("<slug:number>/pass-on/save/", save_begun, {"arrow": "decline"}, name="save_pass_on"),
    path("<slug:number>/ask-first/", ask_first, name="ask_first"),
    path("<slug:number>/ask-first/save/", save_begun, {"arrow": "ask_first"}, name="save_ask_first"),
    path("<slug:number>/step-down/", step_down, name="step_down"),
    path("<slug:number>/step-down/save/", save_begun, {"arrow": "step_down"}, name="save_step_down"),
    path("<slug:number>/questions/", questions, name="questions"),
    path("<slug:number>/questions/save/", save_questions, name="save_questions"),
    path("<slug:number>/solution/", solution, name="solution"),
    path("<slug:number>/solution/save/", save_solution_draft, name="save_solution"),
    path("<slug:number>/notes/", notes, name="notes"),
    path("<slug:number>/notes/save/", save_notes_draft, name="save_notes"),
]
