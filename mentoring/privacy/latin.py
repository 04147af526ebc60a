"""Names in Latin letters: English ones, Russian ones in transliteration, and words that English does not have."""

import re
from functools import lru_cache

from .declension import full_names
from .grammar import facts
from .labels import Label
from .lexicon import CONTENT, lexicon
from .line import Line
from .stems import cyrillic
from .verdicts import CHECK, SURE, TRIGGERS, is_patronymic, text_of

LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_HONORIFICS = lexicon("honorifics")
_ENGLISH_HARMLESS = lexicon("english_harmless")
# A reading as a name that is not the likeliest but no rare one.
_RATHER = 0.2


@lru_cache(maxsize=1)
def _english_names() -> frozenset[str]:
    rows = (CONTENT / "english_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word.lower() for row in rows if not row.startswith("#") for word in row.split())


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    rows = (CONTENT / "english_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for row in rows if not row.startswith("#") for word in row.split())


@lru_cache(maxsize=16_384)
def is_english(low: str) -> bool:
    """Whether a word is common English, as it stands or with one of the usual endings (Quirk et al., 1985, § 3)."""
    common = _english_words()
    if low in common or low in _ENGLISH_HARMLESS or low in _HONORIFICS:
        return True
    if "-" in low:
        return all(is_english(part) for part in low.split("-"))
    for ending, others in _ENGLISH_ENDINGS:
        stem = low.removesuffix(ending)
        if stem != low and len(stem) > 1:
            if any(stem + other in common for other in others):
                return True
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in common:
                return True
    return False


_ENGLISH_ENDINGS = (
    ("s", ("",)), ("es", ("",)), ("ies", ("y",)), ("ed", ("", "e")), ("ied", ("y",)), ("ing", ("", "e")), ("ly", ("",)),
    ("er", ("", "e")), ("ers", ("", "e")), ("est", ("", "e")), ("ness", ("",)), ("n't", ("",)), ("ily", ("y",)),
    ("ings", ("", "e")), ("'ll", ("",)), ("'d", ("",)), ("'ve", ("",)), ("'re", ("",)),
)  # fmt: skip


@lru_cache(maxsize=16_384)
def _of_russian(low: str) -> tuple[bool, bool]:
    """Whether a Latin word reads as a Russian person's and as a place's name, and as nothing else."""
    if not low.isalpha() or not low.isascii() or len(low) < 4:
        return False, False
    for spelling in dict.fromkeys((cyrillic(low), cyrillic(low) + "ь", cyrillic(low.replace("x", "ks")))):
        known = facts(spelling)
        person = known.known and known.person > (0 if not known.plain else _RATHER)
        if person or is_patronymic(spelling, known) or full_names(spelling):
            return True, False
        if known.known and known.place and not known.plain:
            return False, True
    return False, False


_PARTICLED = re.compile(r"(?:al|el|ar|as|abu|bin|ibn)-[A-Z][a-z]")  # «el-Masri».


def of_latin(line: Line, index: int) -> tuple[str, str] | None:
    """Label and tier of a word in Latin letters; None for one that names nobody."""
    word = line.tokens[index].text
    low = word.lower().removesuffix("'s").removesuffix("’s")
    if _PARTICLED.match(word):
        return (Label.PER, CHECK)
    english = low in _english_names()
    if (
        len(low) > 1
        and english
        and low in _ENGLISH_HARMLESS
        and word[0].isupper()
        and not line.opening[index]
    ):
        return (Label.PER, CHECK)
    if len(low) < 2 or low in _ENGLISH_HARMLESS:
        return None
    person, place = _of_russian(low)
    before = line.folded[index - 1] if index else ""
    if before == "." and index > 1:
        before = line.folded[index - 2]
    capital = word[0].isupper() and not word.isupper()
    if before in _HONORIFICS or (before in _english_names() and (capital or not line.cased)):
        return (Label.PER, SURE if capital else CHECK)
    if (capital or index in line.shouted or word.isupper()) and (english or person):
        return (Label.PER, SURE)
    if place:
        return (Label.LOC, SURE if capital else CHECK)
    if (person or (english and low not in _AMBIGUOUS)) and not line.cased:
        return (Label.PER, CHECK)
    if not line.cased and len(low) > 2 and _in_english(line, index) and not is_english(low):
        return (Label.PER, CHECK)
    if capital and line.cased and (not line.opening[index] or len(low) > 2):
        return (Label.OTHER, CHECK)
    return None


_AMBIGUOUS = lexicon("ambiguous_english")


def _in_english(line: Line, index: int) -> bool:
    """Whether a Latin word stands beside another, or has letters that English has not: «jürgen»."""
    before = index - 1 - (text_of(line, index - 1) == ",")
    if before >= 0 and line.word[before] and line.facts(before).lemma in TRIGGERS:
        return True
    # «Aino и Veikko» stand beside each other, too.
    before, after = (index + step * (1 + (text_of(line, index + step) == "и")) for step in (-1, 1))
    beside = (text_of(line, before), text_of(line, after))
    return not line.folded[index].isascii() or any(LATIN.match(word) for word in beside)
