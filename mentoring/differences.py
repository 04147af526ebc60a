"""What changed between two texts, word by word, so that a person can read it."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from .case_view import Part, VersionView

# A word with the spaces after it is one token; so a changed word takes its space along and the text reads on.
_TOKEN = re.compile(r"\S+\s*|\s+")
# Longer texts are compared by paragraphs: difflib's time grows with the square of the length.
_WORDS_MAX = 2500


@dataclass(frozen=True)
class Piece:
    """A run of words: `kind` is "ins", "del" or "" for what stayed. The template escapes it."""

    kind: str
    text: str


@dataclass(frozen=True)
class PartDifference:
    """One labelled part of a version and what changed in it. `state` is changed, new or gone."""

    label: str
    state: str
    pieces: list[Piece]


def difference(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order; joined without the deleted ones they are `new` again."""
    before, after = _tokens(old), _tokens(new)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in _opcodes(before, after):
        if tag == "equal":
            pieces.append(Piece("", "".join(after[j1:j2])))
            continue
        if i2 > i1:
            gone = "".join(before[i1:i2])
            # Before its replacement one space is enough: an empty line there would tear the sentence apart.
            in_words = j2 > j1 and len(gone.split()) == i2 - i1
            pieces.append(Piece("del", gone.rstrip() + " " if in_words else gone))
        if j2 > j1:
            pieces.append(Piece("ins", "".join(after[j1:j2])))
    return pieces


def changed_parts(old: VersionView, new: VersionView) -> list[PartDifference]:
    """The parts that differ, in the order of the form, the title first. Empty when nothing differs."""
    before = {part.name: part for part in [Part("title", "", old.title), *old.parts]}
    after = {part.name: part for part in [Part("title", "", new.title), *new.parts]}
    names = [*after, *(name for name in before if name not in after)]
    found = []
    for name in names:
        was, now = before.get(name), after.get(name)
        if was is not None and now is not None and was.text == now.text:
            continue
        state = "new" if was is None else "gone" if now is None else "changed"
        pieces = difference(was.text if was else "", now.text if now else "")
        found.append(PartDifference((now or was).label, state, pieces))
    return found


def _tokens(text: str) -> list[str]:
    words = _TOKEN.findall(text)
    return words if len(words) <= _WORDS_MAX else text.splitlines(keepends=True)


def _opcodes(before: list[str], after: list[str]):
    """Word by word, with a lone word that stayed between two changes taken into them."""
    codes = SequenceMatcher(
        None, [word.rstrip() for word in before], [word.rstrip() for word in after], autojunk=False
    ).get_opcodes()
    merged: list[list] = []
    for at, (tag, i1, i2, j1, j2) in enumerate(codes):
        lone = tag == "equal" and 0 < at < len(codes) - 1 and len("".join(after[j1:j2]).strip()) <= 3
        if (tag != "equal" or lone) and merged and merged[-1][0] == "replace":
            merged[-1][2], merged[-1][4] = i2, j2
        else:
            merged.append(["equal" if tag == "equal" else "replace", i1, i2, j1, j2])
    return merged
