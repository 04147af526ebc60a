"""Headers that keep people's pages theirs: nothing private stays in a cache, nothing foreign runs in a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers


class NoStoreMiddleware:
    """Answers to signed-in readers, and whatever sets a cookie, are never stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if (user is not None and user.is_authenticated) or response.cookies:
            add_never_cache_headers(response)
        if request.path.startswith("/accounts/logout") and request.method == "POST":
            response["Clear-Site-Data"] = '"cache"'
        return response


# Wagtail's editor writes scripts and styles into its pages; nothing from elsewhere is let in all the same.
DESK_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


class DeskPolicyMiddleware:
    """The content security policy of the Wagtail admin; the public pages have the stricter one of the settings."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response["Content-Security-Policy"] = DESK_POLICY
        return response
