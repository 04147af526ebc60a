"""The moderator's work on the texts of one case: what is suspected, what was decided, edits and the way back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ..enums import PublicationStatus, Verdict
from ..language import fold, lemmas
from ..models import Case, Deidentification, PublicCase, Ruling
from ..refusal import Refused
from .detection import suspicions
from .known import Known
from .labels import Label, Tier
from .masking import Masks, Mention, neutral_spans, placeholders, put
from .passages import HEAD, RECORDS, document_of, texts_of, with_texts

# So many steps can be taken back.
UNDO_STEPS = 20
# Longer fragments are compared by their beginning.
KEY_MAX = 300
# What a moderator may change beside the texts.
FACETS = ("subject", "stage", "experience", "year")


@dataclass(frozen=True)
class Finding:
    """A suspicion in a text of the case. `group` is the same for all that one decision settles."""

    passage: str
    start: int
    end: int
    fragment: str
    label: str
    tier: str
    group: str
    replacement: str
    kept: bool

    @property
    def key(self) -> str:
        """The fragment as rulings know it."""
        return ruling_key(self.fragment)


def ruling_key(fragment: str) -> str:
    """A fragment without case, ё and doubled spaces."""
    return " ".join(fold(fragment).split())[:KEY_MAX]


def known_of(case: Case | None) -> Known:
    """Names, schools and places of everybody who had a part in a case: looked for before anything else."""
    if case is None:
        return Known()
    people = [case.author]
    for consultation in case.consultations.select_related("mentor").prefetch_related("colleagues__colleague"):
        people.append(consultation.mentor)
        people += [opinion.colleague for opinion in consultation.colleagues.all()]
    names, schools, places = [], [], []
    for person in people:
        names.append(person.get_full_name())
        names += [person.first_name, person.last_name, person.patronymic]
    profile = getattr(case.author, "mentee_profile", None)
    if profile is not None:
        schools.append(profile.school)
        places.append(profile.region)
    return Known(names=filter(None, names), schools=filter(None, schools), places=filter(None, places))


def findings(work: Deidentification, texts: Mapping[str, str] | None = None) -> list[Finding]:
    """Every suspicion in the texts as they stand (or in `texts`), in reading order, decided ones too."""
    texts = texts_of(document_of(work.public_case)) if texts is None else texts
    known = known_of(work.case)
    kept = {
        (ruling.fragment, ruling.label) for ruling in work.rulings.all() if ruling.verdict == Verdict.KEEP
    }
    seen = [(name, one) for name, text in texts.items() for one in _suspected(text, known)]
    masks = Masks(
        texts,
        [Mention(name, s.start, s.end, s.fragment) for name, s in seen if s.label == Label.PER],
    )
    instead = placeholders()
    found = []
    for name, one in seen:
        mention = Mention(name, one.start, one.end, one.fragment)
        is_person = one.label == Label.PER
        found.append(
            Finding(
                *mention,
                label=one.label,
                tier=one.tier,
                group=masks.group(one.fragment)
                if is_person
                else f"{one.label} {' '.join(lemmas(one.fragment))}",
                replacement=masks.for_person(mention)
                if is_person
                else instead.get(one.label, _("[left out]")),
                kept=(ruling_key(one.fragment), one.label) in kept,
            )
        )
    return found


def _suspected(text: str, known: Known) -> Iterable:
    neutral = neutral_spans(text)
    for one in suspicions(text, known=known):
        if not any(start <= one.start and one.end <= end for start, end in neutral):
            yield one


def open_findings(work: Deidentification) -> list[Finding]:
    """What nobody has decided yet."""
    return [finding for finding in findings(work) if not finding.kept]


def open_count(work: Deidentification) -> int:
    """How many places are not decided yet."""
    return len(open_findings(work))


def sure_count(texts: Mapping[str, str], cleared: Iterable[str] = ()) -> int:
    """How many certain identifiers stand in texts that never were a case; `cleared` words were looked at already."""
    known = {ruling_key(fragment) for fragment in cleared}
    return sum(
        one.tier == Tier.SURE and ruling_key(one.fragment) not in known
        for text in texts.values()
        for one in _suspected(text, Known())
    )


@transaction.atomic
def replace(
    work: Deidentification, fragment: str, label: str, *, by, seen: int, replacement: str = ""
) -> Deidentification:
    """Accept a suspicion, everywhere it means the same: by what is proposed, or by `replacement`.

    Raises Refused when nothing of the kind is suspected any more, or another moderator was faster.
    """
    fresh = _take(work, by, seen)
    found = [f for f in findings(fresh) if not f.kept]
    meant = {f.group for f in found if f.key == ruling_key(fragment) and f.label == label}
    if not meant:
        raise Refused("stale", _("This place is decided already."))
    return _replace_all(fresh, [f for f in found if f.group in meant], by=by, instead=replacement.strip())


@transaction.atomic
def replace_sure(work: Deidentification, *, by, seen: int) -> Deidentification:
    """Accept every proposal for what is surely an identifier, in all its places. What must be looked at stays open."""
    fresh = _take(work, by, seen)
    found = open_findings(fresh)
    sure = {f.group for f in found if f.tier == Tier.SURE}
    return _replace_all(fresh, [f for f in found if f.group in sure], by=by)


@transaction.atomic
def keep(work: Deidentification, fragment: str, label: str, *, by, seen: int) -> Deidentification:
    """Reject a suspicion and the other forms of it that stand in the case now: they identify nobody.

    A form that comes later, by an edit, is suspected anew.
    """
    fresh = _take(work, by, seen)
    found = open_findings(fresh)
    meant = {f.group for f in found if f.key == ruling_key(fragment) and f.label == label}
    if not meant:
        raise Refused("stale", _("This place is decided already."))
    _rule(fresh, [(f.key, f.label) for f in found if f.group in meant], Verdict.KEEP, by=by)
    return _recounted(fresh)


@transaction.atomic
def keep_posts(work: Deidentification, *, by, seen: int) -> Deidentification:
    """«Завуч», «классный руководитель» and other posts stay: every school has them, so alone they name nobody."""
    fresh = _take(work, by, seen)
    posts = [f for f in open_findings(fresh) if f.label == Label.POST]
    _rule(fresh, [(f.key, f.label) for f in posts], Verdict.KEEP, by=by)
    return _recounted(fresh)


@transaction.atomic
def edit(work: Deidentification, texts: Mapping[str, str], *, by, seen: int) -> Deidentification:
    """The moderator's own wording. A name that it brings back is suspected again."""
    fresh = _take(work, by, seen)
    try:
        document = with_texts(document_of(fresh.public_case), texts)
    except KeyError as unknown:
        raise Refused("invalid", _("There is no such part in this case.")) from unknown
    return _write(fresh, document)


