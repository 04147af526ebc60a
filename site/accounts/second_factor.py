"""Staff enter the admin with a second factor, when the setting STAFF_MFA_REQUIRED says so."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .roles import is_staff_member


class StaffSecondFactorMiddleware:
    """Leads staff without a second factor from the admin to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            getattr(settings, "STAFF_MFA_REQUIRED", False)
            and request.path.startswith(reverse("wagtailadmin_home"))
            and request.user.is_authenticated
            and is_staff_member(request.user)
            and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        ):
            messages.warning(
                request, _("To enter the administration, first set up a second factor of sign-in.")
            )
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)
