"""What people told the lab in confidence: private reviews of mentors' work and reports of pairs."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..access import MODERATE
from ..enums import Format
from ..models import Case, Consultation, Exclusion, MentorReview
from ..reading import author_name
from .pages import DeskPage

VIEW = "mentoring.view_mentorreview"
CHANGE = "mentoring.change_mentorreview"
PER_PAGE = 20


def unread_reviews() -> QuerySet:
    """Reviews that nobody of the lab has marked as read."""
    return MentorReview.objects.filter(read_by__isnull=True)


def mark_read(review: MentorReview, *, by) -> bool:
    """Note who read a review; False when somebody had."""
    return MentorReview.objects.filter(pk=review.pk, read_by__isnull=True).update(read_by=by) == 1


def reviews_for(moderator) -> QuerySet:
    """Reviews, the unread first. Those of the moderator's own work are for the others of the lab."""
    reviews = MentorReview.objects.select_related("consultation__mentor", "consultation__case", "read_by")
    unread_first = models.Case(models.When(read_by__isnull=True, then=0), default=1)
    return reviews.exclude(consultation__mentor=moderator).order_by(unread_first, "-created_at", "-pk")


@dataclass(frozen=True)
class Report:
    """One report of a pair. Names only where the case shows them."""

    at: datetime
    text: str
    who: str
    about: str
    case: Case | None


def reports_for(moderator) -> QuerySet:
    """Reports, newest first. Those about the moderator are for the others of the lab."""
    told = Exclusion.objects.exclude(report="").exclude(other=moderator)
    return told.select_related("owner", "other", "case__author").order_by("-created_at", "-pk")


def as_reports(pairs: list[Exclusion]) -> list[Report]:
    """The rows as staff may read them, in one more query for all of them together."""
    cases = [pair.case_id for pair in pairs if pair.case_id]
    parts = set(Consultation.objects.filter(case__in=cases).values_list("case_id", "mentor_id"))
    return [
        Report(
            pair.created_at,
            pair.report,
            _named(pair.owner, pair.case, parts),
            _named(pair.other, pair.case, parts),
            pair.case,
        )
        for pair in pairs
    ]


def _named(person, case: Case | None, parts: set[tuple[int, int]]) -> str:
    """A mentor of the case by name, its author as the case shows authors, all others by no name."""
    if case is None:
        return _("Somebody of the portal")
    if (case.pk, person.pk) in parts:
        return person.get_full_name()
    if person.pk == case.author_id:
        return author_name(case, sees_author=case.format == Format.PERSONAL)
    return _("Somebody of the portal")


class PagedPage(DeskPage):
    """A page of rows with Wagtail's pagination."""

    def rows(self) -> QuerySet:
        """What is shown."""
        raise NotImplementedError

    def get_context_data(self, **kwargs) -> dict:
        """The rows of this page."""
        page = Paginator(self.rows(), PER_PAGE).get_page(self.request.GET.get("p"))
        elided = page.paginator.get_elided_page_range(page.number)
        return super().get_context_data(page_obj=page, elided_page_range=elided, **kwargs)


class ReviewListPage(PagedPage):
    """Private reviews."""

    permission = VIEW
    template_name = "mentoring/desk/reviews.html"
    page_title = gettext_lazy("Private reviews")
    header_icon = "openquote"

    def rows(self) -> QuerySet:
        """The unread first."""
        return reviews_for(self.request.user)


class MarkReadView(DeskPage):
    """«Прочитано»: a button of the list."""

    permission = CHANGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mark and go back."""
        mark_read(get_object_or_404(reviews_for(request.user), pk=pk), by=request.user)
        return HttpResponseRedirect(reverse("desk_reviews:index"), status=303)


class ReportListPage(PagedPage):
    """Reports of pairs."""

    permission = MODERATE
    template_name = "mentoring/desk/reports.html"
    page_title = gettext_lazy("Reports of pairs")
    header_icon = "warning"

    def rows(self) -> QuerySet:
        """Newest first."""
        return reports_for(self.request.user)

    def get_context_data(self, **kwargs) -> dict:
        """Rows in words."""
        context = super().get_context_data(**kwargs)
        return context | {"reports": as_reports(list(context["page_obj"]))}


urlpatterns = [
    path("", ReviewListPage.as_view(), name="index"),
    path("<int:pk>/read/", MarkReadView.as_view(), name="read"),
    path("reports/", ReportListPage.as_view(), name="reports"),
]
