"""A small conditional random field that reads names from their company: with capitals and without them.

It is trained by `bin/train_names.py`; every feature is made here, for training and for use alike.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import pycrfsuite

from mentoring.language import fold

from .declension import full_names
from .grammar import facts
from .lexicon import CONTENT, lexicon, may_be_surname, rows_of

MODEL = CONTENT / "names.crfsuite"
LABELS = ("PER", "LOC", "ORG")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]|_")
# A line is tagged at one go; a longer one in pieces, so that time stays in proportion to length.
_PIECE = 200
SURNAME = re.compile(
    r"(?:[оеё]в|ин|ын)(?:а|у|ым|е|ой|ою|ы|ых|ыми)?$|(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их|ими)$|"
    r"(?:енко|чук|щук|ук|юк|як|чак|ян|янц|дзе|швили|иани|уа|оглу|оглы|кызы|заде|ских|цких|[ыи]х|ман|берг|штейн|бек|бай|ко)(?:а|у|ом|ем|е)?$"
)
PATRONYMIC = re.compile(
    r"(?:[оеь]вич|[ьн]ич|ыч|[аеиоу]ич|лич|мич)(?:а|у|ем|ом|е|и|ей|ам|ами|ах)?$|(?:[оеа]вн|[ии]чн|иничн|савн|овн)(?:а|ы|е|у|ой|ою|ам|ами|ах)$"
)
_KIN = lexicon("kin")
_POST = lexicon("post")
_PLACE = lexicon("place")
_INSTITUTION = lexicon("institution")


class Token(NamedTuple):
    """A word or a mark of punctuation, `text[start:end]`."""

    text: str
    start: int
    end: int


class Guess(NamedTuple):
    """How likely (0…1) a token is part of a person's, a place's and an organisation's name."""

    person: float
    place: float
    organisation: float

    @property
    def best(self) -> str:
        return LABELS[self.index(max(self))]


def tokens(text: str) -> list[Token]:
    """Words and marks of punctuation of a text in their order."""
    return [Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def pieces(text: str, found: Sequence[Token]) -> list[tuple[int, int]]:
    """Ranges of tokens that are read together: lines, and pieces of long lines."""
    cuts, first = [], 0
    for index in range(1, len(found) + 1):
        if (
            index == len(found)
            or index - first >= _PIECE
            or "\n" in text[found[index - 1].end : found[index].start]
        ):
            cuts.append((first, index))
            first = index
    return cuts


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[str, ...]]:
    """Word in its dictionary form → the groups of words used like it, from the finest to the roughest."""
    found: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(rows_of("word_groups.txt")):
        rough, roughest, *words = row.split()
        groups = (f"gf={number}", f"gm={rough}", f"gr={roughest}")
        for word in words:
            found[word] = groups
    return found


@lru_cache(maxsize=32_768)
def _of_word(folded: str) -> tuple[str, ...]:
    """What a word says of itself, without its case. Words of punctuation say what they are."""
    if not folded[0].isalnum():
        return (f"w={folded}", "punct")
    if folded[0].isdigit():
        return ("digit", f"n={min(len(folded), 5)}")
    known = facts(folded)
    found = [
        f"w={folded}",
        f"l={known.lemma}",
        f"pos={known.part}",
        f"pc={known.part}{known.case}",
        f"s2={folded[-2:]}",
    ]
    found += [f"s3={folded[-3:]}", f"s4={folded[-4:]}"]
    for letter, share in zip("nspgo", known[:5], strict=True):
        if share:
            found.append(f"{letter}{min(3, int(share * 4))}{'k' if known.known else 'u'}")
    found.append(f"plain{min(3, int(known.plain * 4))}" if known.plain else "noplain")
    if not known.known:
        found.append("unknown")
    if known.only_person:
        found.append("onlyper")
    if SURNAME.search(folded):
        found.append("surnamish" + ("" if known.plain else "+"))
    if len(folded) > 5 and PATRONYMIC.search(folded):
        found.append("patronymic" + ("" if known.plain else "+"))
    if full_names(folded):
        found.append("firstname" + ("" if known.plain else "+"))
    found += [f"is{kind}" for kind, words in _LISTS if known.lemma in words]
    found += _groups().get(known.lemma) or _groups().get(folded) or ()
    if may_be_surname(folded, known.lemma):
        found.append("fam")
    if folded.isascii():
        found.append("latin")
    if "-" in folded:
        found.append("hyphen")
    if len(folded) == 1:
        found.append("letter")
    return tuple(found)


_LISTS = (("kin", _KIN), ("post", _POST), ("place", _PLACE), ("inst", _INSTITUTION))


@lru_cache(maxsize=32_768)
def _of_neighbour(folded: str) -> tuple[str, ...]:
    return tuple(one for one in _of_word(folded) if one[:2] not in ("s2", "s3", "s4", "pl", "la", "hy"))


def features(found: Sequence[str], *, cased: bool) -> list[list[str]]:
    """Features of every token of a piece. With `cased` capitals count, without it they are not looked at."""
    folded = [fold(text) for text in found]
    own = [_of_word(text) for text in folded]
    near = [_of_neighbour(text) for text in folded]
    rows = []
    mode = "c" if cased else "l"
    for index, text in enumerate(found):
        row = [mode, *(mode + one for one in own[index])]
        for shift in (-2, -1, 1, 2):
            place = index + shift
            if 0 <= place < len(found):
                row += [
                    f"{mode}{shift}{one}" for one in (near[place] if abs(shift) == 1 else near[place][1:4])
                ]
            else:
                row.append(f"{mode}{shift}edge")
        if cased:
            shape = _shape(text)
            opening = index == 0 or found[index - 1] in '.!?…:«"—-('
            row += [f"S{shape}", f"S{shape}{'^' if opening else ''}"]
            row += [
                f"S{shape}{'^' if opening else ''}{one}"
                for one in own[index]
                if one in _SHAPED or one[:3] == "pos"
            ]
            if index:
                row.append(f"S-1{_shape(found[index - 1])}")
            if index + 1 < len(found):
                row.append(f"S+1{_shape(found[index + 1])}")
            if index and found[index - 1] in '«"':
                row.append("quoted")
        rows.append(row)
    return rows


_SHAPED = frozenset(
    [
        "unknown",
        "noplain",
        "onlyper",
        "surnamish",
        "surnamish+",
        "patronymic",
        "firstname",
        "firstname+",
        "latin",
    ]
    + [f"plain{n}" for n in range(4)]
    + [f"{letter}{n}{k}" for letter in "nspgo" for n in range(4) for k in "ku"]
)


def _shape(text: str) -> str:
    if text[0].isupper():
        return "X" if len(text) == 1 else "XX" if text.isupper() else "Xx"
    return "x" if text[0].isalpha() else "."


@lru_cache(maxsize=1)
def _model() -> "pycrfsuite.Tagger":
    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODEL))
    return tagger


def guesses(text: str, found: Sequence[Token], *, cased: bool) -> list[Guess]:
    """What the model thinks of every token. Not safe to share between threads at one time; see `detection`."""
    tagger = _model()
    known = tagger.labels()
    guessed = []
    for first, last in pieces(text, found):
        tagger.set(features([token.text for token in found[first:last]], cased=cased))
        guessed += [
            Guess(*(tagger.marginal(label, place) if label in known else 0.0 for label in LABELS))
            for place in range(last - first)
        ]
    return guessed
