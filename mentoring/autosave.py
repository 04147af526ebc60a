"""Keeps what people type: the answer to a form that saves itself, and text that outlives a session."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .rates import TooOften, spend, told_when
from .refusal import Refused

SESSION_KEY = "kept_text"
# The session is no attic: a text longer than any form allows is not kept.
KEPT_MOST = 120_000


@dataclass(frozen=True)
class Saved:
    """A save that took place. `more` goes to the browser as it is: plain values only."""

    revision: int
    at: datetime
    more: dict[str, Any] = field(default_factory=dict)

    def clock(self) -> str:
        """The time of the save as people read it: 14:05."""
        return date_format(timezone.localtime(self.at), "H:i")


class NewerText(Refused):
    """Somebody, mostly the same person in another tab, has saved since. `texts` holds what is stored now."""

    def __init__(self, *, revision: int, texts: dict[str, str]) -> None:
        words = _("A newer text was saved in another tab. Nothing is lost: compare the two.")
        super().__init__("stale", words)
        self.revision, self.texts = revision, texts


@transaction.atomic
def store(rows: QuerySet, *, seen: int | None, **values: Any) -> Saved:
    """Write `values` into the one row of `rows` if its `revision` is still `seen`; None overwrites anything.

    The row's model has a field `revision`, and maybe `saved_at`. Saving the same values twice is no
    conflict: an answer may be lost on its way to the browser. Raises NewerText, and `DoesNotExist` when the
    row is gone.
    """
    now = timezone.now()
    stamp = {"saved_at": now} if any(f.name == "saved_at" for f in rows.model._meta.fields) else {}
    unchanged = rows if seen is None else rows.filter(revision=seen)
    if unchanged.update(revision=F("revision") + 1, **stamp, **values):
        return Saved(rows.get().revision, now)
    row = rows.get()
    if all(getattr(row, name) == value for name, value in values.items()):
        return Saved(row.revision, getattr(row, "saved_at", now))
    raise NewerText(revision=row.revision, texts=_texts(row, values))


def _texts(row: Model, names) -> dict[str, str]:
    return {name: value for name in names if isinstance(value := getattr(row, name), str)}


def seen_revision(request: HttpRequest) -> int:
    """The count of saves that the page knows of; 0 when it says nothing sensible."""
    value = request.POST.get("saved_revision", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def autosaved(save: Callable[..., Saved]) -> Callable[..., HttpResponse]:
    """Make an endpoint of a function `save(request, …) -> Saved` that may raise Refused.

    POST only. Answers JSON: 200 `{"revision", "saved_at"}`, 401 `{"error", "login"}` for whoever is not
    signed in (or is now somebody else), 409 `{"error", "code", "revision", "texts"}` when it was refused,
    429 `{"error", "code"}` with Retry-After when it came too often.
    """

    @wraps(save)
    def endpoint(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            words = _("This address only saves.")
            return JsonResponse({"error": words}, status=405, headers={"Allow": "POST"})
        if not request.user.is_authenticated or not is_owner(request):
            return signed_out_answer()
        try:
            spend(request, "autosave")
            saved = save(request, *args, **kwargs)
        except Refused as refused:
            return refused_answer(refused)
        return JsonResponse({"revision": saved.revision, "saved_at": saved.clock(), **saved.more})

    return endpoint


def refused_answer(refused: Refused) -> HttpResponse:
    """409 with the reason, and with the newer text where there is one; 429 for what came too often."""
    answer: dict[str, Any] = {"error": refused.message, "code": refused.code}
    if isinstance(refused, NewerText):
        answer |= {"revision": refused.revision, "texts": refused.texts}
    status = 429 if isinstance(refused, TooOften) else 409
    return told_when(JsonResponse(answer, status=status), refused)


def signed_out_answer() -> JsonResponse:
    """401 for a script: a redirect would answer it with the page for signing in."""
    words = _("You are signed out. Sign in: your text is not lost.")
    return JsonResponse({"error": words, "login": resolve_url("account_login")}, status=401)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks and not a person's browser."""
    return request.headers.get("accept", "").startswith("application/json")


def text_survives(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`login_required` for a page with a form: what a signed-out person posts waits in the session."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            if request.method == "POST" and not is_owner(request):
                raise Http404
            return view(request, *args, **kwargs)
        if wants_json(request):
            return signed_out_answer()
        if request.method == "POST":
            _keep(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def owner_mark(user) -> str:
    """Stands for a user in pages: says whose text it is and nothing about who that is."""
    return salted_hmac("mentoring.autosave", str(user.pk)).hexdigest()[:20]


def is_owner(request: HttpRequest) -> bool:
    """Whether the form was drawn for whoever sends it; a form that says nothing is taken as it is."""
    mark = request.POST.get("owner", "")
    return not mark or constant_time_compare(mark, owner_mark(request.user))


def _keep(request: HttpRequest) -> None:
    posted = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    if sum(len(value) for values in posted.values() for value in values) <= KEPT_MOST:
        request.session[SESSION_KEY] = {"path": request.path, "posted": posted}


def take_kept(request: HttpRequest) -> QueryDict | None:
    """What this person posted to this page while signed out, once; None when there is nothing."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    posted = QueryDict(mutable=True)
    for name, values in kept["posted"].items():
        posted.setlist(name, values)
    return posted if posted.get("owner") == owner_mark(request.user) else None
