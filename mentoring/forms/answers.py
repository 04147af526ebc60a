"""Forms in which the author answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Consultation, Question, Round

KEEP, REWORD = "keep", "reword"


class AnswersForm(forms.Form):
    """A field for each question of a round, and what becomes of the request after them."""

    then = forms.ChoiceField(
        label=_(
            "After you have worked with our questions, do you want to reword the gist of the request or "
            "make it "
            "more exact?"
        ),
        choices=[
            (KEEP, _("No, I want to keep the first version of the request")),
            (REWORD, _("Yes, I want to make the request more exact")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two: the mentor will see it.")},
    )

    def __init__(self, round_: Round, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        limit = Question._meta.get_field("answer").max_length
        for question in round_.questions.all():
            self.fields[f"answer_{question.ordinal}"] = forms.CharField(
                label=question.text,
                required=False,
                max_length=limit,
                initial=question.answer,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
        self.order_fields([name for name in self.fields if name != "then"])

    def question_fields(self) -> list[forms.BoundField]:
        """The fields of the questions, in their order."""
        return [self[name] for name in self.fields if name.startswith("answer_")]

    def answers(self) -> dict[int, str]:
        """What was typed, by the ordinal of the question, whatever else is amiss with the form."""
        return {
            int(name.removeprefix("answer_")): text
            for name, text in self.cleaned_data.items()
            if name.startswith("answer_")
        }


class AnswerFirstForm(forms.Form):
    """The answer to the one question that a mentor asks before taking a case."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=Consultation._meta.get_field("pre_answer").max_length,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write an answer: a sentence or two is enough.")},
    )
