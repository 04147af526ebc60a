"""From «Разобрать ситуацию» to a sent case: the choice of a direction, the form, its saves and its files."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import drafts
from ..access import get_case_as
from ..attachments import add_attachment, remove_attachment
from ..autosave import (
    NewerText,
    Saved,
    autosaved,
    refused_answer,
    seen_revision,
    signed_out_answer,
    take_kept,
    text_survives,
    wants_json,
)
from ..enums import Direction, Role, State
from ..forms.draft import CaseForm, form_of
from ..models import Attachment, Case
from ..rates import spend
from ..refusal import Refused
from .draft_page import draft_page, file_rows, form_place, next_place, number_in, see, start_page
from .replies import status_of


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Two directions to choose from, and drafts that wait to be finished."""
    return render(request, "mentoring/drafts/new.html", {"unfinished": drafts.unfinished(request.user)})


@text_survives
def start(request: HttpRequest, direction: str) -> HttpResponse:
    """An empty form. Sending or saving it makes the draft, once for each form that was drawn."""
    if direction not in Direction.values:
        raise Http404
    if request.method == "POST":
        key = request.POST.get("idempotency_key", "")
        return _write(request, drafts.open_draft(request.user, direction=direction, key=key))
    if kept := take_kept(request):
        return start_page(request, form_of(direction)(kept), key=kept.get("idempotency_key", ""), kept=True)
    begun = drafts.case_of_key(request.user, request.GET.get("key", ""))
    if begun is not None:
        return see(next_place(begun))
    wanted = request.GET.getlist("rubric") + request.GET.getlist("track")
    form = form_of(direction)(initial={**drafts.first_facts(request.user), "rubrics": wanted})
    return start_page(request, form, key=request.GET.get("key", ""))


@text_survives
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """The form of a draft that exists already."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    if case.state != State.DRAFT:
        return see(next_place(case))
    return _write(request, case) if request.method == "POST" else _form_page(request, case)


@text_survives
def reword(request: HttpRequest, number: str) -> HttpResponse:
    """The same form for the next version; the copy is made by the first save."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    if case.state not in drafts.REWORD:
        return see(next_place(case))
    return _write(request, case) if request.method == "POST" else _form_page(request, case)


@autosaved
def autosave_new(request: HttpRequest, direction: str) -> Saved:
    """The first save of a form: tells the page where its draft lives from now on."""
    if direction not in Direction.values:
        raise Http404
    key = request.POST.get("idempotency_key", "")
    return _autosave(request, drafts.open_draft(request.user, direction=direction, key=key))


@autosaved
def autosave(request: HttpRequest, number: str) -> Saved:
    """Save what is typed into a draft of any version."""
    return _autosave(request, get_case_as(request.user, number, Role.AUTHOR))


def _autosave(request: HttpRequest, case: Case) -> Saved:
    saved = drafts.save(
        case,
        _form(request, case).written(),
        seen=seen_revision(request),
        ordinal=number_in(request, "ordinal"),
    )
    more = {
        "page": form_place(case),
        "autosave": reverse("cases:autosave", args=[case.number]),
        "attach": reverse("cases:attach", args=[case.number]),
        "key": f"draft-{case.number}",
    }
    return Saved(saved.revision, saved.at, more)


