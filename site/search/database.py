"""The engine that needs nothing but the portal's database: FTS5 on SQLite, tsvector on PostgreSQL.

It finds words; who may see a document and what the facets are stands in the `catalogue`. Both databases keep the same
lemmas, get the same questions and are told apart only by the two dialects below.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from typing import Any, NamedTuple

from django.db import connection

from mentoring.language import fold

from .models import Term
from .ranking import WEIGHTS, Weights
from .wording import Alternatives, Group

# So many results can be paged through; nobody reads on, and the last of them are much alike.
REACHABLE = 1000
# So many of the first are put in order anew by whoever asks.
CANDIDATES = 60
# PostgreSQL reads the words of so many documents anew to choose those from them; the others stand behind.
SCORED = 2 * CANDIDATES
# What a document is worth more, before it is scored, for a word in its head.
HEAD = 1.0


class Fragment(NamedTuple):
    """A piece of SQL and what belongs into it."""

    sql: str
    params: list[Any]


class Sqlite:
    """FTS5 over the lemmas of `search_body`; bm25 weighs the words by their rarity and by the column."""

    @staticmethod
    def expression(asked: Alternatives) -> str:
        """The question in the language of FTS5. Every lemma is quoted, so that none is an operator."""
        return " OR ".join("(" + " AND ".join(Sqlite._group(group) for group in row) + ")" for row in asked)

    @staticmethod
    def _group(group: Group) -> str:
        star = "*" if group.prefix else ""
        begins = [f'"{_plain(group.text)}"{star}'] if group.prefix else []
        return (
            "(" + " OR ".join([*begins, *(f'"{_plain(word)}"' for word in (*group.lemmas, *group.kin))]) + ")"
        )

    @classmethod
    def titled(cls, asked: Alternatives) -> Fragment:
        """Keys of the documents that have the words in their titles."""
        expression = f"title_lemmas : ({cls.expression(asked)})"
        return Fragment("SELECT rowid FROM search_words WHERE search_words MATCH %s", [expression])

    @classmethod
    def matching(cls, asked: Alternatives, weights: Weights) -> Fragment:
        """Keys and scores of all documents that have the words."""
        return Fragment(
            "SELECT rowid, -bm25(search_words, %s, %s, %s, %s) FROM search_words WHERE search_words MATCH %s",
            [weights.title, weights.summary, weights.text, weights.kin, cls.expression(asked)],
        )

    @staticmethod
    def worths(rows: list[tuple]) -> dict[int, float]:
        """What the keys are worth at first sight: FTS5 has scored what it found."""
        return dict(rows)

    @classmethod
    def having(cls, group: Group) -> Fragment:
        """Keys of the documents that have a word."""
        return Fragment(
            "SELECT rowid AS key, %s AS worth FROM search_words WHERE search_words MATCH %s",
            [group.weight, cls._group(group)],
        )

    @staticmethod
    def scored(asked: Alternatives, keys: list[int], weights: Weights) -> None:
        """Nothing more: FTS5 has scored what it found."""


class Postgresql:
    """A tsvector of lemmas; each word's ts_rank, which knows the weight of its place, counts by its rarity."""

    @staticmethod
    def expression(asked: Alternatives, place: str = "") -> str:
        """The question as a tsquery; every lemma is quoted. `place` "A" asks for titles only."""
        return " | ".join(
            "(" + " & ".join(Postgresql._group(group, place) for group in row) + ")" for row in asked
        )

    @staticmethod
    def _group(group: Group, place: str = "") -> str:
        begins = [f"'{_plain(group.text)}':*{place}"] if group.prefix else []
        mark = f":{place}" if place else ""
        return (
            "("
            + " | ".join([*begins, *(f"'{_plain(word)}'{mark}" for word in (*group.lemmas, *group.kin))])
            + ")"
        )

    @classmethod
    def titled(cls, asked: Alternatives) -> Fragment:
        """Keys of the documents that have the words in their titles."""
        return Fragment(
            "SELECT document_id FROM search_body WHERE head @@ %s::tsquery", [cls.expression(asked, "A")]
        )

    @classmethod
    def matching(cls, asked: Alternatives, weights: Weights) -> Fragment:
        """Keys of all documents that have the words, and of those that have them in their heads, as two arrays.

        Both are read from the index; to score each by its words would mean to read the words of each.
        """
        expression = cls.expression(asked)
        return Fragment(
            "SELECT (SELECT array_agg(document_id) FROM search_body WHERE vector @@ %s::tsquery),"
            " (SELECT array_agg(document_id) FROM search_body WHERE head @@ %s::tsquery)",
            [expression, expression],
        )

    @staticmethod
    def worths(rows: list[tuple]) -> dict[int, float]:
        """What the keys are worth at first sight: those with the words in their heads more."""
        ((all_of_them, heads),) = rows
        return dict.fromkeys(all_of_them or (), 1.0) | dict.fromkeys(heads or (), 1.0 + HEAD)

    @classmethod
    def having(cls, group: Group) -> Fragment:
        """Keys of the documents that have a word."""
        return Fragment(
            "SELECT document_id AS key, %s::float8 AS worth FROM search_body WHERE vector @@ %s::tsquery",
            [group.weight, cls._group(group)],
        )

    @classmethod
    def scored(cls, asked: Alternatives, keys: list[int], weights: Weights) -> Fragment:
        """Keys and scores of these documents."""
        top = max(weights.title, weights.summary, weights.text)
        scale = f"{{{weights.kin / top},{weights.text / top},{weights.summary / top},1}}"
        each = list({group.lemmas: group for row in asked for group in row}.values())
        rank = " + ".join(["%s * ts_rank(%s::real[], vector, %s::tsquery)"] * len(each))
        ranks = [part for group in each for part in (group.weight, scale, cls._group(group))]
        return Fragment(
            f"SELECT document_id, {rank} FROM search_body WHERE document_id = ANY(%s)", [*ranks, keys]
        )


