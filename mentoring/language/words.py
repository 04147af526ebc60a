"""Words of a text and where they stand."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

# Letters of any alphabet and digits; a hyphen or an apostrophe inside a word belongs to it («Санкт-Петербург»).
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'\u2019][^\W_]+)*")


class Word(NamedTuple):
    """A word as written and its place: `text[start:end]`, in characters."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order; one pass, so that a long text costs in proportion to its length."""
    for found in _WORD.finditer(text):
        yield Word(found.group(), found.start(), found.end())


def words_that(text: str, fits: Callable[[str], object]) -> Iterator[Word]:
    """The words of a text that fit, in their order. Each different word is asked about once."""
    fitting = {word for word in set(_WORD.findall(text)) if fits(word)}
    if not fitting:
        return
    for found in _WORD.finditer(text):
        if found.group() in fitting:
            yield Word(found.group(), found.start(), found.end())
