"""A solved case in the library: a page around the frozen public copy, live only while that is published."""

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page, PageManager

from mentoring.enums import PublicationStatus
from mentoring.models import PublicCase

from .. import keeping, structured, words
from ..enums import Kind
from ..published import PublishedText
from .readers import LibraryPermissionTester, LibraryQuerySet, MembersMayRead, section_is_for_members
from .tasks import MODERATE

logger = logging.getLogger(__name__)
# What Wagtail calls the deed of its command that works schedules off.
SCHEDULED = "wagtail.publish.scheduled"


class PublicationRefused(ValidationError):
    """A case may be seen in the library only when its publication has come to its end."""


class SolvedCaseQuerySet(LibraryQuerySet):
    """Live means live and published: a flag set past the page opens nothing."""

    def live(self):
        """Shown to readers."""
        return super().live().filter(public_case__status=PublicationStatus.PUBLISHED)


SolvedCaseManager = PageManager.from_queryset(SolvedCaseQuerySet)


class SolvedCasePermissionTester(LibraryPermissionTester):
    """State is moved by the publication alone; of a published case editors may pick the materials."""

    def can_edit(self) -> bool:
        """The published ones by editors; on its way a page may be looked at by moderators."""
        if self.page.is_published():
            return super().can_edit()
        return self.user.is_active and self.user.has_perm(MODERATE)

    def can_publish(self) -> bool:
        """Changes of the materials, once the case itself is published."""
        return self.page.is_published() and super().can_publish()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Nobody may: a case is withdrawn at the moderators' queue."""
        return False

    def can_unpublish(self) -> bool:
        """Nobody may: a case is withdrawn at the moderators' queue."""
        return False

    def can_copy(self) -> bool:
        """There is one page of a case."""
        return False

    def can_move_to(self, destination) -> bool:
        """It stays below «Решённые кейсы»."""
        return False

    def can_move(self) -> bool:
        """It stays below «Решённые кейсы»."""
        return False

    def can_submit_for_moderation(self) -> bool:
        """The workflow is started by the publication."""
        return False

    def can_unschedule(self) -> bool:
        """Nothing is ever scheduled."""
        return False


