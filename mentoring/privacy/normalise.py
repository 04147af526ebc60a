"""One way of writing for the detectors, with the way back to the characters as they were written.

Nobody may slip a name through with a Latin «a», a zero-width space or a stress mark.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

# A text of these alone is as it should be.
_ORDINARY = re.compile(r"[\n\x20-\x7eА-яЁё«»—–…№]*")
_LATIN, _CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[Ѐ-ӿ]")
_LETTERS = re.compile(r"[^\W_]+")
# Letters that look alike, lower and upper case apart: «m» is no «м» but «M» is «М».
_LOOKALIKES = dict(zip("aceopxykmtABCEHKMOPTXYІіЅѕЈј", "асеорхукмтАВСЕНКМОРТХУИиСсЙй", strict=True))
_TO_CYRILLIC = str.maketrans(
    {**_LOOKALIKES, "n": "п", "u": "и", "i": "и", "b": "ь", "r": "г", "3": "з", "0": "о"}
)
_CONVERTIBLE = frozenset("aceopxykmtABCEHKMOPTXYnuibr")
_TO_LATIN = str.maketrans({cyrillic: latin for latin, cyrillic in _LOOKALIKES.items() if latin.isascii()})
_SPACES = dict.fromkeys(
    map(ord, "\t\v\f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"), " "
)
_MAPPED = {
    **{chr(code): " " for code in _SPACES},
    **dict.fromkeys("\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2212\uff0d", "-"),
    **dict.fromkeys("\r\x85\u2028\u2029", "\n"),
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("‘’ʼ`´", "'"),
}
# Marks that make another letter of the one before them: й and ё written as two characters.
_COMPOSED = {("и", "\u0306"): "й", ("И", "\u0306"): "Й", ("е", "\u0308"): "ё", ("Е", "\u0308"): "Ё"}


class Normal(NamedTuple):
    """A normalised text; `places[i]` is where its character i stands in the original, `places[len]` its length."""

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the normalised text stands in the original; invisible characters after it belong to it."""
        return self.places[start], self.places[end]


def normalise(text: str) -> Normal:
    """Drop invisible characters, unify spaces, dashes and widths, turn look-alike letters back. Linear in time."""
    if _ORDINARY.fullmatch(text):
        return Normal(_one_alphabet(text), range(len(text) + 1))
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isascii():
            new = _MAPPED.get(character, character)
        elif kept and (kept[-1], character) in _COMPOSED:
            kept[-1] = _COMPOSED[kept[-1], character]
            continue
        else:
            new = _MAPPED.get(character)
            if new is None:
                if unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc", "Cs", "Co"):
                    continue
                new = unicodedata.normalize("NFKC", character) if not "А" <= character <= "ё" else character
                if len(new) != 1:
                    new = character
        kept.append(new)
        places.append(place)
    places.append(len(text))
    return Normal(_one_alphabet("".join(kept)), places)


def _one_alphabet(text: str) -> str:
    """Words that mix Latin and Cyrillic letters are written in one of them, where their look allows it."""
    if not (_LATIN.search(text) and _CYRILLIC.search(text)) and not re.search(r"[А-яё][03][А-яё]", text):
        return text
    return _LETTERS.sub(_reread, text)


def _reread(found: re.Match[str]) -> str:
    word = found.group()
    if word.isascii() or word.isdigit():
        return word
    latin = _LATIN.findall(word)
    if not latin:
        return re.sub(r"(?<=[А-яё])[03](?=[А-яё])", lambda digit: "з" if digit[0] == "3" else "о", word)
    cyrillic = _CYRILLIC.findall(word)
    if cyrillic and len(latin) <= len(cyrillic) * 3 and _CONVERTIBLE.issuperset(latin):
        return (
            word.translate(_TO_CYRILLIC) if not any(map(str.isdigit, word)) else word.translate(_letters_only)
        )
    if cyrillic and len(latin) > len(cyrillic):
        turned = word.translate(_TO_LATIN)
        return turned if len(turned) == len(word) else word
    return word


_letters_only = {key: value for key, value in _TO_CYRILLIC.items() if not chr(key).isdigit()}
