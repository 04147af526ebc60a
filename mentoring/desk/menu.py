"""The menus of the desk. An item is there for those who may open its page; the page asks again."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from ..access import MODERATE
from . import identity, mentors, reviews


class PermittedItem(MenuItem):
    """Shown to those who have a right."""

    def __init__(self, label, url, *, permission: str, **kwargs) -> None:
        super().__init__(label, url, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the reader has it."""
        return request.user.has_perm(self.permission)


class LooksItem(MenuItem):
    """Shown to those who may look at authors."""

    def is_shown(self, request: HttpRequest) -> bool:
        """A right of its own."""
        return identity.may_reveal(request.user)


def cases_menu() -> SubmenuMenuItem:
    """«Кейсы»."""
    items = [
        PermittedItem(
            _("Registry"),
            reverse_lazy("desk_cases:index"),
            permission=MODERATE,
            name="desk-cases",
            icon_name="folder-open-inverse",
            order=10,
        ),
        PermittedItem(
            _("Stuck cases"),
            reverse_lazy("desk_cases:stuck"),
            permission=MODERATE,
            name="desk-stuck",
            icon_name="warning",
            order=20,
        ),
        PermittedItem(
            _("Publication queue"),
            reverse_lazy("desk_publication:index"),
            permission="mentoring.publish_case",
            name="desk-publication",
            icon_name="doc-full-inverse",
            order=25,
        ),
        PermittedItem(
            _("Private reviews"),
            reverse_lazy("desk_reviews:index"),
            permission=reviews.VIEW,
            name="desk-reviews",
            icon_name="openquote",
            order=30,
        ),
        PermittedItem(
            _("Reports of pairs"),
            reverse_lazy("desk_reviews:reports"),
            permission=MODERATE,
            name="desk-reports",
            icon_name="comment",
            order=40,
        ),
        LooksItem(
            _("Looks at authors"),
            reverse_lazy("desk_looks:index"),
            name="desk-looks",
            icon_name="view",
            order=50,
        ),
    ]
    return SubmenuMenuItem(
        _("Cases"), Menu(items=items), name="desk-cases-menu", icon_name="folder-open-inverse", order=210
    )


def mentors_menu() -> SubmenuMenuItem:
    """«Наставники»; rooms above add to it with `register_mentors_menu_item`."""
    items = [
        PermittedItem(
            _("All mentors"),
            reverse_lazy("desk_mentors:index"),
            permission=mentors.VIEW,
            name="desk-mentors",
            icon_name="group",
            order=10,
        ),
        PermittedItem(
            _("How mentors are chosen"),
            reverse_lazy("desk_mentors:matching"),
            permission=mentors.VIEW,
            name="desk-matching",
            icon_name="help",
            order=30,
        ),
    ]
    menu = Menu(register_hook_name="register_mentors_menu_item", items=items)
    return SubmenuMenuItem(_("Mentors"), menu, name="desk-mentors-menu", icon_name="group", order=220)


def questions_menu() -> SubmenuMenuItem:
    """«Вопросы»."""
    items = [
        PermittedItem(
            _("Hint questions"),
            reverse_lazy("hint_questions:index"),
            permission="mentoring.view_hintquestion",
            name="desk-hints",
            icon_name="help",
            order=10,
        ),
        PermittedItem(
            _("Reflection sheet"),
            reverse_lazy("reflection_questions:index"),
            permission="mentoring.view_reflectionquestion",
            name="desk-reflection",
            icon_name="clipboard-list",
            order=20,
        ),
    ]
    return SubmenuMenuItem(
        _("Questions"), Menu(items=items), name="desk-questions", icon_name="help", order=250
    )


def calendar_item() -> MenuItem:
    """«Календарь»."""
    return PermittedItem(
        _("Calendar"),
        reverse_lazy("days_off:index"),
        permission="mentoring.view_dayoff",
        name="desk-calendar",
        icon_name="calendar",
        order=260,
    )
