"""Schools, bodies, posts and ages: known by the word that says what they are and by what stands beside it."""

import re
from collections.abc import Iterator

from .ages import ages
from .around import (
    DETERMINERS,
    ORGANISATIONS,
    SCHOOLS,
    UNIVERSITY,
    genitives_after,
    is_called,
    is_local,
    is_one,
    mark_of,
    named_after,
    number_after,
    of_a_place,
    quoted_after,
    quoted_from,
    street_after,
    text_at,
)
from .grammar import grammemes
from .labels import Label, Mark, Tier
from .latin import LATIN
from .lexicon import lexicon
from .line import Line
from .places import places
from .posts import posts
from .schools import groups, schools, schools_again
from .verdicts import Verdicts

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
_WORKS = lexicon("works")
_OF_ORGANISATIONS = lexicon("of_organisations")
_KNOWN_BODIES = lexicon("known_bodies")
_HOUSES_OF = lexicon("houses_of_something")
_CALLED_BODIES = lexicon("called_bodies")


def institutions_and_posts(line: Line, verdicts: Verdicts) -> Iterator[Mark]:
    """Marks of schools, bodies, addresses, regions and posts. They may overlap those of names."""
    lemmas = [line.facts(i).lemma if line.word[i] else line.folded[i] for i in range(len(line.tokens))]
    # Words that abbreviations and dots stand before keep their own form.
    named: set[str] = set()
    for index in range(len(line.tokens)):
        yield from schools(line, lemmas, verdicts, index, named)
        yield from places(line, lemmas, verdicts, index)
        yield from _organisation(line, lemmas, verdicts, index)
        yield from posts(line, lemmas, index)
        yield from ages(line, lemmas, verdicts, index)
    yield from schools_again(line, verdicts, named)
    yield from groups(line)


