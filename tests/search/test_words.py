"""Words in any form, typed wrong, or on the wrong keyboard find the same things."""

import pytest

from mentoring.language import parses
from search import interface
from search.correction import corrected
from search.found import Query
from search.wording import readings
from tests.search.library import make_text

pytestmark = pytest.mark.django_db


def titles(text: str, **fields) -> list[str]:
    """The titles that a question finds, joined from their pieces."""
    results = interface.search(Query(text, **{"member": True, **fields}))
    return ["".join(piece for piece, _marked in hit.title) for hit in results.items]


def test_every_form_of_a_word_finds_the_others():
    interface.index(make_text(1, title="Разговор с родителями"))
    interface.index(make_text(2, title="Дети не слушают"))
    assert titles("родитель") == titles("родителю") == titles("о родителях") == ["Разговор с родителями"]
    assert titles("ребёнок") == titles("ребенку") == titles("ДЕТЯМ") == ["Дети не слушают"]


@pytest.mark.parametrize("word", ["стали", "мыла", "учащихся", "семью", "пары", "взрослые", "части"])
def test_a_form_of_two_words_is_known_as_both(word):
    likely = {parse.lemma for parse in parses(word) if parse.score >= 0.3}
    assert likely <= set(readings(word))


def test_either_half_of_a_hyphenated_word_finds_it():
    interface.index(make_text(1, title="Учитель-предметник в пятом классе"))
    found = ["Учитель-предметник в пятом классе"]
    assert titles("предметники") == titles("учитель-предметник") == found


@pytest.mark.parametrize(
    "typed",
    [
        "радители",
        "родитлями",
        "рродители",
        "ордителям",
        "родителт",
        "hjlbntkb",
        "HJLBNTKZVB",
        "собраниеродителей",
    ],
)
def test_a_typing_error_is_mended_and_said(typed):
    interface.index(make_text(1, title="Собрание родителей"))
    results = interface.search(Query(typed, member=True))
    assert [hit.page_id for hit in results.items] == [1]
    assert results.corrected is not None
    assert [hit.page_id for hit in interface.search(Query(results.corrected, member=True)).items] == [1]


def test_letters_of_the_other_layout_may_be_punctuation():
    interface.index(make_text(1, title="Образование и хобби"))
    assert interface.search(Query("j,hfpjdfybt", member=True)).corrected == "образование"
    assert interface.search(Query("[j,,b", member=True)).corrected == "хобби"


def test_what_is_right_is_left_alone():
    interface.index(make_text(1, title="Урок в Zoom", text="Проверка связи"))
    for text in ("урок", "zoom", "Zoom урок", "жираф", "5а", "!!!"):
        assert interface.search(Query(text, member=True)).corrected is None
    assert interface.search(Query("урокк", member=True, exact=True)).corrected is None


def test_a_correction_asks_the_vocabulary_twice_at_most():
    asked = []

    def frequencies(lemmas):
        asked.append(list(lemmas))
        return {}

    corrected("ощибка в кажом слвое чегоугодно ghbdtn rfrjq-nj", frequencies)
    assert len(asked) == 2


def test_a_visitor_is_not_told_words_of_the_others():
    interface.index(make_text(1, title="Ветрянка в группе", members_only=True))
    assert interface.search(Query("вятрянка", member=True)).corrected == "ветрянка"
    interface.remove(1)
    interface.index(make_text(2, title="Ветрянка в группе"))
    assert interface.search(Query("вятрянка")).corrected == "ветрянка"


def test_kin_and_synonyms_are_found_below_the_word_itself():
    interface.index(make_text(1, title="Смартфон на перемене"))
    interface.index(make_text(2, title="Телефон на уроке"))
    interface.index(make_text(3, title="Родительский чат"))
    assert titles("телефонов") == ["Телефон на уроке", "Смартфон на перемене"]
    assert titles("родителям") == ["Родительский чат"]


def test_the_words_are_marked_where_they_stand():
    interface.index(
        make_text(1, title="Дети: <b>шум</b>", summary="Ребёнок шумит", text="Начало. " * 60 + "Детям тихо.")
    )
    hit = interface.search(Query("ребенка", member=True)).items[0]
    assert hit.title == [("Дети", True), (": <b>шум</b>", False)]
    assert hit.summary == [("Ребёнок", True), (" шумит", False)]
    deep = interface.search(Query("тихий", member=True))
    assert deep.items == []
    deep = interface.search(Query("тихо", member=True)).items[0]
    assert ("тихо", True) in deep.snippet
    assert len("".join(piece for piece, _marked in deep.snippet)) <= 224


def test_titles_come_up_while_one_types():
    interface.index(make_text(1, title="План собрания", url="/library/plan/"))
    interface.index(make_text(2, title="Планы на лето", members_only=True))

    def urls(text, **who):
        return [item.url for item in interface.suggest(text, **{"member": False, **who})]

    assert urls("пл") == urls("план с") == urls("собр") == urls("планов собраний") == ["/library/plan/"]
    assert (
        urls("план", member=True) == ["/library/2/", "/library/plan/"] or len(urls("план", member=True)) == 2
    )
    assert urls("п") == urls("") == urls("лето") == []
