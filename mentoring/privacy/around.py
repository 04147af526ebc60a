"""What stands around a word, for the rules that know a thing by the words beside it."""

import re
from functools import lru_cache

from .grammar import facts
from .labels import Mark
from .lexicon import lexicon
from .line import Line
from .verdicts import Verdicts

SCHOOLS = lexicon("schools")
SCHOOL_ADJECTIVES = lexicon("school_adjectives")
SETTLEMENTS = lexicon("settlements")
DETERMINERS = lexicon("determiners")
NO_PLACE = lexicon("adjectives_of_no_place")
_PLACES_ADJECTIVES = lexicon("adjectives_of_places")
_STREETS = lexicon("streets")
_CALLED = lexicon("names_of_schools")
_HONOURED = lexicon("before_a_patron")
_COUNTED = lexicon("counted")
HOSTS = lexicon("hosts")
ORGANISATIONS = lexicon("organisations")
_ORDINARY = frozenset(
    ("другой", "своя", "свой", "мой", "ваш", "наш", "весь", "такой", "этот", "тот", "каждый", "любой")
)
_NUMBER = re.compile(r"\d{1,4}[а-г]?")
# «МГУ», «тгпу», «урфу»; of the words of Russian only a few verbs are spelt so: «лгу», «жгу», «чту».
UNIVERSITY = re.compile(r"(?:[бвгджзклмнпрстфхцчшщ]{1,4}|ю|ур)(?:г|ф|гп|гт|гм|п|т|м)у")
SKY = re.compile(r"(.{2,}?)(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ою|ое|ие|их|ими)")


def mark_of(line: Line, first: int, last: int, label: str, tier: str) -> Mark:
    """A mark from one token to another, both inside it."""
    return Mark(line.tokens[first].start, line.tokens[last].end, label, tier)


def is_one(line: Line, lemmas: list[str], index: int, words: frozenset[str]) -> bool:
    """Whether a token, as written or as its lemma, is one of these words; no token outside the line is."""
    return 0 <= index < len(lemmas) and (lemmas[index] in words or line.folded[index] in words)


def text_at(line: Line, index: int) -> str:
    """A token in lower case, or nothing outside the line."""
    return line.folded[index] if 0 <= index < len(line.tokens) else ""


@lru_cache(maxsize=16_384)
def of_a_place(folded: str) -> bool:
    """Whether an adjective in -ский is made of a place's or a person's name: «тамбовский», «вавиловская»."""
    lemma = facts(folded).lemma
    if lemma in _PLACES_ADJECTIVES:
        return True
    found = SKY.fullmatch(folded)
    if not found or lemma in NO_PLACE or facts(folded).part not in ("ADJF", "NOUN", "UNKN"):
        return False
    if not facts(folded).known:
        return len(found[1]) > 2
    for ending in ("", "а", "ь", "о", "ы", "и", "я", "ск", "цк", "е"):
        base = facts(found[1] + ending)
        if base.known and not base.plain and (base.place or base.surname):
            return True
    return False


def is_local(line: Line, index: int) -> bool:
    """Whether an adjective before a school or a body may be of a place: «калиновская школа»; «историческая» is not."""
    found = SKY.fullmatch(line.folded[index]) if line.word[index] else None
    return bool(found) and line.facts(index).lemma not in NO_PLACE and not found[1].endswith(_OF_NO_PLACE)


# «Технический», «исполнительский»: Russian Grammar (1980), § 632.
_OF_NO_PLACE = ("че", "тель", "фес", "лог")


def named_after(line: Line, verdicts: Verdicts, index: int, *, small: bool = False) -> int:
    """Index of the last word of «имени В. И. Вавилова» or «святителя Николая» that begins at a token, or 0.

    With `small` letters a patron counts also in a text that has capitals.
    """
    folded, count = text_at(line, index), len(line.tokens)
    dotted = text_at(line, index + 1) == "."
    proper = index + 1 < count and (line.tokens[index + 1].text[0].isupper() or index + 1 in verdicts)
    if folded in _HONOURED:
        if not proper:
            return 0
    elif folded != "имени" and not (folded == "им" and (dotted or proper)):
        return 0
    end = index + 1 + dotted
    if (
        not (small and end < count)
        and line.cased
        and not (end < count and line.tokens[end].text[0].isupper())
    ):
        return 0
    start = end
    while end < count and end < start + 7:
        text = line.tokens[end].text
        inside = end in verdicts or text[0].isupper() or (text == "." and len(line.tokens[end - 1].text) == 1)
        if not inside and not (end == start and line.word[end]) and not (len(text) == 1 and line.word[end]):
            break
        end += 1
    return end - 1 if end > start else 0


