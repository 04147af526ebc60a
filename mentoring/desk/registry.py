"""The registry of cases: the list, the stuck ones, the page of one with its whole history, the release."""

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from ..access import MODERATE, get_case_for, reading_role
from ..days import day
from ..enums import Direction, Format, Party, Role, State
from ..models import Case, CaseVersion, Rubric
from ..workflow import advance, available
from .history import history_for
from .identity import may_reveal
from .pages import DeedPage, DeskList, DeskPage, Trail
from .stuck import WORDS, stuck_cases, with_stuck

NUMBER = re.compile(r"^(?:[KК]\s*[-–—]?\s*)?(\d{1,4}-\d*|\d+)$", re.IGNORECASE)


def number_in(text: str) -> str:
    """The digits of a number as people write it, К-2026-000123 or K-2026-000123 or without; else empty."""
    found = NUMBER.match(text.strip())
    return found.group(1) if found else ""


def registered() -> QuerySet:
    """Every case that was sent. Drafts are their authors' alone."""
    return Case.objects.exclude(state__in=[State.DRAFT, State.DELETED])


def listed(cases: QuerySet) -> QuerySet:
    """What the list shows of each case, in a fixed number of queries. The author is not even read."""
    newest = CaseVersion.objects.filter(case=OuterRef("pk"), submitted_at__isnull=False).order_by("-ordinal")
    return (
        cases.select_related("mentor")
        .prefetch_related("rubrics")
        .annotate(title=Subquery(newest.values("title")[:1]))
    )


def _case_url(case: Case) -> str:
    return reverse("desk_cases:case", args=[case.number])


def _heading(case: Case) -> str:
    return " · ".join(filter(None, [case.label, getattr(case, "title", "")]))


def _about(case: Case) -> str:
    return ": ".join(
        filter(None, [case.get_direction_display(), ", ".join(r.title for r in case.rubrics.all())])
    )


def _move(case: Case) -> str:
    """Whose move, with the mentor's name."""
    if case.move_by == Party.MENTOR and case.mentor:
        return f"{Party.MENTOR.label}, {case.mentor.get_full_name()}"
    return str(Party(case.move_by).label)


def _age(case: Case) -> str:
    days = (timezone.now() - case.submitted_at).days
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


class CaseFilters(WagtailFilterSet):
    """By state, direction, rubric, format, and whether a case is stuck."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(s.value, s.label) for s in State if s not in (State.DRAFT, State.DELETED)],
    )
    direction = django_filters.ChoiceFilter(label=gettext_lazy("Direction"), choices=Direction.choices)
    format = django_filters.ChoiceFilter(label=gettext_lazy("Format"), choices=Format.choices)
    rubrics = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Rubric"), queryset=Rubric.objects.filter(depth__gt=1)
    )
    stuck = django_filters.ChoiceFilter(
        label=gettext_lazy("Stuck"),
        choices=[("any", gettext_lazy("Only stuck ones")), *WORDS.items()],
        method="only_stuck",
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def only_stuck(self, cases: QuerySet, name: str, value: str) -> QuerySet:
        """All that are stuck, or those of one reason."""
        return cases.exclude(stuck="") if value == "any" else cases.filter(stuck=value)


class CaseListView(DeskList):
    """The registry. The search takes numbers only, so that it can never answer who wrote what."""

    permission = MODERATE
    model = Case
    page_title = gettext_lazy("Cases")
    header_icon = "folder-open-inverse"
    index_url_name = "desk_cases:index"
    index_results_url_name = "desk_cases:index_results"
    is_searchable = True
    filterset_class = CaseFilters
    columns = [
        TitleColumn("label", label=gettext_lazy("Case"), accessor=_heading, get_url=_case_url),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("rubrics", label=gettext_lazy("Direction and rubrics"), accessor=_about),
        Column("move", label=gettext_lazy("Whose move"), accessor=_move),
        Column(
            "due_at", label=gettext_lazy("Until when"), accessor=lambda c: day(c.due_at) if c.due_at else "—"
        ),
        Column("age", label=gettext_lazy("Age"), accessor=_age),
        Column("stuck", label=gettext_lazy("Stuck"), accessor=lambda c: WORDS.get(c.stuck, "")),
    ]

    def get_base_queryset(self) -> QuerySet:
        """Newest first; keys are in the order of filing."""
        return listed(with_stuck(registered(), now=timezone.now())).order_by("-pk")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By the number, its beginning or its last digits."""
        if not self.is_searching:
            return queryset
        digits = number_in(self.search_query)
        if not digits:
            return queryset.none()
        return queryset.filter(number__startswith=digits) | queryset.filter(number__endswith=digits)

    @cached_property
    def verbose_name_plural(self) -> str:
        """For the words under the list."""
        return str(Case._meta.verbose_name_plural)


