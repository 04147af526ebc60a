"""What people agree to: texts in versions, records of agreement, and the door that asks again."""

import json
from collections.abc import Callable
from pathlib import Path

from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

import mentoring

from .models import ConsentRecord, ConsentText, User

SHIPPED = Path(mentoring.__file__).parent / "content" / "consent.json"
# What stays open without consent: to read and answer it, to leave, to take one's data along, to ask for help.
OPEN_PAGES = {
    "accounts:consent",
    "accounts:consent_text",
    "accounts:consent_withdraw",
    "accounts:data",
    "accounts:export",
    "accounts:delete",
    "accounts:delete_confirm",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "set_language",
}
OPEN_ROOMS = {"support"}


@transaction.atomic
def load_consents() -> int:
    """Publish the shipped texts whose version is not published yet; how many were new. May run again."""
    documents = json.loads(SHIPPED.read_text(encoding="utf-8"))["documents"]
    made = [
        ConsentText.objects.get_or_create(
            code=document["code"],
            version=document["version"],
            defaults={"title": document["title"], "text": document["text"]},
        )[1]
        for document in documents
    ]
    return sum(made)


def newest_texts() -> models.QuerySet[ConsentText]:
    """The newest published version of each document."""
    texts = ConsentText.objects.filter(published_at__lte=timezone.now())
    newer = texts.filter(code=models.OuterRef("code")).filter(
        models.Q(published_at__gt=models.OuterRef("published_at"))
        | models.Q(published_at=models.OuterRef("published_at"), pk__gt=models.OuterRef("pk"))
    )
    return texts.filter(~models.Exists(newer)).order_by("code")


def missing_consents(user: User) -> models.QuerySet[ConsentText]:
    """The newest texts to which this user has not agreed, or no longer agrees."""
    given = ConsentRecord.objects.filter(user=user, text=models.OuterRef("pk"), withdrawn_at__isnull=True)
    return newest_texts().filter(~models.Exists(given))


def record(user: User, text: ConsentText) -> ConsentRecord:
    """Note that the user agrees to a text. Agreeing twice is one record."""
    try:
        with transaction.atomic():
            return ConsentRecord.objects.create(user=user, text=text, digest=text.digest)
    except IntegrityError:
        return ConsentRecord.objects.get(user=user, text=text, withdrawn_at__isnull=True)


def withdraw(user: User, text: ConsentText) -> bool:
    """Note that the user no longer agrees to a document, in any version; False when there was nothing."""
    given = ConsentRecord.objects.filter(user=user, text__code=text.code, withdrawn_at__isnull=True)
    return given.update(withdrawn_at=timezone.now()) > 0


class ConsentMiddleware:
    """Leads a signed-in person who has not agreed to the newest texts to the page that asks.

    One query for each page, nothing remembered: a consent withdrawn in one session counts in all of them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Answer instead of the view when a consent is missing."""
        match = request.resolver_match
        if match.view_name in OPEN_PAGES or OPEN_ROOMS & set(match.namespaces):
            return None
        if not request.user.is_authenticated or not missing_consents(request.user).exists():
            return None
        page = reverse("accounts:consent")
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": page})
        return HttpResponseRedirect(page)
