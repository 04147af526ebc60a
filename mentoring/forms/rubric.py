"""Forms of the rubricator: a rubric and its place in the tree, and the choice of where a merge leads."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.coreutils import string_to_ascii

from ..desk import tree
from ..models import Rubric
from ..refusal import Refused


class RubricChoice(forms.ModelChoiceField):
    """A rubric chosen from the tree, indented as it stands there."""

    def label_from_instance(self, rubric: Rubric) -> str:
        """The title behind its depth."""
        return "\N{EM SPACE}" * 2 * (rubric.depth - 1) + rubric.title


class RubricForm(WagtailAdminModelForm):
    """A rubric with its place. Treebeard needs a parent to plant a node, so the model's own form would fail.

    No Meta on purpose: Wagtail derives the model's fields from the panels.
    """

    parent = RubricChoice(label=_("Stands below"), queryset=Rubric.objects.none())
    sibling = RubricChoice(
        label=_("Beside"),
        queryset=Rubric.objects.none(),
        required=False,
        help_text=_("A neighbour in the same place of the tree. Leave it empty to keep the order as it is."),
    )
    side = forms.ChoiceField(
        label=_("On which side"),
        choices=[("after", _("After it")), ("before", _("Before it"))],
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rubrics = Rubric.objects.all()
        if self.instance.pk and self.instance.depth == 1:
            for name in ("parent", "sibling", "side"):
                del self.fields[name]
        else:
            self.fields["parent"].queryset = rubrics.filter(retired=False)
            self.fields["sibling"].queryset = rubrics.filter(depth__gt=1).exclude(pk=self.instance.pk)
            if self.instance.pk:
                self.fields["parent"].initial = self.instance.get_parent().pk
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Latin letters. Left empty, it is made from the title.")

    def clean_slug(self) -> str:
        """The name in addresses, made from the title when nobody wrote one."""
        slug = self.cleaned_data["slug"] or slugify(string_to_ascii(self.cleaned_data.get("title", "")))[:60]
        if Rubric.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another rubric has this short name already."))
        return slug

    def clean(self) -> dict:
        """Ask the tree whether the rubric may stand there."""
        data = super().clean()
        if data.get("parent") is not None:
            try:
                tree.check_place(self.instance, parent=data["parent"], sibling=data.get("sibling"))
            except Refused as refused:
                self.add_error(refused.field, refused.message)
        return data

    def save(self, commit: bool = True) -> Rubric:
        """Plant a new rubric, or write an old one and move it."""
        place = {
            "parent": self.cleaned_data.get("parent"),
            "sibling": self.cleaned_data.get("sibling"),
            "after": self.cleaned_data.get("side") != "before",
        }
        if self.instance.pk is None:
            return tree.plant(self.instance, **place)
        rubric = super().save(commit=commit)
        return tree.replant(rubric, **place) if place["parent"] else rubric


class MergeForm(forms.Form):
    """Into which rubric."""

    into = RubricChoice(label=_("Merge into"), queryset=Rubric.objects.none())

    def __init__(self, *args, rubric: Rubric, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"] = RubricChoice(label=_("Merge into"), queryset=tree.merge_targets(rubric))
