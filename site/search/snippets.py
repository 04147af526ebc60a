"""Shows where the words of a question stand: text in pieces, each marked or not."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from mentoring.language import Word, words

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


def found(text: str, asked: Collection[Group]) -> Iterator[Marked]:
    """The words of a text that answer a question, in whatever form."""
    wanted = {lemma for group in asked for lemma in group.lemmas}
    beginnings = tuple(group.text.lower() for group in asked if group.prefix)
    for word in words(text):
        known = _lemmas(word.text)
        if not wanted.isdisjoint(known):
            yield Marked(word, next(lemma for lemma in known if lemma in wanted))
        elif beginnings and (
            met := next((p for p in parts(word.text.lower()) if p.startswith(beginnings)), None)
        ):
            yield Marked(word, met)


@lru_cache(maxsize=65_536)
def _lemmas(word: str) -> tuple[str, ...]:
    return tuple(lemma for part in parts(word) for lemma in readings(part))


def segments(text: str, asked: Collection[Group]) -> Segments:
    """A whole text in pieces. The pieces joined are the text."""
    return _cut(text, 0, len(text), [marked.word for marked in found(text, asked)]) if text else []


def snippet(text: str, asked: Collection[Group]) -> Segments:
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
