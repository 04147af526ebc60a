"""What the search does when a page changes: what is taken back goes at once, what is new waits for the worker."""

from django.db.models import Model
from wagtail.models import Page

from knowledge_base.models import SolvedCasePage
from mentoring.models import PublicCase, Rubric

from . import indexing, pages
from .models import DocumentRubric


def on_published(sender: type[Page], instance: Page, **kwargs) -> None:
    """A page was published or changed. A section tells whether visitors may read what stands in it."""
    text = pages.text_of(instance)
    below = list(instance.get_descendants().values_list("pk", flat=True))
    closed = getattr(instance, "for_members_only", None)
    if (closed is not None and closed()) or (text is not None and text.members_only):
        indexing.hide([instance.pk, *below])
    pages.note([instance.pk, *below] if hasattr(instance, "published_text") else below)


def on_unpublished(sender: type[Page], instance: Page, **kwargs) -> None:
    """A page was taken back."""
    indexing.remove([instance.pk])


def on_moved(sender: type[Page], instance: Page, **kwargs) -> None:
    """The addresses of a page and of all below it have changed."""
    pages.note([instance.pk, *instance.get_descendants().values_list("pk", flat=True)])


def on_saved(sender: type[Model], instance: Model, **kwargs) -> None:
    """Before a page is saved that is not live: it leaves the index first, whoever took it back."""
    if isinstance(instance, Page) and instance.pk and not instance.live:
        indexing.remove([instance.pk])


def on_deleted(sender: type[Model], instance: Model, **kwargs) -> None:
    """A page is no more."""
    if isinstance(instance, Page) and instance.pk:
        indexing.remove([instance.pk])


def on_marked(sender: type[Model], instance, **kwargs) -> None:
    """A reader said whether a page helped."""
    pages.note([instance.page_id])


def on_counted(sender: type[PublicCase], public_case: PublicCase, **kwargs) -> None:
    """The author of a solved case said whether it was tried and helped."""
    pages.note(SolvedCasePage.objects.filter(public_case=public_case).values_list("pk", flat=True))


def on_rubric_saved(sender: type[Rubric], instance: Rubric, **kwargs) -> None:
    """A rubric that was merged into another one leaves its documents to that one."""
    if instance.merged_into_id is None:
        return
    survivor, rows = instance.survivor().slug, DocumentRubric.objects.filter(slug=instance.slug)
    taken = DocumentRubric.objects.filter(slug=survivor).values("document_id")
    rows.filter(document_id__in=taken).delete()
    rows.update(slug=survivor)
