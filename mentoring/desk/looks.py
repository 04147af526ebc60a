"""The pages of a look at an author: the reason, the second step, the name for a while, the list of looks."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from ..access import MODERATE
from ..models import IdentityLook
from ..refusal import Refused
from .identity import REVEAL, SHOWN_FOR, check_reason, may_reveal, reveal_author, still_shown
from .pages import DeedPage, DeskList, DeskPage, Trail
from .registry import OneCase


class ReasonForm(forms.Form):
    """Why somebody has to know; the second step adds the tick."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you have to know who the author is?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The reason is written down for good. The author is told that somebody looked, not the reason."
        ),
    )


class SureForm(forms.Form):
    """The second step."""

    reason = forms.CharField(max_length=300, widget=forms.HiddenInput)
    second = forms.BooleanField(initial=True, widget=forms.HiddenInput)
    sure = forms.BooleanField(label=gettext_lazy("Yes, show me the author. I know that it is written down"))


class RevealView(OneCase, DeedPage):
    """Two steps: the reason, then the consent to be written down. Nothing is shown before the second."""

    permission = REVEAL
    page_title = gettext_lazy("Who the author is")
    serious = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Needs both rights: that of a moderator opens the case, its own one the author."""
        self.permission = REVEAL if request.user.has_perm(MODERATE) else MODERATE
        return super().dispatch(request, *args, **kwargs)

    def form(self, data=None) -> forms.Form:
        """The form of the step."""
        return SureForm(data) if data is not None and "second" in data else ReasonForm(data)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Only where somebody is hidden."""
        if not self.case.is_anonymous:
            raise Http404
        return super().get(request, *args, **kwargs)

    def question(self) -> str:
        """What follows."""
        return _(
            "The author chose to stay anonymous. Look only when somebody is in danger or the law demands it."
            " Your name, the time and the reason are written down, and the author is told."
        )

    def get_context_data(self, **kwargs) -> dict:
        """The button of the first step only goes on."""
        context = super().get_context_data(**kwargs)
        last = isinstance(context["form"], SureForm)
        return context | {"submit_label": _("Show the author") if last else _("Go on")}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """First the reason, then the look."""
        if "second" in request.POST:
            return super().post(request, *args, **kwargs)
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            reason = check_reason(self.case, form.cleaned_data["reason"])
        except Refused as refused:
            return self._refuse(form, refused)
        sure = SureForm(initial={"reason": reason})
        return self.render_to_response(self.get_context_data(form=sure, reason=reason))

    def perform(self, data: dict) -> str:
        """Write the look down."""
        self.look = reveal_author(self.case, by=self.request.user, reason=data["reason"])
        return _("The look is written down; the author is told.")

    def back_url(self) -> str:
        """The page of the look once there is one; the case before."""
        if look := getattr(self, "look", None):
            return reverse("desk_looks:look", args=[look.pk])
        return reverse("desk_cases:case", args=[self.case.number])


class LookPage(DeskPage):
    """Shows the author to the one who looked, for a quarter of an hour."""

    permission = REVEAL
    template_name = "mentoring/desk/look.html"
    page_title = gettext_lazy("Who the author is")
    header_icon = "view"

    def trail(self) -> Trail:
        """Below the list of looks."""
        return [(reverse("desk_looks:index"), LookListView.page_title)]

    def get_context_data(self, **kwargs) -> dict:
        """The name, or the words that the look is over."""
        look = get_object_or_404(IdentityLook.objects.select_related("case__author"), pk=self.kwargs["pk"])
        if look.by_id != self.request.user.pk or not may_reveal(self.request.user):
            raise Http404
        shown = still_shown(look, to=self.request.user)
        author = look.case.author if shown else None
        return super().get_context_data(
            look_at=look.at,
            reason=look.reason,
            case_label=look.case.label,
            case_url=reverse("desk_cases:case", args=[look.case.number]),
            author_name=author.get_full_name() if author else "",
            author_email=author.email if author else "",
            minutes=int(SHOWN_FOR.total_seconds() // 60),
            **kwargs,
        )


class LookListView(DeskList):
    """Who looked at which author, when and why. The names of the authors are not here."""

    permission = REVEAL
    model = IdentityLook
    page_title = gettext_lazy("Looks at authors")
    header_icon = "view"
    index_url_name = "desk_looks:index"
    index_results_url_name = "desk_looks:index_results"
    columns = [
        TitleColumn(
            "case",
            label=gettext_lazy("Case"),
            accessor="case.label",
            get_url=lambda look: reverse("desk_cases:case", args=[look.case.number]),
        ),
        Column(
            "by",
            label=gettext_lazy("Who looked"),
            accessor=lambda look: look.by.get_full_name() if look.by else "—",
        ),
        DateColumn("at", label=gettext_lazy("When")),
        Column("reason", label=gettext_lazy("Reason")),
    ]

    def get_base_queryset(self):
        """Newest first."""
        return IdentityLook.objects.select_related("case", "by").order_by("-at", "-pk")


urlpatterns = [
    path("", LookListView.as_view(), name="index"),
    path("results/", LookListView.as_view(results_only=True), name="index_results"),
    path("<int:pk>/", LookPage.as_view(), name="look"),
    path("of/<str:number>/", RevealView.as_view(), name="reveal"),
]