@transaction.atomic
def restore(work: Deidentification, passage: str, *, by, seen: int) -> Deidentification:
    """The original of one passage again, with everything that was suspected in it."""
    fresh = _take(work, by, seen)
    originals = texts_of(fresh.originals)
    if passage not in originals:
        raise Refused("invalid", _("There is no such part in this case."))
    return _write(fresh, with_texts(document_of(fresh.public_case), {passage: originals[passage]}))


@transaction.atomic
def leave_out(work: Deidentification, record: str, *, by, seen: int) -> Deidentification:
    """Leave a question with its answer, an option or a commentary out: `record` is like «options.1».

    Its place stays, emptied, so that the original still stands beside the result; readers do not see it.
    """
    fresh = _take(work, by, seen)
    where, _dot, position = record.partition(".")
    texts = {
        name: ""
        for name in texts_of(document_of(fresh.public_case))
        if name.startswith(f"{where}.{position}.")
    }
    if where not in RECORDS or not texts:
        raise Refused("invalid", _("There is no such part in this case."))
    return _write(fresh, with_texts(document_of(fresh.public_case), texts))


@transaction.atomic
def comment(work: Deidentification, role: str, text: str, *, by, seen: int) -> Deidentification:
    """Add a colleague's short commentary under a role, never a name."""
    fresh = _take(work, by, seen)
    document = document_of(fresh.public_case)
    added = [*document.get("commentaries", []), {"role": role.strip(), "text": text.strip()}]
    return _write(fresh, {**document, "commentaries": added})


