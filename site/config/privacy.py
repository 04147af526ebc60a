"""Nothing that a signed-in person sees stays in a cache between the portal and that person."""

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
