"""The panel of the admin's first page: what waits for a moderator."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from ..access import MODERATE
from . import mentors, reviews
from .stuck import stuck_cases


def counts_for(user) -> list[dict[str, Any]]:
    """How many mentors, cases and reviews wait; only what this user may open."""
    found = []
    if user.has_perm(mentors.VIEW):
        many = mentors.waiting_mentors().count()
        words = ngettext("mentor waits for approval", "mentors wait for approval", many)
        found.append({"many": many, "words": words, "url": reverse("desk_mentors:index") + "?status=applied"})
    if user.has_perm(MODERATE):
        many = stuck_cases(now=timezone.now()).order_by().count()
        words = ngettext("case is stuck", "cases are stuck", many)
        found.append({"many": many, "words": words, "url": reverse("desk_cases:stuck")})
    if user.has_perm(reviews.VIEW):
        many = reviews.unread_reviews().exclude(consultation__mentor=user).count()
        words = ngettext("unread review", "unread reviews", many)
        found.append({"many": many, "words": words, "url": reverse("desk_reviews:index")})
    return found


class WaitingPanel(Component):
    """«Ждёт вас»."""

    name = "desk_waiting"
    template_name = "mentoring/desk/waiting.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """The counts of the reader."""
        return {"heading": _("Waits for you"), "counts": counts_for(parent_context["request"].user)}
