"""The bell in the header of every page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from .models import Notice


def unread_count(user) -> int:
    """How many notices a user has not read yet."""
    return Notice.objects.filter(user=user, read_at__isnull=True).count()


def bell(request: HttpRequest) -> dict:
    """Context processor: `bell.url` and `bell.count` for a signed-in reader, counted only where shown."""
    return {"bell": SimpleLazyObject(lambda: _bell(request))}


def _bell(request: HttpRequest) -> dict:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"url": reverse("notices:list"), "count": unread_count(user)}
