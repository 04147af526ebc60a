"""One person keeps one letter, and the sentence stays Russian."""

import pytest

from mentoring.privacy.detection import suspicions
from mentoring.privacy.labels import Label
from mentoring.privacy.masking import Masks, Mention, neutral_spans, put


def masked(text: str) -> str:
    """The text with every person replaced as proposed."""
    found = [s for s in suspicions(text) if s.label == Label.PER]
    mentions = [Mention("text", s.start, s.end, s.fragment) for s in found]
    masks = Masks({"text": text}, mentions)
    for mention in reversed(mentions):
        text = put(text, mention.start, mention.end, masks.for_person(mention))
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The word before already says who it is.
        ("Завуч Марина Сергеевна просила подождать.", "Завуч А. просила подождать."),
        ("Я вызвала ученика Петрова к доске.", "Я вызвала ученика А. к доске."),
        # After kin the name is the child's.
        ("Позвонила маме Кати Ивановой.", "Позвонила маме ученицы А."),
        ("Мама Дениса и папа Лены молчат.", "Мама ученика А. и папа ученицы Б. молчат."),
        # Gender and case where Russian needs them.
        ("С Катей говорила Марина Сергеевна.", "С ученицей А. говорила учительница Б."),
        ("Вчера я пошла к Ване домой.", "Вчера я пошла к ученику А. домой."),
        ("О Свете говорили все.", "Об ученице А. говорили все."),
        ("Шла со Светой и с Андреем.", "Шла с ученицей А. и с учеником Б."),
        # A family.
        ("У Сидоровых двое детей.", "У семьи А. двое детей."),
        # A sentence begins with a capital and ends with one full stop.
        ("Катя плачет. Её обидел Денис.", "Ученица А. плачет. Её обидел ученик Б."),
    ],
)
def test_a_sentence_stays_russian(text, expected):
    assert masked(text) == expected


def test_one_person_keeps_one_letter_in_every_form():
    text = "Катя Иванова плакала. У Кати спросили, но Иванова молчит."
    assert masked(text) == "Ученица А. плакала. У ученицы А. спросили, но ученица А. молчит."


def test_a_letter_is_never_the_persons_own():
    assert "А." not in masked("Вчера Анна Андреевна Абрамова пришла в класс.")


def test_two_people_of_one_name_but_another_patronymic_are_two():
    said = masked("Пришла Ольга Петровна, а потом Ольга Сергеевна.")
    assert said == "Пришла учительница А., а потом учительница Б."


def test_replacements_are_not_suspected_again():
    text = "Ученица А. из [школа] плакала, а ученик Б. — нет."
    assert [text[start:end] for start, end in neutral_spans(text)] == ["А.", "[школа]", "Б."]
