"""Forms of sign-up and profile."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mentoring.enums import Direction, Stage, Subject
from mentoring.models import MenteeProfile, MentorPause, MentorProfile, Rubric, TextModule
from mentoring.uploads import CleanFile, UploadRefused, clean_upload

from .adapter import wants_to_be_mentor
from .consents import newest_texts, record
from .mentors import MentorAnswers
from .models import ConsentText, User


@cache
def regions() -> list[str]:
    """The regions of Russia, offered while one types."""
    path = Path(__file__).parent / "content" / "regions.json"
    return json.loads(path.read_text(encoding="utf-8"))


class RegionInput(forms.TextInput):
    """A line with the regions of Russia to choose from; what is not among them may be written too."""

    template_name = "accounts/region_input.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Adds the list and its key."""
        context = super().get_context(name, value, {**(attrs or {}), "list": f"list_{name}"})
        return {**context, "regions": regions()}


AGREEMENT = {
    "personal_data": _("I consent to the processing of my personal data."),
    "rules": _("I accept the rules of the portal."),
}


def consent_fields(texts: list[ConsentText]) -> dict[str, forms.BooleanField]:
    """A checkbox for each text, not ticked. Its name holds the version: a tick under an older one is none."""
    return {
        f"consent_{text.pk}": forms.BooleanField(
            label=format_html(
                '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
                AGREEMENT.get(text.code, text.title),
                reverse("accounts:consent_text", args=[text.code]),
                _("Read the text"),
            ),
            error_messages={
                "required": _("Read the text and tick the box: without it the portal cannot work.")
            },
        )
        for text in texts
    }


class SignupForm(AllauthSignupForm):
    """Sign-up by e-mail and password, with the consents of the day."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    patronymic = forms.CharField(
        label=_("Patronymic"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "additional-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    field_order = ["first_name", "patronymic", "last_name", "email", "password1", "password2"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.texts = list(newest_texts())
        self.fields.update(consent_fields(self.texts))

    def try_save(self, request: HttpRequest):
        """A doubled sending makes one account: the second is answered like any address already known."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """A mentee starts at once; who came to be a mentor goes on to the application."""
        super().custom_signup(request, user)
        user.patronymic = self.cleaned_data["patronymic"]
        user.save(update_fields=["patronymic"])
        for text in self.texts:
            record(user, text)
        if not wants_to_be_mentor(request):
            MenteeProfile.objects.get_or_create(user=user)


class ConsentForm(forms.Form):
    """Asks for what is missing."""

    def __init__(self, texts: list[ConsentText], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(consent_fields(texts))


class NameForm(forms.ModelForm):
    """How one is addressed."""

    class Meta:
        model = User
        fields = ["first_name", "patronymic", "last_name"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = self.fields["last_name"].required = True


class LettersForm(forms.ModelForm):
    """When letters come."""

    class Meta:
        model = User
        fields = ["letters"]
        widgets = {"letters": forms.RadioSelect}


class MenteeForm(forms.ModelForm):
    """What a young teacher tells of the job."""

    class Meta:
        model = MenteeProfile
        fields = ["subject", "stage", "years", "region", "settlement", "school_type", "school", "phone"]
        widgets = {
            "region": RegionInput,
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }
        help_texts = {
            "school": _("Needed for one thing: never to propose a mentor from your own school."),
            "phone": _("Shown to nobody by itself. You choose in each case what contact to give."),
        }

    years = forms.IntegerField(label=_("Years in the job"), required=False, min_value=0, max_value=70)


class MentorForm(forms.Form):
    """What a mentor tells of the own work: the application, the profile and the answer to an invitation."""

    position = forms.CharField(
        label=_("Position"),
        max_length=200,
        help_text=_("For example: associate professor of pedagogy, methodologist."),
    )
    about = forms.CharField(
        label=_("About yourself"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Two or three sentences for a young teacher: what you know well and how you like to work."
        ),
    )
    workplace = forms.CharField(
        label=_("Place of work"),
        max_length=200,
        required=False,
        help_text=_("Not shown. Needed so that you are never proposed to a teacher of your own school."),
    )
    region = forms.CharField(label=_("Region"), max_length=80, required=False, widget=RegionInput)
    problem_rubrics = forms.ModelMultipleChoiceField(
        Rubric.objects.none(),
        label=Direction.PROBLEM.label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    career_rubrics = forms.ModelMultipleChoiceField(
        Rubric.objects.none(),
        label=Direction.CAREER.label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    subjects = forms.MultipleChoiceField(
        label=_("Subjects"), choices=Subject.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    stages = forms.MultipleChoiceField(
        label=_("Stages of schooling"),
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    capacity = forms.IntegerField(
        label=_("How many cases at once"),
        min_value=0,
        max_value=50,
        initial=3,
        help_text=_("Requests and cases in work together, from 0 to 50. With 0 nobody is sent to you."),
    )

    def __init__(self, *args, profile: MentorProfile | None = None, **kwargs) -> None:
        if profile is not None and profile.pk:
            kwargs["initial"] = {**_told(profile), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for direction in Direction.values:
            offered = Rubric.objects.of_direction(direction) & Rubric.objects.offered()
            cast(forms.ModelMultipleChoiceField, self.fields[f"{direction}_rubrics"]).queryset = offered

    def clean(self) -> dict:
        """At least one rubric of either direction."""
        data = super().clean()
        chosen = [*(data.get("problem_rubrics") or []), *(data.get("career_rubrics") or [])]
        if not chosen and not {"problem_rubrics", "career_rubrics"} & set(self.errors):
            self.add_error(
                "problem_rubrics", _("Choose at least one rubric here or below: cases are matched by them.")
            )
        return data

    def answers(self) -> MentorAnswers:
        """What was told, for `mentors`."""
        data = dict(self.cleaned_data)
        rubrics = [*data.pop("problem_rubrics"), *data.pop("career_rubrics")]
        return MentorAnswers(rubrics=rubrics, **data)


def _told(profile: MentorProfile) -> dict:
    told = {
        name: getattr(profile, name)
        for name in ("position", "about", "workplace", "region", "subjects", "stages", "capacity")
    }
    rubrics = list(profile.rubrics.all())
    for direction in Direction.values:
        told[f"{direction}_rubrics"] = [rubric.pk for rubric in rubrics if rubric.direction == direction]
    return told


class PortraitForm(forms.Form):
    """A photo, kept only as new pixels."""

    portrait = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP. Place and time of shooting are taken out of the file."),
        error_messages={"required": _("Choose a picture.")},
    )

    def clean_portrait(self) -> CleanFile:
        """Pictures only."""
        try:
            clean = clean_upload(self.cleaned_data["portrait"])
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if not clean.media_type.startswith("image/"):
            raise forms.ValidationError(_("This is not a picture. Choose a JPEG, PNG or WebP file."))
        return clean


class PauseForm(forms.ModelForm):
    """Days on which one is not to be disturbed."""

    class Meta:
        model = MentorPause
        fields = ["first_day", "last_day"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("first_day", "last_day")
        }

    def clean(self) -> dict:
        """The end is not before the beginning."""
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first one."))
        return data


class TextModuleForm(forms.ModelForm):
    """A piece of text for questions and solutions."""

    class Meta:
        model = TextModule
        fields = ["title", "text"]


class PasswordForm(forms.Form):
    """The password once more, before what cannot be undone."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """It has to be right."""
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("The password is different. Try again."))
        return password
