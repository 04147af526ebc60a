"""What is typed about formats, leaves, colleagues' opinions and in the chat."""

from typing import cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..collegial import OPINION_MAX, Colleague
from ..formats import CONTACT_MAX
from ..models import Leave

_area = forms.Textarea


class WidenForm(forms.Form):
    """The author's explicit consent to show the name."""

    contact = forms.CharField(
        label=_("A contact, if you want to give one"),
        help_text=_("A phone, an e-mail or a messenger: the mentor will see it. It may stay empty."),
        required=False,
        max_length=CONTACT_MAX,
    )
    consent = forms.BooleanField(
        label=_("I agree that the mentor of this case sees my name and profile"),
        error_messages={"required": _("Tick the box if you agree to show your name.")},
    )


class AllowColleaguesForm(forms.Form):
    """The author's explicit consent to colleagues."""

    consent = forms.BooleanField(
        label=_("I agree that the mentor shows this case to colleagues, under the same format"),
        error_messages={"required": _("Tick the box if you agree that colleagues see the case.")},
    )


class AskLeaveForm(forms.Form):
    """What a mentor asks for, and why."""

    leave = forms.ChoiceField(label=_("What you ask for"), choices=(), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("What it would help with"),
        help_text=_("The author reads this and decides. A refusal changes nothing in your work."),
        max_length=2000,
        widget=_area(attrs={"rows": 4}),
        error_messages={"required": _("Say in a sentence or two what it would help with.")},
    )

    WORDS = {
        Leave.PERSONAL: _("See the author’s name and write in the chat"),
        Leave.COLLEGIAL: _("Ask colleagues for their opinion"),
    }

    def __init__(self, *args, leaves: list[str] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["leave"]).choices = [
            (leave, self.WORDS[Leave(leave)]) for leave in leaves
        ]


class InviteForm(forms.Form):
    """A colleague to ask, and what."""

    colleague = forms.ChoiceField(
        label=_("Whom to ask"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a colleague from the list."),
            "invalid_choice": _("Choose a colleague from the list."),
        },
    )
    question = forms.CharField(
        label=_("What to ask"),
        help_text=_("What exactly you doubt: it is easier to answer a clear question."),
        required=False,
        max_length=2000,
        widget=_area(attrs={"rows": 3}),
    )

    def __init__(self, *args, colleagues: list[Colleague] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._offer(colleagues)

    def leave_out(self, asked: set[str]) -> None:
        """Offer no more those who have been asked already."""
        self._offer([colleague for colleague in self._colleagues if colleague.public_id not in asked])

    def _offer(self, colleagues: list[Colleague]) -> None:
        self._colleagues = colleagues
        cast(forms.ChoiceField, self.fields["colleague"]).choices = [
            (c.public_id, f"{c.name}, {c.position}" if c.position else c.name) for c in colleagues
        ]


class OpinionForm(forms.Form):
    """A colleague's opinion."""

    text = forms.CharField(
        label=_("Your opinion"),
        help_text=_("The mentor reads it, the author does not."),
        strip=False,
        max_length=OPINION_MAX,
        widget=_area(attrs={"rows": 12}),
        error_messages={"required": _("Write your opinion: a few sentences are enough.")},
    )


class MessageForm(forms.Form):
    """One message of the chat. Files are read by the view."""

    text = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=settings.CHAT_MESSAGE_MAX,
        widget=_area(attrs={"rows": 3}),
        error_messages={"max_length": _("The message is too long. Send it in parts.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
