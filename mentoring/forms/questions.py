"""Forms of the questions that moderators curate: hints for mentors, the reflection sheet, days off."""

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from ..enums import AnswerKind
from ..models import DayOff, HintQuestion, ReflectionQuestion, Rubric


class HintQuestionForm(WagtailAdminModelForm):
    """A hint with its rubrics as a list to tick."""

    rubrics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Rubrics"),
        queryset=Rubric.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Mentors get the question for cases of these rubrics."),
    )

    class Meta:
        model = HintQuestion
        fields = ["text", "kind", "rubrics", "active"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offered = Rubric.objects.offered()
        if self.instance.pk:
            offered = offered | Rubric.objects.filter(hints=self.instance)
        self.fields["rubrics"].queryset = offered.distinct()


class ReflectionQuestionForm(WagtailAdminModelForm):
    """A question of the sheet. What answers were given to keeps its kind and its choices."""

    lines = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, for a question with one of several answers."),
    )

    class Meta:
        model = ReflectionQuestion
        fields = ["text", "help", "kind", "low_label", "high_label", "required", "active"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].initial = "\n".join(choice["label"] for choice in self.instance.choices)
        if self.instance.pk and self.instance.answers.exists():
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("There are answers already, so the kind stays as it is.")

    def clean(self) -> dict:
        """Enough choices for a choice, and none taken from under the answers."""
        data = super().clean()
        labels = [line.strip() for line in data.get("lines", "").splitlines() if line.strip()]
        if data.get("kind") == AnswerKind.CHOICE and len(labels) < 2:
            self.add_error("lines", _("Write at least two choices, one a line."))
        if len(labels) < len(self.instance.choices) and self.instance.pk and self.instance.answers.exists():
            self.add_error(
                "lines", _("Answers refer to these choices: reword them, but do not take any away.")
            )
        data["labels"] = labels
        return data

    def save(self, commit: bool = True) -> ReflectionQuestion:
        """Each line keeps the value that stood at its place, so that old answers keep their meaning."""
        values = [choice["value"] for choice in self.instance.choices]
        labels = self.cleaned_data["labels"] if self.cleaned_data["kind"] == AnswerKind.CHOICE else []
        values += [f"choice_{get_random_string(6).lower()}" for _more in labels[len(values) :]]
        self.instance.choices = [
            {"value": value, "label": label} for value, label in zip(values, labels, strict=False)
        ]
        if not self.instance.slug:
            self.instance.slug = f"question-{get_random_string(8).lower()}"
        return super().save(commit=commit)


class DayOffForm(WagtailAdminModelForm):
    """Days on which every clock stands still."""

    class Meta:
        model = DayOff
        fields = ["title", "first_day", "last_day"]

    def clean(self) -> dict:
        """The end is not before the beginning."""
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        return data
