"""Looking at who an anonymous author is: by right, with a reason, written down, told to the author."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..access import is_moderator
from ..enums import Format
from ..models import Case, IdentityLook
from ..refusal import Refused
from ..workflow import record

REVEAL = "mentoring.reveal_author"
# How long the page of one look goes on showing the name.
SHOWN_FOR = timedelta(minutes=15)
REASON_MIN = 10


def may_reveal(user) -> bool:
    """Whether this user may look at authors at all: a right of its own, beside that of a moderator."""
    return is_moderator(user) and user.has_perm(REVEAL)


def check_reason(case: Case, reason: str) -> str:
    """The reason as it will be written down. Raises Refused without one, or with nothing to reveal."""
    if case.format != Format.ANONYMOUS:
        raise Refused("state", _("The author of this case is not anonymous."))
    reason = " ".join(reason.split())
    if len(reason) < REASON_MIN:
        raise Refused(
            "invalid",
            _("Write why you have to know it: the author is told that somebody looked."),
            field="reason",
        )
    return reason


@transaction.atomic
def reveal_author(case: Case, *, by, reason: str) -> IdentityLook:
    """Write the look down and tell the author, in one transaction."""
    if not may_reveal(by):
        raise PermissionDenied
    look = IdentityLook.objects.create(case=case, by=by, reason=check_reason(case, reason))
    record(case, "identity_seen", by=by, detail={"look": look.pk})
    return look


def still_shown(look: IdentityLook, *, to) -> bool:
    """Whether this user may still read the name on the page of this look."""
    return may_reveal(to) and look.by_id == to.pk and timezone.now() - look.at < SHOWN_FOR
