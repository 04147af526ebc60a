"""Blocks of a resource: what an article of the library is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

# Headings, lists and quotes are blocks of their own, so that rich text stays a paragraph.
PARAGRAPH_FEATURES = ["bold", "italic", "link"]


class PictureBlock(blocks.StructBlock):
    """A picture and what it says to those who cannot see it."""

    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what the picture shows"),
        max_length=200,
        help_text=_("It is read aloud to those who cannot see the picture."),
    )
    caption = blocks.CharBlock(label=_("caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "knowledge_base/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("text"))
    source = blocks.CharBlock(label=_("whose words"), max_length=150, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "knowledge_base/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a resource."""

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", max_length=150, template="knowledge_base/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(label=_("Paragraph"), features=PARAGRAPH_FEATURES)
    list = blocks.ListBlock(
        blocks.TextBlock(label=_("line")),
        label=_("List"),
        icon="list-ul",
        template="knowledge_base/blocks/list.html",
    )
    steps = blocks.ListBlock(
        blocks.TextBlock(label=_("step")),
        label=_("Steps"),
        icon="list-ol",
        template="knowledge_base/blocks/steps.html",
    )
    quote = QuoteBlock()
    picture = PictureBlock()

    class Meta:
        block_counts: dict = {}
