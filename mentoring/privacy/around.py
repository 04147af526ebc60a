"""What stands around a word, for the rules that know a thing by the words beside it."""

import re
from functools import lru_cache

from .grammar import facts
from .lexicon import lexicon
from .line import Line
from .names import Verdicts
from .structured import Mark

SCHOOLS = lexicon("schools")
SCHOOL_ADJECTIVES = lexicon("school_adjectives")
SETTLEMENTS = lexicon("settlements")
NO_PLACE = lexicon("adjectives_of_no_place")
_PLACES_ADJECTIVES = lexicon("adjectives_of_places")
SKY = re.compile(r"(.{2,}?)(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ою|ое|ие|их|ими)")


def mark_of(line: Line, first: int, last: int, label: str, tier: str) -> Mark:
    """A mark from one token to another, both inside it."""
    return Mark(line.tokens[first].start, line.tokens[last].end, label, tier)


def is_one(line: Line, lemmas: list[str], index: int, words: frozenset[str]) -> bool:
    """Whether a token, as written or as its lemma, is one of these words; no token outside the line is."""
    return 0 <= index < len(lemmas) and (lemmas[index] in words or line.folded[index] in words)


def text_at(line: Line, index: int) -> str:
    """A token in lower case, or nothing outside the line."""
    return line.folded[index] if 0 <= index < len(line.tokens) else ""


@lru_cache(maxsize=16_384)
def of_a_place(folded: str) -> bool:
    """Whether an adjective in -ский is made of a place's or a person's name: «тамбовский», «вавиловская»."""
    lemma = facts(folded).lemma
    if lemma in _PLACES_ADJECTIVES:
        return True
    found = SKY.fullmatch(folded)
    if not found or lemma in NO_PLACE or facts(folded).part not in ("ADJF", "NOUN", "UNKN"):
        return False
    if not facts(folded).known:
        return len(found[1]) > 2
    for ending in ("", "а", "ь", "о", "ы", "и", "я", "ск", "цк", "е"):
        base = facts(found[1] + ending)
        if base.known and not base.plain and (base.place or base.surname):
            return True
    return False


def named_after(line: Line, verdicts: Verdicts, index: int) -> int:
    """Index of the last word of «имени В. И. Вавилова» that begins at a token, or 0."""
    dotted = text_at(line, index + 1) == "."
    if text_at(line, index) != "имени" and not (text_at(line, index) == "им" and dotted):
        return 0
    end = index + 1 + dotted
    if line.cased and not (end < len(line.tokens) and line.capital[end]):
        return 0
    start = end
    while end < len(line.tokens) and end < start + 7:
        text = line.tokens[end].text
        inside = end in verdicts or line.capital[end] or (text == "." and len(line.tokens[end - 1].text) == 1)
        if not inside and not (end == start and line.word[end]) and not (len(text) == 1 and line.word[end]):
            break
        end += 1
    return end - 1 if end > start else 0


def quoted_from(line: Line, index: int) -> int:
    """Index of the closing mark of a short quotation that begins at a token, or 0."""
    if text_at(line, index) not in ("«", '"'):
        return 0
    return next(
        (end for end in range(index + 2, min(index + 8, len(line.tokens))) if line.folded[end] in '»"'), 0
    )
