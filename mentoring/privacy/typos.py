"""Whether an unknown word is a common one typed with a mistake, and so no name."""

from collections.abc import Iterator
from functools import lru_cache

from mentoring.language.morphology import analyzer

from .grammar import facts

# What is confused by ear: vowels without stress, voiced and voiceless consonants.
_CONFUSED = {
    "а": "оя", "о": "а", "е": "ияэ", "и": "еы", "я": "еа", "ы": "и", "э": "е", "у": "ю", "ю": "у", "д": "т", "т": "д",
    "з": "с", "с": "зц", "б": "п", "п": "б", "в": "фг", "ф": "в", "г": "кв", "к": "г", "ж": "ш", "ш": "жщ", "щ": "шч",
    "ч": "щш", "ц": "с", "ь": "ъ", "ъ": "ь", "й": "и", "х": "г",
}  # fmt: skip
_DROPPED = "оеаинтсвьлйъ"
# What begins no word otherwise than by a mistake of the ear: «ашибки», «исчо».
_FIRST = {"а": "о", "о": "а", "и": "е", "е": "и", "э": "е", "з": "с", "с": "з"}
_SHORTEST = 5


def _variants(word: str) -> Iterator[str]:
    # The first letter is rarely mistyped but by ear; a word that differs in it otherwise is another word.
    if word[0] in _FIRST and len(word) > _SHORTEST:
        yield _FIRST[word[0]] + word[1:]
    for place in range(1, len(word)):
        letter = word[place]
        yield word[:place] + word[place + 1 :]
        yield word[:place] + letter + word[place:]
        if place > 1:
            yield word[: place - 1] + letter + word[place - 1] + word[place + 1 :]
        for other in _CONFUSED.get(letter, ""):
            yield word[:place] + other + word[place + 1 :]
        for other in _DROPPED:
            yield word[:place] + other + word[place:]


@lru_cache(maxsize=16_384)
def is_typo(folded: str) -> bool:
    """Whether one slip away there is a word of the dictionary that names nobody. Costs about a millisecond."""
    if len(folded) < _SHORTEST or not folded.isalpha() or len(folded) > 24:
        return False
    return any(_common(variant) for variant in _variants(folded)) or _is_joined(folded)


# Words that are written together with the next one by mistake: «всеравно», «ненадо», «потомучто».
_JOINED = (
    "не", "все", "на", "по", "в", "за", "ни", "как", "так", "что", "то", "потому", "из", "от", "до", "с", "во",
)  # fmt: skip
_BEFORE_JOINED = ("что", "то", "же", "бы", "ли", "раз", "равно", "нибудь", "либо", "таки")


def _is_joined(folded: str) -> bool:
    """Whether a word is two common ones without the space between them."""
    for first in _JOINED:
        rest = folded.removeprefix(first)
        if rest != folded and len(rest) > 3 and _common(rest):
            return True
    for last in _BEFORE_JOINED:
        rest = folded.removesuffix(last)
        if rest != folded and len(rest) > 2 and _common(rest):
            return True
    return False


def _common(word: str) -> bool:
    if not analyzer().word_is_known(word):
        return False
    known = facts(word)
    return known.plain > 0.5 and not known.person and not known.place
