"""Hangs the staff's desk into the Wagtail admin: addresses, menus by right, the panel of the first page."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from .desk import looks, mentors, menu, publication, questions, registry, reviews
from .desk.first_page import WaitingPanel
from .desk.rubricator import RubricAdmin

modeladmin_register(RubricAdmin)

for made in (menu.cases_menu, menu.mentors_menu, menu.questions_menu, menu.calendar_item):
    hooks.register("register_admin_menu_item", made)


@hooks.register("register_admin_viewset")
def desk_viewsets() -> list:
    """Hint questions, the reflection sheet, days off."""
    return questions.VIEWSETS


@hooks.register("register_admin_urls")
def desk_urls() -> list:
    """The addresses of the desk below /admin/."""
    return [
        path("cases/", include((registry.urlpatterns, "desk_cases"))),
        path("looks/", include((looks.urlpatterns, "desk_looks"))),
        path("mentors/", include((mentors.urlpatterns, "desk_mentors"))),
        path("publication/", include((publication.urlpatterns, "desk_publication"))),
        path("reviews/", include((reviews.urlpatterns, "desk_reviews"))),
    ]


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list) -> None:
    """What waits for a moderator stands on the first page."""
    panels.append(WaitingPanel())


@hooks.register("insert_global_admin_css")
def desk_style() -> str:
    """The few rules that Wagtail's own components lack."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


@hooks.register("register_log_actions")
def desk_log_actions(actions) -> None:
    """Words for the history of rubrics."""
    actions.register_action("rubric.retire", _("Retire"), _("Retired"))
    actions.register_action("rubric.restore", _("Restore"), _("Restored"))
    actions.register_action("rubric.merge", _("Merge"), _("Merged into another rubric"))
