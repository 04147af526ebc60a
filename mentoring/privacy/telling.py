"""What a text tells of its author beside names: region, place, kind of school, class and month.

A thing counts only when the words are there; of region, place and school moreover only when it is the author's own, by
the profile: a lyceum that a pupil dreams of says nothing about the teacher.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..enums import SchoolType, Settlement, Stage
from ..language import fold, lemma, words
from ..models import MenteeProfile
from .known import Known
from .times import DATE, DIGITS_DATE, MONTH, MONTH_YEAR, SHORT_DATE

# By lemmas with ё folded; two words where one alone says nothing.
PLACES = {
    Settlement.VILLAGE: {
        "село", "деревня", "сельский", "деревенский", "поселок", "поселковый", "станица", "хутор", "аул", "пгт",
    },
    Settlement.TOWN: {"городок", "райцентр", "маленький город", "небольшой город", "малый город", "районный центр"},
    Settlement.CITY: {"мегаполис", "столица", "столичный", "большой город", "крупный город", "областной центр"},
}  # fmt: skip
SCHOOLS = {
    SchoolType.GYMNASIUM: {"гимназия", "прогимназия", "гимназист", "гимназистка", "гимназический"},
    SchoolType.LYCEUM: {"лицей", "лицеист", "лицеистка", "лицейский"},
    SchoolType.RURAL: {"сельский школа", "малокомплектный", "малокомплектка"},
    SchoolType.BOARDING: {"интернат", "школа-интернат"},
    SchoolType.CORRECTIONAL: {"коррекционный", "специальный школа"},
    SchoolType.KINDERGARTEN: {"детсад", "садик", "доу", "детский сад"},
    SchoolType.COLLEGE: {"колледж", "техникум", "училище"},
    SchoolType.ADDITIONAL: {"дополнительный образование", "дом творчество", "дворец творчество"},
}
ORDINALS = (
    "первый", "второй", "третий", "четвертый", "пятый", "шестой", "седьмой", "восьмой", "девятый", "десятый",
    "одиннадцатый",
)  # fmt: skip
PUPILS = (
    "перво", "второ", "третье", "четверо", "пяти", "шести", "семи", "восьми", "девяти", "десяти", "одиннадцати",
)  # fmt: skip
STAGES = {
    Stage.PRIMARY: range(1, 5),
    Stage.BASIC: range(5, 10),
    Stage.SECONDARY: range(10, 12),
}
# «7 класс», «7-го класса», «7 «Б» класс»; «7 классов» is a number of classes.
NUMBERED = re.compile(
    r"(?<![\d.,/–-])(1[01]|[1-9])(?:-?(?:й|го|м|му|е|х|ый|ого|ом|ому))?\s(?:[«\"]?[А-Я][»\"]?\s)?класс(?:а|е|у|ом|ы|ах|ами)?(?!\w)"
)
LETTERED = re.compile(r"(?<![\w.,/№–-])(1[01]|[1-9])(?:\s?[«\"][А-Яа-я][»\"]|-?[А-ЕЖЗИК])(?!\w)")
PUPIL = re.compile(rf"(?<!\w)({'|'.join(PUPILS)})класс(?:ни[кцч]\w*|к[аиуое]\w*)")
# A school year has so many.
MONTHS = 10
DATES = (DATE, DIGITS_DATE, MONTH_YEAR, SHORT_DATE)
BARE_MONTH = re.compile(rf"(?<!\w)(?:[Вв]|[Сс]|[Дд]о|[Кк]|[Пп]о)\s(?:{MONTH})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Telling:
    """One thing that is told: its value in the author's profile, and the words that tell it. A class has its stage."""

    value: str
    words: str
    stage: str = ""


def told_by(texts: Iterable[str], profile: MenteeProfile | None) -> dict[str, Telling]:
    """What the texts tell, by `region`, `settlement`, `school_type`, `grade` and `month`; the first words of each.

    `month` is a date as the detector knows them, which a moderator has left to stand. See `bare_month` for the rest.
    """
    found: dict[str, Telling] = {}
    for text in texts:
        for name, telling in _told(text, profile):
            found.setdefault(name, telling)
    return found


def bare_month(texts: Iterable[str]) -> str:
    """A month without a day and a year, «с октября»: the detector lets it stand. Empty when there is none."""
    return next((found[0] for text in texts if (found := BARE_MONTH.search(text))), "")


def _told(text: str, profile: MenteeProfile | None) -> Iterator[tuple[str, Telling]]:
    said = [word.text for word in words(text)]
    plain = [fold(lemma(word)) for word in said]
    for date in filter(None, (shape.search(text) for shape in DATES)):
        yield "month", Telling("", date[0].strip())
    for number, told in _grades(text, said, plain):
        stage = next((stage for stage, grades in STAGES.items() if number in grades), "")
        known = profile.stage if profile else ""
        if known in ("", stage):
            yield "grade", Telling(known, told, stage)
    if profile is None:
        return
    if profile.region:
        for place in Known(places=[profile.region]).find(said):
            yield "region", Telling(profile.region, " ".join(said[place.first : place.last]))
    for name, kinds in (("settlement", PLACES), ("school_type", SCHOOLS)):
        value = getattr(profile, name)
        for told in _phrases(said, plain, kinds.get(value, ())):
            yield name, Telling(value, told)


def _phrases(said: list[str], plain: list[str], phrases: Iterable[str]) -> Iterator[str]:
    asked = set(phrases)
    for index, one in enumerate(plain):
        if one in asked:
            yield said[index]
        elif " ".join(plain[index : index + 2]) in asked:
            yield " ".join(said[index : index + 2])


def _grades(text: str, said: list[str], plain: list[str]) -> Iterator[tuple[int, str]]:
    for shape in (NUMBERED, LETTERED):
        for found in shape.finditer(text):
            yield int(found[1]), found[0]
    for found in PUPIL.finditer(fold(text)):
        yield PUPILS.index(found[1]) + 1, text[found.start() : found.end()]
    for index in range(len(plain) - 1):
        if plain[index] in ORDINALS and plain[index + 1] == "класс":
            yield ORDINALS.index(plain[index]) + 1, " ".join(said[index : index + 2])


def spread(told: Mapping[str, Telling]) -> dict[str, int]:
    """Of how many teachers one has what no profile tells, for `grade` and `month`, when it is spread evenly.

    A class teacher of primary school has one of four classes, a subject teacher every second one of grades 5–9 and
    nearly all of 10–11.
    """
    shares = {Stage.PRIMARY: 4, Stage.BASIC: 2}
    found = {"grade": shares.get(Stage(told["grade"].stage), 1)} if "grade" in told else {}
    return {**found, "month": MONTHS} if "month" in told else found
