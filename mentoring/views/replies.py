"""What the pages of a consultation share: how it is reached, what was typed, how a refusal is answered."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..access import consultation_of, get_case_as
from ..autosave import take_kept
from ..case_view import CaseView
from ..enums import ConsultationState, Role, State
from ..forms.mentor import as_key
from ..models import Case, Consultation, TextModule
from ..rates import TooOften
from ..refusal import Refused

CONFLICT = ("stale", "state", "full", "condition", "forbidden")


def status_of(refused: Refused | None) -> int:
    """409 when the world has moved on, 429 when one should wait, 422 when something has to be written differently."""
    if refused is None:
        return 200
    if isinstance(refused, TooOften):
        return 429
    return 409 if refused.code in CONFLICT else 422


def see_other(name: str, case: Case, anchor: str = "") -> HttpResponse:
    """A redirect after a change."""
    response = redirect(f"cases:{name}", number=case.number)
    response.status_code = 303
    response["Location"] += anchor
    return response


def revision_of(request: HttpRequest) -> int:
    """The revision of the case that the page showed; -1, which no case has, when the form says none."""
    key = as_key(request.POST.get("revision", ""))
    return -1 if key is None else key


def own_consultation(request: HttpRequest, number: str) -> tuple[Case, Consultation]:
    """The case and the reader's own consultation of it. Http404 for everybody but its mentor."""
    case = get_case_as(request.user, number, Role.MENTOR)
    consultation = consultation_of(case, request.user)
    if consultation is None:
        raise Http404
    return case, consultation


def posted_or_kept(request: HttpRequest):
    """What the form holds: what was sent, or what was sent while signed out, or None."""
    return request.POST if request.method == "POST" else take_kept(request)


def available_to_write(case: Case, consultation: Consultation) -> set[str]:
    """What may be written now: a round while the move is the mentor's, a solution from acceptance on."""
    if consultation.state != ConsultationState.ACCEPTED:
        return set()
    return {"ask", "offer"} if case.state == State.IN_WORK else {"offer"}


def text_modules(user) -> list[TextModule]:
    """The mentor's own pieces of text."""
    return list(TextModule.objects.filter(mentor__user=user))


def chosen_module(request: HttpRequest) -> TextModule | None:
    """The piece of text that was chosen in the form, if it is the reader's own."""
    key = as_key(request.POST.get("module", ""))
    return TextModule.objects.filter(mentor__user=request.user, pk=key).first() if key is not None else None


def beside(view: CaseView) -> dict:
    """The case as it stands beside an editor: the newest version and what was asked and answered."""
    versions = [turn for turn in view.turns if turn.kind == "version"]
    talk = [turn for turn in view.turns if turn.kind == "questions"]
    first = [turn for turn in view.turns if turn.kind == "pre_question" and turn.body.answer]
    return {"version": versions[-1] if versions else None, "first": first, "talk": talk}
