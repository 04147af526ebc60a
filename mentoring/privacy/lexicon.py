"""Lists of words that the detectors know by heart, from `content/lexicon.txt`."""

from functools import lru_cache
from pathlib import Path

CONTENT = Path(__file__).with_name("content")


@lru_cache(maxsize=1)
def _sections() -> dict[str, frozenset[str]]:
    words: dict[str, list[str]] = {}
    section = ""
    for row in (CONTENT / "lexicon.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("["):
            section = row.strip("[]")
        elif not row.startswith("#"):
            words.setdefault(section, []).extend(row.split())
    return {name: frozenset(found) for name, found in words.items()}


def lexicon(section: str) -> frozenset[str]:
    """The words of a section. Raises KeyError for one that the file has not."""
    return _sections()[section]


def rows_of(file: str) -> list[str]:
    """The rows of a list in `content/`, without the terms at its head."""
    rows = (CONTENT / file).read_text(encoding="utf-8").splitlines()
    return [row for row in rows if not row.startswith("#")]


@lru_cache(maxsize=1)
def surnames_that_are_words() -> frozenset[str]:
    """Surnames of which neither the dictionary nor their ending says that they are: «соловей», «гром»."""
    return frozenset(" ".join(rows_of("surnames_that_are_words.txt")).split())


def may_be_surname(folded: str, lemma: str) -> bool:
    """Whether a word of every day, as written or in its dictionary form, is a surname too."""
    return not surnames_that_are_words().isdisjoint((folded, lemma))
