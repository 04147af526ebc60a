"""How often one person may do a thing: buckets of DEED_RATES, counted in the cache that all processes share."""

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from .refusal import Refused


class TooOften(Refused):
    """A bucket is full. In `seconds` at the latest there is room again; nothing was done meanwhile."""

    def __init__(self, seconds: int) -> None:
        minutes = max(round(seconds / 60), 1)
        words = ngettext(
            "That was a little too often. Nothing is lost: wait %(count)d minute and repeat.",
            "That was a little too often. Nothing is lost: wait %(count)d minutes and repeat.",
            minutes,
        )
        super().__init__("often", words % {"count": minutes})
        self.seconds = seconds


def spend(request: HttpRequest, bucket: str) -> None:
    """Count one deed of whoever is signed in. Raises TooOften; KeyError for a bucket that is not declared.

    Not inside a transaction that a refusal undoes: the count would be undone with it.
    """
    _most, seconds = settings.DEED_RATES[bucket]
    if not ratelimit.consume(request, action=bucket, user=request.user):
        raise TooOften(seconds)


def told_when(response: HttpResponse, refused: Refused | None) -> HttpResponse:
    """The same answer; after TooOften it says when to come again."""
    if isinstance(refused, TooOften):
        response["Retry-After"] = str(refused.seconds)
    return response
