"""The letter of a notice: its words for this reader, and its row in the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from post_office.models import PRIORITY, STATUS, Email

from accounts.mentors import invitation_url
from accounts.models import MentorInvitation
from mentoring.days import by_day
from mentoring.enums import Format
from mentoring.models import Case
from mentoring.reading import author_name

from .kinds import KINDS, Kind
from .models import Notice

HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@dataclass(frozen=True)
class Words:
    """What a notice says, in the language that is active now."""

    line: str
    text: list[str]
    button: str
    path: str
    author: str = ""


def words(notice: Notice, names: dict[int, str]) -> Words:
    """The words of a notice for its reader. `names` as from `names_of`."""
    kind, params = KINDS[notice.kind], notice.params
    until = parse_datetime(params["until"]) if params.get("until") else None
    filling = {
        "case": notice.case.label if notice.case else "",
        "mentor": names.get(params.get("mentor")) or _("The mentor"),
        "by": by_day(until) if until else _("soon"),
        "reason": params.get("reason", ""),
        "teachers": _teachers(params.get("count", 0)),
    }
    text = [str(part) % filling for part in kind.text]
    return Words(
        line=_capitalised(str(kind.line) % filling),
        text=[_capitalised(part) for part in text if part],
        button=str(kind.button),
        path=path_of(kind, notice.case),
        author=_author_for(notice),
    )


def _teachers(count: int) -> str:
    """Whom something helped: «31 учителю»."""
    return ngettext("%(count)s teacher", "%(count)s teachers", count) % {"count": count}


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _author_for(notice: Notice) -> str:
    """The author's name for the one mentor who works with a personal case now; empty for everybody else."""
    case = notice.case
    if case is None or case.format != Format.PERSONAL or case.mentor_id != notice.user_id:
        return ""
    return author_name(case, sees_author=True)


def names_of(notices: Iterable[Notice]) -> dict[int, str]:
    """The names of all mentors of whom these notices speak, in one query."""
    keys = {notice.params["mentor"] for notice in notices if notice.params.get("mentor")}
    return (
        {user.pk: user.get_full_name() for user in get_user_model().objects.filter(pk__in=keys)}
        if keys
        else {}
    )


def path_of(kind: Kind, case: Case | None) -> str:
    """Where the button leads. A page of a case that is missing leads to the case itself."""
    if case is None or ":" in kind.page or kind.page == "wagtailadmin_home":
        return reverse(kind.page)
    try:
        return reverse(f"cases:{kind.page}", args=[case.number])
    except NoReverseMatch:
        return reverse("cases:case", args=[case.number])


def write(notice: Notice, *, address: str) -> Email:
    """Put the letter of one notice into the outbox, in the caller's transaction."""
    with override(settings.LANGUAGE_CODE):
        said = words(notice, names_of([notice]))
        context = {"subject": said.line, "said": said, "case": notice.case}
        return post(address, said.line, "notice", context, key=notice.key)


def post(address: str, subject: str, template: str, context: dict, *, key: str) -> Email:
    """A row of the outbox. The same key always gives the same Message-ID, which tells nothing of the key.

    Not `post_office.mail.send`: that would compile names of people as templates.
    """
    context = {
        "site": settings.SITE_URL.rstrip("/"),
        "letters_path": reverse("accounts:letters"),
        **context,
    }
    letter = Email(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        subject=" ".join(subject.split()),
        message=render_to_string(f"notices/letters/{template}.txt", context),
        html_message=render_to_string(f"notices/letters/{template}.html", context),
        status=STATUS.queued,
        priority=PRIORITY.medium,
        message_id=message_id(key),
        headers=HEADERS,
    )
    letter.save()
    return letter


def message_id(key: str) -> str:
    """Unguessable without the portal's secret, so that it says nothing of users and rows."""
    digest = salted_hmac("notices.letters", key, algorithm="sha256").hexdigest()[:40]
    return f"<{digest}@{settings.SITE_HOST}>"


def write_invitation(invitation: MentorInvitation) -> Email:
    """Invite somebody who has no account yet."""
    with override(settings.LANGUAGE_CODE):
        subject = _("You are invited to become a mentor")
        context = {
            "subject": subject,
            "path": invitation_url(invitation),
            "until": by_day(invitation.expires_at),
            "letters_path": "",
        }
        return post(invitation.email, subject, "invitation", context, key=f"invitation-{invitation.pk}")


def take_back(key: str) -> None:
    """Remove a letter that was written in this same transaction and is overtaken by a better one."""
    Email.objects.filter(message_id=message_id(key), status=STATUS.queued).delete()


def forget(address: str) -> None:
    """Remove every letter to an address, sent or not."""
    Email.objects.filter(to=address).delete()


def told_to(user) -> list[dict]:
    """Everything that was told to a user, oldest first, in words."""
    notices = list(user.notices.select_related("case__author").order_by("created_at", "pk"))
    names = names_of(notices)
    return [
        {"at": notice.created_at, "text": words(notice, names).line, "read_at": notice.read_at}
        for notice in notices
    ]


def iso(moment: datetime | None) -> str:
    """A moment as notices keep it."""
    return moment.isoformat() if moment else ""
