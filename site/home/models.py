"""Home page, direction guides and plain pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from mentoring.enums import Direction
from mentoring.promises_kept import promises_kept

from .blocks import FormatBlock, QuestionBlock, Step, TitledText


class HomePage(Page):
    """What the portal is, how it goes in five steps, the two directions, and who sees what."""

    heading = models.CharField(_("heading"), max_length=150)
    lead = models.TextField(_("lead"), max_length=400)
    steps = StreamField([("step", TitledText())], verbose_name=_("steps"), blank=True)
    principles = StreamField([("principle", TitledText())], verbose_name=_("principles"), blank=True)
    formats = StreamField([("format", FormatBlock())], verbose_name=_("who sees what"), blank=True)

    max_count = 1
    template = "home/home.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("lead"),
        FieldPanel("steps"),
        FieldPanel("principles"),
        FieldPanel("formats"),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        """Adds the guides of the directions, in the order of the tree, and the share of promises kept."""
        guides = GuidePage.objects.live().child_of(self).order_by("path")
        more = {"guides": guides, "promises": promises_kept()}
        return {**super().get_context(request, *args, **kwargs), **more}


class GuidePage(Page):
    """A direction's step-by-step guide for the newcomer."""

    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices, unique=True)
    lead = models.TextField(_("lead"), max_length=600)
    duration = models.TextField(_("how long it takes"), max_length=400, blank=True)
    steps = StreamField([("step", Step())], verbose_name=_("steps"), blank=True)
    faq = StreamField([("question", QuestionBlock())], verbose_name=_("questions and answers"), blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/guide.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("direction"),
        FieldPanel("lead"),
        FieldPanel("duration"),
        FieldPanel("steps"),
        FieldPanel("faq"),
    ]

    class Meta:
        verbose_name = _("direction guide")


class PlainPage(Page):
    """A page of text: about the portal, personal data."""

    body = RichTextField(_("text"))

    parent_page_types = ["home.HomePage"]
    template = "home/plain.html"
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("plain page")
