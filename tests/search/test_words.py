"""Words in any form, typed wrong, or on the wrong keyboard find the same things."""

import pytest

from search import interface
from search.found import Query
from tests.search.library import make_text

pytestmark = pytest.mark.django_db


def titles(text: str, **fields) -> list[str]:
    """The titles that a question finds, joined from their pieces."""
    results = interface.search(Query(text, member=True, **fields))
    return ["".join(piece for piece, _marked in hit.title) for hit in results.items]


def test_every_form_of_a_word_finds_the_others():
    interface.index(make_text(1, title="Разговор с родителями"))
    interface.index(make_text(2, title="Дети не слушают"))
    assert titles("родитель") == titles("родителю") == titles("о родителях") == ["Разговор с родителями"]
    assert titles("ребёнок") == titles("ребенку") == titles("детям") == ["Дети не слушают"]
