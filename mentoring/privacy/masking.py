"""Neutral words instead of identifiers: one letter for one person through a whole case, in the right form.

«Позвонила маме Кати Ивановой» becomes «Позвонила маме ученицы А.»: a noun that says who it is to the story, in the
case that the name stood in, and a letter that is not the person's own.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..language import Parse, fold, parses, words
from ..language.morphology import analyzer
from .labels import Label

LETTERS = "АБВГДЕЖЗИКЛМНПРСТФХЦЧШЭЮЯ"
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
# What a preposition demands, likeliest first.
AFTER = {
    **dict.fromkeys(("у", "от", "до", "из", "без", "для", "после", "около", "против", "кроме"), ("gent",)),
    **dict.fromkeys(("к", "ко", "благодаря"), ("datv",)),
    "по": ("datv",),
    **dict.fromkeys(("про", "через"), ("accs",)),
    **dict.fromkeys(("над", "перед", "между"), ("ablt",)),
    **dict.fromkeys(("с", "со"), ("ablt", "gent")),
    **dict.fromkeys(("о", "об", "обо", "при"), ("loct",)),
    **dict.fromkeys(("в", "во", "на"), ("loct", "accs")),
    **dict.fromkeys(("за", "под"), ("ablt", "accs")),
}
# Words that already say who somebody is. After kin a name in the genitive is the child's, not the relative's.
KIN = frozenset([
    "мама", "мать", "папа", "отец", "бабушка", "дедушка", "родитель", "брат", "сестра", "тетя", "дядя",
    "мамочка", "отчим", "мачеха", "опекун",
])  # fmt: skip
ROLES = frozenset([
    "ученик", "ученица", "мальчик", "девочка", "ребенок", "подросток", "студент", "студентка",
    "воспитанник", "воспитанница", "учитель", "учительница", "педагог", "преподаватель", "воспитатель",
    "завуч", "директор", "заместитель", "психолог", "логопед", "методист", "коллега", "наставник",
    "наставница", "тьютор", "классный", "руководитель", "господин", "госпожа", "товарищ", "сын", "дочь",
    "дочка", "внук", "внучка",
])  # fmt: skip
# A placeholder in square brackets, and a letter that stands for a person: neither is an identifier any more.
NEUTRAL = re.compile(r"\[[^\[\]\n]{1,40}\]|(?<!\w)[А-ЯЁ]\.(?!\s?[А-ЯЁ]\.|\w)")
_FAMILY = "семья"


class Mention(NamedTuple):
    """A person's name somewhere in the case: in which text, where, and as written."""

    passage: str
    start: int
    end: int
    fragment: str


@dataclass
class _Person:
    """Whom several mentions mean. `names`, `surnames` and `patronymics` are lemmas."""

    letter: str = ""
    gender: str = ""
    names: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    patronymics: set[str] = field(default_factory=set)


def placeholders() -> dict[str, str]:
    """What stands for everything that is not a person."""
    return {
        Label.SCHOOL: _("[school]"),
        Label.ORG: _("[organisation]"),
        Label.LOC: _("[place]"),
        Label.PHONE: _("[phone]"),
        Label.EMAIL: _("[e-mail]"),
        Label.URL: _("[link]"),
        Label.HANDLE: _("[name in the net]"),
        Label.CLASS: _("[class]"),
        Label.DATE: _("[date]"),
        Label.AGE: _("[age]"),
        Label.DOCUMENT: _("[number of a document]"),
        Label.PLATE: _("[number plate]"),
        Label.POST: _("[post]"),
    }


class Masks:
    """Replacements for one case. Built from all its mentions at once, so that one person keeps one letter."""

    def __init__(self, texts: Mapping[str, str], mentions: Iterable[Mention]) -> None:
        self._texts = texts
        self._people: list[_Person] = []
        self._of: dict[str, _Person] = {}
        for mention in sorted(mentions, key=lambda m: -len(m.fragment.split())):
            key = fold(mention.fragment)
            if key not in self._of:
                self._of[key] = self._recognise(mention.fragment)
        free = iter(LETTERS + LETTERS.lower())
        for mention in mentions:
            person = self._of[fold(mention.fragment)]
            if not person.letter:
                person.letter = self._letter_for(person, free)

    def group(self, fragment: str) -> str:
        """Which person of the case a mention means: the same word for all mentions of one."""
        person = self._of.get(fold(fragment)) or self._recognise(fragment)
        return f"person {self._people.index(person)}"

    def for_person(self, mention: Mention) -> str:
        """«ученица А.», «А.» after a word that says who it is, «семья А.» for a surname in the plural."""
        person = self._of.get(fold(mention.fragment)) or self._recognise(mention.fragment)
        letter = f"{person.letter or 'Х'}."
        before = self._texts[mention.passage][: mention.start]
        role, case_before = _role_before(before)
        grammar = _case_of(mention.fragment, before, person.gender)
        if _is_plural(mention.fragment):
            return f"{_inflected(_FAMILY, grammar)} {letter}"
        if role in KIN and grammar == "gent" and not person.patronymics:
            return f"{_inflected(_noun(person), 'gent')} {letter}"
        if role and (role not in KIN or grammar in case_before or person.patronymics):
            return letter
        return f"{_inflected(_noun(person), grammar)} {letter}"

    def _recognise(self, fragment: str) -> _Person:
        seen = _Person()
        for word in words(fragment):
            kind, lemma, gender = _kind_of(word.text)
            getattr(seen, kind).add(lemma)
            # A patronymic and a surname tell the gender surer than a diminutive does.
            if gender and (not seen.gender or kind != "names"):
                seen.gender = gender
        for person in self._people:
            if _same(person, seen):
                person.names |= seen.names
                person.surnames |= seen.surnames
                person.patronymics |= seen.patronymics
                person.gender = person.gender or seen.gender
                return person
        self._people.append(seen)
        return seen

    @staticmethod
    def _letter_for(person: _Person, free: Iterable[str]) -> str:
        own = {name[:1].upper() for name in person.names | person.surnames | person.patronymics}
        skipped = []
        for letter in free:
            if letter.upper() not in own:
                return letter.upper()
            skipped.append(letter)
        return skipped[0].upper() if skipped else "Х"