def _organisation(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> Iterator[Mark]:
    count = len(line.tokens)
    if line.word[index] and lemmas[index] not in _WORKS and _names(line, index + 1):
        yield mark_of(line, index + 2, quoted_from(line, index + 1) - 1, Label.ORG, CHECK)
    if line.folded[index] in _INSIDE and (end := _quoted_nouns(line, index + 1)):
        yield mark_of(line, index + 2, end - 1, Label.ORG, CHECK)
    if line.folded[index] in _INSIDE and (end := _latin_after(line, index)):
        yield mark_of(line, index + 1, end, Label.ORG, CHECK)
    if not line.word[index] or is_one(line, lemmas, index, SCHOOLS):
        return
    spelt = UNIVERSITY.fullmatch(line.folded[index])
    university = spelt and (line.facts(index).part != "VERB" or line.tokens[index].text.isupper())
    free = verdicts.get(index, (Label.ORG,))[0] == Label.ORG
    if free and (university or is_one(line, lemmas, index, _KNOWN_BODIES)):
        yield mark_of(line, index, named_after(line, verdicts, index + 1) or index, Label.ORG, CHECK)
        return
    first = last = index
    tier = ""
    kind = is_one(line, lemmas, index, ORGANISATIONS) or bool(_ORGANISATION.fullmatch(line.folded[index]))
    kind = kind or (lemmas[index] in _CALLED_BODIES and bool(quoted_from(line, index + 1)))
    kind = kind or (lemmas[index] == "дом" and text_at(line, index + 1) in _HOUSES)
    if lemmas[index] == "дом" and kind:
        last = index + 1
    if lemmas[index] == "дом" and kind and index + 2 < count and line.word[index + 2]:
        house = (
            index + 2 if line.facts(index + 2).case == "gent" and line.facts(index + 2).part == "NOUN" else 0
        )
        last, tier = (house, CHECK) if house else (last, tier)
        if end := _capitals_after(line, last):
            last, tier = end, CHECK
    quoted = quoted_after(line, index + 1) if kind else quoted_from(line, index + 1)
    named = named_after(line, verdicts, index + 1)
    number = number_after(line, index + 1) if kind else 0
    if named and lemmas[index] not in _WORKS and line.facts(index).part in ("NOUN", "UNKN"):
        last, tier = named, SURE
    elif kind and quoted:
        last, tier = quoted, SURE
    elif (
        quoted
        and line.facts(index).part == "NOUN"
        and lemmas[index] not in _WORKS
        and line.capital[min(index + 2, count - 1)]
    ):
        last, tier = quoted, CHECK
    elif number:
        last, tier = number, SURE if line.text[line.tokens[index].end :].lstrip()[:1] == "№" else CHECK
    elif _STATE.fullmatch(line.folded[index]):
        tier = CHECK
    elif lemmas[index] == "министерство":
        last, tier = genitives_after(line, index), CHECK
    elif kind and is_called(line, index + 1):
        last, tier = index + 1, CHECK
    elif lemmas[index] in _HOUSES_OF and _is_of_something(line, index + 1):
        # «ДК химиков», «музей камня»: there is one in a town.
        last, tier = index + 1, CHECK
    elif lemmas[index] in _CALLED_BODIES and (end := _called_after(line, index)):
        last, tier = end, CHECK
    if not (kind or tier):
        return
    if kind and not quoted:
        end = index + 1
        while end < count and end - index < 6 and line.word[end]:
            known = line.facts(end)
            if (
                end in verdicts
                or (line.capital[end] and line.cased)
                or is_one(line, lemmas, end, _OF_ORGANISATIONS)
                or of_a_place(line.folded[end])
            ):
                proper = end in verdicts or line.capital[end] or of_a_place(line.folded[end])
                last = max(last, end)
                tier = tier or (CHECK if proper else "")
            elif known.case not in ("gent", "datv", "loct") and line.folded[end] not in ("и", "по"):
                break
            end += 1
    before = index - 1
    while before >= 0 and line.word[before] and (line.facts(before).part == "ADJF" or is_local(line, before)):
        if (
            of_a_place(line.folded[before])
            or (line.capital[before] and not line.opening[before] and line.cased)
            or (kind and is_local(line, before))
        ):
            first, tier = before, tier or CHECK
        elif lemmas[before] in DETERMINERS or index - before > 3:
            break
        elif tier:
            first = before
        before -= 1
    if kind and (end := street_after(line, lemmas, verdicts, last + 1)):
        last, tier = end, tier or CHECK
    if tier:
        yield mark_of(line, first, last, Label.ORG, tier)


def _is_of_something(line: Line, index: int) -> bool:
    """Whether a noun in the genitive stands at a token."""
    if index >= len(line.tokens) or not line.word[index]:
        return False
    return line.facts(index).part == "NOUN" and line.facts(index).case == "gent"


def _called_after(line: Line, index: int) -> int:
    """Index of the last word of a name without marks after its kind, in a text without capitals, or 0.

    «В центр сигма», «от фонда добрый цех»: the name stands in the nominative, whatever its kind stands in.
    """
    noun = index + 1
    if noun >= len(line.tokens) or not line.word[noun]:
        return 0
    if line.cased or LATIN.match(line.tokens[noun].text):
        return _capitals_after(line, index)
    noun += line.facts(noun).part == "ADJF" and noun + 1 < len(line.tokens) and line.word[noun + 1]
    if any(line.facts(place).case not in ("nomn", "accs") for place in range(index + 1, noun + 1)):
        return 0
    lifeless = line.facts(noun).part == "NOUN" and "anim" not in grammemes(line.folded[noun])
    inside = line.facts(index).case != "nomn" or text_at(line, index - 1) in _INSIDE
    noun += text_at(line, noun + 1) == "плюс"
    return noun if inside and lifeless and text_at(line, noun + 1) in _ENDING else 0


def _latin_after(line: Line, index: int) -> int:
    """Index of the last word of «в Lingua Kids», two capitalised words of Latin letters or more, or 0."""
    end = index
    while end + 1 < len(line.tokens) and LATIN.match(text_at(line, end + 1)) and line.capital[end + 1]:
        end += 1
    return end if end > index + 1 else 0


def _capitals_after(line: Line, index: int) -> int:
    """Index of the last word of a name in capitals or in Latin letters after its kind: «студию Зеркало», or 0."""
    end = index
    while end + 1 < len(line.tokens) and end < index + 4 and line.word[end + 1]:
        latin = LATIN.match(line.tokens[end + 1].text)
        if not latin and not (line.cased and line.capital[end + 1] and not line.opening[end + 1]):
            break
        end += 1
    return end if end > index else 0


_ENDING = frozenset(
    (",", ".", "!", "?", ";", ":", ")", "", "за", "на", "в", "и", "у", "по", "с", "из", "для", "к")
)


def _names(line: Line, index: int) -> bool:
    """Whether a short quotation at a token names something: it begins with a capital and says no sentence."""
    end = quoted_from(line, index)
    if not end or end - index > 5 or not line.capital[index + 1]:
        return False
    inner = range(index + 1, end)
    return all(line.word[place] and line.facts(place).part not in _SAYING for place in inner)


_INSIDE = frozenset(("в", "во", "из", "на", "до", "около", "возле", "от", "у", "при", "к"))


def _quoted_nouns(line: Line, index: int) -> int:
    """Index of the closing mark of «ладушек», a noun or two in small letters in a text without capitals, or 0."""
    end = quoted_from(line, index)
    if not end or line.cased or end - index > 3:
        return 0
    inner = range(index + 1, end)
    named = (line.facts(place).part in ("NOUN", "ADJF") or line.folded[place] == "плюс" for place in inner)
    return end if all(named) and all(line.word[place] for place in inner) else 0


_HOUSES = frozenset(
    (
        "культуры",
        "пионеров",
        "творчества",
        "детства",
        "школьников",
        "офицеров",
        "техники",
        "ребенка",
        "престарелых",
        "инвалидов",
        "малютки",
    )
)
_SAYING = frozenset(("VERB", "INFN", "NPRO", "PRED", "INTJ", "PRCL"))
_ORGANISATION = re.compile(
    rf"[а-яё-]*(?:{'|'.join(sorted(lexicon('endings_of_organisations')))})[а-яё]{{0,3}}"
)
_STATE = re.compile(
    r"(?:рос|мин|обл|гор|рай|крайм?)[а-я]{0,12}(?:надзор|обр|оно|просвещени|здрав|соц|образовани|комнадзор)[а-я]{0,3}"
)
