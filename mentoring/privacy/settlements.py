"""Names of towns and villages that the dictionary has not: of one word in any case, of two by their lemmas."""

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
