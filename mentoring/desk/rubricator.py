"""The rubricator in the admin: the tree in its order, a form with a place, deeds that keep old cases."""

from typing import Any

from django.contrib.admin.utils import quote
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.log_actions import log
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import DeleteView, HistoryView, IndexView

from ..forms.rubric import MergeForm, RubricForm
from ..models import Rubric
from ..refusal import Refused
from . import tree
from .pages import DeedPage, Trail

CHANGE = "mentoring.change_rubric"


class RubricIndexView(IndexView):
    """The whole tree on one page, with counts of what bears each rubric."""

    def get_filters_params(self, params=None) -> dict:
        """No look-ups from the address: they would reach through the relations to whoever wrote a case."""
        return {}

    def get_context_data(self, **kwargs) -> dict:
        """Add a row for each rubric: its depth, its neighbours, what may be done with it."""
        context = super().get_context_data(**kwargs)
        user = self.request.user
        may_change, may_delete = user.has_perm(CHANGE), user.has_perm("mentoring.delete_rubric")
        rubrics = list(context["object_list"])
        shown_whole = not self.query and len(rubrics) == context["all_count"]
        context["rows"] = [
            {
                "rubric": rubric,
                "level": rubric.depth - 1,
                "edit_url": self.url_helper.get_action_url("edit", quote(rubric.pk)),
                "delete_url": self.url_helper.get_action_url("delete", quote(rubric.pk)),
                "unused": rubric.depth > 1
                and not (rubric.numchild or rubric.case_count or rubric.mentor_count or rubric.hint_count),
                "up": shown_whole and _has_neighbour(rubric, rubrics, before=True),
                "down": shown_whole and _has_neighbour(rubric, rubrics, before=False),
            }
            for rubric in rubrics
        ]
        return context | {"may_change": may_change, "may_delete": may_delete}


def _has_neighbour(rubric: Rubric, rubrics: list[Rubric], *, before: bool) -> bool:
    """Whether a sibling stands before (or after) the rubric. Directions stay where they are."""
    if rubric.depth == 1:
        return False
    parent = rubric.path[: -Rubric.steplen]
    beside = [r.path for r in rubrics if r.depth == rubric.depth and r.path.startswith(parent)]
    return rubric.path != (beside[0] if before else beside[-1])


class RubricDeleteView(DeleteView):
    """Deletes only what nobody uses; the refusal of the model is said on a page."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Delete, or say why not."""
        try:
            with transaction.atomic():
                log(instance=self.instance, action="wagtail.delete")
                self.instance.delete()
        except ProtectedError as refused:
            context = self.get_context_data(refused=refused.args[0])
            return self.render_to_response(context, status=409)
        return HttpResponseRedirect(self.index_url, status=303)

    def get_context_data(self, **kwargs) -> dict:
        """Say at once when the rubric is in use, before anybody presses the button."""
        if not self.instance.is_leaf() or self.instance.depth == 1 or self.instance.in_use():
            kwargs.setdefault("refused", _("The rubric is in use. Retire it or merge it into another one."))
        return super().get_context_data(**kwargs)


class RubricHistoryView(HistoryView):
    """The history of a rubric, for those who keep the tree: the class above asks nobody's permission."""

    def check_action_permitted(self, user) -> bool:
        """Refuse all others."""
        return self.permission_helper.user_can_edit_obj(user, self.instance)


class RubricDeed(DeedPage):
    """A deed on one rubric."""

    permission = CHANGE
    header_icon = "list-ul"
    rubric: Any

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        """Find the rubric, with the counts that the page names."""
        super().setup(request, *args, **kwargs)
        self.rubric = get_object_or_404(tree.with_counts(Rubric.objects.all()), pk=kwargs["pk"])

    def trail(self) -> Trail:
        """Below the rubricator."""
        return [(self.back_url(), Rubric._meta.verbose_name_plural)]

    def get_page_subtitle(self) -> str:
        """Which rubric."""
        return self.rubric.title

    def back_url(self) -> str:
        """The tree."""
        return reverse("mentoring_rubric_modeladmin_index")

    def bearers(self) -> list[str]:
        """What bears the rubric, counted in words."""
        rubric = self.rubric
        return [
            ngettext("%(n)s case", "%(n)s cases", rubric.case_count) % {"n": rubric.case_count},
            ngettext("%(n)s mentor", "%(n)s mentors", rubric.mentor_count) % {"n": rubric.mentor_count},
            ngettext("%(n)s hint question", "%(n)s hint questions", rubric.hint_count)
            % {"n": rubric.hint_count},
        ]


