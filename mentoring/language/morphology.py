"""Word forms: one analyser, pymorphy3, for everything that compares Russian words.

Lemmas are made here and not by an engine, so that SQLite, PostgreSQL and Elasticsearch find the same; and they beat
stems, because «детей» and «ребёнок» are one word for a reader.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import pymorphy3

from .words import words

# About 60,000 distinct forms occur in a large library; a word costs some 200 bytes here.
_REMEMBERED = 65_536
# Nobody writes such a word; a text without spaces would otherwise be analysed as one.
_LONGEST = 64


class Parse(NamedTuple):
    """One reading of a word: lemma (ё folded), part of speech and grammemes of OpenCorpora, and its likelihood."""

    lemma: str
    grammemes: frozenset[str]
    score: float
    known: bool


@lru_cache(maxsize=1)
def analyzer() -> pymorphy3.MorphAnalyzer:
    """The dictionary, loaded once for a process (0.3 s, 30 MB)."""
    return pymorphy3.MorphAnalyzer(lang="ru")


def fold(text: str) -> str:
    """Lower case with ё as е: what two spellings of one word have in common. Keeps the length of Russian text."""
    return text.lower().replace("ё", "е")


def _readable(word: str) -> bool:
    """Whether every character has a name: the analyser asks for it and fails on those that have none (Tangut)."""
    return all(unicodedata.name(character, "") for character in word)


@lru_cache(maxsize=_REMEMBERED)
def parses(word: str) -> tuple[Parse, ...]:
    """Every reading of a word, the likeliest first. Case and ё do not matter."""
    lowered = word[:_LONGEST].lower()
    if not _readable(lowered):
        return (Parse(lowered, frozenset(("UNKN",)), 1.0, False),)
    found = analyzer().parse(lowered)
    return tuple(
        Parse(fold(p.normal_form), frozenset(p.tag.grammemes), p.score, analyzer().word_is_known(p.word))
        for p in found
    )


def is_known(word: str) -> bool:
    """Whether the dictionary has this form, ё or е. Costs microseconds, so that thousands of guesses may be tried."""
    return analyzer().word_is_known(word[:_LONGEST])


@lru_cache(maxsize=4096)
def forms(lemma: str) -> frozenset[str]:
    """All forms of a dictionary form, ё folded: «ребенок» → «ребенка», «дети», «детьми», …"""
    if not lemma.isalpha() or lemma.isascii() or not _readable(lemma):
        return frozenset((lemma,))
    readings = [parse for parse in analyzer().parse(lemma) if fold(parse.normal_form) == lemma]
    return frozenset(fold(form.word) for reading in readings for form in reading.lexeme)


@lru_cache(maxsize=_REMEMBERED)
def lemma(word: str) -> str:
    """The dictionary form of a word, ё folded to е: «детей» → «ребенок», «родителями» → «родитель»."""
    lowered = fold(word)[:_LONGEST]
    if not lowered.isalpha() or lowered.isascii() or not _readable(lowered):
        return lowered
    return fold(analyzer().parse(lowered)[0].normal_form)


def lemmas(text: str) -> list[str]:
    """The lemmas of a text in their order, one for each word; parts of a hyphenated word follow it."""
    found = []
    for word in words(text):
        found.append(lemma(word.text))
        parts = word.text.split("-")
        if len(parts) > 1:
            found.extend(lemma(part) for part in parts)
    return found
