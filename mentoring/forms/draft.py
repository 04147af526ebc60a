"""The form of a case: problem or career, first version or a later one."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .. import drafts
from ..enums import Direction, Format, SchoolType, Subject, Urgency
from ..models import Rubric

TERMS = ("format", "contact", "collegial", "urgency")
YEARS_MOST = 60


@dataclass(frozen=True)
class FormPart:
    """One part of the form, as the table of parts names it."""

    anchor: str
    title: str | Promise
    names: tuple[str, ...]


class Text(forms.CharField):
    """A text whose lines end alike, so that the limit counts what the person sees."""

    def __init__(
        self, *, limit: int, missing=None, help_text="", label="", line: bool = False, rows: int = 4
    ) -> None:
        widget = forms.TextInput() if line else forms.Textarea(attrs={"rows": rows})
        longer = ngettext_lazy(
            "This is longer than %(limit_value)d character. Shorten it a little.",
            "This is longer than %(limit_value)d characters. Shorten it a little.",
            "limit_value",
        )
        super().__init__(
            max_length=limit,
            required=missing is not None,
            error_messages={"max_length": longer, **({"required": missing} if missing is not None else {})},
            help_text=help_text,
            label=label,
            widget=widget,
        )

    def to_python(self, value):
        return super().to_python(plain_lines(value))


def plain_lines(value: Any) -> str:
    """The text with one kind of line end and without the character that databases refuse."""
    return str(value or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


class RubricField(forms.MultipleChoiceField):
    """One to three rubrics of a direction, named by their short names. Cleans to Rubric objects of today."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, direction: str, **kwargs) -> None:
        super().__init__(**kwargs)
        self.direction = direction
        self.choices = [(rubric.slug, rubric.title) for rubric in drafts.offered_rubrics(direction)]

    def validate(self, value):
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def clean(self, value) -> list[Rubric]:
        names = super().clean(value)
        today, gone = drafts.rubrics_for(names, self.direction)
        if gone:
            words = _t("The rubric “%(title)s” is offered no more. Choose another one.")
            raise forms.ValidationError(words % {"title": gone[0].title}, code="gone")
        if not today and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(today) > drafts.RUBRICS_MOST:
            raise forms.ValidationError(_t("Choose three at most: the closest ones."), code="too_many")
        return today


