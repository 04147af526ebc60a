"""Draws the form of a case, and knows the places around it."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import drafts
from ..autosave import NewerText, owner_mark
from ..case_view import FileView
from ..enums import Direction, State
from ..forms.draft import CaseForm, form_of
from ..models import Case, CaseVersion
from ..rates import told_when
from ..refusal import Refused
from ..uploads import MEDIA_TYPES
from .identifiers import identifier_words

ACCEPT = ",".join(f".{extension}" for extension in MEDIA_TYPES)
MEGABYTE = 2**20
# One large comfortable sheet; narrow inputs.
BIG = {"situation", "position"}
SHORT = {"subject", "grade", "school_type", "years"}


def see(place: str) -> HttpResponse:
    """Redirect after a change: the answer is fetched with GET, whatever was sent."""
    response = HttpResponseRedirect(place)
    response.status_code = 303
    return response


def number_in(request: HttpRequest, name: str) -> int | None:
    """A count that the form carries, or None when it carries none."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def form_place(case: Case) -> str:
    """Where this case is being written."""
    return reverse("cases:draft" if case.state == State.DRAFT else "cases:reword", args=[case.number])


def next_place(case: Case) -> str:
    """Where the author goes on with a case."""
    names = {State.DRAFT: "cases:draft", State.CHOOSING: "cases:mentors"}
    return reverse(names.get(State(case.state), "cases:case"), args=[case.number])


def start_page(request: HttpRequest, form: CaseForm, *, key: str, kept: bool = False) -> HttpResponse:
    """The form of a case that does not exist yet."""
    key = key or str(uuid4())
    place = reverse("cases:start", args=[form.direction])
    context = {
        "action": place,
        "page": f"{place}?key={key}",
        "autosave_url": reverse("cases:autosave_new", args=[form.direction]),
        "autosave_key": f"start-{form.direction}-{owner_mark(request.user)}",
        "key": key,
        "ordinal": 1,
        "kept": kept,
    }
    return _page(request, form, context)


def draft_page(
    request: HttpRequest,
    case: Case,
    form: CaseForm | None,
    *,
    newer: NewerText | None = None,
    refused: Refused | None = None,
    kept: QueryDict | None = None,
    file_errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form of a draft, with what was typed when `form` is given and with what is stored otherwise."""
    first = case.state == State.DRAFT
    version = case.draft_version() or (None if first else case.latest_version())
    begun = version is not None and version.submitted_at is None
    if form is None:
        form = form_of(case.direction)(initial=_initial(case, version), first=first)
    revision = version.revision if begun else 0
    if kept is not None:
        revision = seen_revision_of(kept)
    if refused is not None and refused.field in form.fields:
        form.is_valid()
        form.add_error(refused.field, refused.message)
    last = None if first else case.latest_version()
    context = {
        "case": case,
        "action": form_place(case),
        "page": form_place(case),
        "autosave_url": reverse("cases:autosave", args=[case.number]),
        "autosave_key": f"draft-{case.number}",
        "attach_url": reverse("cases:attach", args=[case.number]),
        "revision": case.revision,
        "saved_revision": revision,
        "saved_at": version.saved_at if begun and version.revision else None,
        "ordinal": version.ordinal + (0 if begun else 1),
        "files": file_rows(case),
        "file_errors": file_errors or [],
        "newer": _differences(form, newer),
        "problem": refused.message if refused is not None and refused.field not in form.fields else "",
        "kept": kept is not None,
    }
    return told_when(_page(request, form, context, last=last, status=status), refused)


def _page(
    request: HttpRequest,
    form: CaseForm,
    context: dict[str, Any],
    *,
    last: CaseVersion | None = None,
    status: int = 200,
) -> HttpResponse:
    if form.is_bound and form._errors is None:
        form.without_judging()
    career = form.direction == Direction.CAREER
    context |= {
        "form": form,
        "first": form.first,
        "parts": _parts(form, last),
        "owner": owner_mark(request.user),
        "accept": ACCEPT,
        "files_most": settings.CASE_UPLOADS_MAX,
        "megabytes": settings.CASE_UPLOAD_MAX_BYTES // MEGABYTE,
        "heading": _("A career consultation") if career else _("Start work on a problem case"),
        "gone": form.gone,
        "identifier_words": identifier_words(),
    }
    return render(request, "mentoring/drafts/form.html", context, status=status)


def _parts(form: CaseForm, last: CaseVersion | None) -> list[dict[str, Any]]:
    """The parts of the form with their fields, and beside each text how it read before."""
    parts = []
    for part in form.parts:
        fields = [
            {"field": form[name], "big": name in BIG, "short": name in SHORT, "cols": name == "rubrics",
             "before": _before(last, name)}
            for name in part.names
            if name in form.fields
        ]  # fmt: skip
        if fields:
            parts.append({"anchor": part.anchor, "title": part.title, "fields": fields})
    return parts


def _before(last: CaseVersion | None, name: str) -> str:
    value = getattr(last, name, "") if last is not None else ""
    return value if isinstance(value, str) and name not in SHORT else ""


def _differences(form: CaseForm, newer: NewerText | None) -> list[dict[str, Any]]:
    if newer is None:
        return []
    mine = form.written().texts
    return [
        {"label": form.fields[name].label, "text": text}
        for name, text in newer.texts.items()
        if name in form.fields and text != mine.get(name)
    ] or [{"label": _("The case"), "text": _("Only the marked choices differ.")}]


def _initial(case: Case, version: CaseVersion | None) -> dict[str, Any]:
    if version is None:
        return {}
    initial = {name: getattr(version, name) for name in drafts.TEXTS[Direction(case.direction)]}
    if case.state == State.DRAFT:
        initial |= {name: getattr(case, name) for name in ("format", "contact", "collegial", "urgency")}
        initial["rubrics"] = [rubric.slug for rubric in case.rubrics.all()]
    return initial


def file_rows(case: Case) -> list[FileView]:
    """The files that lie with the version being written, under the author's own names for them."""
    files = case.attachments.filter(version__submitted_at__isnull=True, version__isnull=False)
    return [FileView(str(file.public_id), file.original_name, file.size) for file in files]


def seen_revision_of(posted: QueryDict) -> int:
    """As `autosave.seen_revision`, of a form that waited in the session."""
    value = posted.get("saved_revision", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
