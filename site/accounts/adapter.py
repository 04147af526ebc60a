"""How allauth behaves here."""

from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.utils import get_request_param
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail for everybody, staff included."""

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Who came to be a mentor goes on to the application."""
        if wants_to_be_mentor(request):
            return reverse("accounts:apply")
        return super().get_signup_redirect_url(request)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation) -> str:
        """The link carries where to go on, so that it works in another browser too."""
        url = super().get_email_confirmation_url(request, emailconfirmation)
        onwards = _own_path(request) if request is not None else ""
        return f"{url}?{urlencode({'next': onwards})}" if onwards else url


def wants_to_be_mentor(request: HttpRequest) -> bool:
    """Whether the sign-up form was opened with `?as=mentor`."""
    return get_request_param(request, "as") == "mentor"


def _own_path(request: HttpRequest) -> str:
    onwards = get_request_param(request, "next") or ""
    if onwards and url_has_allowed_host_and_scheme(onwards, allowed_hosts=None):
        return onwards
    return reverse("accounts:apply") if wants_to_be_mentor(request) else ""
