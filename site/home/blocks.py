"""Blocks of the home page and the guides."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class TitledText(blocks.StructBlock):
    """A title and a plain paragraph."""

    title = blocks.CharBlock(label=_("title"), max_length=150)
    text = blocks.TextBlock(label=_("text"))


class Step(TitledText):
    """A step of a guide and the time it takes."""

    time = blocks.CharBlock(label=_("how long"), max_length=100, required=False)


class FormatBlock(TitledText):
    """What a mentor sees in one format."""

    mentor_sees = blocks.CharBlock(label=_("what the mentor sees"), max_length=150)


class QuestionBlock(blocks.StructBlock):
    """A question that people really ask, with its answer."""

    question = blocks.CharBlock(label=_("question"), max_length=200)
    answer = blocks.TextBlock(label=_("answer"))
