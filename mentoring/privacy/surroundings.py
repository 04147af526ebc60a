"""Schools, bodies, places, posts and ages: known by the word that says what they are and by what stands beside it."""

import re
from collections.abc import Iterator

from .ages import ages
from .around import (
    DETERMINERS,
    NO_PLACE,
    ORGANISATIONS,
    SCHOOL_ADJECTIVES,
    SCHOOLS,
    SETTLEMENTS,
    SKY,
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
from .labels import Label, Tier
from .lexicon import lexicon
from .line import Line
from .posts import posts
from .schools import schools, schools_again
from .settlements import are_settlement
from .structured import Mark
from .verdicts import Verdicts

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
_WORKS = lexicon("works")
_OF_ORGANISATIONS = lexicon("of_organisations")
_STREETS = lexicon("streets")
_ORDINALS = lexicon("ordinals")
_STREETS_ADJECTIVES = lexicon("adjectives_of_streets")
_REGIONS = lexicon("regions")
_STOPS, _LANDMARKS = lexicon("stops"), lexicon("landmarks")
_COUNTED = lexicon("counted")
_TOWN_ADJECTIVES, _TOWN_NOUNS = lexicon("adjectives_of_towns"), lexicon("nouns_of_towns")
_HOUSE = re.compile(
    r",?\s?(?:(?:дом|д|стр|корп|к|квартира|кв|корпус|строение|подъезд|этаж)\.?\s?)?\d{1,4}(?:\s?[/-]\s?\d{1,4}|[а-яё](?!\w))?",
    re.IGNORECASE,
)


def institutions_and_posts(line: Line, verdicts: Verdicts) -> Iterator[Mark]:
    """Marks of schools, bodies, addresses, regions and posts. They may overlap those of names."""
    lemmas = [line.facts(i).lemma if line.word[i] else line.folded[i] for i in range(len(line.tokens))]
    # Words that abbreviations and dots stand before keep their own form.
    named: set[str] = set()
    for index in range(len(line.tokens)):
        yield from schools(line, lemmas, verdicts, index, named)
        yield from _place(line, lemmas, verdicts, index)
        yield from _organisation(line, lemmas, verdicts, index)
        yield from posts(line, lemmas, index)
        yield from ages(line, lemmas, verdicts, index)
    yield from schools_again(line, verdicts, named)


def _place(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> Iterator[Mark]:
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
            )
        ):
            first, last = index - 1, index
        else:
            return
        yield Mark(tokens[first].start, _with_house(line, last), Label.LOC, SURE)
    elif is_one(line, lemmas, index, SETTLEMENTS) and after < count and line.word[after]:
        if len(line.folded[index]) <= 2 and not dotted:
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
    elif lemmas[index] in _LANDMARKS and (end := _landmark(line, verdicts, index)):
        yield mark_of(line, index, end, Label.LOC, CHECK)
    elif lemmas[index] in _STOPS and (end := quoted_from(line, index + 1) or _adjective_after(line, index)):
        yield mark_of(line, index, end, Label.LOC, CHECK)
    elif _is_street_alone(line, lemmas, index):
        first = index - (index > 0 and lemmas[index - 1] in _ORDINALS)
        yield Mark(tokens[first].start, _with_house(line, index), Label.LOC, CHECK)
    elif end := _of_two_words(line, lemmas, index):
        yield mark_of(line, index, end, Label.LOC, SURE if line.capital[index] else CHECK)
    elif lemmas[index] == "район" and (end := _adjective_after(line, index)):
        yield mark_of(line, index, end, Label.LOC, CHECK)
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


