"""The portal's own people, schools and places, found in any inflection before anything is guessed."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mentoring.language import fold, words

from .declension import diminutives
from .lexicon import lexicon
from .stems import base_stems, colloquial, latin_key, stems

# Words that name no single school or place. A school is known by its number and its proper words.
_GENERIC = lexicon("generic")
_SHORTEST = 3
# Keys of Latin words are coarse: shorter words would meet ordinary English ones.
_SHORTEST_LATIN = 4


class Found(NamedTuple):
    """A known thing among the words of a text: indices of the first word and after the last, and its kind."""

    first: int
    last: int
    kind: str


class Known:
    """Known names, looked up by the stems of words, so that thousands of people cost one look per word.

    `names` are people's full names or parts of them in any order («Петрова Анна Сергеевна»), `schools` and `places`
    are phrases as in profiles («Лицей № 12», «Рыбинск»). Building is linear; keep the object while the list is valid.
    """

    def __init__(
        self, names: Iterable[str] = (), schools: Iterable[str] = (), places: Iterable[str] = ()
    ) -> None:
        self._people: set[str] = set()
        self._latin: set[str] = set()
        self._phrases: dict[str, list[tuple[tuple[frozenset[str], ...], str]]] = {}
        for name in names:
            self._add_person(name)
        for kind, phrases in (("SCHOOL", schools), ("LOC", places)):
            for phrase in phrases:
                self._add_phrase(phrase, kind)

    def __bool__(self) -> bool:
        return bool(self._people or self._phrases)

    def _add_person(self, name: str) -> None:
        for word in words(name):
            for part in (word.text, *word.text.split("-")) if "-" in word.text else (word.text,):
                folded = fold(part)
                if len(folded) < _SHORTEST and folded not in diminutives():
                    continue
                for form in (folded, *diminutives().get(folded, ()), *colloquial(folded)):
                    self._people |= base_stems(form)
                    if len(form) >= _SHORTEST_LATIN:
                        self._latin.add(latin_key(form))

    def _add_phrase(self, phrase: str, kind: str) -> None:
        sequence = tuple(frozenset(base_stems(word.text)) for word in words(phrase))
        if not sequence or all(stem_set & _GENERIC for stem_set in sequence):
            return
        for stem in sequence[0]:
            self._phrases.setdefault(stem, []).append((sequence, kind))
        # A school's or a place's own words, without «школа», number or «город»: «в Кряжимском», «в Рыбинске».
        proper = tuple(one for one in sequence if not one & _GENERIC and not min(one).isdigit())
        if proper and proper != sequence and all(len(min(one, key=len)) > _SHORTEST for one in proper):
            for stem in proper[0]:
                self._phrases.setdefault(stem, []).append((proper, kind))

    def is_person(self, word: str) -> bool:
        """Whether a word is a form of a known person's first name, diminutive, patronymic or surname."""
        if word.isascii():
            key = latin_key(word)
            return len(word) >= _SHORTEST_LATIN and (
                key in self._latin or (key[-1:] == "a" and key[:-1] in self._latin)
            )
        return any(stem in self._people for stem in stems(word))

    def find(self, tokens: Sequence[str]) -> list[Found]:
        """Everything known among the words of a text, phrases and single words of people; may overlap."""
        found = []
        for index, token in enumerate(tokens):
            if self.is_person(token):
                found.append(Found(index, index + 1, "PER"))
            if not self._phrases:
                continue
            for stem in stems(token):
                for sequence, kind in self._phrases.get(stem, ()):
                    last = index + len(sequence)
                    if last <= len(tokens) and all(
                        not one.isdisjoint(stems(tokens[place]))
                        for place, one in zip(range(index, last), sequence, strict=True)
                    ):
                        found.append(Found(index, last, kind))
        return found
