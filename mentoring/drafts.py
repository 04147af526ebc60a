"""Drafts: a description that is being written, from its first word until it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from .autosave import Saved, store
from .enums import Direction, State
from .models import Attachment, Case, CaseVersion, MenteeProfile, Rubric
from .refusal import Refused
from .workflow import advance

FACTS = ("subject", "grade", "school_type", "years", "context")
TEXTS = {
    Direction.PROBLEM: ("title", "situation", "participants", "tried", "wanted", "question", *FACTS),
    Direction.CAREER: ("title", "position", "wanted_track", "done", "obstacles", "question", *FACTS),
}
RUBRICS_MOST = 3
# Where the author may word the case anew, and by which arrow it is sent.
REWORD = {
    State.CHOOSING: "sharpen",
    State.AWAITING: "sharpen",
    State.IN_WORK: "sharpen",
    State.CLARIFYING: "reformulate",
}


@dataclass(frozen=True)
class Written:
    """What a form holds now, complete or not. `terms` and `rubrics` belong to the first version only."""

    texts: dict[str, Any]
    terms: dict[str, Any]
    rubrics: list[Rubric] | None = None


def first_facts(author) -> dict[str, Any]:
    """What the author's profile already tells, to fill a new form with."""
    names = ("subject", "school_type", "years")
    facts = MenteeProfile.objects.filter(user=author).values(*names).first()
    return facts or {}


def offered_rubrics(direction: str) -> list[Rubric]:
    """The rubrics of a direction that a form may offer, in the order of the tree."""
    return list(Rubric.objects.offered().filter(direction=direction))


def rubrics_for(slugs: Iterable[str], direction: str) -> tuple[list[Rubric], list[Rubric]]:
    """The rubrics that stand today for these short names, and those that are offered no more.

    A merged rubric gives way to the one it was merged into; a name unknown in the direction is passed over.
    """
    found = Rubric.objects.of_direction(direction).filter(slug__in=list(slugs)[:50])
    today: dict[int, Rubric] = {}
    gone = []
    for rubric in found.select_related("merged_into"):
        survivor = rubric.survivor()
        if survivor.retired:
            gone.append(rubric)
        else:
            today[survivor.pk] = survivor
    return list(today.values()), gone


def unfinished(author) -> list[CaseVersion]:
    """First versions that the author has begun and not sent, newest first."""
    drafts = CaseVersion.objects.filter(case__author=author, case__state=State.DRAFT, ordinal=1)
    return list(drafts.select_related("case").order_by("-saved_at")[:20])


def case_of_key(author, key: str) -> Case | None:
    """The author's case that was begun with this form, if there is one."""
    uuid = _uuid(key)
    return Case.objects.of_author(author).filter(idempotency_key=uuid).first() if uuid else None


@transaction.atomic
def open_draft(author, *, direction: str, key: str) -> Case:
    """The draft that the form with this key makes: the first call makes it, every other one finds it."""
    uuid = _uuid(key)
    taken = Case.objects.filter(idempotency_key=uuid).exclude(Q(author=author) & ~Q(state=State.DELETED))
    if uuid is None or taken.exists():
        uuid = uuid4()
    case, made = Case.objects.get_or_create(
        author=author, idempotency_key=uuid, defaults={"direction": Direction(direction)}
    )
    if made:
        CaseVersion.objects.create(case=case, ordinal=1)
    return case


def next_ordinal(case: Case) -> int:
    """Which version is being written, or would be if the author began now."""
    if draft := case.draft_version():
        return draft.ordinal
    last = case.latest_version()
    return last.ordinal + 1 if last else 1


def is_sent(case: Case, ordinal: int) -> bool:
    """Whether this version has left the author's hands: a late save of it must not begin the next one."""
    return case.versions.filter(ordinal=ordinal, submitted_at__isnull=False).exists()


@transaction.atomic
def open_next(case: Case) -> CaseVersion:
    """The next version, begun as a copy of the last one. Raises Refused where nothing may be reworded."""
    if case.state not in REWORD:
        raise Refused("state", _("The case has moved on meanwhile. Here is how it stands now."))
    if draft := case.draft_version():
        return draft
    last = case.latest_version()
    same = {name: getattr(last, name) for name in TEXTS[Direction(case.direction)]}
    draft, _made = CaseVersion.objects.get_or_create(
        case=case, submitted_at=None, defaults={"ordinal": last.ordinal + 1, **same}
    )
    return draft


@transaction.atomic
def save(case: Case, written: Written, *, seen: int | None, ordinal: int | None = None) -> Saved:
    """Keep what stands in the form; nothing is checked here. Raises NewerText or Refused.

    `ordinal` is the version that the form was drawn for.
    """
    if ordinal is not None and is_sent(case, ordinal):
        raise Refused("state", _("This was already sent."))
    draft = case.draft_version() if case.state == State.DRAFT else open_next(case)
    if draft is None:
        raise Refused("state", _("This was already sent."))
    rows = CaseVersion.objects.filter(pk=draft.pk, submitted_at__isnull=True)
    try:
        saved = store(rows, seen=seen, **written.texts)
    except CaseVersion.DoesNotExist:
        raise Refused("state", _("This was already sent.")) from None
    if case.state == State.DRAFT:
        Case.objects.filter(pk=case.pk, state=State.DRAFT).update(**written.terms)
        if written.rubrics is not None:
            case.rubrics.set(written.rubrics)
    return saved


def send(case: Case, *, by, seen: int | None) -> Case:
    """Send the draft: the first version opens the choice of a mentor, a later one goes to the mentor."""
    arrow = "submit" if case.state == State.DRAFT else REWORD.get(State(case.state))
    if arrow is None:
        raise Refused("state", _("The case has moved on meanwhile. Here is how it stands now."))
    return advance(case, arrow, by=by, seen=seen)


@transaction.atomic
def discard(case: Case, *, by, seen: int | None) -> None:
    """Delete a draft with its text and files. Its number stays taken."""
    gone = advance(case, "delete_draft", by=by, seen=seen)
    names = list(Attachment.objects.filter(case=gone).values_list("file", flat=True))
    storage = Attachment._meta.get_field("file").storage
    gone.versions.all().delete()
    gone.attachments.all().delete()
    gone.rubrics.clear()
    Case.objects.filter(pk=gone.pk).update(contact="")
    for name in names:
        transaction.on_commit(partial(storage.delete, name))


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
