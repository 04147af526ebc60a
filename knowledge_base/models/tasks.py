"""The three steps of a case on its way to the library, as Wagtail's workflow shows them."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Task

MODERATE = "mentoring.moderate_case"


class DomainTask(Task):
    """A step that is taken elsewhere: at the moderators' queue or by the author. The editor offers no button."""

    # Nothing of it is typed in: names are given when the workflow is made.
    admin_form_fields: list[str] = []

    class Meta:
        abstract = True

    def user_can_access_editor(self, obj, user) -> bool:
        """Moderators may look; nobody else has anything to see before publication."""
        return user.has_perm(MODERATE)

    def locked_for_user(self, obj, user) -> bool:
        """Nobody edits a page on its way."""
        return True


class DeidentifyTask(DomainTask):
    """A moderator takes out whatever identifies."""

    class Meta:
        verbose_name = _("de-identification of a case")
        verbose_name_plural = _("de-identifications of cases")


class AuthorApprovalTask(DomainTask):
    """The author reads the public text and agrees, or not."""

    class Meta:
        verbose_name = _("the author's approval")
        verbose_name_plural = _("the authors' approvals")


class PublishTask(DomainTask):
    """A moderator puts it into the library."""

    class Meta:
        verbose_name = _("publication of a case")
        verbose_name_plural = _("publications of cases")
