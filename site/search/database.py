"""The engine that needs nothing but the portal's database: FTS5 on SQLite, tsvector on PostgreSQL.

Both keep the same lemmas, get the same questions and are told apart only by the two dialects below. Visibility and
filters stand inside each query, and the number of queries depends on nothing that is found.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from mentoring.language import fold

from .found import FACETS, Filters, Order
from .models import Term
from .ranking import WEIGHTS, Weights
from .wording import Alternatives, Group

# So many results can be paged through; nobody reads on, and the last of them are much alike.
REACHABLE = 1000
Params = list[Any]


class Fragment(NamedTuple):
    """A piece of SQL and what belongs into it."""

    sql: str
    params: Params


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
    def matching(cls, asked: Alternatives, *, title: bool = False) -> Fragment:
        """Keys of the documents that have the words; with `title` in their titles."""
        expression = cls.expression(asked)
        if title:
            expression = f"title_lemmas : ({expression})"
        return Fragment("SELECT rowid AS id FROM search_words WHERE search_words MATCH %s", [expression])

    @classmethod
    def scored(cls, asked: Alternatives, where: Fragment, boost: Fragment, weights: Weights) -> Fragment:
        """Keys and scores of visible documents."""
        # CROSS JOIN fixes the order of the loops: looked up one by one, FTS5 would start over for each document.
        return Fragment(
            f"SELECT d.page_id, -bm25(search_words, %s, %s, %s, %s) * {boost.sql} AS score FROM search_words"
            " CROSS JOIN search_document d ON d.page_id = search_words.rowid"
            f" WHERE search_words MATCH %s AND {where.sql}",
            [
                weights.title,
                weights.summary,
                weights.text,
                weights.kin,
                *boost.params,
                cls.expression(asked),
                *where.params,
            ],
        )


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
    def matching(cls, asked: Alternatives, *, title: bool = False, column: str = "vector") -> Fragment:
        """Keys of the documents that have the words; with `title` in their titles."""
        place, column = ("A", "head") if title else ("", column)
        return Fragment(
            f"SELECT document_id AS id FROM search_body WHERE {column} @@ %s::tsquery",
            [cls.expression(asked, place)],
        )

    @classmethod
    def scored(cls, asked: Alternatives, where: Fragment, boost: Fragment, weights: Weights) -> Fragment:
        """Keys and scores of visible documents. Of very many, those are scored that have the words in their
        heads, or else stand first whatever is asked: to read the vector of each would take too long."""
        top = max(weights.title, weights.summary, weights.text)
        scale = f"{{{weights.kin / top},{weights.text / top},{weights.summary / top},1}}"
        each = list({group.lemmas: group for row in asked for group in row}.values())
        rank = " + ".join(["%s * ts_rank(%s::real[], b.vector, %s::tsquery)"] * len(each))
        ranks = [part for group in each for part in (group.weight, scale, cls._group(group))]
        heads, every = cls.matching(asked, column="head"), cls.matching(asked)
        first = f"ORDER BY d.prior DESC LIMIT {REACHABLE}"
        visible = f"JOIN search_document d ON d.page_id = m.id WHERE {where.sql} {first}"
        return Fragment(
            f"SELECT d.page_id, ({rank}) * {boost.sql} AS score FROM ("
            f"(SELECT d.page_id FROM ({heads.sql}) m {visible}) UNION (SELECT d.page_id FROM ({every.sql}) m {visible})"
            ") c JOIN search_document d ON d.page_id = c.page_id JOIN search_body b ON b.document_id = c.page_id",
            [*ranks, *boost.params, *heads.params, *where.params, *every.params, *where.params],
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

    def first_met(
        self, levels: Sequence[Alternatives], filters: Filters, *, member: bool, least: int = 1
    ) -> int:
        """The place of the first of several questions that `least` visible documents answer, else of the last."""
        where = _where(filters, member)
        picks, params = [], []
        for place, asked in enumerate(levels[:-1]):
            match = self.dialect.matching(asked)
            picks.append(
                f"WHEN (SELECT COUNT(*) FROM (SELECT 1 FROM ({match.sql}) m JOIN search_document d"
                f" ON d.page_id = m.id WHERE {where.sql} LIMIT {least}) few) = {least} THEN {place}"
            )
            params += [*match.params, *where.params]
        return self._rows(f"SELECT CASE {' '.join(picks)} ELSE {len(levels) - 1} END", params)[0][0]

    def page(
        self,
        asked: Alternatives,
        filters: Filters,
        *,
        member: bool,
        order: Order = "relevance",
        offset: int = 0,
        limit: int = 20,
        exclude: Iterable[int] = (),
        kinds: Iterable[str] = (),
        near: Collection[str] = (),
        within: Collection[str] = (),
        weights: Weights = WEIGHTS,
    ) -> list[int]:
        """Keys of one page of documents in their order. Without words: all documents.

        Rubrics by their short names: one of `within` is demanded, one of `near` lets a document stand higher.
        """
        where = _where(filters, member, exclude=exclude, kinds=kinds, within=within)
        if asked and order == "relevance":
            scored = self.dialect.scored(asked, where, _boost(near, weights), weights)
            sql, params = f"{scored.sql} ORDER BY score DESC, d.page_id LIMIT %s OFFSET %s", scored.params
        else:
            column = {"newest": "d.published_at", "useful": "d.helped"}.get(order, "d.prior")
            source, params = "search_document d", list(where.params)
            if asked:
                match = self.dialect.matching(asked)
                source = f"({match.sql}) m JOIN search_document d ON d.page_id = m.id"
                params = [*match.params, *params]
            sql = (
                f"SELECT d.page_id FROM {source} WHERE {where.sql}"
                f" ORDER BY {column} DESC, d.page_id LIMIT %s OFFSET %s"
            )
        return [row[0] for row in self._rows(sql, [*params, limit, offset])]

    def counts(self, asked: Alternatives, filters: Filters, *, member: bool) -> dict[str, dict[str, int]]:
        """How many documents have each value of each facet under all other filters; the total under "" and ""."""
        seen = _where(Filters(), member)
        source, params = "search_document d", list(seen.params)
        if asked:
            match = self.dialect.matching(asked)
            source = f"({match.sql}) m JOIN search_document d ON d.page_id = m.id"
            params = [*match.params, *params]
        plain = [facet for facet in FACETS if facet != "rubric"]
        columns = ", ".join(f"d.{facet}" for facet in plain)
        every = _where(filters, True)
        parts = [f"SELECT '' AS facet, '' AS value, COUNT(*) AS n FROM hits d WHERE {every.sql}"]
        params += every.params
        for facet in FACETS:
            others = _where(filters, True, but=facet)
            value, join = f"CAST(d.{facet} AS TEXT)", ""
            if facet == "rubric":
                value, join = "r.slug", "JOIN search_documentrubric r ON r.document_id = d.page_id"
            parts.append(
                f"SELECT '{facet}', {value}, COUNT(*) FROM hits d {join} WHERE {others.sql} GROUP BY {value}"
            )
            params += others.params
        sql = f"WITH hits AS MATERIALIZED (SELECT d.page_id, {columns} FROM {source} WHERE {seen.sql}) "
        found: dict[str, dict[str, int]] = {facet: {} for facet in ("", *FACETS)}
        for facet, value, count in self._rows(sql + " UNION ALL ".join(parts), params):
            found[facet][value] = count
        return found

    def titled(self, asked: Alternatives, *, member: bool, limit: int) -> list[int]:
        """Keys of documents that have the words in their titles, the most useful and freshest first."""
        where = _where(Filters(), member)
        match = self.dialect.matching(asked, title=True)
        sql = (
            f"SELECT d.page_id FROM ({match.sql}) m JOIN search_document d ON d.page_id = m.id"
            f" WHERE {where.sql} ORDER BY d.prior DESC, d.page_id LIMIT %s"
        )
        return [row[0] for row in self._rows(sql, [*match.params, *where.params, limit])]

    @staticmethod
    def _rows(sql: str, params: Params) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()


def _boost(near: Collection[str], weights: Weights) -> Fragment:
    """By what relevance is multiplied, as an expression on `d`."""
    if not near:
        return Fragment("d.prior", [])
    rubric = _bears(near)
    return Fragment(
        f"d.prior * (CASE WHEN {rubric.sql} THEN %s ELSE 1 END)", [*rubric.params, weights.same_rubric]
    )


def _bears(rubrics: Collection[str]) -> Fragment:
    marks = ", ".join(["%s"] * len(rubrics))
    return Fragment(
        "EXISTS (SELECT 1 FROM search_documentrubric f WHERE f.document_id = d.page_id"
        f" AND f.slug IN ({marks}))",
        list(rubrics),
    )


def _where(
    filters: Filters,
    member: bool,
    *,
    but: str = "",
    exclude: Iterable[int] = (),
    kinds: Iterable[str] = (),
    within: Collection[str] = (),
) -> Fragment:
    """What a document must be, as a condition on `d`. `but` names a facet whose own filter is left out."""
    conditions = ["1 = 1"]
    params: Params = []
    if not member:
        conditions.append("NOT d.members_only")
    for facet, value in filters.chosen().items():
        if facet == but:
            continue
        sql, values = _bears([str(value)]) if facet == "rubric" else (f"d.{facet} = %s", [value])
        conditions.append(sql)
        params += values
    if within:
        rubric = _bears(within)
        conditions.append(rubric.sql)
        params += rubric.params
    for column, several, word in (("kind", tuple(kinds), "IN"), ("page_id", tuple(exclude), "NOT IN")):
        if several:
            conditions.append(f"d.{column} {word} ({', '.join(['%s'] * len(several))})")
            params += several
    return Fragment(" AND ".join(conditions), params)
