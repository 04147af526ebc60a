"""Schools, institutions, addresses and posts: recognised by the word that names their kind and by what stands beside."""

import re
from collections.abc import Iterator

from .labels import Label, Tier
from .lexicon import lexicon
from .names import Line, Verdicts
from .structured import Mark

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
_SCHOOLS = lexicon("schools")
_ORGANISATIONS = lexicon("organisations")
_NUMBER = re.compile(r"\d{1,4}$")
_ORDINAL_NUMBER = re.compile(r"\d{1,4}(?:-?(?:я|й|ая|ой|ю|ую|ей|ом|ый|го|му|м))?$")
_ORDINALS = lexicon("ordinals")
_STREETS = lexicon("streets")
_SETTLEMENTS = lexicon("settlements")
_REGIONS = lexicon("regions")
_HOUSE = re.compile(
    r",?\s?(?:(?:д|дом|стр|корп|к|кв|квартира|корпус|строение)\.?\s?)?\d{1,4}(?:\s?[/-]\s?\d{1,4}|[а-яё](?!\w))?",
    re.IGNORECASE,
)
_POSTS = lexicon("posts")
_CLASS_HEAD = lexicon("class_head")
_ABBREVIATED = lexicon("abbreviated")


def institutions_and_posts(line: Line, verdicts: Verdicts) -> Iterator[Mark]:
    """Marks of schools, organisations, addresses, regions and posts. May overlap those of names."""
    lemmas = [line.facts(i).lemma if line.word[i] else line.folded[i] for i in range(len(line.tokens))]
    yield from _schools(line, lemmas, verdicts)
    yield from _places(line, lemmas, verdicts)
    yield from _organisations(line, lemmas, verdicts)
    yield from _posts(line, lemmas)


def _mark(line: Line, first: int, last: int, label: str, tier: str) -> Mark:
    return Mark(line.tokens[first].start, line.tokens[last].end, label, tier)


def _schools(line: Line, lemmas: list[str], verdicts: Verdicts) -> Iterator[Mark]:
    tokens, count = line.tokens, len(line.tokens)
    for index in range(count):
        if line.folded[index] == "№" and index + 1 < count and _NUMBER.match(tokens[index + 1].text):
            before = lemmas[index - 1] if index else ""
            if before not in _NUMBERED_THINGS:
                first = index - 1 if before in _SCHOOLS else index
                yield _mark(line, first, index + 1, Label.SCHOOL, SURE if first < index else CHECK)
            continue
        if lemmas[index] not in _SCHOOLS and line.folded[index] not in _SCHOOLS:
            continue
        first = last = index
        tier = ""
        if index + 1 < count and lemmas[index] == "детский":
            continue
        after = index + 1
        if after < count and line.folded[after] in ("№", "номер", "n"):
            after += 1
        if (
            after < count
            and _NUMBER.match(tokens[after].text)
            and not (after + 1 < count and tokens[after + 1].text == ":")
        ):
            last, tier = after, SURE
        if index and _ORDINAL_NUMBER.match(tokens[index - 1].text):
            first, tier = index - 1, SURE
        elif (
            index
            and tokens[index - 1].text in ("й", "я", "ой", "ая")
            and index > 2
            and _NUMBER.match(tokens[index - 3].text)
        ):
            first, tier = index - 3, SURE
        elif index and lemmas[index - 1] in _ORDINALS and lemmas[index] != "корпус":
            first, tier = index - 1, CHECK
            while first and lemmas[first - 1] in (
                "двадцать",
                "тридцать",
                "сорок",
                "сто",
                "пятьдесят",
                "шестьдесят",
            ):
                first -= 1
        if (
            index
            and line.capital[index - 1]
            and not line.opening[index - 1]
            and line.facts(index - 1).part == "ADJF"
        ):
            first, tier = index - 1, SURE
        quoted = _quoted(line, last + 1)
        if quoted:
            last, tier = quoted, tier or SURE
        if last + 1 < count and lemmas[last + 1] in ("имя", "им"):
            end = last + 2
            if end < count and tokens[end].text == ".":
                end += 1
            while end < count and (
                line.capital[end]
                or end in verdicts
                or (end == last + 2)
                or (len(tokens[end].text) == 1 and end < last + 7)
            ):
                end += 1
            last, tier = end - 1, SURE
        if tier:
            yield _mark(line, first, min(last, count - 1), Label.SCHOOL, tier)


_NUMBERED_THINGS = lexicon("numbered_things")


def _quoted(line: Line, index: int) -> int:
    """Index of the closing mark of a short quotation that begins at a token, or 0."""
    if index >= len(line.tokens) or line.tokens[index].text not in '«"':
        return 0
    for end in range(index + 1, min(index + 8, len(line.tokens))):
        if line.tokens[end].text in '»"':
            return end
    return 0


