"""Ages known by the person beside them; those with a form of their own are in `patterns.py`."""

import re
from collections.abc import Iterator

from .around import mark_of, text_at
from .grammar import grammemes
from .labels import Label, Mark, Tier
from .lexicon import lexicon
from .line import Line
from .verdicts import Verdicts

CHECK = Tier.CHECK.value
_ORDINALS, _ROUND = lexicon("ordinals"), lexicon("round_numerals")
_GROWN = re.compile(r"[6-9]|[1-7]\d")
_AN_AGE = re.compile(r"[3-9]|[1-7]\d")
_MARKS = frozenset(("2", "3", "4", "5", "два", "три", "четыре", "пять"))
_COLLECTIVE = frozenset(
    ("двое", "трое", "четверо", "пятеро", "шестеро", "оба", "обе", "обоих", "двоих", "троих")
)
_YEAR = frozenset(("год", "годик", "годок"))
_RUNNING = frozenset(("уже", "пошел", "идет", "шел", "всего", "только", "сейчас", "тогда"))


def ages(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> Iterator[Mark]:
    """An age beside the name at a token, or the running year that begins there."""
    yield from _age_beside(line, verdicts, index)
    yield from _running_year(line, lemmas, verdicts, index)
    yield from _age_at_the_end(line, verdicts, index)


def _age_at_the_end(line: Line, verdicts: Verdicts, index: int) -> Iterator[Mark]:
    """«Студентке Карине из группы СД-22 восемнадцать, она замужем»: a number that ends what is said of somebody."""
    said = _GROWN.fullmatch(line.folded[index]) or (line.word[index] and line.facts(index).part == "NUMR")
    if (
        not said
        or text_at(line, index + 1) not in (",", ".", ";", "")
        or line.folded[index] in _COLLECTIVE | _MARKS
    ):
        return
    for place in range(index - 1, max(-1, index - 8), -1):
        if line.facts(place).part in _ACTING or text_at(line, place) in _ENDS:
            return
        if verdicts.get(place, ("",))[0] == Label.PER and line.folded[place][-1] in "еуюи":
            yield mark_of(line, index, index, Label.AGE, CHECK)
            return


_ACTING, _ENDS = frozenset(("VERB", "INFN", "NUMR", "PRED")), frozenset(",.;!?:")


def _age_beside(line: Line, verdicts: Verdicts, index: int) -> Iterator[Mark]:
    """«Клим, 15, держит», «Лена (девять)», «жасмин тринадцать, молчит»: a number and nothing that it counts."""
    number = index + 1 + (text_at(line, index + 1) in (",", "(", "всего", "уже", "только"))
    if verdicts.get(index, ("",))[0] != Label.PER:
        return
    last = number
    while last < len(line.tokens) - 1 and line.facts(last).part == line.facts(last + 1).part == "NUMR":
        last += 1
    stops = text_at(line, last + 1) in (",", ".", ";", ")", "и", "") and not text_at(line, last + 2).isdigit()
    said = _AN_AGE.fullmatch(text_at(line, number)) or (
        line.word[number : number + 1] == [True] and line.facts(number).part == "NUMR"
    )
    # «Роме семнадцать будет летом»: the dative says whose age it is, and nothing is counted; «Роме пять» is a mark.
    counted = line.word[last + 1 : last + 2] == [True] and line.facts(last + 1).case == "gent"
    dative = number == index + 1 and line.folded[index][-1] in "еуюи"
    whose = dative and not counted and text_at(line, number) not in _MARKS
    # «Тася 7 упала»: no mark is so high.
    acting = (
        number == index + 1
        and line.word[last + 1 : last + 2] == [True]
        and line.facts(last + 1).part == "VERB"
    )
    acting = acting and bool(_GROWN.fullmatch(text_at(line, number)))
    if said and (stops or whose or acting) and text_at(line, number) not in _COLLECTIVE:
        yield mark_of(line, number, last, Label.AGE, CHECK)


def _running_year(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> Iterator[Mark]:
    """«Златке восьмой год», «сыну пошёл шестой годик»: the running year of somebody's life."""
    if lemmas[index] not in _ORDINALS:
        return
    named, first = text_at(line, index + 1) in _YEAR, index - (index > 0 and lemmas[index - 1] in _ROUND)
    whose = first - 1
    while whose >= 0 and line.folded[whose] in _RUNNING:
        whose -= 1
    if whose < 0 or not line.word[whose] or not (named or text_at(line, index + 1) in (",", ".", ";")):
        return
    known = line.facts(whose)
    of_person = verdicts.get(whose, ("",))[0] == Label.PER or "anim" in grammemes(line.folded[whose])
    whom = line.folded[whose] in ("ему", "ей", "мне")
    if whom or (named and of_person and (known.case == "datv" or not known.known)):
        yield mark_of(line, first, index + named, Label.AGE, CHECK)
