"""Writes the index: documents of published texts, and how often each word occurs in them."""

from collections import Counter
from collections.abc import Collection, Sequence

from django.db import connection, transaction

from knowledge_base.published import PublishedText

from .kin import family
from .models import Body, Document, DocumentRubric, Edition, IndexTask, Term
from .ranking import prior
from .wording import index_lemmas

# So many lemmas of a text are kept: some sixty printed pages. PostgreSQL keeps no places further on.
MOST_LEMMAS = 16_000
BATCH = 500


@transaction.atomic
def write(published: Sequence[PublishedText]) -> None:
    """Write the documents of published pages in place of older ones, one or hundreds in one transaction."""
    page_ids = [text.page_id for text in published]
    _new_edition(page_ids)
    vocabulary = _Vocabulary()
    _forget(page_ids, vocabulary)
    documents, bodies, rubrics = [], [], []
    for text in published:
        documents.append(_document(text))
        bodies.append(_body(text))
        rubrics += [
            DocumentRubric(document_id=text.page_id, slug=slug) for slug in dict.fromkeys(text.rubrics)
        ]
        vocabulary.count(bodies[-1], members_only=text.members_only, times=1)
    Document.objects.bulk_create(documents, batch_size=BATCH)
    Body.objects.bulk_create(bodies, batch_size=BATCH)
    DocumentRubric.objects.bulk_create(rubrics, batch_size=BATCH)
    vocabulary.save()


@transaction.atomic
def remove(page_ids: Collection[int]) -> None:
    """Forget pages at once: their documents, their words, and that they were to be indexed."""
    _new_edition(page_ids)
    vocabulary = _Vocabulary()
    _forget(page_ids, vocabulary)
    IndexTask.objects.filter(page_id__in=page_ids).delete()
    vocabulary.save()


@transaction.atomic
def hide(page_ids: Collection[int]) -> None:
    """Show these pages to members only, at once."""
    _new_edition(page_ids)
    vocabulary = _Vocabulary()
    open_ = Document.objects.select_for_update().filter(pk__in=page_ids, members_only=False).order_by("pk")
    keys = list(open_.values_list("pk", flat=True))
    for body in Body.objects.filter(pk__in=keys):
        vocabulary.count(body, members_only=False, times=-1)
        vocabulary.count(body, members_only=True, times=1)
    Document.objects.filter(pk__in=keys).update(members_only=True)
    vocabulary.save()


def _new_edition(page_ids: Collection[int]) -> None:
    """Said first, so that writers of the index follow each other, and seen by readers when all is written."""
    edition, _new = Edition.objects.select_for_update().get_or_create(pk=1)
    edition.change(page_ids)
    edition.save()


def _forget(page_ids: Collection[int], vocabulary: "_Vocabulary") -> None:
    # The lock lets two writers of one page follow each other.
    locked = Document.objects.select_for_update().filter(pk__in=page_ids).order_by("pk")
    hidden = dict(locked.values_list("pk", "members_only"))
    if not hidden:
        return
    for body in Body.objects.filter(pk__in=hidden):
        vocabulary.count(body, members_only=hidden[body.pk], times=-1)
    Document.objects.filter(pk__in=hidden).delete()


def _document(text: PublishedText) -> Document:
    helped, tried = text.useful
    return Document(
        page_id=text.page_id,
        kind=text.kind,
        direction=text.direction,
        type=text.type,
        subject=text.subject,
        stage=text.stage,
        year=text.year,
        members_only=text.members_only,
        helped=helped,
        tried=tried,
        published_at=text.published_at,
        prior=prior(helped=helped, tried=tried, published_at=text.published_at),
    )


def _body(text: PublishedText) -> Body:
    lemmas = [index_lemmas(part) for part in (text.title, text.summary, text.text)]
    return Body(
        document_id=text.page_id,
        url=text.url,
        title=text.title,
        summary=text.summary,
        text=text.text,
        title_lemmas=" ".join(lemmas[0]),
        summary_lemmas=" ".join(lemmas[1]),
        text_lemmas=" ".join(lemmas[2][:MOST_LEMMAS]),
        kin=" ".join(sorted({family(lemma) for several in lemmas for lemma in several})),
    )


class _Vocabulary:
    """By how much the counts of words change."""

    def __init__(self) -> None:
        self._every: Counter[str] = Counter()
        self._public: Counter[str] = Counter()

    def count(self, body: Body, *, members_only: bool, times: int) -> None:
        """Each word of a document once, up (1) or down (-1); the empty word counts the documents themselves."""
        once = {"", *f"{body.title_lemmas} {body.summary_lemmas} {body.text_lemmas}".split()}
        for counter in (self._every,) if members_only else (self._every, self._public):
            for lemma in once:
                counter[lemma] += times

    def save(self) -> None:
        """Change the counts in the database; words that occur no more go."""
        # One order for all, so that two writers never wait for each other in a ring.
        changes = [
            (lemma, self._every[lemma], self._public[lemma])
            for lemma in sorted(self._every)
            if self._every[lemma] or self._public[lemma]
        ]
        if not changes:
            return
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_term (lemma, documents, public) VALUES (%s, %s, %s) ON CONFLICT (lemma)"
                " DO UPDATE SET documents = search_term.documents + excluded.documents,"
                " public = search_term.public + excluded.public",
                changes,
            )
        if fewer := [lemma for lemma, every, _public in changes if every < 0]:
            Term.objects.filter(lemma__in=fewer, documents__lte=0).delete()
