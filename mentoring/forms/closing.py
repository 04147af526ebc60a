"""Forms of what comes after a solution."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import AnswerKind
from ..models import AfterCheck, Exclusion, MentorReview, ReflectionAnswer, ReflectionSheet, Thanks

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
PREFIX = "q_"


def yes_no(value: str) -> bool | None:
    """What a yes-or-no field says, None while it says nothing."""
    return {"yes": True, "no": False}.get(value)


def said(value: bool | None) -> str:
    """The other way round, for the first value of such a field."""
    return "" if value is None else "yes" if value else "no"


class ScaleField(forms.ChoiceField):
    """One of several; with words at its ends it is drawn as a row of numbers."""

    low = high = ""


class TakenForm(forms.Form):
    """What the author takes from each of two opinions."""

    taken_from_first = forms.CharField(
        label=_("What I take from the first opinion"),
        required=False,
        max_length=ReflectionSheet._meta.get_field("taken_from_first").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    taken_from_second = forms.CharField(
        label=_("What I take from the second opinion"),
        required=False,
        max_length=ReflectionSheet._meta.get_field("taken_from_second").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReflectionForm(TakenForm):
    """The sheet: the questions of the moderators, what is taken from two opinions, and whether to publish.

    With `finish` the required questions are required; without it the sheet may stay half-filled.
    """

    may_publish = forms.ChoiceField(
        label=_("May the case help others in the library?"),
        help_text=_(
            "Names, places and everything that could tell who you are is taken out first, and you see the "
            "result "
            "before anybody else: without your consent nothing is published."
        ),
        choices=[("yes", _("Yes, prepare it")), ("no", _("No, let it stay between us"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, questions, *args, two_opinions: bool, finish: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        asked = {PREFIX + question.slug: _field(question, finish) for question in questions}
        rest = {
            name: field
            for name, field in self.fields.items()
            if two_opinions or not name.startswith("taken_from")
        }
        self.fields = {**asked, **rest}
        # Required is not marked, so what may stay empty is told from the question itself, sent or not.
        self.optional = {PREFIX + question.slug for question in questions if not question.required}
        if finish:
            self.fields["may_publish"].required = True
            self.fields["may_publish"].error_messages["required"] = _(
                "Say yes or no: without your word nothing is published."
            )

    def answers(self) -> dict[str, str]:
        """What was answered, by the short name of the question."""
        return {
            name.removeprefix(PREFIX): value
            for name, value in self.cleaned_data.items()
            if name.startswith(PREFIX)
        }

    def taken(self) -> dict[str, str]:
        """What was taken from each opinion, where there are two."""
        return {name: value for name, value in self.cleaned_data.items() if name.startswith("taken_from")}


def _field(question, finish: bool) -> forms.Field:
    common = {
        "label": question.text,
        "help_text": question.help,
        "required": finish and question.required,
        "error_messages": {"required": _("Answer this one too.")},
    }
    if question.kind == AnswerKind.TEXT:
        limit = ReflectionAnswer._meta.get_field("value").max_length
        return forms.CharField(max_length=limit, widget=forms.Textarea(attrs={"rows": 4}), **common)
    if question.kind == AnswerKind.SCALE:
        choices = [(str(mark), str(mark)) for mark in range(1, 6)]
    else:
        choices = [(choice["value"], choice["label"]) for choice in question.choices]
    field = ScaleField(choices=choices, widget=forms.RadioSelect, **common)
    if question.kind == AnswerKind.SCALE:
        field.low, field.high = question.low_label or "1", question.high_label or "5"
    return field


class ThanksForm(forms.Form):
    """«Спасибо», with or without words."""

    text = forms.CharField(
        label=_("A word of thanks"),
        required=False,
        max_length=Thanks._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(forms.Form):
    """A private review for the lab."""

    mark = forms.ChoiceField(
        label=_("How was it to work with this mentor?"),
        choices=[(str(mark), str(mark)) for mark in range(1, 6)],
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What should the lab know?"),
        max_length=MentorReview._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a sentence or two.")},
    )


class AfterForm(forms.Form):
    """What came of it, three weeks later."""

    helped = forms.ChoiceField(
        label=_("Did it help?"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What came of it"),
        required=False,
        max_length=AfterCheck._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class BlockForm(forms.Form):
    """Whom not to meet again, and what happened, if moderators should know."""

    report = forms.CharField(
        label=_("What happened"),
        help_text=_(
            "If you write something, the moderators will read it. The other side will not learn of it."
        ),
        required=False,
        max_length=Exclusion._meta.get_field("report").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, others, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        who = forms.ChoiceField(
            label=_("Whom do you not want to meet again?"),
            choices=[(other.key, other.name) for other in others],
            initial=others[0].key if len(others) == 1 else None,
            widget=forms.RadioSelect,
        )
        self.fields = {"who": who, **self.fields}