class CaseForm(forms.Form):
    """What both directions have. `written()` reads without checking; `is_valid()` says what is missing."""

    direction: str
    parts: tuple[FormPart, ...]
    use_required_attribute = False

    title = Text(
        limit=settings.CASE_TITLE_MAX,
        line=True,
        label=_("The case in one line"),
        help_text=_("As you would tell a colleague. For example: “A pupil’s mother writes to me at night”."),
        missing=_("Give the case a name: one line is enough."),
    )
    question = Text(
        limit=settings.CASE_TEXT_MAX,
        label=_("Your question to the mentor"),
        help_text=_("For example: “How do I answer so that it does not get worse?”"),
        missing=_("Write what you would like to ask the mentor."),
    )
    subject = forms.ChoiceField(
        label=_("Your subject"), choices=[("", _("Not chosen")), *Subject.choices], required=False
    )
    grade = Text(
        limit=60,
        line=True,
        label=_("Class or age of the children"),
        help_text=_("For example: 6th form, 11–12 years."),
    )
    school_type = forms.ChoiceField(
        label=_("Where you work"), choices=[("", _("Not chosen")), *SchoolType.choices], required=False
    )
    years = forms.IntegerField(
        label=_("How many years you have taught"),
        required=False,
        min_value=0,
        max_value=YEARS_MOST,
        error_messages={
            "invalid": _("Write a number, for example 2."),
            "min_value": _("Write a number from 0 on."),
            "max_value": _("Write a number up to %(limit_value)d."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    context = Text(
        limit=2000,
        label=_("Anything else that matters"),
        help_text=_("Size of the class, rules of the school, what came before."),
        rows=3,
    )

    def __init__(self, *args, first: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        self.gone: list[Rubric] = []
        if first:
            self._add_terms()
        named = [name for part in self.parts for name in part.names if name in self.fields]
        self.order_fields(named)

    def _add_terms(self) -> None:
        career = self.direction == Direction.CAREER
        self.fields["rubrics"] = RubricField(
            direction=self.direction,
            label=_("Which track it is about") if career else _("What it is about"),
            help_text=_("From one to three. By them we look for the mentors who know the matter."),
            error_messages={"required": _("Choose at least one: by it we look for mentors.")},
        )
        self.fields["format"] = forms.ChoiceField(
            label=_("How the mentor sees you"),
            help_text=_("You can change this at any time on the page of the case."),
            choices=[
                (Format.ANONYMOUS, _("Anonymously: the mentor sees neither your name nor your school")),
                (Format.PERSONAL, _("Personally: the mentor sees your name and school, and you have a chat")),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose how the mentor sees you.")},
        )
        self.fields["contact"] = Text(
            limit=200,
            line=True,
            label=_("How else to reach you"),
            help_text=_("A phone or a messenger. Only the mentor you choose sees it."),
        )
        self.fields["collegial"] = forms.BooleanField(
            label=_("The mentor may show the case to colleagues"),
            help_text=_("They see as much as the mentor does, and answer the mentor alone."),
            required=False,
        )
        self.fields["urgency"] = forms.ChoiceField(
            label=_("How soon you need an answer"),
            choices=Urgency.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose how soon you need an answer.")},
        )
        if not self.is_bound:
            wanted = self.initial.get("rubrics", [])
            today, self.gone = drafts.rubrics_for(wanted, self.direction)
            self.initial["rubrics"] = [rubric.slug for rubric in today]
            self.initial.setdefault("format", Format.ANONYMOUS)
            self.initial.setdefault("urgency", Urgency.SOON)

    def without_judging(self) -> "CaseForm":
        """Show what was typed and complain of nothing."""
        self._errors = ErrorDict()
        return self

    def written(self) -> drafts.Written:
        """Everything typed so far, cut to the limits; what no list knows is left empty."""
        texts = {name: self._loose(name) for name in drafts.TEXTS[Direction(self.direction)]}
        if not self.first:
            return drafts.Written(texts, {})
        terms = {name: self._loose(name) for name in TERMS}
        # A choice that was not made stays what it was; an emptied contact is empty.
        terms = {name: value for name, value in terms.items() if value != "" or name == "contact"}
        rubrics = self.fields["rubrics"].widget.value_from_datadict(self.data, self.files, "rubrics")
        today, _gone = drafts.rubrics_for(rubrics, self.direction)
        return drafts.Written(texts, terms, today)

    def _loose(self, name: str) -> Any:
        field, value = self.fields[name], self.data.get(self.add_prefix(name), "")
        if isinstance(field, forms.BooleanField):
            return bool(value)
        if isinstance(field, forms.IntegerField):
            number = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else None
            return number if number is not None and number <= YEARS_MOST else None
        if isinstance(field, forms.ChoiceField):
            return value if field.valid_value(value) else ""
        if isinstance(field, Text):
            return plain_lines(value)[: field.max_length].strip()
        raise TypeError(name)


class ProblemForm(CaseForm):
    """«Начать работу с проблемным кейсом»."""

    direction = Direction.PROBLEM
    parts = (
        FormPart("about", _("What the case is about"), ("title", "rubrics")),
        FormPart("story", _("What happened"), ("situation", "participants")),
        FormPart("wish", _("What you tried and what you want"), ("tried", "wanted", "question")),
        FormPart("around", _("About your work"), drafts.FACTS),
        FormPart("terms", _("Who sees it and when"), ("format", "contact", "collegial", "urgency")),
    )

    situation = Text(
        limit=settings.CASE_TEXT_MAX,
        rows=12,
        label=_("Tell what happened"),
        help_text=_(
            "Begin with one particular day: who said or did what, what you answered, how it ended. "
            "Names and the number of the school are not needed."
        ),
        missing=_("Write what happened: two or three sentences are enough."),
    )
    participants = Text(
        limit=2000,
        rows=3,
        label=_("Who takes part"),
        help_text=_("By role, not by name: “a pupil of the 6th form, his mother, the deputy head”."),
    )
    tried = Text(
        limit=settings.CASE_TEXT_MAX,
        label=_("What you have already tried"),
        help_text=_("And what came of it, even if nothing did."),
    )
    wanted = Text(
        limit=settings.CASE_TEXT_MAX,
        label=_("What result you would like"),
        help_text=_("How will you notice that it has become easier?"),
    )


class CareerForm(CaseForm):
    """The form of a career consultation."""

    direction = Direction.CAREER
    parts = (
        FormPart("about", _("What the consultation is about"), ("title", "rubrics")),
        FormPart("story", _("Where you are and where you want to go"), ("position", "wanted_track")),
        FormPart("wish", _("What you did and what is in the way"), ("done", "obstacles", "question")),
        FormPart("around", _("About your work"), drafts.FACTS),
        FormPart("terms", _("Who sees it and when"), ("format", "contact", "collegial", "urgency")),
    )

    position = Text(
        limit=settings.CASE_TEXT_MAX,
        rows=10,
        label=_("Where you stand now"),
        help_text=_("Post, duties, what you do well and what tires you. Do not name the school."),
        missing=_("Write who you work as now and what you do."),
    )
    wanted_track = Text(
        limit=settings.CASE_TEXT_MAX,
        label=_("What you would like to come to"),
        help_text=_("In a year or in five: a post, a role, a project, a name in the profession."),
        missing=_("Write what you would like to come to, even if it is vague."),
    )
    done = Text(
        limit=settings.CASE_TEXT_MAX,
        label=_("What you have already done for it"),
        help_text=_("Courses, contests, talks with the head, publications."),
    )
    obstacles = Text(
        limit=settings.CASE_TEXT_MAX,
        label=_("What is in the way"),
        help_text=_("Time, doubts, rules, people’s opinion: whatever you notice."),
    )


def form_of(direction: str) -> type[CaseForm]:
    """The form that a direction asks for."""
    return CareerForm if direction == Direction.CAREER else ProblemForm
