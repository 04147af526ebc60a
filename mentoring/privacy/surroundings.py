"""Schools, bodies, places and posts: known by the word that says what they are and by what stands beside it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .grammar import facts
from .labels import Label, Tier
from .lexicon import lexicon
from .names import Line, Verdicts
from .stems import stems
from .structured import Mark

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
_SCHOOLS = lexicon("schools")
_SCHOOL_ADJECTIVES = lexicon("school_adjectives")
_ORGANISATIONS = lexicon("organisations")
_WORKS = lexicon("works")
_OF_ORGANISATIONS = lexicon("of_organisations")
_NUMBERED_THINGS = lexicon("numbered_things")
_ORDINALS = lexicon("ordinals")
_ROUND = lexicon("round_numerals")
_STREETS = lexicon("streets")
_SETTLEMENTS = lexicon("settlements")
_REGIONS = lexicon("regions")
_POSTS = lexicon("posts")
_HEADS = lexicon("heads")
_DEPUTIES = lexicon("deputies")
_NO_PLACE = lexicon("adjectives_of_no_place")
_PLACES_ADJECTIVES = lexicon("adjectives_of_places")
_NUMBER = re.compile(r"\d{1,4}")
_NUMBER_WITH_ENDING = re.compile(r"\d{1,4}(?:-?(?:я|й|ая|ой|ю|ую|ей|ом|ый|го|му|м))?")
_SKY = re.compile(r"(.{2,}?)(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ою|ое|ие|их|ими)")
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
        yield from _school(line, lemmas, verdicts, index, named)
        yield from _place(line, lemmas, verdicts, index)
        yield from _organisation(line, lemmas, verdicts, index)
        yield from _post(line, lemmas, index)
    yield from _again(line, verdicts, named)


def _mark(line: Line, first: int, last: int, label: str, tier: str) -> Mark:
    return Mark(line.tokens[first].start, line.tokens[last].end, label, tier)


def _is(line: Line, lemmas: list[str], index: int, words: frozenset[str]) -> bool:
    return 0 <= index < len(lemmas) and (lemmas[index] in words or line.folded[index] in words)


def _text(line: Line, index: int) -> str:
    return line.folded[index] if 0 <= index < len(line.tokens) else ""


@lru_cache(maxsize=16_384)
def of_a_place(folded: str) -> bool:
    """Whether an adjective in -ский is made of a place's or a person's name: «тамбовский», «вавиловская»."""
    lemma = facts(folded).lemma
    if lemma in _PLACES_ADJECTIVES:
        return True
    found = _SKY.fullmatch(folded)
    if not found or lemma in _NO_PLACE or facts(folded).part not in ("ADJF", "NOUN", "UNKN"):
        return False
    if not facts(folded).known:
        return len(found[1]) > 2
    for ending in ("", "а", "ь", "о", "ы", "и", "я", "ск", "цк", "е"):
        base = facts(found[1] + ending)
        if base.known and not base.plain and (base.place or base.surname):
            return True
    return False


def _school(line: Line, lemmas: list[str], verdicts: Verdicts, index: int, named: set[str]) -> Iterator[Mark]:
    tokens, count = line.tokens, len(line.tokens)
    if line.folded[index] == "№" and _NUMBER.fullmatch(_text(line, index + 1)):
        if not _is(line, lemmas, index - 1, _NUMBERED_THINGS) and not _is(line, lemmas, index - 1, _SCHOOLS):
            yield _mark(line, index, index + 1, Label.SCHOOL, CHECK)
        return
    parts = line.folded[index].split("-")
    joined = len(parts) > 1 and any(facts(part).lemma in _SCHOOLS for part in parts if part)
    if not joined and not _is(line, lemmas, index, _SCHOOLS):
        yield from _elliptical(line, lemmas, index)
        return
    first = last = index
    tier = ""
    numbered = _text(line, index + 1) in ("№", "номер", "n")
    after = index + 1 + numbered
    if _NUMBER.fullmatch(_text(line, after)) and _text(line, after + 1) != ":":
        last, tier = after, SURE
    elif _text(line, after) and (
        lemmas[after] in (_ORDINALS if numbered else _ROUND) or line.facts(after).part == "NUMR"
    ):
        last, tier = after, CHECK
        while last + 1 < count and line.facts(last + 1).part == "NUMR":
            last += 1
    left = index - 1
    while left >= 0 and line.word[left]:
        adjective = line.facts(left).part in ("ADJF", "NUMR") or lemmas[left] in _ORDINALS | _ROUND
        if lemmas[left] in _ORDINALS and lemmas[index] != "корпус":
            tier = tier or CHECK
        elif of_a_place(line.folded[left]):
            tier = SURE if line.capital[left] and not line.opening[left] else tier or CHECK
        elif adjective and line.capital[left] and not line.opening[left] and line.cased:
            tier = SURE
        elif not (lemmas[left] in _SCHOOL_ADJECTIVES or lemmas[left] in _ROUND):
            break
        first = left
        left -= 1
    if (
        left >= 0
        and _NUMBER_WITH_ENDING.fullmatch(line.folded[left])
        and tokens[left].start != tokens[left].end
    ):
        first, tier = left, SURE
    quoted = _quoted(line, last + 1)
    if quoted:
        named.update(line.folded[place] for place in range(last + 2, quoted) if len(line.folded[place]) > 3)
        last, tier = quoted, SURE
    end = _named_after(line, verdicts, last + 1)
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
    if (
        _is(line, lemmas, last + 1, _SETTLEMENTS)
        and last + 2 < count
        and (line.capital[last + 2] or last + 2 in verdicts)
    ):
        last, tier = last + 2, SURE
        while (
            last + 1 < count and line.word[last + 1] and line.capital[last + 1] and not line.opening[last + 1]
        ):
            last += 1
    if tier:
        while first and lemmas[first - 1] in _SCHOOL_ADJECTIVES:
            first -= 1
        yield _mark(line, first, last, Label.SCHOOL, tier)


def _elliptical(line: Line, lemmas: list[str], index: int) -> Iterator[Mark]:
    """«В двадцать шестой», «из 26-й», «в пятой»: a number of a school, and no noun after it."""
    if index < 1 or not line.word[index]:
        return
    first = index
    if lemmas[index] in _ORDINALS and line.folded[index].endswith(("ой", "ую", "ая", "ей", "ью", "ья")):
        while first and lemmas[first - 1] in _ROUND:
            first -= 1
    elif not (_NUMBER_OF_SCHOOL.fullmatch(line.folded[index])):
        return
    if (
        not first
        or line.facts(first - 1).part != "PREP"
        or (first == index and line.folded[first - 1] not in ("в", "из"))
    ):
        return
    after = index + 1
    if after < len(lemmas) and line.word[after]:
        known = line.facts(after)
        if known.part in ("NOUN", "ADJF", "PRTF") or known.noun or len(line.folded[after]) == 1:
            return
    yield _mark(line, first, index, Label.SCHOOL, CHECK)


_NUMBER_OF_SCHOOL = re.compile(r"\d{1,4}-?(?:й|ой|ю|ую|я|ая)")


def _named_after(line: Line, verdicts: Verdicts, index: int) -> int:
    """Index of the last word of «имени В. И. Вавилова» that begins at a token, or 0."""
    dotted = _text(line, index + 1) == "."
    if _text(line, index) != "имени" and not (_text(line, index) == "им" and dotted):
        return 0
    end = index + 1 + dotted
    if line.cased and not (end < len(line.tokens) and line.capital[end]):
        return 0
    start = end
    while end < len(line.tokens) and end < start + 7:
        text = line.tokens[end].text
        inside = end in verdicts or line.capital[end] or (text == "." and len(line.tokens[end - 1].text) == 1)
        if not inside and not (end == start and line.word[end]) and not (len(text) == 1 and line.word[end]):
            break
        end += 1
    return end - 1 if end > start else 0


def _quoted(line: Line, index: int) -> int:
    """Index of the closing mark of a short quotation that begins at a token, or 0."""
    if _text(line, index) not in ("«", '"'):
        return 0
    return next(
        (end for end in range(index + 2, min(index + 8, len(line.tokens))) if line.folded[end] in '»"'), 0
    )


def _place(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> Iterator[Mark]:
    tokens, count = line.tokens, len(line.tokens)
    dotted = _text(line, index + 1) == "."
    after = index + 1 + dotted
    if _is(line, lemmas, index, _STREETS):
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
        stop = tokens[last].end
        for _ in range(4):
            house = _HOUSE.match(line.text, stop)
            if not house or not house[0].strip():
                break
            stop = house.end()
        yield Mark(tokens[first].start, stop, Label.LOC, SURE)
    elif _is(line, lemmas, index, _SETTLEMENTS) and after < count and line.word[after]:
        if len(line.folded[index]) <= 2 and not dotted:
            return
        label = verdicts.get(after, ("",))[0]
        unknown = not line.facts(after).known and not line.cased and not line.is_typo(after)
        if not ((line.capital[after] and line.cased) or label == Label.LOC or label == Label.PER or unknown):
            return
        last = after
        while (
            last + 1 < count
            and last < after + 2
            and line.word[last + 1]
            and line.capital[last + 1]
            and line.cased
        ):
            last += 1
        yield _mark(line, index, last, Label.LOC, SURE)
    elif _is(line, lemmas, index, _REGIONS) and index and _SKY.fullmatch(line.folded[index - 1]):
        before = index - 1
        if lemmas[before] not in _NO_PLACE:
            yield _mark(
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
        yield _mark(line, index, index, Label.LOC, CHECK)


def _names_a_street(line: Line, index: int) -> bool:
    """Whether a word after «улица» can be its name: in a text without capitals any noun or adjective may."""
    if index >= len(line.tokens) or not line.word[index]:
        return False
    if line.cased:
        return line.capital[index]
    return line.facts(index).part in ("NOUN", "ADJF") and len(line.folded[index]) > 3


def _organisation(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> Iterator[Mark]:
    count = len(line.tokens)
    if line.word[index] and lemmas[index] not in _WORKS and _is_called(line, index + 1):
        yield _mark(line, index + 2, _quoted(line, index + 1) - 1, Label.ORG, CHECK)
    if not line.word[index] or _is(line, lemmas, index, _SCHOOLS):
        return
    first = last = index
    tier = ""
    quoted = _quoted(line, index + 1)
    named = _named_after(line, verdicts, index + 1)
    kind = _is(line, lemmas, index, _ORGANISATIONS) or lemmas[index].endswith(_ENDINGS_OF_ORGANISATIONS)
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
    elif _STATE.fullmatch(line.folded[index]):
        tier = CHECK
    if not (kind or tier):
        return
    before = index - 1
    while before >= 0 and line.word[before] and line.facts(before).part == "ADJF":
        if of_a_place(line.folded[before]) or (
            line.capital[before] and not line.opening[before] and line.cased
        ):
            first, tier = before, tier or CHECK
        elif lemmas[before] not in _SCHOOL_ADJECTIVES:
            break
        before -= 1
    if kind and not quoted:
        end = index + 1
        while end < count and end - index < 6 and line.word[end]:
            known = line.facts(end)
            if (
                end in verdicts
                or (line.capital[end] and line.cased)
                or _is(line, lemmas, end, _OF_ORGANISATIONS)
                or of_a_place(line.folded[end])
            ):
                proper = end in verdicts or line.capital[end] or of_a_place(line.folded[end])
                last = max(last, end)
                tier = tier or (CHECK if proper else "")
            elif known.case not in ("gent", "datv", "loct") and line.folded[end] not in ("и", "по"):
                break
            end += 1
    if tier:
        yield _mark(line, first, last, Label.ORG, tier)


def _is_called(line: Line, index: int) -> bool:
    """Whether a short quotation at a token names something: it begins with a capital and says no sentence."""
    end = _quoted(line, index)
    if not end or end - index > 5 or not line.capital[index + 1]:
        return False
    inner = range(index + 1, end)
    return all(line.word[place] and line.facts(place).part not in _SAYING for place in inner)


_SAYING = frozenset(("VERB", "INFN", "NPRO", "PRED", "INTJ", "PRCL"))
_ENDINGS_OF_ORGANISATIONS = (
    "колледж",
    "университет",
    "институт",
    "завод",
    "комбинат",
    "банк",
    "техникум",
    "фабрика",
)
_STATE = re.compile(
    r"(?:рос|мин|обл|гор|рай|крайм?)[а-я]{0,12}(?:надзор|обр|оно|просвещени|здрав|соц|образовани|комнадзор)[а-я]{0,3}"
)


def _again(line: Line, verdicts: Verdicts, named: set[str]) -> Iterator[Mark]:
    """A school that was called «Ромашка» once is meant again in «Ромашке»."""
    if not named:
        return
    known = {stem for word in named for stem in stems(word) if len(stem) > 3}
    for index, folded in enumerate(line.folded):
        quoted = index and line.tokens[index - 1].text in '«"'
        if line.word[index] and (quoted or line.capital[index]) and not known.isdisjoint(stems(folded)):
            yield _mark(line, index, index, Label.SCHOOL, CHECK)


def _post(line: Line, lemmas: list[str], index: int) -> Iterator[Mark]:
    if not line.word[index]:
        return
    folded, following = line.folded[index], _text(line, index + 1)
    parts = folded.split("-")
    last = index
    if _is(line, lemmas, index, _DEPUTIES):
        if _is(line, lemmas, index + 1, _POSTS) or lemmas[min(index + 1, len(lemmas) - 1)] in _HEADED:
            last = index + 1
        elif following != "по" and folded in ("зав", "зам"):
            return
    elif lemmas[index] in _ALONE and (_text(line, index + 1) == "" or line.facts(index + 1).case != "gent"):
        pass
    elif _is(line, lemmas, index, _HEADS):
        if index + 1 >= len(lemmas) or not line.word[index + 1]:
            return
        if not (
            line.facts(index + 1).case == "gent"
            or following in _MEETINGS
            or (len(following) <= 4 and following != "и")
        ):
            return
        if line.facts(index + 1).part in ("PREP", "CONJ", "NPRO", "VERB", "PRCL"):
            return
        last = index + 1
        if last + 1 < len(lemmas) and line.word[last + 1] and line.facts(last).part == "ADJF":
            last += 1
    elif lemmas[index] == "классный" or folded in ("кл", "научный", "научного", "научному", "научным"):
        if _is(line, lemmas, index + 1, _CLASS_HEADS):
            last = index + 1
        elif folded not in ("классная", "классной", "классную", "классному") or (
            index + 1 < len(lemmas) and line.facts(index + 1).noun
        ):
            return
    elif lemmas[index] == "социальный" or lemmas[index] == "старший":
        if not _is(line, lemmas, index + 1, _SOCIAL):
            return
        last = index + 1
    elif not (
        _is(line, lemmas, index, _POSTS)
        or (
            len(parts) > 1
            and any(facts(part).lemma in _POSTS or facts(part).lemma in _DOUBLES for part in parts if part)
        )
        or (not line.facts(index).known and _misspelt_post(folded))
    ):
        return
    if _text(line, last + 1) == "по" and last + 2 < len(lemmas) and line.word[last + 2]:
        end = last + 2
        while end < len(lemmas) - 1 and line.word[end + 1] and line.facts(end).part == "ADJF":
            end += 1
        if line.facts(end).noun or not line.facts(end).known or len(line.folded[end]) <= 4:
            last = end
    elif (lemmas[last] == "инспектор" and _text(line, last + 1) in ("пдн", "кдн", "опдн", "одн")) or (
        lemmas[last] in _OF_SOMETHING
        and last + 1 < len(lemmas)
        and line.word[last + 1]
        and line.facts(last + 1).case == "gent"
        and line.facts(last + 1).part == "NOUN"
    ):
        last += 1
    first = index
    if _text(line, index - 1) in ("ио", "врио", "и.о"):
        first = index - 1
    elif "".join(line.folded[max(0, index - 4) : index]) in ("и.о.", "и.о"):
        first = index - 4
    yield _mark(line, first, last, Label.POST, CHECK)


_CLASS_HEADS = frozenset(["руководитель", "руководительница", "дама", "мама", "рук"])
_HEADED = frozenset(["директор", "кафедра", "отделение", "столовая", "библиотека", "филиал"])
_SOCIAL = frozenset(["педагог", "работник", "вожатый", "вожатая", "методист", "воспитатель"])
_MEETINGS = frozenset(["мо", "шмо", "рмо", "гмо", "умо", "кафедры"])
_DOUBLES = frozenset(
    ["наставник", "организатор", "методист", "психолог", "логопед", "дефектолог", "предметник"]
)
_ALONE = frozenset(["начальник", "начальница", "председатель", "председательница"])
_OF_SOMETHING = frozenset(
    ["администратор", "оператор", "советник", "помощник", "координатор", "инженер", "специалист"]
)


@lru_cache(maxsize=1)
def _shortened_posts() -> frozenset[str]:
    """Every long post without one of its letters."""
    return frozenset(
        post[:n] + post[n + 1 :] for post in _POSTS if len(post) > 6 for n in range(1, len(post))
    )


@lru_cache(maxsize=4_096)
def _misspelt_post(folded: str) -> bool:
    return len(folded) > 5 and any(stem in _shortened_posts() for stem in stems(folded))