def put(text: str, start: int, end: int, instead: str) -> str:
    """The text with `text[start:end]` replaced: a capital where a sentence begins, no second full stop."""
    before, after = text[:start], text[end:]
    if instead[:1].islower() and re.search(r"(?:^|[.!?…\n])[\s«„(—-]*$", before):
        instead = instead[:1].upper() + instead[1:]
    if instead.endswith(".") and after.startswith("."):
        after = after[1:]
    return _agreed(before, instead) + instead + after


def _agreed(before: str, instead: str) -> str:
    """The preposition before in the form that the new word wants: «об ученице», «с учеником», «о семье»."""
    found = re.search(r"(?<!\w)(обо?|о|со?|ко?|во?)([ \u00a0]+)$", before, re.IGNORECASE)
    if not found or not instead[:1].isalpha():
        return before
    short = {"о": "о", "об": "о", "обо": "о"}.get(found[1].lower(), found[1][:1].lower())
    if short == "о" and instead[0].lower() in "аиоуэ":
        short = "об"
    said = short.capitalize() if found[1][0].isupper() else short
    return before[: found.start()] + said + found[2]


def neutral_spans(text: str) -> list[tuple[int, int]]:
    """Where the replacements of this module stand in a text."""
    return [found.span() for found in NEUTRAL.finditer(text)]


def _same(person: _Person, seen: _Person) -> bool:
    if person.gender and seen.gender and person.gender != seen.gender:
        return False
    for one, other in (
        (person.names, seen.names),
        (person.surnames, seen.surnames),
        (person.patronymics, seen.patronymics),
    ):
        if one and other and not one & other:
            return False
    return bool(
        person.names & seen.names or person.surnames & seen.surnames or person.patronymics & seen.patronymics
    )


def _kind_of(word: str) -> tuple[str, str, str]:
    """Which part of a name a word is, its lemma, and the gender it tells ("masc", "femn" or "")."""
    readings = parses(word)
    for kind, grammeme in (("patronymics", "Patr"), ("names", "Name"), ("surnames", "Surn")):
        fitting = [reading for reading in readings if grammeme in reading.grammemes]
        if fitting:
            lemma = _surname_stem(fitting[0].lemma) if kind == "surnames" else fitting[0].lemma
            genders = {_gender(reading) for reading in fitting}
            return kind, lemma, genders.pop() if len(genders) == 1 else ""
    return "surnames", _surname_stem(readings[0].lemma if readings else fold(word)), ""


def _surname_stem(lemma: str) -> str:
    """Иванов and Иванова meet."""
    return re.sub(r"(?:ая|ый|ий|ой|а)$", "", lemma) if len(lemma) > 4 else lemma


def _gender(reading: Parse) -> str:
    return next(
        (g for g in ("masc", "femn") if g in reading.grammemes and "ms-f" not in reading.grammemes), ""
    )


def _noun(person: _Person) -> str:
    woman = person.gender == "femn"
    if person.patronymics:
        return "учительница" if woman else "учитель"
    return "ученица" if woman else "ученик"


def _inflected(noun: str, case: str) -> str:
    form = analyzer().parse(noun)[0].inflect({case})
    return form.word if form else noun


def _name_readings(fragment: str) -> list[Parse]:
    names = {"Name", "Surn", "Patr"}
    for word in words(fragment):
        readings = [reading for reading in parses(word.text) if names & reading.grammemes]
        if readings:
            return readings
    first = next(words(fragment), None)
    return list(parses(first.text)) if first else []


def _cases(readings: Iterable[Parse]) -> list[str]:
    found = []
    for reading in readings:
        for case in CASES:
            if case in reading.grammemes and "plur" not in reading.grammemes and case not in found:
                found.append(case)
    return found


def _is_plural(fragment: str) -> bool:
    """«Ивановы», «у Сидоровых»: a lone surname that can only be a plural."""
    readings = [r for r in _name_readings(fragment) if "Surn" in r.grammemes]
    return bool(readings) and len(fragment.split()) == 1 and all("plur" in r.grammemes for r in readings)


def _case_of(fragment: str, before: str, gender: str) -> str:
    readings = _name_readings(fragment)
    possible = _cases([r for r in readings if gender in r.grammemes] or readings)
    if _is_plural(fragment):
        possible = [c for r in readings for c in CASES if c in r.grammemes]
    last = [word.text.lower() for word in words(before[-60:])][-2:]
    for word in reversed(last):
        for wanted in AFTER.get(word, ()):
            if wanted in possible:
                return wanted
    role, cases = _role_before(before)
    if role in KIN and "gent" in possible:
        return "gent"
    for case in cases:
        if case in possible:
            return case
    return possible[0] if possible else "nomn"


def _role_before(before: str) -> tuple[str, list[str]]:
    """The word right before that says who somebody is, and the grammatical cases it can be in."""
    if not re.search(r"[^\W\d_][ \u00a0]+$", before):
        return "", []
    *_rest, last = words(before[-60:])
    for reading in parses(last.text):
        if reading.lemma in ROLES or reading.lemma in KIN:
            readings = [r for r in parses(last.text) if r.lemma == reading.lemma]
            return reading.lemma, _cases(readings)
    return "", []
