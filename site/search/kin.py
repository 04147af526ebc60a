"""Words of one family and words of one meaning: a coarse second sense of a text, weaker than its own words.

«Родительский» is kin of «родитель» by its beginning, «мама» by `content/synonyms.txt`, whose lines hold lemmas that
teachers use for each other. The index keeps the family of every word; a question asks for the families of its
words and of their synonyms.
"""

from functools import lru_cache
from pathlib import Path

from mentoring.language import fold

SYNONYMS = Path(__file__).parent / "content" / "synonyms.txt"
# A family is told by so many first letters; a shorter word is a family of its own.
BEGINNING = 5
# No word begins with a digit and goes on with letters, so that a family is never taken for a lemma.
MARK = "0"


def family(lemma: str) -> str:
    """The family of a lemma, as the index writes it."""
    return MARK + lemma[:BEGINNING]


@lru_cache(maxsize=1)
def _lines() -> dict[str, frozenset[str]]:
    alike: dict[str, frozenset[str]] = {}
    for line in SYNONYMS.read_text(encoding="utf-8").splitlines():
        words = frozenset(fold(word) for word in line.split())
        for word in words:
            alike[word] = alike.get(word, frozenset()) | words
    return alike


def has_synonyms(lemma: str) -> bool:
    """Whether teachers have another word for it; such a word is right even where no dictionary knows it."""
    return lemma in _lines()


def families(lemmas: tuple[str, ...]) -> tuple[str, ...]:
    """The families of a word's lemmas and of their synonyms, its own first."""
    found = dict.fromkeys(map(family, lemmas))
    for lemma in lemmas:
        found.update(dict.fromkeys(sorted(map(family, _lines().get(lemma, ())))))
    return tuple(found)
