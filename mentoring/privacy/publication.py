"""From a case to the library: the one door for the status of a public case.

    preparing ──send_to_author──▶ with_author ──approve──▶ approved ──publish──▶ published ──withdraw──▶ withdrawn
        ▲                             │
        └───────────veto──────────────┘          preparing, with_author, approved ──refuse──▶ refused

Each step is one transaction: a compare-and-set on the status, the guard, a journal row of the case, the signal
`publication_moved`. Nothing goes to the author, and nothing is published, with an open suspicion or a high risk; both
are looked for anew at each step, so that no edit in between can slip through.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import ConsultationState, PublicationStatus, RiskLevel, State, Tried, Verdict
from ..models import AfterCheck, Case, Commentary, Deidentification, PublicCase, Ruling
from ..refusal import Refused
from ..signals import publication_counted, publication_moved
from ..workflow import record
from .copying import copy_of
from .deidentifying import open_count, sure_count
from .passages import HEAD, digest_of, document_of, texts_of
from .risk import residual_risk

S = PublicationStatus
# Where the moderator may still change the texts.
EDITABLE = (S.PREPARING,)
# Without these a card says nothing.
NEEDED = ("title", "summary", "situation", "question")


@dataclass(frozen=True)
class Obstacle:
    """Why a case cannot go on, in words. `code` is suspicions, risk, empty or digest."""

    code: str
    text: str


def is_due(case: Case) -> bool:
    """Whether a case belongs into the queue: solved by a mentor, and its author did not refuse."""
    if case.state != State.COMPLETED or not case.author.is_active:
        return False
    sheet = getattr(case, "reflection", None)
    if sheet is None or sheet.finished_at is None or not sheet.may_publish:
        return False
    return case.consultations.filter(state=ConsultationState.DELIVERED).exists()


@transaction.atomic
def enter_queue(case: Case) -> Deidentification | None:
    """Copy a completed case into the moderators' queue, once. None for a case that does not belong there."""
    locked = Case.objects.select_for_update().select_related("author").get(pk=case.pk)
    done = Deidentification.objects.filter(case=locked).first()
    if done is not None or not is_due(locked):
        return done
    public_case = copy_of(locked)
    public_case.save()
    public_case.rubrics.set(rubric.survivor() for rubric in locked.rubrics.all())
    work = Deidentification.objects.create(
        public_case=public_case, case=locked, originals=document_of(public_case)
    )
    work.open_suspicions = open_count(work)
    work.save(update_fields=["open_suspicions"])
    count_tried(locked)
    record(locked, "publication_queued", by=None)
    publication_moved.send(sender=PublicCase, public_case=public_case, by=None)
    return work


def obstacles(public_case: PublicCase) -> list[Obstacle]:
    """What stands between a case and its readers, looked for anew in the texts as they stand."""
    found = []
    work = Deidentification.objects.filter(public_case=public_case).select_related("case__author").first()
    texts = texts_of(document_of(public_case))
    if any(not texts[name].strip() for name in NEEDED):
        found.append(
            Obstacle("empty", _("Fill in the title, the two sentences, the situation and the question."))
        )
    open_now = open_count(work) if work else sure_count(texts, public_case.cleared)
    if open_now:
        words = ngettext(
            "%(count)s suspicion is not decided yet.", "%(count)s suspicions are not decided yet.", open_now
        )
        found.append(Obstacle("suspicions", words % {"count": open_now}))
    # What editors wrote themselves has no author who could be guessed.
    reasons = residual_risk(public_case).reasons if work else ()
    return found + [Obstacle("risk", reason.text) for reason in reasons if reason.level == RiskLevel.HIGH]


@transaction.atomic
def send_to_author(public_case: PublicCase, *, by, seen: int | None = None) -> PublicCase:
    """De-identified: the author reads exactly what would be published. Raises Refused while something stands against.

    `seen` is the revision of the moderator's page, so that nobody sends what another one is changing.
    """
    work = _work_of(public_case)
    if seen is not None and work.revision != seen:
        raise Refused("stale", _("Another moderator has changed this case meanwhile. Look at it again."))
    if work.case is None or not work.case.author.is_active:
        raise Refused("condition", _("The author has left the portal, so nobody can approve this."))
    fresh = _step(public_case, (S.PREPARING,), S.WITH_AUTHOR)
    _guard(fresh)
    fresh.digest = digest_of(fresh.title, fresh.summary, fresh.content)
    fresh.save(update_fields=["digest"])
    Deidentification.objects.filter(pk=work.pk).update(
        sent_to_author_at=timezone.now(), author_words="", decided_at=None
    )
    return _moved(fresh, "publication_offered", by)


@transaction.atomic
def approve(public_case: PublicCase, *, by, digest: str) -> PublicCase:
    """The author's yes to exactly these texts: `digest` is that of the page the author read."""
    _as_author(public_case, by)
    fresh = _step(public_case, (S.WITH_AUTHOR,), S.APPROVED)
    if not digest or digest != fresh.digest:
        raise Refused("stale", _("The text has changed meanwhile. Read it once more."))
    Deidentification.objects.filter(public_case=fresh).update(decided_at=timezone.now())
    return _moved(fresh, "publication_approved", by)


@transaction.atomic
def veto(public_case: PublicCase, *, by, words: str) -> PublicCase:
    """The author's «not like this»: back to the moderator with the author's words, which nobody else reads."""
    _as_author(public_case, by)
    fresh = _step(public_case, (S.WITH_AUTHOR, S.APPROVED), S.PREPARING)
    _forget_digest(fresh)
    Deidentification.objects.filter(public_case=fresh).update(
        decided_at=timezone.now(), author_words=words.strip()[:2000]
    )
    return _moved(fresh, "publication_vetoed", by)


