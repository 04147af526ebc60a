"""The mentors at the desk: who waits for approval, who carries what, how matching weighs them.

What is done with a mentor (approve, suspend, pause) belongs to the room above, which hooks its buttons in as
`construct_mentor_deeds`: a function of request and profile that returns pairs of address and label.
"""

from dataclasses import dataclass

import django_filters
from django.db.models import Case as Choose
from django.db.models import IntegerField, Prefetch, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from ..access import MODERATE
from ..enums import MentorStatus
from ..matching import WEIGHTS
from ..models import Consultation, MentorPause, MentorProfile, Rubric
from .pages import DeskList, DeskPage, Trail

VIEW = "mentoring.view_mentorprofile"
LAST_CASES = 20


def in_desk_order(mentors: QuerySet) -> QuerySet:
    """Who waits for a decision first, in the order of applying; the others by name."""
    first = Choose(
        When(status=MentorStatus.APPLIED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    waits = Choose(When(status=MentorStatus.APPLIED, then="applied_at"), default=Value(None))
    return mentors.order_by(first, waits, "user__last_name", "user__first_name", "pk")


def waiting_mentors() -> QuerySet:
    """Those who wait for approval."""
    return MentorProfile.objects.filter(status=MentorStatus.APPLIED)


def _name(profile: MentorProfile) -> str:
    name = profile.user.get_full_name() or profile.user.email
    return _("%(name)s, external") % {"name": name} if profile.is_external else name


def _mentor_url(profile: MentorProfile) -> str:
    return reverse("desk_mentors:mentor", args=[profile.pk])


def _status(profile: MentorProfile) -> str:
    paused = getattr(profile, "pauses_now", [])
    if profile.status == MentorStatus.APPROVED and paused:
        return _("Paused until %(day)s") % {"day": date_format(paused[0].last_day, "j E")}
    return profile.get_status_display()


class MentorFilters(WagtailFilterSet):
    """By status and rubric."""

    status = django_filters.ChoiceFilter(label=gettext_lazy("Status"), choices=MentorStatus.choices)
    rubrics = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Rubric"), queryset=Rubric.objects.filter(depth__gt=1)
    )

    class Meta:
        model = MentorProfile
        fields: list[str] = []


class MentorListView(DeskList):
    """Everybody who is, was or wants to be a mentor."""

    permission = VIEW
    model = MentorProfile
    page_title = gettext_lazy("Mentors")
    header_icon = "group"
    index_url_name = "desk_mentors:index"
    index_results_url_name = "desk_mentors:index_results"
    is_searchable = True
    filterset_class = MentorFilters
    columns = [
        TitleColumn("name", label=gettext_lazy("Name"), accessor=_name, get_url=_mentor_url),
        StatusTagColumn(
            "status", label=gettext_lazy("Status"), accessor=_status, primary=lambda p: p.status == "approved"
        ),
        Column(
            "rubrics",
            label=gettext_lazy("Rubrics"),
            accessor=lambda p: ", ".join(r.title for r in p.rubrics.all()),
        ),
        Column("load", label=gettext_lazy("Load"), accessor=lambda p: f"{p.load} / {p.capacity}"),
        Column("pace", label=gettext_lazy("Reply, working hours"), accessor=lambda p: round(p.pace_hours)),
        Column("silences", label=gettext_lazy("Silences")),
        Column("helped", label=gettext_lazy("Helped")),
    ]

    def get_base_queryset(self) -> QuerySet:
        """A fixed number of queries, whatever the number of mentors."""
        today = timezone.localdate()
        now = MentorPause.objects.filter(first_day__lte=today, last_day__gte=today)
        mentors = MentorProfile.objects.select_related("user").prefetch_related(
            "rubrics", Prefetch("pauses", now, to_attr="pauses_now")
        )
        return in_desk_order(mentors)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By name, each word of it, or place of work."""
        for word in self.search_query.split() if self.is_searching else []:
            any_place = Q()
            for place in ("user__last_name", "user__first_name", "user__patronymic", "workplace"):
                # SQLite folds the case of Latin letters only.
                for written in {word, word.capitalize(), word.lower()}:
                    any_place |= Q(**{f"{place}__icontains": written})
            queryset = queryset.filter(any_place)
        return queryset

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Buttons of the rooms above."""
        return [
            HeaderButton(label, url=url, icon_name="plus")
            for hooked in hooks.get_hooks("construct_mentor_list_deeds")
            for url, label in hooked(self.request)
        ]


class MentorPage(DeskPage):
    """One mentor: what the profile says, what the portal has seen, what can be done."""

    permission = VIEW
    template_name = "mentoring/desk/mentor.html"
    header_icon = "user"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        """Find the mentor."""
        super().setup(request, *args, **kwargs)
        mentors = MentorProfile.objects.select_related("user", "decided_by").prefetch_related("rubrics")
        self.profile = get_object_or_404(mentors, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        """The name."""
        return _name(self.profile)

    def trail(self) -> Trail:
        """Below the list."""
        return [(reverse("desk_mentors:index"), MentorListView.page_title)]

    def get_context_data(self, **kwargs) -> dict:
        """Facts, deeds, pauses to come and the last consultations."""
        deeds = [
            deed
            for hooked in hooks.get_hooks("construct_mentor_deeds")
            for deed in hooked(self.request, self.profile)
        ]
        pauses = self.profile.pauses.filter(last_day__gte=timezone.localdate())
        return super().get_context_data(
            profile=self.profile, deeds=deeds, pauses=pauses, consultations=self._consultations(), **kwargs
        )

    def _consultations(self) -> QuerySet | list:
        """The last ones, for those who may see cases; those of the moderator's own cases are left out."""
        user = self.request.user
        if not user.has_perm(MODERATE):
            return []
        own = Consultation.objects.filter(mentor=self.profile.user).exclude(author=user)
        return own.select_related("case").order_by("-requested_at", "-pk")[:LAST_CASES]


@dataclass(frozen=True)
class WeightLine:
    """One line of the explanation."""

    points: str
    text: str


def weight_lines() -> list[WeightLine]:
    """The weights of matching in words, each number taken from the place where matching takes it."""
    w = WEIGHTS
    rows = [
        (f"+{w.subject}", _("teaches the subject of the case")),
        (f"+{w.rubrics}", _("has all the rubrics of the case beyond the first; fewer give a share")),
        (f"+{w.stage}", _("knows the stage of schooling")),
        (f"+{w.free}", _("all places are free; fewer free places give a share")),
        (
            f"+{w.pace}",
            _("answers at once; at %(hours)s working hours nothing is left") % {"hours": w.slow_hours},
        ),
        (f"+{w.usefulness}", _("those who got help always found it useful; newcomers begin in the middle")),
        (
            f"−{w.silence}",
            _("for each request left without an answer, up to %(many)s of them") % {"many": w.silences},
        ),
        ("0", _("for declining: it never costs anything")),
    ]
    return [WeightLine(points, text) for points, text in rows]


class MatchingPage(DeskPage):
    """How the five are chosen, for those who are asked about it."""

    permission = VIEW
    template_name = "mentoring/desk/matching.html"
    page_title = gettext_lazy("How mentors are chosen")
    header_icon = "help"

    def trail(self) -> Trail:
        """Below the list."""
        return [(reverse("desk_mentors:index"), MentorListView.page_title)]

    def get_context_data(self, **kwargs) -> dict:
        """The weights in words."""
        return super().get_context_data(lines=weight_lines(), weights=WEIGHTS, **kwargs)


urlpatterns = [
    path("", MentorListView.as_view(), name="index"),
    path("results/", MentorListView.as_view(results_only=True), name="index_results"),
    path("matching/", MatchingPage.as_view(), name="matching"),
    path("<int:pk>/", MentorPage.as_view(), name="mentor"),
]
