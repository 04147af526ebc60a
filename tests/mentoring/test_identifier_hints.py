"""While an author types: soft hints, each with a neutral word, and nothing kept."""

import pytest
from django.urls import reverse

from mentoring.views.identifiers import SHOWN, hints
from tests import people


def applied(text: str) -> str:
    """The text after every hint was clicked, one after the other, as the page does."""
    while found := hints(text):
        one = found[0]
        text = text[: one["start"]] + one["text"] + text[one["end"] :]
    return text


def test_a_click_on_every_hint_leaves_a_russian_text_without_names():
    text = "О Свете говорили все. Мама Кати Ивановой звонит в школу № 214."
    assert applied(text) == "Об ученице А. говорили все. Мама ученицы А. звонит в [школа]."


def test_a_text_without_names_has_no_hints():
    assert hints("Ученица А. плачет, а мама молчит. Что делать?") == []


def test_hints_stay_few():
    assert len(hints(" Потом пришли Марина Сергеевна и Пётр Ильич." * 20)) <= SHOWN


@pytest.mark.django_db
def test_the_page_gets_places_and_words(client):
    client.force_login(people.make_mentee("olga"))
    answer = client.post(reverse("cases:identifiers"), {"text": "Вчера Марина Сергеевна ушла."})
    (hint,) = answer.json()["hints"]
    assert hint["fragment"] == "Марина Сергеевна"
    assert hint["replacement"] == "учительница А."