class RetireView(RubricDeed):
    """«Убрать из предложения»."""

    page_title = gettext_lazy("Retire the rubric")
    submit_label = gettext_lazy("Retire")

    def question(self) -> str:
        """What follows."""
        return _("Forms will no longer offer this rubric. What bears it already keeps it:")

    def consequences(self) -> list[str]:
        """Who keeps it."""
        return self.bearers()

    def perform(self, data: dict) -> str:
        """Retire."""
        tree.retire(self.rubric)
        log(instance=self.rubric, action="rubric.retire")
        return _("The rubric «%(title)s» is no longer offered.") % {"title": self.rubric.title}


class RestoreView(RubricDeed):
    """«Вернуть»."""

    page_title = gettext_lazy("Restore the rubric")
    submit_label = gettext_lazy("Restore")

    def question(self) -> str:
        """What follows."""
        return _("Forms will offer this rubric again.")

    def perform(self, data: dict) -> str:
        """Restore."""
        tree.restore(self.rubric)
        log(instance=self.rubric, action="rubric.restore")
        return _("The rubric «%(title)s» is offered again.") % {"title": self.rubric.title}


class MergeView(RubricDeed):
    """«Объединить с другой»."""

    page_title = gettext_lazy("Merge the rubric into another one")
    submit_label = gettext_lazy("Merge")
    serious = True

    def form(self, data=None) -> MergeForm:
        """Into which."""
        return MergeForm(data, rubric=self.rubric)

    def question(self) -> str:
        """What will move."""
        return _(
            "Everything that bears this rubric moves to the one you choose; this one is retired. Will move:"
        )

    def consequences(self) -> list[str]:
        """What will move, counted."""
        below = self.rubric.numchild
        children = ngettext("%(n)s rubric below it", "%(n)s rubrics below it", below) % {"n": below}
        return [*self.bearers(), *([children] if below else [])]

    def perform(self, data: dict) -> str:
        """Merge."""
        tree.merge(self.rubric, into=data["into"])
        log(instance=self.rubric, action="rubric.merge", data={"into": data["into"].title})
        return _("«%(title)s» is now part of «%(into)s».") % {
            "title": self.rubric.title,
            "into": data["into"].title,
        }


class ShiftView(RubricDeed):
    """Up or down among the siblings. Only POST: it is a button of the list."""

    http_method_names = ["post"]
    up = True

    def perform(self, data: dict) -> str:
        """Swap with the neighbour."""
        if not tree.shift(self.rubric, up=self.up):
            raise Refused("condition", _("The rubric stands at the edge already."))
        return _("The rubric «%(title)s» was moved.") % {"title": self.rubric.title}

    def question(self) -> str:
        """Shown when there was nowhere to go."""
        return _("The order has changed meanwhile.")


class RubricButtons(ButtonHelper):
    """The button that adds, in good grammar."""

    def add_button(self, *args, **kwargs) -> dict:
        """«Добавить рубрику»."""
        label = _("Add a rubric")
        return super().add_button(*args, **kwargs) | {"label": label, "title": label}


class RubricAdmin(ModelAdmin):
    """The rubricator."""

    model = Rubric
    menu_label = gettext_lazy("Rubricator")
    menu_icon = "list-ul"
    menu_order = 240
    list_display = ("title",)
    list_per_page = 500
    search_fields = ("title", "slug")
    ordering = ("path",)
    index_view_class = RubricIndexView
    button_helper_class = RubricButtons
    delete_view_class = RubricDeleteView
    history_view_class = RubricHistoryView
    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("parent"),
        FieldPanel("sibling"),
        FieldPanel("side"),
    ]

    def get_queryset(self, request: HttpRequest):
        """In the order of the tree, counted."""
        return tree.with_counts(super().get_queryset(request)).select_related("merged_into")

    def get_edit_handler(self) -> ObjectList:
        """The panels on the form that knows the tree."""
        return ObjectList(self.panels, base_form_class=RubricForm)

    def get_admin_urls_for_registration(self):
        """The usual ones and the deeds."""
        deeds = {
            "retire": RetireView.as_view(),
            "restore": RestoreView.as_view(),
            "merge": MergeView.as_view(),
            "up": ShiftView.as_view(up=True),
            "down": ShiftView.as_view(up=False),
        }
        own = [
            path(f"mentoring/rubric/<int:pk>/{name}/", view, name=f"mentoring_rubric_{name}")
            for name, view in deeds.items()
        ]
        return (*super().get_admin_urls_for_registration(), *own)