def _landmark(line: Line, verdicts: Verdicts, index: int) -> int:
    """Index of the name after «река», «парк» or «памятник»: «реке белой», «парк Якутова», or 0."""
    after = index + 1
    if after >= len(line.tokens) or not line.word[after]:
        return 0
    named = after in verdicts or (line.cased and line.capital[after] and not line.opening[after])
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
    capital = line.cased and line.capital[index]
    listed = is_one(line, lemmas, index, _TOWN_ADJECTIVES)
    if lemmas[noun] in _REGIONS:
        return noun if capital and not line.opening[index] and lemmas[index] not in DETERMINERS else 0
    if listed and capital and line.capital[noun] and not line.opening[index]:
        return noun
    return noun if listed and is_one(line, lemmas, noun, _TOWN_NOUNS) else 0


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
    if text_at(line, before) not in _WHERE:
        return False
    numbered = text_at(line, index + 1).isdigit() and text_at(line, before) == "на"
    known = line.facts(index)
    if numbered and known.part == "ADJF" and known.lemma not in DETERMINERS and line.folded[index].endswith("ой"):
        return known.lemma not in _ORDINALS and text_at(line, index + 2) not in _COUNTED
    if lemmas[index] not in _STREETS_ADJECTIVES:
        return False
    alone = not (index + 1 < len(lemmas) and line.word[index + 1] and line.facts(index + 1).noun)
    return alone and line.folded[index].endswith(("ой", "ей", "ую", "юю"))


_WHERE = frozenset(("на", "с", "до", "по", "от", "у", "за"))


def _names_a_street(line: Line, index: int) -> bool:
    """Whether a word after «улица» can be its name: in a text without capitals any noun or adjective may."""
    if index >= len(line.tokens) or not line.word[index]:
        return False
    if line.cased:
        return line.capital[index]
    return line.facts(index).part in ("NOUN", "ADJF") and len(line.folded[index]) > 3


def _organisation(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> Iterator[Mark]:
    count = len(line.tokens)
    if line.word[index] and lemmas[index] not in _WORKS and _names(line, index + 1):
        yield mark_of(line, index + 2, quoted_from(line, index + 1) - 1, Label.ORG, CHECK)
    if line.folded[index] in _INSIDE and (end := _quoted_nouns(line, index + 1)):
        yield mark_of(line, index + 2, end - 1, Label.ORG, CHECK)
    if not line.word[index] or is_one(line, lemmas, index, SCHOOLS):
        return
    first = last = index
    tier = ""
    kind = is_one(line, lemmas, index, ORGANISATIONS) or bool(_ORGANISATION.fullmatch(line.folded[index]))
    kind = kind or (lemmas[index] == "дом" and text_at(line, index + 1) in _HOUSES)
    if lemmas[index] == "дом" and kind:
        last = index + 1
    if lemmas[index] == "дом" and kind and index + 2 < count and line.word[index + 2]:
        house = (
            index + 2 if line.facts(index + 2).case == "gent" and line.facts(index + 2).part == "NOUN" else 0
        )
        last, tier = (house, CHECK) if house else (last, tier)
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
    elif kind and is_called(line, index + 1):
        last, tier = index + 1, CHECK
    if not (kind or tier):
        return
    before = index - 1
    while before >= 0 and line.word[before] and line.facts(before).part == "ADJF":
        if (
            of_a_place(line.folded[before])
            or (line.capital[before] and not line.opening[before] and line.cased)
            or (kind and is_local(line, before))
        ):
            first, tier = before, tier or CHECK
        elif lemmas[before] in DETERMINERS or not (tier or lemmas[before] in SCHOOL_ADJECTIVES):
            break
        elif tier:
            first = before
        before -= 1
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
    if kind and (end := street_after(line, lemmas, verdicts, last + 1)):
        last, tier = end, tier or CHECK
    if tier:
        yield mark_of(line, first, last, Label.ORG, tier)


def _names(line: Line, index: int) -> bool:
    """Whether a short quotation at a token names something: it begins with a capital and says no sentence."""
    end = quoted_from(line, index)
    if not end or end - index > 5 or not line.capital[index + 1]:
        return False
    inner = range(index + 1, end)
    return all(line.word[place] and line.facts(place).part not in _SAYING for place in inner)


_INSIDE = frozenset(("в", "во", "из", "на", "до", "около", "возле", "от"))


def _quoted_nouns(line: Line, index: int) -> int:
    """Index of the closing mark of «ладушек», a noun or two in small letters in a text without capitals, or 0."""
    end = quoted_from(line, index)
    if not end or line.cased or end - index > 3:
        return 0
    inner = range(index + 1, end)
    return (
        end if all(line.word[place] and line.facts(place).part in ("NOUN", "ADJF") for place in inner) else 0
    )


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
