"""Pages about own data: take it along, delete the account."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ..closing import close_account
from ..export import own_data
from ..forms import PasswordForm
from ..signed_in import SignedInRequest


@login_required
@require_GET
def data(request: SignedInRequest) -> HttpResponse:
    """What one may do with the own data."""
    return render(request, "accounts/data.html")


@login_required
@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """The own data as one JSON file."""
    made = {"made_at": timezone.now(), **own_data(request.user)}
    name = f"tvoy-nastavnik-{timezone.localdate():%Y-%m-%d}.json"
    return JsonResponse(
        made,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_required
@require_GET
def delete(request: SignedInRequest) -> HttpResponse:
    """First step: what goes and what stays."""
    return render(request, "accounts/delete.html")


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def delete_confirm(request: SignedInRequest) -> HttpResponse:
    """Second step: the password, and the account is gone."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="reauthenticate", user=request.user):
            return render(request, "429.html", status=429)
        if form.is_valid():
            close_account(request.user)
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for having been here."))
            return redirect("/")
    return render(request, "accounts/delete_confirm.html", {"form": form})
