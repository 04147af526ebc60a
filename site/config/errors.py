"""Pages for what goes wrong. None tells more than its reader may know."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same words for what is absent and for what is forbidden."""
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old, or the session ended meanwhile."""
    return render(request, "403_csrf.html", status=403)