class StuckListView(CaseListView):
    """«Застряли»."""

    page_title = gettext_lazy("Stuck cases")
    header_icon = "warning"
    index_url_name = "desk_cases:stuck"
    index_results_url_name = "desk_cases:stuck_results"
    filterset_class = None

    def get_base_queryset(self) -> QuerySet:
        """The longest waiting first."""
        return listed(stuck_cases(now=timezone.now()))


class OneCase:
    """A page of one case that is open to its moderator alone: who has a part in it reads it as that part."""

    permission = MODERATE
    header_icon = "folder-open-inverse"
    page_title: Any = ""
    case: Case

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Ask for the right, then fetch the case through the one access function."""
        if request.user.has_perm(self.permission):
            self.case = get_case_for(request.user, kwargs["number"])
            if reading_role(self.case, request.user) != Role.MODERATOR:
                return self.as_party(request)
        return super().dispatch(request, *args, **kwargs)

    def as_party(self, request: HttpRequest) -> HttpResponse:
        """Lead to the page of the case outside the admin."""
        return HttpResponseRedirect(reverse("cases:case", args=[self.case.number]))

    def get_page_title(self) -> str:
        """The number."""
        return self.page_title or self.case.label

    def trail(self) -> Trail:
        """Below the registry."""
        above = [(reverse("desk_cases:index"), CaseListView.page_title)]
        return [*above, (_case_url(self.case), self.case.label)] if self.page_title else above


class CasePage(OneCase, DeskPage):
    """A case with its whole history."""

    template_name = "mentoring/desk/case.html"

    def get_context_data(self, **kwargs) -> dict:
        """The history, and the deeds that are open."""
        user = self.request.user
        return super().get_context_data(
            history=history_for(self.case, user),
            can_release="release" in available(self.case, user),
            can_reveal=self.case.is_anonymous and may_reveal(user),
            **kwargs,
        )


class ReleaseForm(forms.Form):
    """Why a case is taken from its mentor."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the history of the case, for moderators."),
    )


class ReleaseView(OneCase, DeedPage):
    """Takes the case from a mentor who cannot answer; others are proposed."""

    page_title = gettext_lazy("Release the case")
    submit_label = gettext_lazy("Release")
    serious = True

    def form(self, data=None) -> ReleaseForm:
        """With the revision that the page was drawn at."""
        return ReleaseForm(data, initial={"revision": self.case.revision})

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Only while a mentor holds the case."""
        if "release" not in available(self.case, request.user):
            raise Http404
        return super().get(request, *args, **kwargs)

    def question(self) -> str:
        """What follows."""
        return _(
            "The mentor loses this case and gets the place back. Others are proposed to the author at once."
        )

    def perform(self, data: dict) -> str:
        """Through the one door."""
        advance(self.case, "release", by=self.request.user, seen=data["revision"], reason=data["reason"])
        return _("The case is released.")

    def back_url(self) -> str:
        """The case."""
        return _case_url(self.case)


urlpatterns = [
    path("", CaseListView.as_view(), name="index"),
    path("results/", CaseListView.as_view(results_only=True), name="index_results"),
    path("stuck/", StuckListView.as_view(), name="stuck"),
    path("stuck/results/", StuckListView.as_view(results_only=True), name="stuck_results"),
    path("<str:number>/", CasePage.as_view(), name="case"),
    path("<str:number>/release/", ReleaseView.as_view(), name="release"),
]