@transaction.atomic
def tell_less(work: Deidentification, facets: Mapping[str, Any], *, by, seen: int) -> Deidentification:
    """Change what the card says beside the texts: subject, stage, experience, year."""
    fresh = _take(work, by, seen)
    for name, value in facets.items():
        if name not in FACETS:
            raise Refused("invalid", _("There is no such part in this case."))
        setattr(fresh.public_case, name, value)
    fresh.public_case.save(update_fields=list(facets))
    return _recounted(fresh)


@transaction.atomic
def undo(work: Deidentification, *, by, seen: int) -> Deidentification:
    """Take the last step back. Raises Refused when there is none."""
    fresh = _take(work, by, seen, remember=False)
    if not fresh.undo:
        raise Refused("state", _("There is nothing to take back."))
    before = fresh.undo.pop()
    fresh.save(update_fields=["undo"])
    _write_document(fresh.public_case, before["document"])
    for name, value in before["facets"].items():
        setattr(fresh.public_case, name, value)
    fresh.public_case.save(update_fields=list(before["facets"]))
    fresh.rulings.all().delete()
    Ruling.objects.bulk_create(
        Ruling(deidentification=fresh, by=by, **ruling) for ruling in before["rulings"]
    )
    return _recounted(fresh)


def _take(work: Deidentification, by, seen: int, *, remember: bool = True) -> Deidentification:
    """Of two moderators on one draft the first to save goes on; the second is told and loses nothing typed."""
    rows = Deidentification.objects.filter(
        pk=work.pk, revision=seen, public_case__status=PublicationStatus.PREPARING
    )
    if rows.update(revision=F("revision") + 1, saved_by=by) != 1:
        raise Refused("stale", _("Another moderator has changed this case meanwhile. Look at it again."))
    fresh = Deidentification.objects.select_related("public_case", "case__author").get(pk=work.pk)
    if remember:
        rulings = list(fresh.rulings.values("fragment", "label", "verdict", "replacement"))
        fresh.undo.append(
            {
                "document": document_of(fresh.public_case),
                "facets": {name: getattr(fresh.public_case, name) for name in FACETS},
                "rulings": rulings,
            }
        )
        fresh.undo = fresh.undo[-UNDO_STEPS:]
        fresh.save(update_fields=["undo"])
    return fresh


def _replace_all(work: Deidentification, found: list[Finding], *, by, instead: str = "") -> Deidentification:
    document = document_of(work.public_case)
    texts = texts_of(document)
    for finding in sorted(found, key=lambda f: f.start, reverse=True):
        said = instead or finding.replacement
        texts[finding.passage] = put(texts[finding.passage], finding.start, finding.end, said)
    changed = {name: texts[name] for name in {f.passage for f in found}}
    _rule(work, [(f.key, f.label) for f in found], Verdict.REPLACE, by=by, replacement=instead)
    return _write(work, with_texts(document, changed))


def _rule(
    work: Deidentification, keys: Iterable[tuple[str, str]], verdict: str, *, by, replacement: str = ""
) -> None:
    for fragment, label in dict.fromkeys(keys):
        Ruling.objects.update_or_create(
            deidentification=work,
            fragment=fragment,
            label=label,
            defaults={"verdict": verdict, "replacement": replacement[:KEY_MAX], "by": by},
        )


def _write(work: Deidentification, document: Mapping[str, Any]) -> Deidentification:
    _write_document(work.public_case, document)
    return _recounted(work)


def _write_document(public_case: PublicCase, document: Mapping[str, Any]) -> None:
    public_case.title, public_case.summary = document["title"][:200], document["summary"][:300]
    public_case.content = {name: value for name, value in document.items() if name not in HEAD}
    public_case.save(update_fields=["title", "summary", "content"])


def _recounted(work: Deidentification) -> Deidentification:
    work.open_suspicions = open_count(work)
    work.save(update_fields=["open_suspicions", "saved_at"])
    return work