class SolvedCasePage(MembersMayRead, Page):
    """It has no text of its own: title, address and summary follow the public copy, and only once that is published."""

    public_case = models.OneToOneField(
        PublicCase, on_delete=models.PROTECT, related_name="page", verbose_name=gettext_lazy("public case")
    )

    objects = SolvedCaseManager()

    parent_page_types = ["knowledge_base.LibrarySectionPage"]
    subpage_types: list[str] = []
    template = "knowledge_base/solved_case.html"
    preview_modes: list = []
    content_panels = [
        InlinePanel("materials", label=gettext_lazy("material"), heading=gettext_lazy("Related materials"))
    ]
    promote_panels: list = []
    settings_panels: list = []

    class Meta:
        verbose_name = gettext_lazy("solved case")
        verbose_name_plural = gettext_lazy("solved cases")

    @classmethod
    def can_create_at(cls, parent) -> bool:
        """Nobody makes one by hand; see `drafting`."""
        return False

    def permissions_for_user(self, user):
        """What a member of the staff may do with this page."""
        return SolvedCasePermissionTester(user, self)

    def is_published(self) -> bool:
        """Whether the publication has come to its end, asked of the database each time."""
        case = PublicCase.objects.filter(pk=self.public_case_id)
        return case.filter(status=PublicationStatus.PUBLISHED).exists()

    def refuse_unless_published(self) -> None:
        """Raises PublicationRefused."""
        if not self.is_published():
            raise PublicationRefused(
                _("This case is not published. Take it through the queue of publications.")
            )

    def clean(self) -> None:
        """A live page needs a published case."""
        super().clean()
        if self.live:
            self.refuse_unless_published()

    def save(self, *args, **kwargs):
        """Follow the public copy, and refuse to go live before it is published, whoever asks."""
        if SolvedCasePage.objects.filter(public_case=self.public_case_id).exclude(pk=self.pk).exists():
            raise PublicationRefused(_("This case has a page already."))
        self._follow()
        if self.live:
            self.refuse_unless_published()
        return super().save(*args, **kwargs)

    def save_revision(self, *args, **kwargs):
        """A revision holds no more than the page: nothing at all before publication. Nothing is scheduled."""
        self._follow()
        if kwargs.get("approved_go_live_at") is not None:
            self.refuse_unless_published()
        return super().save_revision(*args, **kwargs)

    def publish(self, revision, *args, **kwargs):
        """Refused at once, scheduled or not, unless the case is published.

        A schedule can only have been slipped into the table: it is struck out and told to the log, so that the command
        that works schedules off goes on with the others.
        """
        if kwargs.get("log_action") == SCHEDULED and not self.is_published():
            logger.warning("A schedule of an unpublished case was struck out: page %s", self.pk)
            self.revisions.update(approved_go_live_at=None)
            return
        self.refuse_unless_published()
        super().publish(revision, *args, **kwargs)

    def copy(self, *args, **kwargs):
        """Refused: there is one page of a case."""
        raise PublicationRefused(_("This case has a page already."))

    def with_content_json(self, content: dict):
        """A revision cannot bring another case in."""
        page = super().with_content_json(content)
        page.public_case_id = self.public_case_id
        return page

    def _follow(self) -> None:
        """Title, address and summary of the public copy; before and after publication only its key."""
        case = PublicCase.objects.get(pk=self.public_case_id)
        shown = case.status == PublicationStatus.PUBLISHED
        self.title = case.title if shown else nameless(case)
        self.draft_title = self.title
        self.seo_title = ""
        self.search_description = case.summary if shown else ""
        self.slug = case.key
        self.go_live_at = self.expire_at = None

    def for_members_only(self) -> bool:
        """With its section. One query."""
        return section_is_for_members(self)

    def serve(self, request: HttpRequest, *args, **kwargs):
        """The page; there is none unless the case is published, whatever the flag of the page says."""
        if self.public_case.status != PublicationStatus.PUBLISHED:
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """The case, its materials that this reader may read, what readers said."""
        from .. import shelves

        case = self.public_case
        rubrics = list(case.rubrics.all())
        return {
            **super().get_context(request, *args, **kwargs),
            **keeping.of_page(self, request.user),
            "section": self.get_parent(),
            "case": case,
            "rubrics": rubrics,
            "tried": shelves.tried(case),
            "materials": shelves.materials(self, request),
            "structured": structured.learning_resource(
                self, request, summary=case.summary, rubrics=rubrics, facts=case
            ),
        }

    def published_text(self) -> PublishedText | None:
        """What the search may know; None unless page and case are published."""
        if not self.live or not self.is_published():
            return None
        case = PublicCase.objects.get(pk=self.public_case_id)
        helped, marked = keeping.useful(self)
        return PublishedText(
            page_id=self.pk,
            kind=Kind.SOLVED_CASE,
            title=case.title,
            summary=case.summary,
            text=words.of_case(case.content),
            url=self.url,
            direction=case.direction,
            rubrics=tuple(rubric.slug for rubric in case.rubrics.all()),
            type="",
            subject=case.subject,
            stage=case.stage,
            year=case.year,
            members_only=self.for_members_only(),
            useful=(helped + case.helped_count, marked + case.tried_count),
            published_at=case.published_at or self.first_published_at,
        )


def nameless(case: PublicCase) -> str:
    """What a page is called while its case is not published."""
    with override(settings.LANGUAGE_CODE):
        return _("Case %(key)s") % {"key": case.key}


class CaseMaterial(Orderable):
    """A resource that editors have put beside a solved case."""

    page = ParentalKey(SolvedCasePage, on_delete=models.CASCADE, related_name="materials")
    resource = models.ForeignKey(
        "knowledge_base.ResourcePage",
        verbose_name=gettext_lazy("resource"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [PageChooserPanel("resource")]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("material of a case")
        verbose_name_plural = gettext_lazy("materials of cases")

    def __str__(self) -> str:
        return str(self.resource)