def _places(line: Line, lemmas: list[str], verdicts: Verdicts) -> Iterator[Mark]:
    tokens, count = line.tokens, len(line.tokens)
    for index in range(count):
        kind = lemmas[index] if lemmas[index] in _STREETS | _SETTLEMENTS | _REGIONS else line.folded[index]
        if kind in _STREETS:
            end = index + 1
            if end < count and tokens[end].text == ".":
                end += 1
            first = index
            if (
                index
                and line.facts(index - 1).part == "ADJF"
                and (line.capital[index - 1] or (index - 1) in verdicts)
                if index and line.word[index - 1]
                else False
            ):
                first = index - 1
                last = index
            elif end < count and _named(line, end):
                last = end
                if last + 1 < count and line.word[last + 1] and (line.capital[last + 1] and line.cased):
                    last += 1
            else:
                continue
            stop = tokens[last].end
            for _ in range(3):
                house = _HOUSE.match(line.text, stop)
                if not house or not house[0].strip():
                    break
                stop = house.end()
            yield Mark(tokens[first].start, stop, Label.LOC, SURE)
        elif kind in _SETTLEMENTS:
            end = index + 1
            dotted = end < count and tokens[end].text == "."
            if dotted:
                end += 1
            if (len(kind) <= 2 and not dotted) or end >= count or not line.word[end]:
                continue
            if (
                line.capital[end]
                or end in verdicts
                or (not line.cased and _named(line, end) and not line.facts(end).known)
            ):
                if (
                    len(kind) <= 3
                    and dotted
                    and line.opening[index]
                    and not line.facts(end).place
                    and end not in verdicts
                ):
                    continue
                last = end
                while last + 1 < count and line.word[last + 1] and line.capital[last + 1] and last - end < 2:
                    last += 1
                yield _mark(line, end, last, Label.LOC, SURE)
        elif kind in _REGIONS:
            if (
                index
                and line.word[index - 1]
                and re.search(r"(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ою|ие|их|ими)$", line.folded[index - 1])
            ):
                yield _mark(
                    line,
                    index - 1,
                    index,
                    Label.LOC,
                    SURE if not line.facts(index - 1).plain or line.capital[index - 1] else CHECK,
                )


def _named(line: Line, index: int) -> bool:
    """Whether a word after «улица» can be its name: a noun or an adjective, in a text without capitals any."""
    if not line.word[index]:
        return False
    if line.cased:
        return line.capital[index]
    known = line.facts(index)
    return known.part in ("NOUN", "ADJF") and len(line.folded[index]) > 3


def _organisations(line: Line, lemmas: list[str], verdicts: Verdicts) -> Iterator[Mark]:
    tokens, count = line.tokens, len(line.tokens)
    for index in range(count):
        if lemmas[index] not in _ORGANISATIONS and line.folded[index] not in _ORGANISATIONS:
            continue
        first = last = index
        tier = ""
        quoted = _quoted(line, index + 1)
        if quoted:
            last, tier = quoted, SURE
        if (
            index
            and line.word[index - 1]
            and (line.capital[index - 1] and not line.opening[index - 1])
            and line.facts(index - 1).part == "ADJF"
        ):
            first, tier = index - 1, SURE
        end = index + 1
        while (
            end < count
            and end - index < 6
            and line.word[end]
            and (
                line.facts(end).case in ("gent", "loct")
                or end in verdicts
                or line.capital[end]
                or line.folded[end] in ("и", "по")
            )
        ):
            known = line.facts(end)
            if end in verdicts or line.capital[end] or (lemmas[end] in _OF_ORGANISATIONS):
                last = max(last, end)
                tier = tier or CHECK
            elif not known.noun and known.part != "ADJF" and line.folded[end] not in ("и", "по"):
                break
            end += 1
        if tier and last + 1 < count and lemmas[last + 1] in _REGIONS:
            last += 1
        if tier:
            yield _mark(line, first, last, Label.ORG, tier)


_OF_ORGANISATIONS = lexicon("of_organisations")


def _posts(line: Line, lemmas: list[str]) -> Iterator[Mark]:
    count = len(line.tokens)
    for index in range(count):
        if not line.word[index]:
            continue
        lemma = lemmas[index]
        last = index
        if lemma in _POSTS:
            if lemma in ("заместитель", "зам") and index + 1 < count and lemmas[index + 1] == "директор":
                last = index + 1
            elif lemma in ("председатель", "начальник", "начальница"):
                while (
                    last + 1 < count
                    and last - index < 3
                    and line.word[last + 1]
                    and line.facts(last + 1).case == "gent"
                ):
                    last += 1
            yield _mark(line, index, last, Label.POST, CHECK)
        elif lemma in _CLASS_HEAD or lemma == "классный":
            if index + 1 < count and lemmas[index + 1] in (
                "руководитель",
                "руководительница",
                "дама",
                "мама",
            ):
                yield _mark(line, index, index + 1, Label.POST, CHECK)
            elif line.folded[index] in ("классная", "классной", "классную") and (
                index + 1 == count or not line.facts(index + 1).noun
            ):
                yield _mark(line, index, index, Label.POST, CHECK)
        elif line.folded[index] in ("зам", "зав", "замом", "зама", "заму") and index + 1 < count:
            if lemmas[index + 1] in ("директор", "кафедра", "отделение", "столовая", "библиотека"):
                last = index + 1
            yield _mark(line, index, last, Label.POST, CHECK)
        elif (lemma == "социальный" and index + 1 < count and lemmas[index + 1] in ("педагог", "работник")) or (
            lemma == "руководитель"
            and index + 1 < count
            and line.folded[index + 1] in ("мо", "шмо", "рмо", "гмо", "кафедры")
        ):
            yield _mark(line, index, index + 1, Label.POST, CHECK)
