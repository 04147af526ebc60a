"""The frame of the library and the workflow of publication: what a portal ships with. Safe to repeat."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site, Workflow, WorkflowPage, WorkflowTask

from .enums import SectionKind
from .models import AuthorApprovalTask, DeidentifyTask, LibraryIndexPage, LibrarySectionPage, PublishTask

SLUG = "library"
SECTION_SLUGS = {
    SectionKind.CASES: "cases",
    SectionKind.RESOURCES: "materials",
    SectionKind.COLLECTIONS: "collections",
}


@transaction.atomic
def load_library_frame() -> int:
    """Make the front, the sections and the workflow where they are missing, and say how many were made."""
    with override(settings.LANGUAGE_CODE):
        front, made = _front()
        for kind, slug in SECTION_SLUGS.items():
            if not LibrarySectionPage.objects.filter(kind=kind).exists():
                front = LibraryIndexPage.objects.get(pk=front.pk)
                front.add_child(instance=LibrarySectionPage(title=str(kind.label), slug=slug, kind=kind))
                made += 1
        return made + _workflow()


def section(kind: SectionKind) -> LibrarySectionPage:
    """The section of a kind; the frame is made if it is missing."""
    found = LibrarySectionPage.objects.filter(kind=kind).first()
    if found is None:
        load_library_frame()
        found = LibrarySectionPage.objects.get(kind=kind)
    return found


def workflow() -> Workflow:
    """«Кейс в библиотеку», found by its first task, so that it may be renamed."""
    found = Workflow.objects.filter(workflow_tasks__task__in=DeidentifyTask.objects.all()).first()
    if found is None:
        load_library_frame()
        found = Workflow.objects.get(workflow_tasks__task__in=DeidentifyTask.objects.all())
    return found


def _front() -> tuple[LibraryIndexPage, int]:
    front = LibraryIndexPage.objects.first()
    if front is not None:
        return front, 0
    front = LibraryIndexPage(
        title=_("Library"),
        slug=SLUG,
        intro=_(
            "Cases that teachers and mentors have solved together, and what helps to solve the next one."
        ),
    )
    Site.objects.get(is_default_site=True).root_page.add_child(instance=front)
    return front, 1


def _workflow() -> int:
    if DeidentifyTask.objects.exists():
        return 0
    made = Workflow.objects.create(name=_("A case into the library"))
    tasks = (
        DeidentifyTask.objects.create(name=_("De-identify")),
        AuthorApprovalTask.objects.create(name=_("The author approves")),
        PublishTask.objects.create(name=_("Publish")),
    )
    for order, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=made, task=task, sort_order=order)
    cases = LibrarySectionPage.objects.get(kind=SectionKind.CASES)
    WorkflowPage.objects.get_or_create(page=cases, defaults={"workflow": made})
    return 1
