"""Places, streets and addresses: known by the word that says what they are, by a number, or by heart."""

import re
from collections.abc import Iterator

from .around import (
    DETERMINERS,
    NO_PLACE,
    SETTLEMENTS,
    SKY,
    is_local,
    is_one,
    mark_of,
    of_a_place,
    quoted_from,
    text_at,
)
from .grammar import grammemes
from .labels import Label, Mark, Tier
from .lexicon import lexicon
from .line import Line
from .settlements import are_settlement, may_be_settlement
from .verdicts import Verdicts

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
_STREETS = lexicon("streets")
_ORDINALS = lexicon("ordinals")
_STREETS_ADJECTIVES = lexicon("adjectives_of_streets")
_REGIONS = lexicon("regions")
_STOPS, _LANDMARKS = lexicon("stops"), lexicon("landmarks")
_RELIEF = lexicon("mountains_and_waters")
_COUNTED = lexicon("counted")
_TOWN_ADJECTIVES, _TOWN_NOUNS = lexicon("adjectives_of_towns"), lexicon("nouns_of_towns")
_HOUSE = re.compile(
    r",?\s?(?:(?:дом|д|стр|корп|к|квартира|кв|корпус|строение|подъезд|этаж|комната|ком|общежитие|общ)\.?\s?)?\d{1,4}(?:\s?[/-]\s?\d{1,4}|[а-яё](?!\w))?",
    re.IGNORECASE,
)