def quoted_from(line: Line, index: int) -> int:
    """Index of the closing mark of a short quotation that begins at a token, or 0; of one inside another the outer."""
    if text_at(line, index) not in ("«", '"'):
        return 0
    depth = 0
    for end in range(index + 1, min(index + 12, len(line.tokens))):
        folded = line.folded[end]
        if folded == "«":
            depth += 1
        elif folded in '»"':
            # «Сад «Ромашка» with one mark at the end is as common as with two.
            if depth and text_at(line, end + 1) == "»":
                return end + 1
            return end if end > index + 1 else 0
        elif "\n" in line.text[line.tokens[end - 1].end : line.tokens[end].start]:
            return 0
    return 0


def quoted_after(line: Line, index: int) -> int:
    """Index of the closing mark of a quotation that follows a kind and words it governs, or 0.

    «Школа искусств «Лира»», «центр помощи семье «Доверие»»; `index` is the token after the kind.
    """
    for place in range(index, min(index + 5, len(line.tokens))):
        if found := quoted_from(line, place):
            return found
        governed = line.word[place] and line.facts(place).case in ("gent", "datv", "loct")
        if not governed and line.folded[place] not in ("и", "для", "по"):
            return 0
    return 0


def number_after(line: Line, index: int) -> int:
    """Index of the last token of «№ 3», «номер 3» or «3, 4 и 5» that begins at a token, or 0."""
    joined = text_at(line, index) == "-" and line.tokens[index].start == line.tokens[index - 1].end
    place = index + (joined or text_at(line, index) in ("№", "номер", "n", "#"))
    if not _NUMBER.fullmatch(text_at(line, place)) or text_at(line, place + 1) in (":", "-", "%"):
        return 0
    if place == index and text_at(line, place + 1) in _COUNTED:
        return 0
    while text_at(line, place + 1) in (",", "и", "/"):
        following = place + 2 + (text_at(line, place + 2) == "№")
        if not _NUMBER.fullmatch(text_at(line, following)):
            break
        place = following
    return place


def street_after(line: Line, lemmas: list[str], verdicts: Verdicts, index: int) -> int:
    """Index of the last word of «на Садовой», «на улице Лесной», «при МГУ» that begins at a token, or 0."""
    preposition, after = text_at(line, index), index + 1
    if preposition not in ("на", "при", "у") or after >= len(line.tokens) or not line.word[after]:
        return 0
    if preposition != "на":
        abbreviated = line.tokens[after].text.isupper() and len(line.folded[after]) > 1 and line.cased
        return after if preposition == "при" and (abbreviated or is_one(line, lemmas, after, HOSTS)) else 0
    if is_one(line, lemmas, after, _STREETS):
        return after + 1 if after + 1 < len(line.tokens) and line.word[after + 1] else 0
    if verdicts.get(after) or (line.cased and line.capital[after]):
        return after
    adjective = line.facts(after).part == "ADJF" and line.folded[after].endswith(("ой", "ей"))
    alone = not (after + 1 < len(line.tokens) and line.word[after + 1] and line.facts(after + 1).noun)
    return after if adjective and alone and line.facts(after).lemma not in _ORDINARY else 0


def is_called(line: Line, index: int) -> bool:
    """Whether a word is one that schools, camps and clubs are called by: «ромашка», «вектор»."""
    return line.word[index : index + 1] == [True] and (
        line.folded[index] in _CALLED or line.facts(index).lemma in _CALLED
    )


def genitives_after(line: Line, last: int) -> int:
    """Where «техникум строительства и дизайна» ends, given where the words before do."""
    end = last
    while end + 1 < len(line.tokens) and end < last + 4 and line.word[end + 1]:
        known, folded = line.facts(end + 1), line.folded[end + 1]
        if not (known.case == "gent" and known.part in ("NOUN", "ADJF")) and folded != "и":
            break
        end += 1
    while end > last and line.facts(end).part != "NOUN":
        end -= 1
    return end
