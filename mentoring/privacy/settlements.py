"""Names of towns and villages: those that the dictionary has not, of two words, and words of every day."""

from functools import lru_cache

from .declension import CASES, decline
from .grammar import facts
from .lexicon import rows_of


@lru_cache(maxsize=1)
def _names() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    single, pairs = set(), set()
    for name in " ".join(rows_of("settlements.txt")).split():
        first, _, second = name.partition("_")
        if second:
            pairs.add((first, second))
        else:
            single |= {decline(name, case) for case in CASES}
    return frozenset(single), frozenset(pairs)


def is_settlement(folded: str) -> bool:
    """Whether a word that the dictionary has not is a settlement's name in some case: «черкеске»."""
    return not facts(folded).known and folded in _names()[0]


def are_settlement(first: str, second: str) -> bool:
    """Whether two words, given by their lemmas, are a settlement's name: «дагестанский», «огонь»."""
    return (first, second) in _names()[1]


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(" ".join(rows_of("settlements_that_are_words.txt")).split())


def may_be_settlement(folded: str, lemma: str) -> bool:
    """Whether a word of every day, as written or by its lemma, is a settlement's name too: «ключи», «мирном»."""
    return lemma not in _COMMON and not _words().isdisjoint((folded, lemma))


# There are villages called so, too; who writes «в новом» seldom means them.
_COMMON = frozenset(
    ("новый", "белый", "высокий", "городской", "добрый", "долгий", "глубокий", "первый", "верный")
)
