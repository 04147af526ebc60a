"""Roles of the staff are groups. This file says what each may; `migrate` writes it down."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from .models import User

MODERATORS = "Moderators"
EDITORS = "Editors"
SUPPORT = "Support"
RESEARCHERS = "Researchers"
LABELS = {
    MODERATORS: _("Moderator"),
    EDITORS: _("Editor"),
    SUPPORT: _("Support"),
    RESEARCHERS: _("Researcher"),
}

ENTER_ADMIN = "wagtailadmin.access_admin"
# To look at who the author of an anonymous case is (mentoring.reveal_author) is given by hand, to no role.
PERMISSIONS = {
    MODERATORS: [
        ENTER_ADMIN,
        "mentoring.moderate_case",
        "mentoring.publish_case",
        *(
            f"mentoring.{deed}_{model}"
            for model in ("rubric", "hintquestion", "reflectionquestion", "dayoff")
            for deed in ("view", "add", "change", "delete")
        ),
        "mentoring.view_limits",
        "mentoring.change_limits",
        "mentoring.view_mentorprofile",
        "mentoring.change_mentorprofile",
        "mentoring.view_mentorreview",
        "mentoring.change_mentorreview",
        *(f"accounts.{deed}_mentorinvitation" for deed in ("view", "add", "change", "delete")),
    ],
    EDITORS: [ENTER_ADMIN],
    SUPPORT: [ENTER_ADMIN],
    RESEARCHERS: [ENTER_ADMIN],
}
PAGE_DEEDS = {
    MODERATORS: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
    EDITORS: ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"],
}
FILE_DEEDS = {
    MODERATORS: ["wagtailimages.choose_image", "wagtaildocs.choose_document"],
    EDITORS: [
        *(f"wagtailimages.{deed}_image" for deed in ("add", "change", "delete", "choose")),
        *(f"wagtaildocs.{deed}_document" for deed in ("add", "change", "delete", "choose")),
    ],
}


def role_names(user: User) -> list[str]:
    """The roles of a user in words: of the staff first, then mentor and mentee."""
    groups = set(user.groups.values_list("name", flat=True))
    names = [str(label) for name, label in LABELS.items() if name in groups]
    if user.is_mentor:
        names.append(str(_("Mentor")))
    if user.is_mentee:
        names.append(str(_("Mentee")))
    return names


def is_staff_member(user: User) -> bool:
    """Whether the user may enter the admin."""
    return user.is_active and (user.is_superuser or user.has_perm(ENTER_ADMIN))


@transaction.atomic
def ensure_roles(**kwargs) -> None:
    """Make the groups and give them what they miss; takes nothing away. Hears `post_migrate`."""
    for label in ("mentoring", "accounts", "wagtailadmin", "wagtailimages", "wagtaildocs", "wagtailcore"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    root = Page.objects.filter(depth=1).first()
    collection = Collection.objects.filter(depth=1).first()
    for name in LABELS:
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*(_permission(key) for key in PERMISSIONS[name]))
        for deed in PAGE_DEEDS.get(name, []) if root else []:
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=_permission(f"wagtailcore.{deed}")
            )
        for key in FILE_DEEDS.get(name, []) if collection else []:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=_permission(key)
            )


def _permission(key: str) -> Permission:
    label, codename = key.split(".")
    return Permission.objects.get(content_type__app_label=label, codename=codename)