@require_POST
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Attach files to a draft: by a script with progress, or with the whole form."""
    if not wants_json(request):
        return _posted(request, number)
    if not request.user.is_authenticated:
        return signed_out_answer()
    case = get_case_as(request.user, number, Role.AUTHOR)
    ordinal = number_in(request, "ordinal")
    try:
        if ordinal and drafts.is_sent(case, ordinal):
            raise Refused("state", _("This was already sent."))
        errors = _add_files(request, case)
    except Refused as refused:
        return refused_answer(refused)
    rows = render_to_string("mentoring/drafts/files.html", {"files": file_rows(case), "case": case}, request)
    return JsonResponse({"files": rows, "error": " ".join(errors)}, status=422 if errors else 200)


@require_POST
def detach(request: HttpRequest, number: str, public_id) -> HttpResponse:
    """Take a file off a draft; what was typed meanwhile is saved with it."""
    return _posted(request, number, detach_id=str(public_id))


def _posted(request: HttpRequest, number: str, detach_id: str = "") -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("cases:draft", args=[number]))
    return _write(request, get_case_as(request.user, number, Role.AUTHOR), detach_id=detach_id)


def _write(request: HttpRequest, case: Case, *, detach_id: str = "") -> HttpResponse:
    """Keep the text first, whatever else was asked for; then files; then send if it is complete."""
    ordinal = number_in(request, "ordinal")
    if ordinal and drafts.is_sent(case, ordinal):
        # A doubled submit: the first one has sent it.
        return see(next_place(case))
    form, detach_id = _form(request, case), detach_id or request.POST.get("detach", "")
    try:
        drafts.save(case, form.written(), seen=seen_revision(request), ordinal=ordinal)
        errors = _add_files(request, case)
        if detach_id:
            remove_attachment(_own_file(request, case, detach_id), by=request.user)
    except NewerText as newer:
        return draft_page(request, case, form, newer=newer, status=409)
    except Refused as refused:
        return draft_page(request, case, form, refused=refused, status=status_of(refused))
    if errors:
        return draft_page(request, case, form, file_errors=errors)
    if request.POST.get("do") == "submit" and not detach_id:
        return _send(request, case, form)
    if request.FILES or detach_id:
        return see(f"{form_place(case)}#files")
    messages.success(request, _("The draft is saved. You can come back to it at any time."))
    return see(form_place(case))


def _send(request: HttpRequest, case: Case, form: CaseForm) -> HttpResponse:
    if not form.is_valid():
        return draft_page(request, case, form)
    try:
        spend(request, "case_submission")
        sent = drafts.send(case, by=request.user, seen=number_in(request, "revision"))
    except Refused as refused:
        if drafts.is_sent(case, number_in(request, "ordinal") or drafts.next_ordinal(case)):
            # Of two clicks at the same moment the other one has sent it.
            return see(next_place(get_case_as(request.user, case.number, Role.AUTHOR)))
        case.refresh_from_db()
        return draft_page(request, case, form, refused=refused, status=status_of(refused))
    if case.state == State.DRAFT:
        words = _("Case %(number)s is sent. Choose a mentor, or leave the choice to us.")
        words %= {"number": case.label}
    else:
        words = _("The new version is sent.")
    messages.success(request, words)
    return see(next_place(sent))


def _own_file(request: HttpRequest, case: Case, public_id: str) -> Attachment:
    try:
        return case.attachments.get(public_id=public_id, uploader=request.user)
    except (Attachment.DoesNotExist, ValidationError):
        raise Http404 from None


def _form_page(request: HttpRequest, case: Case) -> HttpResponse:
    if kept := take_kept(request):
        form = form_of(case.direction)(kept, first=case.state == State.DRAFT)
        return draft_page(request, case, form, kept=kept)
    return draft_page(request, case, None)


def _form(request: HttpRequest, case: Case) -> CaseForm:
    return form_of(case.direction)(request.POST, first=case.state == State.DRAFT)


def _add_files(request: HttpRequest, case: Case) -> list[str]:
    """Attach what came with the form. Returns a sentence for each file that could not be taken."""
    errors = []
    files = request.FILES.getlist("files")[: settings.CASE_UPLOADS_MAX + 1]
    version = None
    if files:
        version = case.draft_version() if case.state == State.DRAFT else drafts.open_next(case)
    for file in files:
        spend(request, "upload")
        try:
            add_attachment(case, file, uploader=request.user, version=version)
        except Refused as refused:
            errors.append(f"{file.name}: {refused.message}")
    return errors


@login_required
def delete_draft(request: HttpRequest, number: str) -> HttpResponse:
    """Ask, then delete the draft with its text and files."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    if case.state != State.DRAFT:
        return see(next_place(case))
    error = ""
    if request.method == "POST":
        try:
            drafts.discard(case, by=request.user, seen=number_in(request, "revision"))
        except Refused as refused:
            error = refused.message
        else:
            messages.success(request, _("The draft is deleted."))
            return see(reverse("cases:new"))
    context = {"case": case, "version": case.draft_version(), "error": error}
    return render(request, "mentoring/drafts/delete.html", context, status=409 if error else 200)


urlpatterns = [
    path("new/", new, name="new"),
    path("start/<slug:direction>/", start, name="start"),
    path("start/<slug:direction>/autosave/", autosave_new, name="autosave_new"),
    path("<slug:number>/draft/", draft, name="draft"),
    path("<slug:number>/draft/delete/", delete_draft, name="delete_draft"),
    path("<slug:number>/reword/", reword, name="reword"),
    path("<slug:number>/autosave/", autosave, name="autosave"),
    path("<slug:number>/files/attach/", attach, name="attach"),
    path("<slug:number>/files/<uuid:public_id>/detach/", detach, name="detach"),
]
