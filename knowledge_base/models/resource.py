"""A resource of the library: an article, a document, a video, a template, a link."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from mentoring.enums import Direction, Stage, Subject

from .. import keeping, structured, words
from ..blocks import BodyBlock
from ..enums import Audience, Kind, ResourceType, SectionKind
from ..published import PublishedText
from .front import LibrarySectionPage
from .readers import MembersMayRead, OwnAudienceManager, section_is_for_members

EARLIEST_YEAR = 1990


def this_year() -> int:
    """The calendar year, for new resources."""
    return date.today().year


class ResourceForm(WagtailAdminPageForm):
    """The editors' form: what is compared across fields."""

    def clean(self) -> dict:
        """Rubrics are of the direction chosen."""
        data = super().clean()
        if any(rubric.direction != data.get("direction") for rubric in data.get("rubrics") or []):
            self.add_error("rubrics", _("Choose rubrics of the direction above."))
        return data


class ResourcePage(MembersMayRead, Page):
    """Something to read, to watch or to take along."""

    type = models.CharField(
        _("type"), max_length=8, choices=ResourceType.choices, default=ResourceType.ARTICLE
    )
    summary = models.CharField(
        _("summary"),
        max_length=300,
        help_text=_("Two lines for the card: what it is about and whom it helps."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="resources",
    )
    link = models.URLField(
        _("address elsewhere"), blank=True, validators=[URLValidator(schemes=["https", "http"])]
    )
    picture = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture for networks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown beside a link to this page elsewhere."),
    )
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, default=Direction.PROBLEM
    )
    rubrics = ParentalManyToManyField(
        "mentoring.Rubric",
        verbose_name=_("rubrics"),
        related_name="resources",
        blank=True,
        limit_choices_to={"depth__gt": 1},
    )
    subject = models.CharField(_("subject"), max_length=20, choices=Subject.choices, blank=True)
    stage = models.CharField(_("stage of schooling"), max_length=12, choices=Stage.choices, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        default=this_year,
        validators=[MinValueValidator(EARLIEST_YEAR), MaxValueValidator(2100)],
    )
    audience = models.CharField(
        _("who reads it"), max_length=8, choices=Audience.choices, default=Audience.VISITORS
    )

    objects = OwnAudienceManager()
    base_form_class = ResourceForm

    parent_page_types = ["knowledge_base.LibrarySectionPage"]
    subpage_types: list[str] = []
    template = "knowledge_base/resource.html"
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("type"),
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("document"), FieldPanel("link")], heading=_("To take along")),
        MultiFieldPanel(
            [
                FieldPanel("direction"),
                FieldPanel("rubrics", widget=forms.CheckboxSelectMultiple),
                FieldRowPanel([FieldPanel("subject"), FieldPanel("stage"), FieldPanel("year")]),
            ],
            heading=_("Where it belongs"),
        ),
        FieldPanel("audience"),
    ]
    promote_panels = [
        FieldPanel("slug"),
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
        FieldPanel("picture"),
    ]

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    @classmethod
    def can_create_at(cls, parent) -> bool:
        """Below «Материалы» only."""
        return super().can_create_at(parent) and in_section(parent, SectionKind.RESOURCES)

    def can_move_to(self, parent) -> bool:
        """It stays below «Материалы»."""
        return super().can_move_to(parent) and in_section(parent, SectionKind.RESOURCES)

    def clean(self) -> None:
        """A link has an address."""
        super().clean()
        if self.type in (ResourceType.LINK, ResourceType.VIDEO) and not self.link:
            raise ValidationError({"link": _("Give the address: without it there is nothing to open.")})

    def for_members_only(self) -> bool:
        """By itself or with its section. One query unless it is so by itself."""
        return self.audience == Audience.MEMBERS or section_is_for_members(self)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """What readers said of it and what this reader did."""
        rubrics = list(self.rubrics.all())
        return {
            **super().get_context(request, *args, **kwargs),
            **keeping.of_page(self, request.user),
            "section": self.get_parent(),
            "rubrics": rubrics,
            "structured": structured.learning_resource(
                self, request, summary=self.summary, rubrics=rubrics, facts=self
            ),
        }

    def published_text(self) -> PublishedText | None:
        """What the search may know; None while it is not published."""
        if not self.live:
            return None
        return PublishedText(
            page_id=self.pk,
            kind=Kind.RESOURCE,
            title=self.title,
            summary=self.summary,
            text=words.of_body(self.body),
            url=self.url,
            direction=self.direction,
            rubrics=tuple(rubric.slug for rubric in self.rubrics.all()),
            type=self.type,
            subject=self.subject,
            stage=self.stage,
            year=self.year,
            members_only=self.for_members_only(),
            useful=keeping.useful(self),
            published_at=self.first_published_at,
        )


def in_section(parent, kind: SectionKind) -> bool:
    """Whether a page is the section of this kind."""
    section = parent.specific
    return isinstance(section, LibrarySectionPage) and section.kind == kind
