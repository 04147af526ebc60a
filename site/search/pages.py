"""Published pages on their way into the index: what has changed is noted, the worker writes it down."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db import transaction
from wagtail.models import Page, get_page_models

from knowledge_base.published import PublishedText

from . import indexing
from .models import Document, IndexTask


def note(page_ids: Collection[int]) -> None:
    """Let the worker index these pages anew; written in the transaction of the change."""
    IndexTask.objects.bulk_create([IndexTask(page_id=key) for key in sorted(page_ids)], ignore_conflicts=True)


def index_due(*, limit: int = 50) -> int:
    """Index pages that were noted, the oldest first; how many. Any number of workers may run it side by side."""
    with transaction.atomic():
        tasks = IndexTask.objects.select_for_update(skip_locked=True).order_by("asked_at", "pk")[:limit]
        keys = [task.page_id for task in tasks]
        if keys:
            refresh(keys)
    return len(keys)


@transaction.atomic
def refresh(page_ids: Collection[int]) -> int:
    """Make the documents of these pages what the pages are now; how many are published."""
    # A page that is being taken back waits for this lock or has gone before: its text never returns afterwards.
    locked = list(
        Page.objects.filter(pk__in=page_ids).order_by("pk").select_for_update().values_list("pk", flat=True)
    )
    published = [text for page in Page.objects.filter(pk__in=locked).specific() if (text := text_of(page))]
    indexing.remove(page_ids)
    indexing.write(published)
    return len(published)


def text_of(page: Page) -> PublishedText | None:
    """What a page gives to the index; None for a page that is not public or gives nothing."""
    give = getattr(page, "published_text", None)
    return give() if give is not None and page.live else None


def rebuild(*, portion: int = 200) -> int:
    """Index every published page anew and forget whatever is left; how many are published.

    Readers search meanwhile: each portion is replaced in one transaction.
    """
    keys = _every_key()
    published = 0
    while some := list(islice(keys, portion)):
        published += refresh(some)
    for left in _portions(Document.objects.exclude(pk__in=_givers()).values_list("pk", flat=True), portion):
        indexing.remove(left)
    return published


def _givers():
    """Pages of the types that give a text to the index."""
    return Page.objects.type(*_types()).values("pk") if _types() else Page.objects.none().values("pk")


def _types() -> list[type[Page]]:
    return [model for model in get_page_models() if hasattr(model, "published_text")]


def _every_key() -> Iterator[int]:
    return _givers().order_by("pk").values_list("pk", flat=True).iterator(2000)


def _portions(keys: Iterable[int], size: int) -> Iterator[list[int]]:
    rest = iter(list(keys))
    while some := list(islice(rest, size)):
        yield some
