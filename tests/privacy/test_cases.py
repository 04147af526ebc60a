"""The measuring rod is straight: what `cases.md` says of the annotated cases is true of each of them."""

import re
import unicodedata
from collections import Counter

import pytest

from tests.privacy.annotated import CASES as CASES_FILE
from tests.privacy.annotated import LABELS, PARTS, AnnotatedCase, BadMark, parse, read_cases

CASES = read_cases()
LATER = read_cases(CASES_FILE.with_name("later_cases.jsonl"))
# Two halves alike, and cases by another hand added to each.
FIRST, ADDED = CASES[:150], CASES[150:]
HALVES = {part: [case for case in FIRST if case.part == part] for part in PARTS}
SHORTEST, LONGEST = 150, 1500
# What each half has at least, in marks.
MARKS = {
    "PER": 300, "POST": 70, "CLASS": 50, "LOC": 30, "DATE": 25, "AGE": 20, "SCHOOL": 20, "CULTURE": 17, "PHONE": 12,
    "ORG": 10, "EMAIL": 8, "URL": 7, "DOCUMENT": 7, "HANDLE": 5, "OTHER": 4, "PLATE": 3,
}  # fmt: skip
# And in cases.
STYLES = {
    "lower": 13, "inflected": 4, "wordname": 4, "peoples": 4, "chat": 3, "typos": 3, "nopunct": 3, "diminutive": 3,
    "patronymic": 3, "initials": 3, "quote": 3, "clean": 3, "caps": 2, "foreign": 2, "english": 2, "homoglyph": 2,
    "zerowidth": 2, "school": 2, "class": 2, "phone": 2, "link": 2, "list": 2, "capitals": 2, "career": 2, "yo": 1,
    "plain": 1,
}  # fmt: skip
# Kinds of schools and places: they name nobody, and both halves need them.
KINDS = {
    "школа", "школы", "школу", "гимназия", "гимназии", "гимназию", "лицей", "лицея", "лицее", "сад", "садик", "имени",
    "улица", "улице", "ул", "пер", "кв", "дом", "город", "село", "поселок", "деревню",
}  # fmt: skip
PREPOSITION = re.compile(r"(?:в|во|на|с|со|из|до|по|под|к|у|о|об|за|при|для)\s[^\W\d]", re.IGNORECASE)
ABBREVIATED = re.compile(r"(?:\b\w|\bул|\bпер|\b[А-ЯЁ][а-яё]{1,2}|\bСурен)\.$")
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


def test_there_are_two_halves_and_what_was_added_to_each():
    assert [case.id for case in CASES] == [f"c{number:03}" for number in range(1, len(CASES) + 1)]
    assert [case.part for case in FIRST] == ["tune"] * 75 + ["measure"] * 75
    assert [case.part for case in ADDED] == ["tune"] * 120 + ["measure"] * 60
    assert len({case.text for case in CASES}) == len(CASES)


def test_later_cases_are_others_and_only_measure():
    assert [case.id for case in LATER] == [f"n{number:03}" for number in range(1, 81)]
    assert {case.part for case in LATER} == {"measure"}
    assert len({case.text for case in (*CASES, *LATER)}) == len(CASES) + len(LATER)
    assert [
        case.id for case in LATER if not SHORTEST <= len(case.text) <= LONGEST or not case.fragments("PER")
    ] == []


def test_lengths_are_those_of_real_cases():
    assert [c.id for c in FIRST if not SHORTEST <= len(c.text) <= LONGEST] == []
    assert 500 <= sum(len(case.text) for case in FIRST) / len(FIRST) <= 600


@pytest.mark.parametrize("part", PARTS)
def test_each_half_has_enough_of_every_label(part):
    counted = Counter(label for case in HALVES[part] for _start, _end, label in case.spans)
    assert set(counted) == set(LABELS) == set(MARKS)
    assert {label: counted[label] for label in MARKS if counted[label] < MARKS[label]} == {}


@pytest.mark.parametrize("part", PARTS)
def test_each_half_has_every_style(part):
    assert Counter(case.style for case in HALVES[part]) == STYLES


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
        or PREPOSITION.match(text)
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


def test_the_halves_share_no_name():
    tune, measure = (
        words([text for case in HALVES[part] for text in case.fragments("PER", "LOC", "SCHOOL")])
        for part in PARTS
    )
    assert tune & measure - KINDS == set()


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
