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
_DROPPED = "оеаинтсвьлй"
_SHORTEST = 5


def _variants(word: str) -> Iterator[str]:
    # The first letter is rarely mistyped; a word that differs in it is another word.
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
    return any(_common(variant) for variant in _variants(folded))


def _common(word: str) -> bool:
    if not analyzer().word_is_known(word):
        return False
    known = facts(word)
    return known.plain > 0.5 and not known.person and not known.place
