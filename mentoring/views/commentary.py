"""A colleague reads a de-identified case and writes a few words for its readers."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ..autosave import Saved, autosaved, owner_mark, seen_revision, text_survives
from ..forms.mentor import one_line_ends
from ..models import Commentary
from ..privacy import commentaries
from ..refusal import Refused
from .identifiers import hints, identifier_words
from .replies import posted_or_kept, status_of


class CommentaryForm(forms.Form):
    """Who speaks and what. `sure` answers the question about words that may tell who somebody is."""

    role = forms.CharField(
        label=gettext_lazy("Who you are, without a name"),
        help_text=gettext_lazy(
            "For example: methodologist, twenty years at school. Readers see it above your words."
        ),
        max_length=commentaries.ROLE_MAX,
        error_messages={"required": gettext_lazy("Say in a word or two who speaks: «school psychologist».")},
    )
    text = forms.CharField(
        label=gettext_lazy("Your commentary"),
        help_text=gettext_lazy("What you would add, doubt or underline: a few sentences."),
        max_length=commentaries.TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write a few sentences.")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Nobody can be recognised by this"), required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict:
        """Words that look like a name or a school are asked about once."""
        given = super().clean() or {}
        found = [hint["fragment"] for name in ("role", "text") for hint in hints(given.get(name) or "")]
        if found and not given.get("sure"):
            self.fields["sure"].widget = forms.CheckboxInput()
            words = _(
                "%(words)s may tell who somebody is. Say it more generally, or confirm that nobody can be recognised."
            )
            self.add_error("sure", words % {"words": ", ".join(f"«{word}»" for word in dict.fromkeys(found))})
        return given


def _asked(request: HttpRequest, key: str) -> Commentary:
    commentary = commentaries.of_colleague(request.user, key)
    if commentary is None:
        raise Http404
    return commentary


@text_survives
def commentary(request: HttpRequest, key: str) -> HttpResponse:
    """The de-identified text and the form; afterwards only what was written."""
    asked = _asked(request, key)
    form = CommentaryForm(posted_or_kept(request), initial={"role": asked.role, "text": asked.text})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            text = one_line_ends(form.cleaned_data["text"])
            commentaries.write(asked, role=form.cleaned_data["role"], text=text)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("The commentary is with the moderator. Thank you."))
            return redirect("cases:commentary", key=key)
    context = {
        "asked": asked,
        "waits": commentaries.is_wanted(asked),
        "copy": commentaries.readable(asked),
        "form": form,
        "refused": refused,
        "owner": owner_mark(request.user),
        "saved_revision": asked.revision,
        "identifier_words": identifier_words(),
    }
    status = 422 if request.method == "POST" and refused is None else status_of(refused)
    return render(request, "mentoring/talk/commentary.html", context, status=status)


@autosaved
def save(request: HttpRequest, key: str) -> Saved:
    """What is typed, saved by itself."""
    given = {name: one_line_ends(request.POST.get(name, "")) for name in ("role", "text")}
    return commentaries.keep(_asked(request, key), **given, seen=seen_revision(request))


@login_required
@require_POST
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """«Не в этот раз»."""
    try:
        commentaries.decline(_asked(request, key))
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Thank you for saying so. We will ask somebody else."))
    return redirect("cabinet:mentor")


urlpatterns: list[URLPattern] = [
    path("commentaries/<slug:key>/", commentary, name="commentary"),
    path("commentaries/<slug:key>/save/", save, name="save_commentary"),
    path("commentaries/<slug:key>/decline/", decline, name="decline_commentary"),
]
