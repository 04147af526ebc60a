"""What the dictionary knows of one word that matters for names."""

import re
from functools import lru_cache
from typing import NamedTuple

from mentoring.language import parses

_LETTERS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Readings that are no meaning of their own: «Петров» as «of Pyotr», abbreviations.
_ASIDE = frozenset(("Abbr", "Poss"))


class Facts(NamedTuple):
    """Likelihoods (0…1) that a word is a given name, surname, patronymic, place, organisation or none of them.

    `known`: the dictionary has the word. `plain` counts only readings that it has. `part` and `case` are of the
    likeliest reading; `noun` says whether any reading is a noun.
    """

    name: float
    surname: float
    patronymic: float
    place: float
    organisation: float
    plain: float
    known: bool
    part: str
    case: str
    number: str
    lemma: str
    noun: bool

    @property
    def person(self) -> float:
        return max(self.name, self.surname, self.patronymic)

    @property
    def only_person(self) -> bool:
        """The dictionary has it and knows no other meaning."""
        return (
            self.known and self.person > 0 and self.plain == 0 and self.place == 0 and self.organisation == 0
        )


@lru_cache(maxsize=65_536)
def facts(folded: str) -> Facts:
    """The facts of a word in lower case. The dictionary is asked for words of letters only."""
    if not _LETTERS.fullmatch(folded):
        return _NO_WORD
    best = {"Name": 0.0, "Surn": 0.0, "Patr": 0.0, "Geox": 0.0, "Orgn": 0.0}
    plain, noun = 0.0, False
    found = parses(folded)
    for parse in found:
        proper = False
        for grammeme in best:
            if grammeme in parse.grammemes:
                best[grammeme] += parse.score
                proper = True
        if not proper and parse.known and not _ASIDE & parse.grammemes:
            plain += parse.score
        noun = noun or "NOUN" in parse.grammemes
    first = found[0]
    return Facts(
        best["Name"],
        best["Surn"],
        best["Patr"],
        best["Geox"],
        best["Orgn"],
        plain,
        first.known,
        _one_of(first.grammemes, _PARTS),
        _one_of(first.grammemes, _CASES),
        "plur" if "plur" in first.grammemes else "sing" if "sing" in first.grammemes else "",
        first.lemma,
        noun,
    )


def grammemes(folded: str) -> frozenset[str]:
    """Grammemes of the likeliest reading of a word."""
    return parses(folded)[0].grammemes


_PARTS = (
    "NOUN", "ADJF", "ADJS", "COMP", "VERB", "INFN", "PRTF", "PRTS", "GRND", "NUMR", "ADVB", "NPRO", "PRED", "PREP",
    "CONJ", "PRCL", "INTJ", "LATN", "NUMB", "UNKN",
)  # fmt: skip
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct", "voct", "gen2", "loc2")


def _one_of(grammemes: frozenset[str], names: tuple[str, ...]) -> str:
    return next((name for name in names if name in grammemes), "")


# Digits, and digits with letters: known, and nobody's name.
_NO_WORD = Facts(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, True, "UNKN", "", "", "", False)
