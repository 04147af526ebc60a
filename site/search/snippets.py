"""Shows where the words of a question stand: text in pieces, each marked or not."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from mentoring.language import Word, fold, forms, words_that

from .found import Segments
from .wording import Group, parts, readings

# Characters of a snippet: about two lines of a card.
SNIPPET = 220
# Characters shown before the first word that was found.
LEAD = 60
# A text is looked through so far for a snippet.
FARTHEST = 40_000


class Marked(NamedTuple):
    """A word of a text that answers a question, with the lemma by which it does."""

    word: Word
    lemma: str


class _Question:
    """Which words answer a question. A word is analysed only if it begins like one of the lemmas or is a form of
    one («дети», «ребёнок»), and each word once."""

    def __init__(self, asked: Iterable[Group]) -> None:
        self._wanted = {lemma for group in asked for lemma in group.lemmas}
        self._beginnings = tuple(group.text.lower() for group in asked if group.prefix)
        self._alike = tuple({word[:2] for word in (*self._wanted, *self._beginnings)})
        self._forms = frozenset().union(*map(forms, self._wanted))
        self._known: dict[str, str | None] = {}

    def lemma(self, word: str) -> str | None:
        """By which lemma a word answers, if it does."""
        if word not in self._known:
            self._known[word] = self._found(word)
        return self._known[word]

    def _found(self, word: str) -> str | None:
        halves = parts(fold(word))
        if not any(half.startswith(self._alike) or half in self._forms for half in halves):
            return None
        lemmas = (lemma for half in halves for lemma in readings(half))
        met = next((lemma for lemma in lemmas if lemma in self._wanted), None)
        if met is None and self._beginnings:
            met = next((half for half in halves if half.startswith(self._beginnings)), None)
        return met


@lru_cache(maxsize=8)
def _question(asked: tuple[Group, ...]) -> _Question:
    return _Question(asked)


def found(text: str, asked: Iterable[Group]) -> Iterator[Marked]:
    """The words of a text that answer a question, in whatever form."""
    question = _question(tuple(asked))
    for word in words_that(text, question.lemma):
        yield Marked(word, question.lemma(word.text) or "")


def segments(text: str, asked: Sequence[Group], marks: Iterable[Marked] | None = None) -> Segments:
    """A whole text in pieces. The pieces joined are the text. `marks` are what was `found` in it, if known."""
    marks = found(text, asked) if marks is None else marks
    return _cut(text, 0, len(text), [marked.word for marked in marks]) if text else []


def snippet(text: str, asked: Sequence[Group]) -> Segments:
    """The part of a text where most different words of the question stand close together; empty if none does."""
    text = text[:FARTHEST]
    marks = list(found(text, asked))
    if not marks:
        return []
    best, most = 0, 0
    for at, mark in enumerate(marks):
        close = takewhile(
            lambda other, mark=mark: other.word.end - mark.word.start <= SNIPPET - LEAD,
            marks[at : at + SNIPPET],
        )
        near = {other.lemma for other in close}
        if len(near) > most:
            best, most = at, len(near)
    start = _edge(text, max(0, marks[best].word.start - LEAD))
    end = min(len(text), start + SNIPPET)
    if end < len(text) and (space := text.rfind(" ", start, end)) > marks[best].word.end:
        end = space
    pieces = _cut(text, start, end, [mark.word for mark in marks])
    return [*([("… ", False)] if start else []), *pieces, *([(" …", False)] if end < len(text) else [])]


def _edge(text: str, start: int) -> int:
    """The beginning of the sentence or the word around `start`."""
    if not start:
        return 0
    sentence = max(
        text.rfind(mark, max(0, start - LEAD), start + LEAD // 2) for mark in (". ", "! ", "? ", "\n")
    )
    if sentence >= 0:
        return sentence + (1 if text[sentence] == "\n" else 2)
    return text.find(" ", start) + 1


def _cut(text: str, start: int, end: int, marked: list[Word]) -> Segments:
    pieces, last = [], start
    for word in marked:
        if word.start < last or word.end > end:
            continue
        if word.start > last:
            pieces.append((text[last : word.start], False))
        pieces.append((text[word.start : word.end], True))
        last = word.end
    if last < end:
        pieces.append((text[last:end], False))
    return pieces
