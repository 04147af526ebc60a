"""Pages of consent: the texts, the question, what was given."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import consents
from ..forms import ConsentForm
from ..signed_in import SignedInRequest


@require_GET
def consent_text(request: HttpRequest, code: str) -> HttpResponse:
    """The newest text of a document, for everybody."""
    text = get_object_or_404(consents.newest_texts(), code=code)
    return render(request, "accounts/consent_text.html", {"text": text})


@login_required
@require_http_methods(["GET", "POST"])
def consent(request: SignedInRequest) -> HttpResponse:
    """Asks for what is missing and lists what was given."""
    missing = list(consents.missing_consents(request.user))
    form = ConsentForm(missing, request.POST or None)
    if missing and request.method == "POST" and form.is_valid():
        with transaction.atomic():
            for text in missing:
                consents.record(request.user, text)
        messages.success(request, _("Thank you. Everything is open again."))
        return redirect("cabinet:home")
    given = request.user.consents.select_related("text").defer("text__text").order_by("-given_at")
    newest = {text.pk for text in consents.newest_texts().only("pk")}
    return render(
        request,
        "accounts/consent.html",
        {"form": form if missing else None, "missing": missing, "given": given, "newest": newest},
    )


@login_required
@require_POST
def consent_withdraw(request: SignedInRequest, code: str) -> HttpResponse:
    """Takes a consent back."""
    text = get_object_or_404(consents.newest_texts(), code=code)
    if consents.withdraw(request.user, text):
        messages.warning(
            request, _("The consent is withdrawn. The portal is closed for you until you give it again.")
        )
    return redirect("accounts:consent")
