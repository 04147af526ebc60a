"""What other rooms and pages ask of the search. Behind it stands one engine; in front of it nobody sees which."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from heapq import nlargest
from typing import NamedTuple

from knowledge_base.published import PublishedText
from mentoring.language import is_known

from . import catalogue, indexing, pages
from .cards import candidates, hits, labelled, rubric_titles, suggestions
from .catalogue import Bits, Catalogue, among, bits
from .correction import Frequencies, corrected
from .database import CANDIDATES, REACHABLE, DatabaseEngine
from .found import Filters, Hit, Query, Results, Suggestion
from .kin import families
from .ranking import WEIGHTS, ordered
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
# A case is compared by so many of its most telling words, and needs so many of them in common with a document.
TELLING, SHARED = 10, 2
# The weight from which a word tells anything: a third of all documents have it.
RARE = 1.1
# So many documents that share the most telling words with a case are read to find the closest.
LIKELY = 40
# Characters of a case that are read for this, and letters from which a word is worth completing.
LONGEST_CASE = 20_000
SHORTEST_PREFIX, SHORTEST_STEM = 2, 4
# All words in their own meaning, when so many documents have them; else words that carry so much of the weight of the
# question, or their kin, when so many have those; else any of the words.
COMMON, SHARE, ENOUGH = 40, 0.34, 10


def search(query: Query) -> Results:
    """One page of what fits, with facets. Without words: everything, useful and fresh things first.

    The number of queries has a bound that is reached by the kind of question, never by how much is found.
    """
    frequencies = _remembered(member=query.member)
    text, mended = clean(query.text), None
    if text and not query.exact:
        mended = corrected(text, frequencies)
    asked = _weighed(groups(mended or text), frequencies)
    every = catalogue.current()
    found = _find(asked, every, query)
    chosen = found.hits & every.chosen(query.filters)
    titles, total = rubric_titles(), chosen.bit_count()
    return Results(
        items=hits(_page(found, asked, every, chosen, query), asked, titles, member=query.member),
        total=total,
        reachable=min(total, REACHABLE),
        facets=labelled(every.counts(found.hits, query.filters), titles),
        corrected=mended,
        widened=found.widened,
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
    every = catalogue.current()
    visible = every.visible(member=member) & bits(engine.titled(all_of(row)))
    return suggestions(every.first(visible, "relevance", limit=limit), row, member=member)


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
    telling = _telling(text, _remembered(member=member))
    every, keys = catalogue.current(), []
    chosen = every.visible(member=member) & every.chosen(Filters(direction=direction)) & ~bits(exclude)
    if kinds:
        chosen &= every.bearing("kind", kinds)
    if len(telling) > 1:
        worths = _visible(engine.sharing(telling, least=SHARED), chosen)
        near = set(among(worths, every.bearing("rubric", rubrics)))
        priors = {key: every.priors[key] * (WEIGHTS.same_rubric if key in near else 1) for key in worths}
        rough = nlargest(LIKELY, worths, key=lambda key: (worths[key] * priors[key], -key))
        likely = [one._replace(prior=priors[one.key]) for one in candidates(rough)]
        keys = ordered(likely, telling)[:limit]
    if rubrics and len(keys) < limit:
        left = chosen & every.bearing("rubric", rubrics) & ~bits(keys)
        keys += every.first(left, "relevance", limit=limit - len(keys))
    return hits(keys, (), rubric_titles(), member=member)


def index(published: PublishedText) -> None:
    """Write the document of one published page, in place of an older one."""
    indexing.write([published])


def remove(page_id: int) -> None:
    """Forget a page at once, in the transaction of the caller."""
    indexing.remove([page_id])


def rebuild() -> int:
    """Index every published page anew; how many there are."""
    return pages.rebuild()


def _remembered(*, member: bool) -> Frequencies:
    """Frequencies for one search: what it has asked once it does not ask again."""
    known: dict[str, int] = {}

    def frequencies(lemmas: Iterable[str]) -> dict[str, int]:
        lemmas = {"", *lemmas}
        if new := lemmas - known.keys():
            known.update(dict.fromkeys(new, 0) | engine.frequencies(new, member=member))
        return {lemma: known[lemma] for lemma in lemmas if known[lemma]}

    return frequencies


def _weighed(asked: Sequence[Group], frequencies: Frequencies) -> tuple[Group, ...]:
    """The groups of a question, the most telling first. A word that occurs nowhere stands for those it begins."""
    if not asked:
        return ()
    often = frequencies([lemma for group in asked for lemma in group.lemmas])
    whole = [
        replace(
            group,
            kin=families(group.lemmas),
            prefix=len(group.text) >= SHORTEST_STEM and not any(lemma in often for lemma in group.lemmas),
        )
        for group in asked
    ]
    return weighed(whole, often, often.get("", 0))


class _Found(NamedTuple):
    """What has the words, as strictly as they were asked for; `hits` are those that the reader may see."""

    level: Alternatives
    matches: Mapping[int, float]
    hits: Bits
    widened: bool


def _find(asked: tuple[Group, ...], every: Catalogue, query: Query) -> _Found:
    """The strictest of the levels that finds enough under the filters, else the last."""
    visible = every.visible(member=query.member)
    found = _Found((), {}, visible, False)
    for level, enough, widened in _levels(asked):
        matches = engine.matches(level)
        found = _Found(level, matches, bits(matches.keys()) & visible, widened)
        if (found.hits & every.chosen(query.filters)).bit_count() >= enough:
            break
    return found


def _levels(asked: tuple[Group, ...]) -> list[tuple[Alternatives, int, bool]]:
    """How the words may be asked for, from the strictest on: with how many answers that is enough, and if widened."""
    if not asked:
        return []
    strict = all_of(tuple(replace(group, kin=()) for group in asked))
    if len(asked) == 1:
        return [(strict, COMMON, False), (all_of(asked), 0, False)]
    return [(strict, COMMON, False), (most_of(asked, SHARE), ENOUGH, False), (any_of(asked), 0, True)]


def _page(found: _Found, asked: tuple[Group, ...], every: Catalogue, chosen: Bits, query: Query) -> list[int]:
    """Keys of the page asked for. The first candidates are put in order by all that is known of their words."""
    offset = (max(query.page, 1) - 1) * query.per_page
    if offset >= REACHABLE or not chosen:
        return []
    if not asked or query.order != "relevance":
        return every.first(chosen, query.order, offset=offset, limit=query.per_page)
    last = offset + query.per_page
    keys = engine.best(found.level, _visible(found.matches, chosen), every.priors, limit=last)
    first = ordered(candidates(keys[:CANDIDATES]), asked) if offset < CANDIDATES else keys[:CANDIDATES]
    return [*first, *keys[CANDIDATES:]][offset:last]


def _visible(matches: Mapping[int, float], chosen: Bits) -> dict[int, float]:
    return {key: matches[key] for key in among(matches, chosen)}


def _telling(text: str, frequencies: Frequencies) -> tuple[Group, ...]:
    """The words of a long text that tell it from others: frequent in it and rare elsewhere."""
    times = Counter(index_lemmas(text[:LONGEST_CASE]))
    asked = [group for group in groups(text[:LONGEST_CASE]) if not group.text.isdigit()]
    if not asked:
        return ()
    often = frequencies(times)
    known = [group for group in asked if any(lemma in often for lemma in group.lemmas)]
    heavy = weighed(known, often, often.get("", 0), most=len(known))
    rare = [group for group in heavy if group.weight >= RARE]
    if len(rare) < SHARED:
        rare = list(heavy)
    worth = {
        group: group.weight * (1 + min(max(times[lemma] for lemma in group.lemmas), 4)) for group in rare
    }
    return tuple(sorted(worth, key=worth.__getitem__, reverse=True)[:TELLING])
