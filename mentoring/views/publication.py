"""The author and the library: read exactly what would be published, say yes or no, take it out again."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..access import get_case_as
from ..autosave import owner_mark, take_kept, text_survives
from ..enums import PublicationStatus, Role
from ..models import Case, PublicCase
from ..privacy import publication
from ..reading import view_for
from ..refusal import Refused
from .case import refused_page, see_other


class VetoForm(forms.Form):
    """Why not like this."""

    words = forms.CharField(
        label=gettext_lazy("What to change"),
        help_text=gettext_lazy(
            "For example: «Leave the part about the meeting out». Only the moderator reads it."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write in a few words what should not be published.")},
    )


def _copy_of(case: Case) -> PublicCase:
    copy = PublicCase.objects.filter(deidentification__case=case).select_related("deidentification").first()
    if copy is None or copy.status in (PublicationStatus.PREPARING, PublicationStatus.REFUSED):
        raise Http404
    return copy


def page(request: HttpRequest, number: str, form: VetoForm | None = None, status: int = 200) -> HttpResponse:
    """What would be published, word for word, and the author's decision."""
    case = get_case_as(request.user, number, Role.AUTHOR)
    copy = _copy_of(case)
    context = {
        "view": view_for(case, request.user),
        "copy": copy,
        "form": form or VetoForm(take_kept(request)),
        "owner": owner_mark(request.user),
        "asked": copy.status == PublicationStatus.WITH_AUTHOR,
        "approved": copy.status == PublicationStatus.APPROVED,
        "published": copy.status == PublicationStatus.PUBLISHED,
    }
    return render(request, "mentoring/closing/publication.html", context, status=status)


@text_survives
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """GET shows the page. POST `decision` is approve, veto, refuse or withdraw."""
    if request.method != "POST":
        return page(request, number)
    case = get_case_as(request.user, number, Role.AUTHOR)
    copy, by = _copy_of(case), request.user
    decision = request.POST.get("decision", "")
    try:
        if decision == "approve":
            publication.approve(copy, by=by, digest=request.POST.get("digest", ""))
            messages.success(request, _("Thank you. A moderator will put the case into the library."))
        elif decision == "veto":
            form = VetoForm(request.POST)
            if not form.is_valid():
                return page(request, number, form, 422)
            publication.veto(copy, by=by, words=form.cleaned_data["words"])
            messages.success(request, _("The moderator will change it and show it to you again."))
        elif decision == "refuse":
            publication.refuse(copy, by=by)
            messages.success(request, _("The case will not be published. Its copy has been erased."))
        elif decision == "withdraw":
            publication.withdraw(copy, by=by)
            messages.success(request, _("The case has been taken out of the library."))
        else:
            return page(request, number, status=422)
    except Refused as refused:
        return refused_page(request, case, refused)
    return see_other("case", case)


urlpatterns: list[URLPattern] = [path("<slug:number>/publication/", decide, name="publication")]