def _plain(lemma: str) -> str:
    """A lemma is letters and digits; whatever else came in would be syntax."""
    return "".join(letter for letter in fold(lemma) if letter.isalnum()) or "0"


class DatabaseEngine:
    """Answers from the tables of the portal's database."""

    @property
    def dialect(self):
        """The dialect of the database in use."""
        return Sqlite if connection.vendor == "sqlite" else Postgresql

    def frequencies(self, lemmas: Iterable[str], *, member: bool) -> dict[str, int]:
        """In how many documents that this reader may see each lemma occurs; the others are missing.

        The empty lemma occurs in every document.
        """
        column = "documents" if member else "public"
        rows = Term.objects.filter(lemma__in=list(lemmas), **{f"{column}__gt": 0})
        return dict(rows.values_list("lemma", column))

    def matches(self, asked: Alternatives, *, weights: Weights = WEIGHTS) -> dict[int, float]:
        """Keys of all documents that have the words, whoever may see them, with what they are worth at first sight."""
        return self.dialect.worths(self._rows(self.dialect.matching(asked, weights)))

    def best(
        self,
        asked: Alternatives,
        worths: Mapping[int, float],
        priors: Mapping[int, float],
        *,
        limit: int,
        weights: Weights = WEIGHTS,
    ) -> list[int]:
        """The first so many matches, and no fewer than `CANDIDATES`, the best first; the last ones only roughly."""

        def first(several: Mapping[int, float], many: int) -> list[int]:
            ranked = ((worth * priors.get(key, 0), -key) for key, worth in several.items())
            return [-key for _worth, key in nlargest(many, ranked)]

        rough = first(worths, max(limit, SCORED))
        asking = self.dialect.scored(asked, rough[:SCORED], weights) if len(rough) > CANDIDATES else None
        if asking is None:
            return rough
        scores = dict(self._rows(asking))
        return [*first(scores, SCORED), *rough[SCORED:]]

    def sharing(self, asked: Sequence[Group], *, least: int) -> dict[int, float]:
        """Keys of documents that have at least so many of the words, whoever may see them, with what these weigh."""
        each = [self.dialect.having(group) for group in asked]
        if not each:
            return {}
        rows = " UNION ALL ".join(asking.sql for asking in each)
        params = [param for asking in each for param in asking.params]
        found = f"SELECT key, sum(worth) FROM ({rows}) AS words GROUP BY key HAVING count(*) >= %s"
        return dict(self._rows(Fragment(found, [*params, least])))

    def titled(self, asked: Alternatives) -> list[int]:
        """Keys of documents that have the words in their titles, whoever may see them."""
        return [key for (key,) in self._rows(self.dialect.titled(asked))]

    @staticmethod
    def _rows(asking: Fragment) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(asking.sql, asking.params)
            return cursor.fetchall()
