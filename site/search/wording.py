"""What a reader's words mean to the index: groups of lemmas, from the most to the least telling."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from math import log

from mentoring.language import Word, fold, lemma, parses, words

# A longer question is read up to here; nobody types more by hand.
LONGEST_QUERY = 200
# A lemma is one of the word's when its readings are together at least so likely: «мыла» is soap and washing.
LIKELY = 0.1
# A question with more words than this is asked by its most telling ones.
MOST_WORDS = 7
# Words longer than this are no words; the vocabulary cuts there.
LONGEST_WORD = 64
# Parts of speech that tell nothing of the subject: prepositions, conjunctions, particles, pronouns.
EMPTY = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})
_JOINTS = str.maketrans(dict.fromkeys("-\u2010\u2011'\u2019", " "))


@dataclass(frozen=True)
class Group:
    """One word of a question: any of its lemmas will do, or with `prefix` any lemma that begins so.

    Documents with its `kin` only are found too, and stand lower.
    """

    text: str
    lemmas: tuple[str, ...]
    prefix: bool = False
    weight: float = 1.0
    kin: tuple[str, ...] = ()


# Any of the rows must be met, a row by all of its groups.
Alternatives = tuple[tuple[Group, ...], ...]


@lru_cache(maxsize=65_536)
def readings(part: str) -> tuple[str, ...]:
    """The lemmas that a word without hyphens may have, the likeliest first, ё folded."""
    folded = fold(part)[:LONGEST_WORD]
    if not folded.isalpha() or folded.isascii():
        return (folded,)
    likely: dict[str, float] = {}
    for parse in parses(folded):
        likely[parse.lemma] = likely.get(parse.lemma, 0) + parse.score
    kept = tuple(found for found, score in likely.items() if score >= LIKELY and found.isalnum())
    return kept[:3] or (lemma(folded),)


def parts(word: str) -> list[str]:
    """A word without its hyphens and apostrophes: «учитель-предметник» is found by either half."""
    return word.translate(_JOINTS).split()


def index_lemmas(text: str) -> list[str]:
    """What the index keeps of a text: every reading of every word, in order."""
    return [found for word in words(text) for part in parts(word.text) for found in readings(part)]


def clean(text: str) -> str:
    """A question as typed, with one kind of letters and spaces, cut to its longest."""
    text = unicodedata.normalize("NFC", text[: LONGEST_QUERY * 2].replace("\0", " "))
    return " ".join(text.split())[:LONGEST_QUERY].strip()


def query_words(text: str) -> list[Word]:
    """The words of a question with their places; the empty ones only if there are no others."""
    every = list(words(text))
    return [word for word in every if not _is_empty(word.text)] or every


@lru_cache(maxsize=4096)
def _is_empty(word: str) -> bool:
    return bool(parses(word)[0].grammemes & EMPTY)


def groups(text: str) -> tuple[Group, ...]:
    """The groups of a question, each once, in the order of its words."""
    found: dict[tuple[str, ...], Group] = {}
    for word in query_words(text):
        for part in parts(word.text):
            group = Group(part, readings(part))
            found.setdefault(group.lemmas, group)
    return tuple(found.values())


def weighed(
    asked: Iterable[Group], frequencies: Mapping[str, int], total: int, *, most: int = MOST_WORDS
) -> tuple[Group, ...]:
    """The `most` telling groups, the rarest among `total` documents first, with their weights."""
    heavy = []
    for group in asked:
        often = max((frequencies.get(lemma, 0) for lemma in group.lemmas), default=0)
        rare = log(1 + (total - min(often, total) + 0.5) / (min(often, total) + 0.5))
        heavy.append(replace(group, weight=rare))
    return tuple(sorted(heavy, key=lambda group: -group.weight)[:most])


def all_of(asked: tuple[Group, ...]) -> Alternatives:
    """Every word must occur."""
    return (asked,)


def most_of(asked: tuple[Group, ...], share: float = 0.5) -> Alternatives:
    """Words that together carry at least `share` of the weight of the question must occur."""
    needed = share * sum(group.weight for group in asked)
    rows: list[tuple[Group, ...]] = []
    for size in range(1, len(asked) + 1):
        for row in combinations(asked, size):
            enough = sum(group.weight for group in row) >= needed
            if enough and not any(set(smaller) <= set(row) for smaller in rows):
                rows.append(row)
    return tuple(rows)


def any_of(asked: tuple[Group, ...]) -> Alternatives:
    """One word is enough."""
    return tuple((group,) for group in asked)
