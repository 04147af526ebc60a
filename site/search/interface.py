"""What other rooms and pages ask of the search. Behind it stands one engine; in front of it nobody sees which."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

from knowledge_base.published import PublishedText
from mentoring.language import is_known

from . import indexing, pages
from .cards import candidates, hits, labelled, rubric_titles, suggestions
from .correction import corrected
from .database import REACHABLE, DatabaseEngine
from .found import Filters, Hit, Query, Results, Suggestion
from .kin import families
from .ranking import ordered
from .wording import Alternatives, Group, all_of, any_of, clean, groups, index_lemmas, most_of, weighed

__all__ = [
    "Filters",
    "Hit",
    "Query",
    "Results",
    "Suggestion",
    "index",
    "rebuild",
    "related",
    "remove",
    "search",
    "suggest",
]

engine = DatabaseEngine()
# A case is compared by so many of its most telling words, and needs two of them in common with a document.
TELLING = 10
# Characters of a case that are read for this, and letters from which a word is worth completing.
LONGEST_CASE = 20_000
SHORTEST_PREFIX, SHORTEST_STEM = 2, 4
NO_WORDS: Alternatives = ()
# Words that carry so much of the weight of a question must occur, unless fewer documents than this have them.
SHARE, ENOUGH = 0.34, 10
# So many of the engine's first are put in order anew.
CANDIDATES = 100


def search(query: Query) -> Results:
    """One page of what fits, with facets. Without words: everything, useful and fresh things first.

    The number of queries depends on what kind of question it is, never on how much is found.
    """
    text, mended = clean(query.text), None
    if text and not query.exact:
        mended = corrected(text, partial(engine.frequencies, member=query.member))
    asked = _weighed(groups(mended or text), member=query.member)
    level, widened = _level(asked, query)
    counts = engine.counts(level, query.filters, member=query.member)
    total = counts[""].get("", 0)
    keys = _page(level, asked, query) if total else []
    titles = rubric_titles()
    return Results(
        items=hits(keys, asked, titles),
        total=total,
        reachable=min(total, REACHABLE),
        facets=labelled(counts, titles),
        corrected=mended,
        widened=widened,
    )


def suggest(prefix: str, *, member: bool, limit: int = 6) -> list[Suggestion]:
    """Titles that fit what is being typed; the last word may be unfinished."""
    text = clean(prefix)
    asked = list(groups(text))
    if not asked:
        return []
    last = asked[-1]
    if not prefix[-1:].isspace():
        if len(last.text) < SHORTEST_PREFIX:
            return []
        asked[-1] = replace(last, prefix=True, lemmas=last.lemmas if is_known(last.text) else ())
    row = tuple(asked)
    return suggestions(engine.titled(all_of(row), member=member, limit=limit), row)


def related(
    text: str,
    *,
    rubrics: Collection[str] = (),
    direction: str = "",
    kinds: Collection[str] = (),
    member: bool,
    limit: int = 3,
    exclude: Collection[int] = (),
) -> list[Hit]:
    """What of the published fits a text (a case, a page) and its rubrics, by their short names; the closest first.

    Nothing of the text is kept or logged.
    """
    telling = _telling(text, member=member)
    filters, keys = Filters(direction=direction), []
    if len(telling) > 1:
        pairs = tuple(combinations(telling, 2))
        keys = engine.page(
            pairs, filters, member=member, limit=limit, exclude=exclude, kinds=kinds, near=rubrics
        )
    if rubrics and len(keys) < limit:
        keys += engine.page(
            NO_WORDS,
            filters,
            member=member,
            limit=limit - len(keys),
            exclude=[*exclude, *keys],
            kinds=kinds,
            within=rubrics,
        )
    return hits(keys, (), rubric_titles())


def index(published: PublishedText) -> None:
    """Write the document of one published page, in place of an older one."""
    indexing.write([published])


def remove(page_id: int) -> None:
    """Forget a page at once, in the transaction of the caller."""
    indexing.remove([page_id])


def rebuild() -> int:
    """Index every published page anew; how many there are."""
    return pages.rebuild()


def _weighed(asked: Sequence[Group], *, member: bool) -> tuple[Group, ...]:
    """The groups of a question, the most telling first. A word that occurs nowhere stands for those it begins."""
    if not asked:
        return ()
    often = engine.frequencies(["", *(lemma for group in asked for lemma in group.lemmas)], member=member)
    whole = [
        replace(
            group,
            kin=families(group.lemmas),
            prefix=len(group.text) >= SHORTEST_STEM and not any(lemma in often for lemma in group.lemmas),
        )
        for group in asked
    ]
    return weighed(whole, often, often.get("", 0))


def _level(asked: tuple[Group, ...], query: Query) -> tuple[Alternatives, bool]:
    """How strictly the words are asked for: most of their weight, or any of them where that gives too little."""
    if len(asked) < 2:
        return (all_of(asked) if asked else NO_WORDS), False
    levels = [most_of(asked, SHARE), any_of(asked)]
    place = engine.first_met(levels, query.filters, member=query.member, least=ENOUGH)
    return levels[place], place > 0


def _page(level: Alternatives, asked: tuple[Group, ...], query: Query) -> list[int]:
    """Keys of the page asked for. The first candidates are put in order by all that is known of their words."""
    offset = (max(query.page, 1) - 1) * query.per_page
    ask = partial(engine.page, level, query.filters, member=query.member, order=query.order)
    if offset >= REACHABLE:
        return []
    if not asked or query.order != "relevance" or offset >= CANDIDATES:
        return ask(offset=offset, limit=query.per_page)
    keys = ask(limit=CANDIDATES)
    return ordered(candidates(keys), asked)[offset : offset + query.per_page]


def _telling(text: str, *, member: bool) -> tuple[Group, ...]:
    """The words of a long text that tell it from others: frequent in it and rare elsewhere."""
    times = Counter(index_lemmas(text[:LONGEST_CASE]))
    asked = [group for group in groups(text[:LONGEST_CASE]) if not group.text.isdigit()]
    if not asked:
        return ()
    often = engine.frequencies(["", *times], member=member)
    known = [group for group in asked if any(lemma in often for lemma in group.lemmas)]
    rare = weighed(known, often, often.get("", 0), most=len(known))
    worth = {
        group: group.weight * (1 + min(max(times[lemma] for lemma in group.lemmas), 4)) for group in rare
    }
    return tuple(sorted(worth, key=worth.__getitem__, reverse=True)[:TELLING])