@transaction.atomic
def take_back(public_case: PublicCase, *, by) -> PublicCase:
    """A moderator takes a case back to mend it, before it is published. The author is asked anew."""
    fresh = _step(public_case, (S.WITH_AUTHOR, S.APPROVED), S.PREPARING)
    _forget_digest(fresh)
    return _moved(fresh, "publication_taken_back", by)


@transaction.atomic
def publish(public_case: PublicCase, *, by) -> PublicCase:
    """Into the library. Raises Refused when anything stands against, whatever was said before."""
    fresh = _step(public_case, (S.APPROVED,), S.PUBLISHED, published_at=timezone.now(), withdrawn_at=None)
    _guard(fresh)
    if fresh.digest != digest_of(fresh.title, fresh.summary, fresh.content):
        raise Refused("condition", _("The text is not the one that the author approved."))
    return _moved(fresh, "published", by)


@transaction.atomic
def withdraw(public_case: PublicCase, *, by) -> PublicCase:
    """Out of the library at once: page, index, feeds and copies are gone when this returns."""
    fresh = _step(public_case, (S.PUBLISHED,), S.WITHDRAWN, withdrawn_at=timezone.now())
    return _moved(fresh, "publication_withdrawn", by)


@transaction.atomic
def refuse(public_case: PublicCase, *, by) -> PublicCase:
    """The case will not be published: the author says so, or a moderator does. Its copy is emptied."""
    fresh = _step(public_case, (S.PREPARING, S.WITH_AUTHOR, S.APPROVED), S.REFUSED)
    fresh.title, fresh.summary, fresh.content, fresh.digest = fresh.key, "", {}, ""
    fresh.save(update_fields=["title", "summary", "content", "digest"])
    Deidentification.objects.filter(public_case=fresh).update(originals={}, undo=[], open_suspicions=0)
    Ruling.objects.filter(deidentification__public_case=fresh).delete()
    Commentary.objects.filter(deidentification__public_case=fresh).delete()
    return _moved(fresh, "publication_refused", by)


def count_tried(case: Case) -> None:
    """Carry the author's own three-week answer into «попробовали N, помогло M» of the public copy."""
    check = AfterCheck.objects.filter(case=case, answered_at__isnull=False).first()
    tried = check is not None and check.answer != Tried.NO
    helped = tried and bool(check.helped)
    for copy in PublicCase.objects.filter(deidentification__case=case):
        copy.tried_count, copy.helped_count = int(tried), int(helped)
        copy.save(update_fields=["tried_count", "helped_count"])
        publication_counted.send(sender=PublicCase, public_case=copy)


@transaction.atomic
def admit(
    document: Mapping[str, Any], facets: Mapping[str, Any], *, rubrics, key: str, cleared: Sequence[str] = ()
) -> PublicCase:
    """Publish an editors' own text that never was anybody's case, once for a key. It passes the same detectors.

    `cleared` are words that look like names and are none. Raises Refused when the text names anybody.
    """
    done = PublicCase.objects.filter(key=key).first()
    if done is not None:
        return done
    content = {name: value for name, value in document.items() if name not in HEAD}
    public_case = PublicCase.objects.create(
        key=key,
        title=document["title"],
        summary=document["summary"],
        content=content,
        cleared=list(cleared),
        **facets,
    )
    public_case.rubrics.set(rubrics)
    PublicCase.objects.filter(pk=public_case.pk).update(
        status=S.APPROVED, digest=digest_of(public_case.title, public_case.summary, content)
    )
    return publish(public_case, by=None)


def forget_author(user) -> None:
    """An account closes: what is published stays and knows nobody; what is on its way is dropped.

    The ways back are closed: originals, rulings and the link to the case go, so that a copy of the database
    cannot put a name to a page of the library.
    """
    for work in Deidentification.objects.filter(case__author=user).select_related("public_case"):
        if work.public_case.status in (S.PREPARING, S.WITH_AUTHOR, S.APPROVED):
            refuse(work.public_case, by=None)
        work.rulings.filter(verdict=Verdict.REPLACE).delete()
        Deidentification.objects.filter(pk=work.pk).update(
            case=None, originals={}, undo=[], author_words="", revision=F("revision") + 1
        )


def _work_of(public_case: PublicCase) -> Deidentification:
    return Deidentification.objects.select_related("case__author", "public_case").get(public_case=public_case)


def _as_author(public_case: PublicCase, by) -> None:
    work = _work_of(public_case)
    if work.case is None or work.case.author_id != by.pk:
        raise Refused("forbidden", _("This cannot be done here."))


def _step(public_case: PublicCase, sources: tuple, target: str, **changes: Any) -> PublicCase:
    """The compare-and-set: of two movers one wins, and the other is told."""
    rows = PublicCase.objects.filter(pk=public_case.pk, status__in=sources)
    if rows.update(status=target, **changes) != 1:
        raise Refused(
            "stale", _("This was already done, or the case has moved on meanwhile. Nothing was changed.")
        )
    return PublicCase.objects.get(pk=public_case.pk)


def _guard(public_case: PublicCase) -> None:
    standing = obstacles(public_case)
    if standing:
        raise Refused("condition", " ".join(obstacle.text for obstacle in standing))


def _forget_digest(public_case: PublicCase) -> None:
    public_case.digest = ""
    public_case.save(update_fields=["digest"])


def _moved(public_case: PublicCase, deed: str, by) -> PublicCase:
    work = Deidentification.objects.filter(public_case=public_case).select_related("case").first()
    if work is not None and work.case is not None:
        record(work.case, deed, by=by)
    publication_moved.send(sender=PublicCase, public_case=public_case, by=by)
    return public_case
