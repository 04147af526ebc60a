"""A collection: what editors have put together, in their order."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from .. import keeping, structured, words
from ..enums import Kind, SectionKind
from ..published import PublishedText
from .readers import LibraryManager, MembersMayRead, section_is_for_members
from .resource import in_section


class CollectionPage(MembersMayRead, Page):
    """A few words and a list of resources and solved cases."""

    summary = models.CharField(_("summary"), max_length=300)
    intro = RichTextField(_("introduction"), features=["bold", "italic", "link"], blank=True)

    objects = LibraryManager()

    parent_page_types = ["knowledge_base.LibrarySectionPage"]
    subpage_types: list[str] = []
    template = "knowledge_base/collection.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("intro"),
        InlinePanel("items", label=_("item"), heading=_("Items")),
    ]
    promote_panels = [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")]

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    @classmethod
    def can_create_at(cls, parent) -> bool:
        """Below «Подборки» only."""
        return super().can_create_at(parent) and in_section(parent, SectionKind.COLLECTIONS)

    def can_move_to(self, parent) -> bool:
        """It stays below «Подборки»."""
        return super().can_move_to(parent) and in_section(parent, SectionKind.COLLECTIONS)

    def for_members_only(self) -> bool:
        """With its section. One query."""
        return section_is_for_members(self)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """The items that this reader may read, in the editors' order."""
        from .. import shelves

        return {
            **super().get_context(request, *args, **kwargs),
            **keeping.of_page(self, request.user),
            "section": self.get_parent(),
            "cards": shelves.of_collection(self, request),
            "structured": structured.learning_resource(self, request, summary=self.summary),
        }

    def published_text(self) -> PublishedText | None:
        """What the search may know; None while it is not published."""
        if not self.live:
            return None
        return PublishedText(
            page_id=self.pk,
            kind=Kind.COLLECTION,
            title=self.title,
            summary=self.summary,
            text=words.of_rich_text(self.intro),
            url=self.url,
            direction="",
            rubrics=(),
            type="",
            subject="",
            stage="",
            year=0,
            members_only=self.for_members_only(),
            useful=keeping.useful(self),
            published_at=self.first_published_at,
        )


class CollectionItem(Orderable):
    """One item and why it is here."""

    collection = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )
    note = models.CharField(_("why it is here"), max_length=200, blank=True)

    panels = [
        PageChooserPanel("page", ["knowledge_base.ResourcePage", "knowledge_base.SolvedCasePage"]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("item of a collection")
        verbose_name_plural = _("items of collections")
        constraints = [models.UniqueConstraint(fields=["collection", "page"], name="in_collection_once")]

    def __str__(self) -> str:
        return str(self.page)
