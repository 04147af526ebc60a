"""The frame of the library: its front and its three sections."""

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from ..enums import Audience, SectionKind
from .readers import FramePermissionTester, MembersMayRead

ON_A_PAGE = 12
ON_THE_FRONT = 6
COLLECTIONS_ON_THE_FRONT = 3


class LibraryIndexPage(Page):
    """The front of the library: what editors say, what is new, and the ways in."""

    intro = models.TextField(_("introduction"), max_length=600, blank=True)

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["knowledge_base.LibrarySectionPage"]
    template = "knowledge_base/index.html"
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    # The address is known to the portal: no field for it.
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    settings_panels: list = []

    class Meta:
        verbose_name = _("front of the library")
        verbose_name_plural = _("fronts of the library")

    def permissions_for_user(self, user):
        """What a member of the staff may do with this page."""
        return FramePermissionTester(user, self)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The front, or what its section finds."""
        if not path_components:
            return super().route(request, path_components)
        section = get_object_or_404(LibrarySectionPage.objects.child_of(self), slug=path_components[0])
        return section.route(request, path_components[1:])

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Collections, newest cases and resources that this reader may read; the facets."""
        from .. import shelves

        return {**super().get_context(request, *args, **kwargs), **shelves.front(request)}


class LibrarySectionPage(MembersMayRead, Page):
    """«Материалы», «Решённые кейсы», «Подборки»: one section of each kind, open to whom the audience says."""

    kind = models.CharField(_("what it holds"), max_length=12, choices=SectionKind.choices, unique=True)
    intro = RichTextField(_("introduction"), features=["bold", "italic", "link"], blank=True)
    audience = models.CharField(
        _("who reads it"), max_length=8, choices=Audience.choices, default=Audience.VISITORS
    )

    parent_page_types = ["knowledge_base.LibraryIndexPage"]
    subpage_types = [
        "knowledge_base.ResourcePage",
        "knowledge_base.SolvedCasePage",
        "knowledge_base.CollectionPage",
    ]
    template = "knowledge_base/section.html"
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("audience")]
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    settings_panels: list = []

    class Meta:
        verbose_name = _("section of the library")
        verbose_name_plural = _("sections of the library")

    @classmethod
    def can_create_at(cls, parent) -> bool:
        """The three sections come with the portal; there are no others."""
        return False

    def permissions_for_user(self, user):
        """What a member of the staff may do with this page."""
        return FramePermissionTester(user, self)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The section or one of its pages. The kind tells their type, so that one query brings all of it."""
        if len(path_components) != 1:
            return super().route(request, path_components)
        from .. import shelves

        pages = shelves.pages_of(SectionKind(self.kind)).child_of(self)
        page = get_object_or_404(pages, slug=path_components[0])
        # Treebeard's own memory of the parent, and ours that lives no longer than this request.
        page._cached_parent_obj = page.routed_by = self
        return page.route(request, [])

    def for_members_only(self) -> bool:
        """Whether the whole section is for members."""
        return self.audience == Audience.MEMBERS

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """One page of the cards that this reader may read, newest first."""
        from .. import shelves

        pages = shelves.newest(SectionKind(self.kind), request.user)
        page_obj = Paginator(pages, ON_A_PAGE).get_page(request.GET.get("page"))
        context = super().get_context(request, *args, **kwargs)
        return {**context, "page_obj": page_obj, "cards": shelves.cards(page_obj.object_list, request)}
