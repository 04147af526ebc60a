"""What moderators curate beside the rubricator: hints, the reflection sheet, days off."""

from django.db.models import Count, QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from ..forms.questions import DayOffForm, HintQuestionForm, ReflectionQuestionForm
from ..models import DayOff, HintQuestion, ReflectionQuestion


class UnusedDeleteView(generic.DeleteView):
    """Deletes what nobody used yet; what is in use is refused with words and can be switched off instead."""

    template_name = "mentoring/desk/delete.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Refuse what is in use."""
        if self.in_use():
            return self.render_to_response(self.get_context_data(), status=409)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        """Say at once that it is in use."""
        refused = self.in_use()
        return super().get_context_data(
            refused=refused, media=Media(), back_url=self.get_success_url(), **kwargs
        )

    def in_use(self) -> str:
        """Why it cannot be deleted; empty when it can."""
        raise NotImplementedError


class HintDeleteView(UnusedDeleteView):
    """A hint that questions grew from is kept: which hints lead to a better request is counted."""

    def in_use(self) -> str:
        """Whether mentors have asked it."""
        if not self.object.uses.exists():
            return ""
        return _(
            "Mentors have already asked this question. Switch it off instead: it will be offered no more."
        )


class ReflectionDeleteView(UnusedDeleteView):
    """A question with answers is kept."""

    def in_use(self) -> str:
        """Whether authors have answered it."""
        if not self.object.answers.exists():
            return ""
        return _(
            "Authors have already answered this question. Switch it off instead: it will be asked no more."
        )


class QuestionIndexView(generic.IndexView):
    """A list of questions whose button speaks Russian grammar."""

    add_item_label = gettext_lazy("Add a question")
    table_classname = "listing desk-listing"


class DayOffIndexView(generic.IndexView):
    """The same for days off."""

    add_item_label = gettext_lazy("Add days off")
    table_classname = "listing desk-listing"


class HintIndexView(QuestionIndexView):
    """The hints with their rubrics and uses, in a fixed number of queries."""

    def get_base_queryset(self) -> QuerySet:
        """Counted."""
        return HintQuestion.objects.prefetch_related("rubrics").annotate(times=Count("uses", distinct=True))


class CuratedViewSet(ModelViewSet):
    """What the three have in common: no copies, and a place in our own menu."""

    copy_view_enabled = False
    add_to_admin_menu = False
    list_per_page = 50


class HintQuestionViewSet(CuratedViewSet):
    """Hint questions."""

    model = HintQuestion
    name = "hint_questions"
    icon = "help"
    index_view_class = HintIndexView
    delete_view_class = HintDeleteView
    search_fields = ["text"]
    search_backend_name = None
    list_filter = ["kind", "rubrics", "active"]
    sort_order_field = "order"

    def get_form_class(self, for_update: bool = False):
        """The form that lists rubrics to tick."""
        return HintQuestionForm

    @property
    def list_display(self) -> list:
        """Columns."""
        return [
            "text",
            Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
            Column(
                "rubrics",
                label=gettext_lazy("Rubrics"),
                accessor=lambda q: ", ".join(r.title for r in q.rubrics.all()),
            ),
            BooleanColumn("active", label=gettext_lazy("Offered")),
            Column("times", label=gettext_lazy("Times asked")),
        ]


class ReflectionQuestionViewSet(CuratedViewSet):
    """Questions of the reflection sheet."""

    model = ReflectionQuestion
    name = "reflection_questions"
    icon = "clipboard-list"
    index_view_class = QuestionIndexView
    delete_view_class = ReflectionDeleteView
    sort_order_field = "order"

    def get_form_class(self, for_update: bool = False):
        """The form with choices a line each."""
        return ReflectionQuestionForm

    @property
    def list_display(self) -> list:
        """Columns."""
        return [
            "text",
            Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
            BooleanColumn("required", label=gettext_lazy("Required")),
            BooleanColumn("active", label=gettext_lazy("In use")),
        ]


class DayOffViewSet(CuratedViewSet):
    """School holidays and public holidays."""

    model = DayOff
    name = "days_off"
    icon = "calendar"
    index_view_class = DayOffIndexView

    def get_form_class(self, for_update: bool = False):
        """The form that looks at both ends."""
        return DayOffForm

    @property
    def list_display(self) -> list:
        """Columns."""
        return [
            "title",
            Column(
                "first_day",
                label=gettext_lazy("First day"),
                accessor=lambda d: date_format(d.first_day, "j E Y"),
            ),
            Column(
                "last_day",
                label=gettext_lazy("Last day"),
                accessor=lambda d: date_format(d.last_day, "j E Y"),
            ),
        ]


VIEWSETS = [HintQuestionViewSet(), ReflectionQuestionViewSet(), DayOffViewSet()]
