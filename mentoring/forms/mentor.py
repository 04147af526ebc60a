"""What a mentor types: passing on, asking first, rows of questions, options of a solution, notes."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..collegial import Colleague
from ..enums import QuestionKind
from ..models import Consultation
from ..questions import QuestionDraft
from ..solutions import PARTS, OptionDraft, SolutionDraft

ROWS_MOST = 40  # A page never has more; what a machine sends beyond is not read.
_area = forms.Textarea


class PassOnForm(forms.Form):
    """«Передать»: reason, a colleague to suggest and days of rest on one screen."""

    reason = forms.CharField(
        label=_("Why you cannot take it"),
        help_text=_("The author does not see it. It helps moderators to see where mentors are missing."),
        required=False,
        max_length=2000,
        widget=_area(attrs={"rows": 3}),
    )
    colleague = forms.ChoiceField(
        label=_("Whom you would suggest"),
        help_text=_("The portal proposes this colleague to the author first, if there is a free place."),
        required=False,
    )
    quiet_until = forms.DateField(
        label=_("Do not disturb until"),
        help_text=_("Until this day no new cases will be offered to you."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like this: 30.11.2026.")},
    )

    def __init__(self, *args, colleagues: list[Colleague] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        named = [(c.public_id, f"{c.name}, {c.position}" if c.position else c.name) for c in colleagues]
        cast(forms.ChoiceField, self.fields["colleague"]).choices = [("", _("Nobody in particular")), *named]


class AskFirstForm(forms.Form):
    """«Сначала спрошу»: one question."""

    question = forms.CharField(
        label=_("Your question"),
        help_text=_(
            "One question that decides whether the case is for you. "
            "The author answers, and the move is yours again."
        ),
        max_length=Consultation._meta.get_field("pre_question").max_length,
        widget=_area(attrs={"rows": 4}),
        error_messages={"required": _("Write your question.")},
    )


class StepDownForm(forms.Form):
    """Why a mentor who accepted cannot go on."""

    reason = forms.CharField(
        label=_("What has happened"),
        help_text=_("Moderators will read this, the author will not."),
        required=False,
        max_length=2000,
        widget=_area(attrs={"rows": 3}),
    )


class NotesForm(forms.Form):
    """Private notes."""

    text = forms.CharField(
        label=_("Notes"),
        required=False,
        strip=False,
        max_length=Consultation._meta.get_field("private_notes").max_length,
        widget=_area(attrs={"rows": 14}),
    )


def read_questions(posted: QueryDict) -> list[QuestionDraft]:
    """The rows of the editor in the order of the page."""
    return [
        QuestionDraft(
            one_line_ends(posted.get(f"text-{key}", "")),
            kind if (kind := posted.get(f"kind-{key}")) in QuestionKind.values else QuestionKind.CLARIFYING,
            as_key(posted.get(f"hint-{key}", "")),
        )
        for key in _rows(posted)
    ]


def read_solution(posted: QueryDict) -> SolutionDraft:
    """The whole editor of a solution: a word before and the options in the order of the page."""
    options = [
        OptionDraft(*(one_line_ends(posted.get(f"{part}-{key}", "")) for part in PARTS))
        for key in _rows(posted)
    ]
    return SolutionDraft(one_line_ends(posted.get("intro", "")), tuple(options))


def _rows(posted: QueryDict) -> list[str]:
    """The keys of the rows: the fields of a row end in its key, and `row` tells the order of the page."""
    return [key for key in posted.getlist("row") if as_key(key) is not None][:ROWS_MOST]


def one_line_ends(text: str) -> str:
    """Text with one kind of line ends: forms and scripts send different ones."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def as_key(value: str) -> int | None:
    """A key out of a form; None for whatever is not a plain number."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None