def places(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> Iterator[Mark]:
    """A place or an address that a token begins, or whose kind it says."""
    tokens, count = line.tokens, len(line.tokens)
    dotted = text_at(line, index + 1) == "."
    after = index + 1 + dotted
    if is_one(line, lemmas, index, _STREETS):
        first = index
        if _names_a_street(line, after):
            last = after
            while (
                last + 1 < count
                and last < after + 2
                and line.word[last + 1]
                and line.capital[last + 1]
                and line.cased
            ):
                last += 1
        elif (
            index
            and line.word[index - 1]
            and line.facts(index - 1).part == "ADJF"
            and (
                (line.capital[index - 1] and not line.opening[index - 1])
                or index - 1 in verdicts
                or of_a_place(line.folded[index - 1])
                or _has_house(line, index)
            )
        ):
            first, last = index - 1, index
        elif _has_house(line, index):
            # «На набережной, 12».
            last = index
        else:
            return
        yield Mark(tokens[first].start, _with_house(line, last), Label.LOC, SURE)
    elif end := _everyday(line, lemmas, index):
        yield mark_of(
            line, index + (text_at(line, index) in _WHERE_FROM | _WHERE_LIVED), end, Label.LOC, CHECK
        )
    elif end := _adjectival(line, lemmas, verdicts, index):
        yield mark_of(line, index, end, Label.LOC, CHECK)
    elif is_one(line, lemmas, index, SETTLEMENTS) and after < count and line.word[after]:
        bare = line.folded[index] == "г" and line.cased and line.capital[after]
        if len(line.folded[index]) <= 2 and not dotted and not bare:
            return
        label = verdicts.get(after, ("",))[0]
        unknown = not line.facts(after).known and not line.cased and not line.is_typo(after)
        if not (
            (line.tokens[after].text[0].isupper() and line.tokens[index].text[0].islower())
            or (line.capital[after] and line.cased)
            or label == Label.LOC
            or label == Label.PER
            or unknown
        ):
            return
        last = after
        while (
            last + 1 < count
            and last < after + 2
            and line.word[last + 1]
            and line.tokens[last + 1].text[0].isupper()
            and line.tokens[index].text[0].islower()
        ):
            last += 1
        yield mark_of(line, index, last, Label.LOC, SURE)
    elif end := _called(line, lemmas, verdicts, index):
        yield mark_of(line, index, end, Label.LOC, CHECK)
    elif _is_street_alone(line, lemmas, index):
        first = index - (index > 0 and lemmas[index - 1] in _ORDINALS)
        yield Mark(tokens[first].start, _with_house(line, index), Label.LOC, CHECK)
    elif end := _of_two_words(line, lemmas, index):
        yield mark_of(line, index, end, Label.LOC, SURE if line.capital[index] else CHECK)
    elif is_one(line, lemmas, index, _REGIONS) and index and SKY.fullmatch(line.folded[index - 1]):
        before = index - 1
        if lemmas[before] not in NO_PLACE:
            yield mark_of(
                line,
                before,
                index,
                Label.LOC,
                SURE if of_a_place(line.folded[before]) or line.capital[before] else CHECK,
            )
    elif (
        line.word[index]
        and index not in verdicts
        and of_a_place(line.folded[index])
        and line.facts(index).part == "ADJF"
    ):
        yield mark_of(line, index, index, Label.LOC, CHECK)


def _adjectival(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> int:
    """Index of the last word of «деревня верхние таволги» or «хутор весёлый», kinds with adjectives of towns, or 0."""
    after = index + 1
    if not is_one(line, lemmas, index, SETTLEMENTS) or not is_one(line, lemmas, after, _TOWN_ADJECTIVES):
        return 0
    noun, known = after + 1, line.facts(after)
    if noun < len(line.tokens) and line.word[noun]:
        following = line.facts(noun)
        if following.part == "NOUN" and (not following.known or noun in verdicts or known.number == "plur"):
            return noun
        if following.noun or not following.known:
            return 0
    masculine = "masc" in grammemes(line.folded[index]) or known.lemma in ("веселый", "светлый", "вольный")
    return after if masculine and known.case == line.facts(index).case else 0


def _everyday(line: Line, lemmas: list[str], index: int) -> int:
    """Index of a settlement's name that is a word: «посёлок мирный», «станица тихая», «живу в отрадном»; or 0."""
    after, before = index + 1, text_at(line, index)
    if after >= len(line.tokens) or not line.word[after]:
        return 0
    if not may_be_settlement(line.folded[after], lemmas[after]) and lemmas[after] not in _DISTRICTS:
        return 0
    known = line.facts(after)
    if is_one(line, lemmas, index, SETTLEMENTS):
        named = known.case in ("nomn", "accs", line.facts(index).case) and lemmas[after] not in DETERMINERS
        return after if named and (known.part == "NOUN" or _is_alone(line, after)) else 0
    if (
        known.part == "NOUN"
        and before in _WHERE_LIVED
        and known.case in ("loct", "loc2", "datv", "gent", "accs")
    ):
        near = range(max(0, index - 4), index)
        return after if any(lemmas[place] in _LIVING for place in near) else 0
    ending = line.folded[after].endswith(("ом", "ем") if before in ("в", "во") else ("ого", "его"))
    alone = known.part == "ADJF" and ending and before in _WHERE_FROM and _is_alone(line, after)
    return after if alone and lemmas[after] not in DETERMINERS else 0


_WHERE_LIVED = frozenset(("на", "в", "во", "из"))
_LIVING = frozenset(
    ("жить", "проживать", "прописать", "переехать", "снимать", "общежитие", "ездить", "живой")
)
_DISTRICTS = lexicon("districts")
_WHERE_FROM = frozenset(("в", "во", "из", "до", "под"))


def _called(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> int:
    """Index of the last word of «метро «Автово»», «реке белой», «парк Якутова» or «район редукторный», or 0."""
    after = index + 1
    if lemmas[index] not in _STOPS | _LANDMARKS:
        return 0
    if lemmas[index] in _STOPS and (end := quoted_from(line, after)):
        return end
    capital = line.cased and line.capital[after : after + 1] == [True] and not line.opening[after]
    named = lemmas[index] in _LANDMARKS and (after in verdicts or capital) and line.word[after]
    named = named or (lemmas[index] in _STOPS and after in verdicts and line.facts(after).plain < 0.5)
    return after if named else _adjective_after(line, index)


def _adjective_after(line: Line, index: int) -> int:
    """Index of the adjective that names a stop or a district after its kind: «платформа фабричная», or 0."""
    after = index + 1
    if after >= len(line.tokens) or not line.word[after] or line.facts(after).part != "ADJF":
        return 0
    known, following = line.facts(after), text_at(line, after + 1)
    alone = not following or following in (",", ".", ";", ")", "!", "?")
    agrees = known.case == line.facts(index).case and known.lemma not in DETERMINERS
    return after if alone and agrees and not line.folded[after].endswith("ся") else 0


def _of_two_words(line: Line, lemmas: list[str], index: int) -> int:
    """Index of the noun of «Нижний Новгород», «Новая Деревня» or «Заречный район» whose adjective a token is, or 0."""
    noun = index + 1
    if noun >= len(line.tokens) or not (line.word[index] and line.word[noun]):
        return 0
    if line.tokens[noun].start - line.tokens[index].end != 1 or line.facts(index).part != "ADJF":
        return 0
    if are_settlement(lemmas[index], lemmas[noun]):
        return noun
    if is_one(line, lemmas, noun, _RELIEF) and (of_a_place(line.folded[index]) or is_local(line, index)):
        return noun
    capital = line.cased and line.capital[index]
    listed = is_one(line, lemmas, index, _TOWN_ADJECTIVES)
    if lemmas[noun] in _REGIONS:
        return noun if capital and not line.opening[index] and lemmas[index] not in DETERMINERS else 0
    if listed and capital and line.capital[noun] and not line.opening[index]:
        return noun
    landmark = lemmas[noun] in ("вокзал", "мост", "рынок", "кладбище") and (
        listed or lemmas[index] == "речной"
    )
    return noun if landmark or (listed and is_one(line, lemmas, noun, _TOWN_NOUNS)) else 0


def _with_house(line: Line, last: int) -> int:
    """Where in the text an address ends whose street ends at a token: «, дом 5, кв. 12»."""
    stop = line.tokens[last].end
    for _ in range(4):
        house = _HOUSE.match(line.text, stop)
        if not house or not house[0].strip():
            break
        stop = house.end()
    return stop


def _is_street_alone(line: Line, lemmas: list[str], index: int) -> bool:
    """Whether an adjective is a street without its word: «живут на Лётной», «от садовой до полевой»."""
    before = index - 1 - (index > 0 and lemmas[index - 1] in _ORDINALS)
    if _is_address(line, index):
        return True
    # «На Посадской», «под Шушенским».
    ending = {"на": ("ской", "цкой"), "под": ("ским", "цким")}.get(text_at(line, before), ())
    if line.folded[index].endswith(ending) and is_local(line, index):
        return _is_alone(line, index)
    if text_at(line, before) not in _WHERE:
        return False
    numbered = _has_house(line, index) and text_at(line, before) == "на"
    known = line.facts(index)
    if (
        numbered
        and known.part == "ADJF"
        and known.lemma not in DETERMINERS
        and line.folded[index].endswith(("ой", "ом"))
    ):
        return known.lemma not in _ORDINALS
    if lemmas[index] not in _STREETS_ADJECTIVES:
        return False
    return _is_alone(line, index) and line.folded[index].endswith(("ой", "ей", "ую", "юю", "ом"))


def _is_alone(line: Line, adjective: int) -> bool:
    """Whether no noun or other adjective follows to which an adjective could belong."""
    after = adjective + 1
    return not (
        after < len(line.tokens) and line.word[after] and line.facts(after).part in ("NOUN", "ADJF", "PRTF")
    )


_NUMBER_OF_HOUSE = re.compile(r"\d{1,3}(?:[-/]\d{1,3})?")


def _has_house(line: Line, street: int) -> bool:
    """Whether the number of a house follows: «, 6», «27»; nothing that is counted."""
    number = street + 1 + (text_at(line, street + 1) in (",", "дом", "д"))
    if not _NUMBER_OF_HOUSE.fullmatch(text_at(line, number)) or text_at(line, number + 1) in _COUNTED:
        return False
    return not _is_noun(line, number + 1)


def _is_noun(line: Line, index: int) -> bool:
    return index < len(line.tokens) and line.word[index] and line.facts(index).part == "NOUN"


def _is_address(line: Line, index: int) -> bool:
    """Whether a word and a number are an address without its words: «лежневская 118, кв. 4», «на лазо 27»."""
    if not _has_house(line, index) or not line.word[index]:
        return False
    known = line.facts(index)
    named = known.person > 0 or not known.known or (line.cased and line.capital[index])
    if text_at(line, index - 1) == "на" and named:
        return True
    return line.folded[index].endswith("ская") and is_local(line, index)


_WHERE = frozenset(("на", "с", "до", "по", "от", "у", "за"))


def _names_a_street(line: Line, index: int) -> bool:
    """Whether a word after «улица» can be its name: in a text without capitals any noun or adjective may."""
    if index >= len(line.tokens) or not line.word[index]:
        return False
    if line.cased:
        return line.capital[index]
    return line.facts(index).part in ("NOUN", "ADJF") and len(line.folded[index]) > 3
