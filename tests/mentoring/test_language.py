"""Words and their dictionary forms."""

import pytest

from mentoring.language import lemma, lemmas, words


def test_a_word_knows_its_place():
    text = "Мама Кати-2 сказала: «Д'Артаньян, стоп!»"
    assert [text[word.start : word.end] == word.text for word in words(text)] == [True] * 5
    assert [word.text for word in words(text)] == ["Мама", "Кати-2", "сказала", "Д'Артаньян", "стоп"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("родителями", "родитель"),
        ("детей", "ребёнок"),
        ("людям", "человек"),
        ("УЧЕНИКОВ", "ученик"),
        ("ещё", "еще"),
    ],
)
def test_forms_of_a_word_meet(one, other):
    assert lemma(one) == lemma(other)


def test_parts_of_a_hyphenated_word_can_be_found():
    assert "учитель" in lemmas("учителя-предметники")


def test_a_text_without_spaces_is_no_trouble():
    assert len(lemma("ы" * 200_000)) <= 64
    assert lemmas("") == []
    assert lemmas("👩‍🏫 🙂") == []
