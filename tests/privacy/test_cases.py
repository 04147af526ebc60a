"""The measuring rod is straight: what `cases.md` says of the annotated cases is true of each of them."""

import re
import unicodedata
from collections import Counter

import pytest

from tests.privacy.annotated import LABELS, PARTS, AnnotatedCase, BadMark, parse, read_cases

CASES = read_cases()
# By one hand, of every style; then those of others.
FIRST = CASES[:150]
BY_PART = {part: [case for case in CASES if case.part == part] for part in PARTS}
SHORTEST, LONGEST = 150, 1500
# What the parts have at least, in marks.
MARKS = {
    "tune": {
        "PER": 6500, "POST": 850, "CLASS": 550, "LOC": 700, "DATE": 280, "AGE": 420, "SCHOOL": 300, "ORG": 270,
        "CULTURE": 50, "PHONE": 40, "EMAIL": 30, "URL": 25, "DOCUMENT": 40, "HANDLE": 25, "OTHER": 25, "PLATE": 6,
    },
    "measure": {"PER": 2200, "POST": 320, "LOC": 280, "AGE": 190, "CLASS": 190, "DATE": 120, "SCHOOL": 140, "ORG": 130},
}  # fmt: skip
# And the first cases in styles.
STYLES = {
    "lower": 26, "inflected": 8, "wordname": 8, "peoples": 8, "chat": 6, "typos": 6, "nopunct": 6, "diminutive": 6,
    "patronymic": 6, "initials": 6, "quote": 6, "clean": 6, "caps": 4, "foreign": 4, "english": 4, "homoglyph": 4,
    "zerowidth": 4, "school": 4, "class": 4, "phone": 4, "link": 4, "list": 4, "capitals": 4, "career": 4, "yo": 2,
    "plain": 2,
}  # fmt: skip
PREPOSITION = re.compile(r"(?:в|во|на|с|со|из|до|по|под|к|у|о|об|за|при|для)\s[^\W\d]", re.IGNORECASE)
ABBREVIATED = re.compile(r"(?:\b\w|\bул|\bпер|\b[А-ЯЁ][а-яё]{1,3}|\bСурен|\b(?:мес|МЕС))\.$")
MIXED = re.compile(r"(?=\w*[a-z])\w*[а-яё]", re.IGNORECASE)


def plain(word: str) -> str:
    """A word as the halves are compared: no case, no dots over ё, nothing invisible."""
    seen = "".join(sign for sign in word if unicodedata.category(sign) != "Cf")
    return seen.casefold().replace("ё", "е")


def words(texts: list[str]) -> set[str]:
    """All words and numbers of these texts but single letters, which are initials and houses."""
    found = {word for text in texts for word in re.findall(r"[^\W_]+", plain(text))}
    return {word for word in found if len(word) > 1 or word.isdigit()}


def unmarked(case: AnnotatedCase) -> str:
    """The text with every marked character blotted out."""
    signs = list(case.text)
    for start, end, _label in case.spans:
        signs[start:end] = " " * (end - start)
    return "".join(signs)


TRUE_OF = {
    "lower": lambda case: case.text == case.text.lower(),
    "caps": lambda case: case.text == case.text.upper(),
    "nopunct": lambda case: not re.search(r"[.,!?;:]", unmarked(case)),
    "clean": lambda case: case.spans == [],
    "english": lambda case: len(re.findall(r"\b[A-Za-z]{2,}\b", unmarked(case))) >= 4,
    "homoglyph": lambda case: any(MIXED.search(text) for text in case.fragments("PER")),
    "zerowidth": lambda case: any("\u200b" in text for text in case.fragments("PER")),
    "yo": lambda case: (
        {re.sub("ё", "е", t) for t in case.fragments("PER") if "ё" in t} & {*case.fragments("PER")}
    ),
    "initials": lambda case: any(re.search(r"\b[А-Я]\.", text) for text in case.fragments("PER")),
}


def ids(letter: str, first: int, last: int) -> list[str]:
    """Ids of cases of one hand: «n001», «n002»."""
    return [f"{letter}{number:03}" for number in range(first, last + 1)]


