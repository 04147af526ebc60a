"""Schools and kindergartens: by their kind with a number, a name or a place; and their names alone, met again."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .around import (
    DETERMINERS,
    HOSTS,
    ORGANISATIONS,
    SCHOOL_ADJECTIVES,
    SCHOOLS,
    SETTLEMENTS,
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
    street_after,
    text_at,
)
from .grammar import facts
from .labels import Label, Mark, Tier
from .lexicon import lexicon
from .line import Line
from .stems import stems
from .verdicts import Verdicts

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
_NUMBERED_THINGS = lexicon("numbered_things")
_ORDINALS = lexicon("ordinals")
_SUBJECTS = lexicon("subjects_of_colleges")
_ROUND = lexicon("round_numerals")
_NUMBER = re.compile(r"\d{1,4}")
_NUMBER_WITH_ENDING = re.compile(r"\d{1,4}(?:-?(?:я|й|ая|ой|ю|ую|ей|ом|ый|го|му|м))?")


def schools(line: Line, lemmas: list[str], verdicts: Verdicts, index: int, named: set[str]) -> Iterator[Mark]:
    """A school or kindergarten whose kind a token says, or whose number it is; adds to `named` how it is called."""
    tokens, count = line.tokens, len(line.tokens)
    if line.folded[index] == "№" and _NUMBER.fullmatch(text_at(line, index + 1)):
        if not is_one(line, lemmas, index - 1, _NUMBERED_THINGS) and not is_one(
            line, lemmas, index - 1, SCHOOLS
        ):
            yield mark_of(line, index, index + 1, Label.SCHOOL, CHECK)
        return
    parts = line.folded[index].split("-")
    if not line.facts(index).known and number_after(line, index + 1) and _misspelt_school(line.folded[index]):
        yield mark_of(line, index, number_after(line, index + 1), Label.SCHOOL, CHECK)
        return
    joined = len(parts) > 1 and any(facts(part).lemma in SCHOOLS for part in parts if part)
    if not joined and not is_one(line, lemmas, index, SCHOOLS):
        yield from _elliptical(line, lemmas, index)
        return
    first = last = index
    tier = ""
    numbered = text_at(line, index + 1) in ("№", "номер", "n", "#")
    after = index + 1 + numbered
    if _NUMBER.fullmatch(text_at(line, after)) and (numbered or text_at(line, after + 1) != ":"):
        last, tier = after, SURE
    elif text_at(line, after) and (
        lemmas[after] in (_ORDINALS if numbered else _ROUND) or line.facts(after).part == "NUMR"
    ):
        last, tier = after, CHECK
        while last + 1 < count and line.facts(last + 1).part == "NUMR":
            last += 1
    if joined and parts[-1].isdigit():
        tier = SURE
    left = index - 1
    while left >= 0 and line.word[left]:
        adjective = line.facts(left).part in ("ADJF", "NUMR") or lemmas[left] in _ORDINALS | _ROUND
        if lemmas[left] in _ORDINALS and lemmas[index] != "корпус":
            tier = tier or CHECK
        elif of_a_place(line.folded[left]):
            tier = SURE if line.capital[left] and not line.opening[left] else tier or CHECK
        elif adjective and line.capital[left] and not line.opening[left] and line.cased:
            tier = SURE
        elif is_local(line, left):
            tier = tier or CHECK
        elif not (lemmas[left] in SCHOOL_ADJECTIVES or lemmas[left] in _ROUND):
            break
        first = left
        left -= 1
    if (
        left >= 0
        and _NUMBER_WITH_ENDING.fullmatch(line.folded[left])
        and tokens[left].start != tokens[left].end
    ):
        first, tier = left, SURE
        if left and of_a_place(line.folded[left - 1]):
            first = left - 1
    if line.folded[last + 1 : last + 3][1:] == ["вида"]:
        last += 2
        if end := number_after(line, last + 1):
            last, tier = end, SURE
    of_what = genitives_after(line, last)
    if not _is_numbered(line, first, last) and text_at(line, of_what + 1) == "№":
        end = number_after(line, of_what + 1)
        last, tier = (end, SURE) if end else (last, tier)
    if tier == SURE and (end := number_after(line, last)):
        last = end
    if is_called(line, last + 1):
        last, tier = last + 1, tier or CHECK
    if tier and not _is_numbered(line, index, last) and is_one(line, lemmas, index, _TAUGHT):
        last = genitives_after(line, last)
    if is_one(line, lemmas, index, _COLLEGES) and not tier:
        # There are few of them in a town: «политехнический техникум», «колледж связи».
        if text_at(line, last + 1) in _SUBJECTS:
            last, tier = last + 1, CHECK
        elif first < index and lemmas[index - 1] not in _PLAIN_ADJECTIVES:
            tier = CHECK
    quoted = quoted_after(line, last + 1)
    if quoted:
        named.update(line.folded[place] for place in range(last + 1, quoted) if len(line.folded[place]) > 3)
        last, tier = quoted, SURE
    end = named_after(line, verdicts, last + 1, small=True)
    if end:
        last, tier = end, SURE
    while (
        last + 1 < count
        and line.cased
        and line.capital[last + 1]
        and not line.opening[last + 1]
        and last < index + 4
    ):
        last, tier = last + 1, tier or CHECK
    if last > index and line.capital[last] and line.cased and line.word[last] and not quoted and not end:
        # «Школа Ступени роста».
        last = genitives_after(line, last) if verdicts.get(last, ("",))[0] != Label.PER else last
    if text_at(line, last + 1) == "для" and _are_people(line, last + 2):
        last += 2
    if text_at(line, last + 2).startswith("углублен") and text_at(line, last + 3) == "изучением":
        last, tier = genitives_after(line, last + 3), tier or CHECK
    if end := _host(line, lemmas, last + 1):
        last, tier = end, tier or CHECK
    place = last + 2 + (text_at(line, last + 2) == ".")
    if (
        is_one(line, lemmas, last + 1, SETTLEMENTS)
        and place < count
        and (line.capital[place] or place in verdicts)
    ):
        last, tier = place, SURE
        while (
            last + 1 < count and line.word[last + 1] and line.capital[last + 1] and not line.opening[last + 1]
        ):
            last += 1
    if end := street_after(line, lemmas, verdicts, last + 1):
        last, tier = end, tier or CHECK
    if not tier and line.capital[index] and not line.opening[index] and line.cased:
        while (
            last + 1 < count
            and line.word[last + 1]
            and line.facts(last + 1).case == "gent"
            and last < index + 3
        ):
            last, tier = last + 1, CHECK
    if tier:
        while first and (
            lemmas[first - 1] in SCHOOL_ADJECTIVES
            or (line.facts(first - 1).part == "ADJF" and lemmas[first - 1] not in DETERMINERS)
        ):
            first -= 1
        yield mark_of(line, first, last, Label.SCHOOL, tier)


@lru_cache(maxsize=4_096)
def _misspelt_school(folded: str) -> bool:
    """Whether an unknown word is a kind of school with one letter left out or mistaken: «гимназя», «лецей»."""
    if not 4 < len(folded) < 12:
        return False
    shorter = {folded[:n] + folded[n + 1 :] for n in range(1, len(folded))}
    return any(
        form[:n] + form[n + 1 :] in (shorter | {folded})
        for form in _SCHOOL_FORMS
        for n in range(1, len(form))
    )


_SCHOOL_FORMS = (
    "школа", "школы", "школе", "школу", "школой", "лицей", "лицея", "лицее", "лицеем", "гимназия", "гимназии",
    "гимназию", "гимназией", "садик", "садика", "садике", "садику",
)  # fmt: skip


def _are_people(line: Line, index: int) -> bool:
    """Whether a word says for whom a school is: «слабослышащих», «одарённых»."""
    if not text_at(line, index):
        return False
    known = line.facts(index)
    return known.part in ("ADJF", "PRTF") and known.case == "gent" and known.number == "plur"


def _host(line: Line, lemmas: list[str], index: int) -> int:
    """Index of the last word of «при Ангарском политехе» that begins at a token, or 0."""
    if text_at(line, index) != "при":
        return 0
    end = index + 1
    while end < len(lemmas) and line.word[end] and line.facts(end).part == "ADJF" and end < index + 4:
        end += 1
    named = is_one(line, lemmas, end, ORGANISATIONS) or is_one(line, lemmas, end, HOSTS)
    return end if named or UNIVERSITY.fullmatch(text_at(line, end)) else 0


_KINDS = frozenset(
    ("сад", "садик", "саду", "сада", "садике", "школа", "школе", "школы", "лицей", "гимназия", "ясли")
)
_COLLEGES = frozenset(("техникум", "колледж", "училище"))
_PLAIN_ADJECTIVES = frozenset(("государственный", "частный", "районный", "областной", "городской"))
_TAUGHT = frozenset(("техникум", "колледж", "училище", "лицей", "цо"))


def _is_numbered(line: Line, first: int, last: int) -> bool:
    return any(line.tokens[place].text.isdigit() for place in range(first, last + 1))


def _elliptical(line: Line, lemmas: list[str], index: int) -> Iterator[Mark]:
    """«В двадцать шестой», «из 26-й», «наша 33-я»: a number of a school, and no noun after it."""
    first, folded = index, line.folded[index]
    feminine = folded.endswith(("ой", "ую", "ая", "ей", "ью", "ья"))
    if lemmas[index] in _ORDINALS and (feminine or folded.endswith(("ом", "ем"))):
        while first and lemmas[first - 1] in _ROUND:
            first -= 1
        if not feminine and first == index:
            return
    elif lemmas[index] not in _NICKNAMES and not _NUMBER_OF_SCHOOL.fullmatch(folded):
        return
    number = int(folded.split("-")[0].rstrip("йоюуая")) if folded[0].isdigit() else 0
    before, long = text_at(line, first - 1), first < index or number > _CLASSES
    local = first > 0 and (of_a_place(line.folded[first - 1]) or (feminine and is_local(line, first - 1)))
    if local:
        first -= 1
        before = text_at(line, first - 1)
    if (
        before not in _POINTING
        and not (local and feminine)
        and not (long and (feminine or before in _NAMING))
    ):
        return
    after = index + 1
    if after < len(lemmas) and line.word[after]:
        known = line.facts(after)
        single = len(line.folded[after]) == 1 and not (long and known.part in ("PREP", "CONJ"))
        if (
            known.part in ("NOUN", "ADJF", "PRTF")
            or (known.noun and known.part not in ("PREP", "CONJ"))
            or single
        ):
            return
    if before in _POSSESSING:
        first -= 1
    yield mark_of(line, first, index, Label.SCHOOL, CHECK)


# «В нашей семёрке»; from two to five they are marks.
_NICKNAMES = frozenset(
    ("шестерка", "семерка", "восьмерка", "девятка", "десятка", "пятнашка", "двадцатка", "тридцатка")
)
# The last year of school: a greater number is of no class.
_CLASSES = 11
_POSSESSING = frozenset(("наша", "нашей", "нашу", "моя", "моей", "мою", "родная", "родной", "родную"))
_POINTING = _POSSESSING | {"в", "из"}
_NAMING = frozenset(("в", "из", "при", "нас", "это", "школа"))
_NUMBER_OF_SCHOOL = re.compile(r"\d{1,4}-?(?:й|ой|ю|ую|я|ая)")


def schools_again(line: Line, verdicts: Verdicts, named: set[str]) -> Iterator[Mark]:
    """A school that was called «Ромашка» once is meant again in «Ромашке»; and «сад наш, «Ромашка»»."""
    for index in range(2, len(line.tokens) - 1):
        alone = text_at(line, index - 1) in ("«", '"') and text_at(line, index + 1) in ("»", '"')
        if alone and is_called(line, index) and any(text_at(line, index - n) in _KINDS for n in range(2, 9)):
            yield mark_of(line, index, index, Label.SCHOOL, CHECK)
    if not named:
        return
    known = {stem for word in named for stem in stems(word) if len(stem) > 3}
    for index, folded in enumerate(line.folded):
        quoted = index and line.tokens[index - 1].text in '«"'
        if line.word[index] and (quoted or line.capital[index]) and not known.isdisjoint(stems(folded)):
            yield mark_of(line, index, index, Label.SCHOOL, CHECK)


def groups(line: Line) -> Iterator[Mark]:
    """A group called «Ежата» after the word for it, and its name alone, met again in any form: «мои ежата»."""
    named: set[str] = set()
    for index in range(len(line.tokens)):
        if line.folded[index] in _GROUPS and (end := quoted_after(line, index + 1)):
            inner = [place for place in range(index + 1, end) if line.word[place]]
            if len(inner) < 3:
                yield mark_of(line, index + 1, end, Label.CLASS, CHECK)
                named.update(line.folded[place] for place in inner)
    known = {stem for word in named for stem in stems(word) if len(stem) > 3}
    for index, folded in enumerate(line.folded):
        if line.word[index] and not known.isdisjoint(stems(folded)):
            yield mark_of(line, index, index, Label.CLASS, CHECK)


_GROUPS = frozenset(
    ("группа", "группы", "группе", "группу", "группой", "подгруппа", "подгруппе", "подгруппу")
)
