"""PublicCase → page below «Решённые кейсы»: made, published, taken back. The page follows the case."""

from django.db import transaction
from wagtail.models import PageLogEntry, Revision

from mentoring.models import PublicCase

from .enums import SectionKind
from .models import SolvedCasePage
from .models.solved_case import nameless
from .shipped import section


@transaction.atomic
def draft_page(public_case: PublicCase) -> SolvedCasePage:
    """The page of a case, made as a draft where there is none. It says nothing before publication but the key."""
    page = SolvedCasePage.objects.filter(public_case=public_case).first()
    if page is None:
        page = SolvedCasePage(public_case=public_case, live=False, has_unpublished_changes=True)
        page._follow()
        section(SectionKind.CASES).add_child(instance=page)
        page.save_revision()
    return page


@transaction.atomic
def publish_page(public_case: PublicCase, *, by=None) -> SolvedCasePage:
    """Show the page of a published case. Raises PublicationRefused when the case is not published."""
    page = draft_page(public_case)
    page.save_revision(user=by, changed=False).publish(user=by, skip_permission_checks=True)
    return SolvedCasePage.objects.get(pk=page.pk)


@transaction.atomic
def take_back_page(public_case: PublicCase) -> None:
    """Hide the page at once and leave nothing of its texts in revisions and history. Silent where there is no page."""
    page = SolvedCasePage.objects.filter(public_case=public_case).first()
    if page is None:
        return
    page.unpublish()
    page = SolvedCasePage.objects.get(pk=page.pk)
    page.save()
    _forget(page)


def _forget(page: SolvedCasePage) -> None:
    name = nameless(page.public_case)
    for revision in Revision.objects.for_instance(page):
        told = {
            "title": name,
            "draft_title": name,
            "seo_title": "",
            "search_description": "",
            "slug": page.slug,
        }
        Revision.objects.filter(pk=revision.pk).update(
            content={**revision.content, **told}, object_str=name, approved_go_live_at=None
        )
    for entry in PageLogEntry.objects.filter(page=page):
        data = {key: value for key, value in entry.data.items() if key != "title"}
        PageLogEntry.objects.filter(pk=entry.pk).update(label=name, data=data)