def test_there_are_two_parts_and_the_one_to_measure_on_is_by_other_hands():
    eighties = [one for letter in "rtvpqsu" for one in ids(letter, 1, 80)]
    later = ids("a", 1, 70) + ids("j", 1, 60) + ids("b", 1, 70)
    seventies = [one for letter in "dfek" for one in ids(letter, 1, 70)]
    assert [case.id for case in BY_PART["tune"]] == ids("c", 1, 330) + ids("n", 1, 40) + eighties + later
    unread = ids("n", 41, 80) + ids("w", 1, 80) + seventies + ids("h", 1, 60)
    assert [case.id for case in BY_PART["measure"]] == unread
    assert len({case.text for case in CASES}) == len(CASES)


def test_lengths_are_those_of_real_cases():
    assert [c.id for c in CASES if not SHORTEST <= len(c.text) <= LONGEST] == []
    for cases in BY_PART.values():
        assert 480 <= sum(len(case.text) for case in cases) / len(cases) <= 600


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_enough_of_every_label(part):
    counted = Counter(label for case in BY_PART[part] for _start, _end, label in case.spans)
    assert set(counted) == set(LABELS)
    assert {label: counted[label] for label, least in MARKS[part].items() if counted[label] < least} == {}


def test_the_first_cases_have_every_style():
    assert Counter(case.style for case in FIRST) == STYLES


@pytest.mark.parametrize("style", sorted(TRUE_OF))
def test_a_style_is_what_it_says(style):
    assert [case.id for case in FIRST if case.style == style and not TRUE_OF[style](case)] == []


def test_marks_stand_in_order_and_apart():
    for case in CASES:
        borders = [place for start, end, _label in case.spans for place in (start, end)]
        assert borders == sorted(borders)
        assert all(start < end for start, end, _label in case.spans)
        assert not re.search(r"[{}|]", case.text)


def test_marks_have_clean_edges():
    wrong = [
        f"{case.id}: {text}"
        for case in CASES
        for text in case.fragments()
        if text != text.strip()
        or text[-1] in ",;:!—–-"
        or (text[-1] == "?" and text.count("?") < 2)
        or text[0] in ",;:.!?—–-"
        or (text[-1] == "." and not ABBREVIATED.search(text))
        # «О Чан Ми» has a Korean surname in front, «Со Ён» is a first name.
        or (PREPOSITION.match(text) and not text.startswith(("О ", "Со ")))
    ]
    assert wrong == []


def alike(name: str, word: str) -> bool:
    """Whether a word may be a form of a name: the same but for its ending."""
    stem = name[: max(4, len(name) - 2)]
    return word == name or (len(name) > 4 and word.startswith(stem) and abs(len(word) - len(name)) < 3)


def test_a_name_marked_once_is_marked_throughout_its_case():
    missed = [
        f"{case.id}: {word}"
        for case in FIRST
        if case.style != "wordname"
        for name in words(case.fragments("PER"))
        for word in words([unmarked(case)])
        if alike(name, word)
    ]
    assert missed == []


def test_a_mark_becomes_a_span():
    assert parse("У {{PER|Петровны}} в {{CLASS|5 «б»}}.", "c0") == (
        "У Петровны в 5 «б».",
        [(2, 10, "PER"), (13, 18, "CLASS")],
    )


@pytest.mark.parametrize(
    ("marked", "position"),
    [
        ("ой {{PER|Петровна", 3),
        ("ой Петровна}}", 11),
        ("ой {{PER|мама {{PER|Кати}}}}", 14),
        ("ой {{PERSON|Петровна}}", 3),
        ("ой {{Петровна}}", 3),
        ("ой {{PER|}}", 3),
    ],
)
def test_a_bad_mark_is_refused_with_its_place(marked, position):
    with pytest.raises(BadMark, match=rf"^c0, character {position}: "):
        parse(marked, "c0")


@pytest.mark.parametrize(
    "line", ['{"id": "c0"}', '{"id": "c0", "part": "both", "style": "plain", "text": "ой"}', "[]"]
)
def test_a_line_that_is_no_case_is_refused_with_its_number(tmp_path, line):
    path = tmp_path / "cases.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: not a case"):
        read_cases(path)
