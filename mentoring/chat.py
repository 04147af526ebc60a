"""The chat of a personal case, between its author and one mentor. The anonymous format has none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from .access import READING
from .case_view import FileView
from .enums import Format, State
from .models import Case, ChatMessage, Consultation
from .refusal import Refused
from .signals import message_sent

SHOWN = 50
_ATTEMPTS = 5


@dataclass(frozen=True)
class Message:
    """One message as its reader gets it."""

    ordinal: int
    who: str
    text: str
    at: datetime
    mine: bool
    read: bool
    files: list[FileView] = field(default_factory=list)


def chat_of(case: Case, user) -> Consultation | None:
    """The consultation in which the user may chat now, or None. The same rule as `CaseView.chat`."""
    if case.format != Format.PERSONAL or case.state == State.WITHDRAWN or case.mentor_id is None:
        return None
    newest = case.consultations.filter(mentor_id=case.mentor_id).select_related("mentor", "author")
    consultation = newest.order_by("-requested_at", "-pk").first()
    if consultation is None:
        return None
    if user.pk == case.author_id:
        return consultation
    return consultation if user.pk == consultation.mentor_id and consultation.state in READING else None


def messages_of(
    consultation: Consultation, reader, *, after: int = 0, before: int | None = None
) -> list[Message]:
    """The newest messages, oldest first: those after an ordinal, or the fifty that end before another."""
    rows = consultation.messages.filter(ordinal__gt=after).prefetch_related("attachments")
    if before is not None:
        rows = rows.filter(ordinal__lt=before)
    newest = list(rows.order_by("-ordinal")[:SHOWN])
    return [_message(row, consultation, reader) for row in reversed(newest)]


def read_since(consultation: Consultation, reader, *, after: int) -> list[Message]:
    """The reader's own messages after an ordinal that the other side has read."""
    rows = consultation.messages.filter(ordinal__gt=after, sender=reader, read_at__isnull=False)
    return [
        _message(row, consultation, reader)
        for row in rows.prefetch_related("attachments").order_by("ordinal")
    ]


def has_earlier(consultation: Consultation, first: Message | None) -> bool:
    """Whether there are messages before the first one shown."""
    return first is not None and consultation.messages.filter(ordinal__lt=first.ordinal).exists()


@transaction.atomic
def send_message(case: Case, *, by, text: str, key: UUID, files: Sequence = (), attach=None) -> ChatMessage:
    """Write one message with its files and tell the rooms above. A doubled send finds the first one.

    `key` comes with the form; together with the text it is the identity of the message, so that an old page
    that is used again still sends a new text. `attach(message, file)` keeps a file. Raises Refused.
    """
    fresh = Case.objects.get(pk=case.pk)
    consultation = chat_of(fresh, by)
    if consultation is None:
        raise Refused("state", _("The conversation is closed. Your text was not sent."))
    text = text.strip()
    if not text and not files:
        raise Refused("invalid", _("Write something or attach a file."), field="text")
    if len(text) > settings.CHAT_MESSAGE_MAX:
        raise Refused("invalid", _("The message is too long. Send it in parts."), field="text")
    names = "\n".join(file.name or "" for file in files)
    identity = uuid5(key, f"{consultation.pk}\n{by.pk}\n{text}\n{names}")
    done = ChatMessage.objects.filter(idempotency_key=identity).first()
    if done is not None:
        return done
    message = _create(fresh, consultation, by, text, identity)
    if message is None:
        return ChatMessage.objects.get(idempotency_key=identity)
    for file in files:
        attach(message, file)
    mark_read(consultation, by, upto=message.ordinal)
    message_sent.send(sender=Case, case=fresh, message=message)
    return message


def mark_read(consultation: Consultation, reader, *, upto: int) -> int:
    """The reader has seen everything up to an ordinal. Returns how many messages became read."""
    unread = consultation.messages.filter(ordinal__lte=upto, read_at__isnull=True).exclude(sender=reader)
    return unread.update(read_at=timezone.now())


def _create(case: Case, consultation: Consultation, by, text: str, identity: UUID) -> ChatMessage | None:
    """A message with the next ordinal; None when the same one was written by a parallel request."""
    for _attempt in range(_ATTEMPTS):
        last = case.messages.aggregate(last=Max("ordinal"))["last"] or 0
        try:
            with transaction.atomic():
                return ChatMessage.objects.create(
                    case=case, consultation=consultation, ordinal=last + 1, sender=by, text=text,
                    idempotency_key=identity,
                )  # fmt: skip
        except IntegrityError:
            if ChatMessage.objects.filter(idempotency_key=identity).exists():
                return None
    raise Refused("stale", _("The message was not sent. Please try again."))


def _message(row: ChatMessage, consultation: Consultation, reader) -> Message:
    mine = row.sender_id == reader.pk
    other = consultation.author if row.sender_id == consultation.author_id else consultation.mentor
    return Message(
        ordinal=row.ordinal,
        who=_("You") if mine else other.get_full_name(),
        text=row.text,
        at=row.sent_at,
        mine=mine,
        read=row.read_at is not None,
        files=[FileView(str(f.public_id), f.original_name, f.size) for f in row.attachments.all()],
    )
