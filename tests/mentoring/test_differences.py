"""The readable difference of two versions."""

from django.template.loader import render_to_string

from mentoring.case_view import Part, VersionView
from mentoring.differences import Piece, changed_parts, difference


def _text(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def test_a_changed_word_is_taken_out_and_put_in():
    assert difference("Мама пишет ночью и днём", "Мама пишет вечером и днём") == [
        Piece("", "Мама пишет "),
        Piece("del", "ночью "),
        Piece("ins", "вечером "),
        Piece("", "и днём"),
    ]


def test_both_texts_can_be_read_out_of_the_pieces():
    old, new = "Дело в оценке.\n\nМама против.", "Дело в доверии, а не в отметке.\nМама не против."
    pieces = difference(old, new)
    assert _text(pieces, "", "ins") == new
    assert _text(pieces, "", "del").split() == old.split()


def test_equal_texts_are_one_piece_and_empty_ones_none():
    assert difference("так и есть", "так и есть") == [Piece("", "так и есть")]
    assert difference("", "") == []


def test_a_short_word_between_two_changes_does_not_break_them_up():
    assert [piece.kind for piece in difference("один и два", "три и пять")] == ["del", "ins"]


def test_a_long_text_is_compared_by_lines():
    old = "\n".join(f"строка номер {n}" for n in range(2000))
    new = old.replace("строка номер 1000\n", "строка тысяча\n")
    pieces = difference(old, new)
    assert (_text(pieces, "del"), _text(pieces, "ins")) == ("строка номер 1000\n", "строка тысяча\n")


def test_only_parts_that_differ_are_shown_with_what_became_of_them():
    old = VersionView(1, "Заголовок", [Part("situation", "Что", "а"), Part("tried", "Пробовал", "б")], [], [])
    new = VersionView(2, "Заголовок", [Part("situation", "Что", "в"), Part("wanted", "Хочу", "г")], [], [])
    found = [(part.label, part.state) for part in changed_parts(old, new)]
    assert found == [("Что", "changed"), ("Хочу", "new"), ("Пробовал", "gone")]


def test_what_people_typed_is_escaped():
    pieces = difference("было", "<script>стало</script>")
    html = render_to_string("components/diff.html", {"parts": pieces})
    assert "<script>" not in html
    assert "&lt;script&gt;стало" in html
