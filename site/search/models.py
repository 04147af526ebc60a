"""The index of the database engine. Everything here is a copy of published pages and can be made anew."""

import secrets
from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """What is filtered, counted and sorted by: a narrow row, because a broad question touches most of them."""

    page_id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    direction = models.CharField(max_length=10, blank=True)
    type = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=12, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    members_only = models.BooleanField()
    helped = models.PositiveIntegerField(default=0)
    tried = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField()
    # Usefulness and freshness in one factor, see `ranking`.
    prior = models.FloatField()

    class Meta:
        verbose_name = _("document of the index")
        verbose_name_plural = _("documents of the index")
        indexes = [
            models.Index(fields=["-prior", "page_id"], name="search_browse"),
            models.Index(fields=["-published_at", "page_id"], name="search_newest"),
        ]

    def __str__(self) -> str:
        return str(self.page_id)


class Body(models.Model):
    """What is shown, and its lemmas. The database itself keeps its full text index by them (see the migration)."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE)
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    title_lemmas = models.TextField(blank=True)
    summary_lemmas = models.TextField(blank=True)
    text_lemmas = models.TextField(blank=True)
    # The families of all its words, see `kin`.
    kin = models.TextField(blank=True)

    class Meta:
        verbose_name = _("text of the index")
        verbose_name_plural = _("texts of the index")

    def __str__(self) -> str:
        return self.title


class DocumentRubric(models.Model):
    """A rubric that a document bears, by its short name."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="rubrics")
    slug = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("rubric of a document")
        verbose_name_plural = _("rubrics of documents")
        constraints = [models.UniqueConstraint(fields=["document", "slug"], name="document_rubric_once")]
        indexes = [models.Index(fields=["slug"])]

    def __str__(self) -> str:
        return self.slug


class Term(models.Model):
    """A lemma that occurs in the index, and in how many documents: the vocabulary for typing errors and weights.

    Those that visitors may read are counted apart, so that a word of the others is not told by a correction.
    """

    lemma = models.CharField(primary_key=True, max_length=64)
    documents = models.IntegerField()
    public = models.IntegerField()

    class Meta:
        verbose_name = _("term of the index")
        verbose_name_plural = _("terms of the index")

    def __str__(self) -> str:
        return self.lemma


class Edition(models.Model):
    """One row, whose token is another after each change of the index: what was remembered of an older one is stale.

    A token is made by chance, so that one of a transaction that was given up never comes again. The last changes
    are kept with the token that each made stale, so that only these pages need reading anew.
    """

    REMEMBERED = 2000

    token = models.CharField(max_length=32, blank=True)
    # [[token, [page, ...]], ...], the newest last; `REMEMBERED` pages at most.
    changes = models.JSONField(default=list)

    class Meta:
        verbose_name = _("edition of the index")
        verbose_name_plural = _("editions of the index")

    def __str__(self) -> str:
        return self.token

    def change(self, pages: Collection[int]) -> None:
        """Begin the next edition, in which these pages are other ones."""
        self.changes.append([self.token, list(pages)])
        self.token = secrets.token_hex(16)
        while sum(len(pages) for _token, pages in self.changes) > self.REMEMBERED:
            del self.changes[0]

    def changed_since(self, token: str | None) -> set[int] | None:
        """Pages that have changed since an edition; None when that is not known any more."""
        tokens = [before for before, _pages in self.changes]
        if token not in tokens:
            return None
        return {page for _token, pages in self.changes[tokens.index(token) :] for page in pages}


class IndexTask(models.Model):
    """A page whose document is out of date; written with the change and worked off by the worker."""

    page_id = models.BigIntegerField(unique=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("page to index")
        verbose_name_plural = _("pages to index")

    def __str__(self) -> str:
        return str(self.page_id)
