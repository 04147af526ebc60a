"""Typing errors: one letter lost, added, changed or swapped, a lost space, the wrong keyboard layout.

Every word within one error of the typed one is tried against the dictionary of Russian and against the vocabulary
of the index, so that any form of a word is mended («родитлями»), and both engines mend alike.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mentoring.language import is_known, words

from .kin import has_synonyms
from .wording import parts, query_words, readings

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюе"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_LAYOUT = frozenset(_LATIN)
_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
# Letters that are heard or written for each other more often than chance.
_ALIKE = ("ао", "еи", "ея", "ыи", "ъь", "сз", "тд", "пб", "кг", "вф", "жш", "шщ", "чщ", "цс", "эе")
# A shorter word has too many neighbours to guess which of them was meant.
SHORTEST = 4
LONGEST = 24

# What a word is worth that no document has, when documents may have its synonyms.
STANDS_FOR = 0.01

# Lemmas → in how many documents each occurs; those that do not occur are missing.
Frequencies = Callable[[Iterable[str]], dict[str, int]]


@dataclass(frozen=True)
class _Guess:
    text: str
    worth: float


def corrected(text: str, frequencies: Frequencies) -> str | None:
    """The question without its typing errors, or None when nothing is to be mended.

    Asks for frequencies at most twice, whatever the text.
    """
    relayed = _relayed(text)
    tokens = {
        part: readings(part)
        for asked in (text, relayed)
        for word in words(asked)
        for part in parts(word.text)
    }
    known = frequencies({lemma for lemmas in tokens.values() for lemma in lemmas})

    def occurs(part: str) -> bool:
        return any(lemma in known or has_synonyms(lemma) for lemma in (part.lower(), *tokens[part]))

    mended = text
    if relayed != text:
        mended = _relayed(text, keep=lambda token: all(map(occurs, _parts_of(token))))
    wrong = {
        part
        for word in query_words(mended)
        for part in parts(word.text)
        if not occurs(part) and SHORTEST <= len(part) <= LONGEST and not is_known(part)
    }
    if wrong:
        mended = _replaced(mended, _guesses(wrong, frequencies))
    return mended if mended.lower() != text.lower() else None


def _parts_of(token: str) -> list[str]:
    return [part for word in words(token) for part in parts(word.text)]


def _relayed(text: str, keep: Callable[[str], bool] = lambda token: False) -> str:
    """The text as if typed in the Russian layout; words that cannot be meant so, or are kept, stay."""
    return " ".join(
        token.lower().translate(_TO_CYRILLIC) if _may_be_layout(token) and not keep(token) else token
        for token in text.split(" ")
    )


def _may_be_layout(token: str) -> bool:
    return any(letter.isascii() and letter.isalpha() for letter in token) and _LAYOUT.issuperset(
        token.lower()
    )


def _guesses(wrong: Iterable[str], frequencies: Frequencies) -> dict[str, str]:
    """For each wrong word the best guess; words without one are missing."""
    near = {word: dict(_near(word.lower().replace("ё", "е"))) for word in wrong}
    lemmas = {guess: _lemmas_of(guess) for guesses in near.values() for guess in guesses}
    known = frequencies({lemma for several in lemmas.values() for row in several for lemma in row})
    best: dict[str, str] = {}
    for word, guesses in near.items():
        worths = [_Guess(guess, likely * _common(lemmas[guess], known)) for guess, likely in guesses.items()]
        top = max(worths, key=lambda guess: (guess.worth, guess.text), default=None)
        if top is not None and top.worth > 0:
            best[word] = top.text
    return best


def _common(rows: list[tuple[str, ...]], known: dict[str, int]) -> float:
    """In how many documents the rarest word of a guess occurs; a little for one that only its synonyms stand for."""
    often = min(max((known.get(lemma, 0) for lemma in row), default=0) for row in rows)
    return often or (STANDS_FOR if any(map(has_synonyms, rows[0])) and len(rows) == 1 else 0)


def _lemmas_of(guess: str) -> list[tuple[str, ...]]:
    """The lemmas of each word of a guess: of the dictionary, or the word itself when only the index may know it."""
    return [readings(part) if is_known(part) else (part,) for part in guess.split()]


def _near(word: str) -> Iterator[tuple[str, float]]:
    """Words one error away with how likely the error is; the first letter is seldom wrong."""
    for at in range(len(word) + 1):
        head, tail, first = word[:at], word[at:], 0.25 if at == 0 else 1.0
        if tail:
            yield head + tail[1:], first * (2.0 if at and tail[0] == head[-1] else 1.0)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:], first * 2.0
            if at > 2 and len(tail) > 2:
                yield f"{head} {tail}", 1.0
        for letter in LETTERS:
            yield head + letter + tail, first
            if tail and letter != tail[0]:
                yield head + letter + tail[1:], first * _likeness(letter, tail[0])


def _likeness(meant: str, typed: str) -> float:
    """How much likelier than chance one letter stands for another."""
    if any(meant in pair and typed in pair for pair in _ALIKE):
        return 2.0
    row = next((row for row in _ROWS if meant in row), "")
    return 2.0 if typed in row and abs(row.index(meant) - row.index(typed)) == 1 else 0.5


def _replaced(text: str, guesses: dict[str, str]) -> str:
    """The text with wrong words, or wrong halves of hyphenated ones, replaced in their places."""
    made, last = [], 0
    for word in words(text):
        new = word.text
        for part in parts(word.text):
            if part in guesses:
                new = new.replace(part, guesses[part])
        made += [text[last : word.start], new]
        last = word.end
    return "".join([*made, text[last:]])
