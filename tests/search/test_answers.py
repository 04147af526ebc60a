"""What a search answers: order, facets, visibility; and that its cost does not grow with what is found."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from search import catalogue, interface
from search.database import SCORED
from search.found import FACETS, Filters, Query
from search.models import Body, Document, DocumentRubric, Term
from tests.people import make_rubric
from tests.search.library import make_text

pytestmark = pytest.mark.django_db


def keys(text: str = "", **fields) -> list[int]:
    """Keys of what a question finds."""
    return [hit.page_id for hit in interface.search(Query(text, **{"member": True, **fields})).items]


def put(count: int, *, chance: int = 7) -> list:
    """Many documents with facets of all kinds."""
    dice = random.Random(chance)
    texts = [
        make_text(
            key,
            title=dice.choice(["Урок", "Класс", "Урок и класс", "Родители"]),
            kind=dice.choice(["resource", "solved_case"]),
            type=dice.choice(["article", "video"]),
            direction=dice.choice(["problem", "career"]),
            rubrics=tuple(dice.sample(["roditeli", "ocenka", "etika"], dice.randint(0, 3))),
            subject=dice.choice(["", "biology", "physics"]),
            stage=dice.choice(["", "basic"]),
            year=dice.choice([2024, 2025]),
            members_only=dice.random() < 0.3,
        )
        for key in range(1, count + 1)
    ]
    for text in texts:
        interface.index(text)
    return texts


def test_the_title_counts_more_than_the_summary_and_that_more_than_the_text():
    interface.index(make_text(1, text="Буллинг"))
    interface.index(make_text(2, summary="Буллинг"))
    interface.index(make_text(3, title="Буллинг"))
    assert keys("буллинг") == [3, 2, 1]


def test_of_two_alike_the_more_useful_and_the_fresher_stand_first():
    interface.index(make_text(1, title="Чат", useful=(0, 0)))
    interface.index(make_text(2, title="Чат", useful=(9, 10)))
    interface.index(make_text(3, title="Чат", useful=(0, 10)))
    interface.index(make_text(4, title="Чат", useful=(0, 0), published_at=datetime(2021, 1, 1, tzinfo=UTC)))
    assert keys("чат") == [2, 1, 3, 4]
    assert keys() == [2, 1, 3, 4]
    # What one happy reader says does not outweigh many.
    interface.index(make_text(5, title="Чат", useful=(1, 1)))
    assert keys("чат")[:2] == [2, 5]


def test_relevance_outweighs_usefulness_and_freshness():
    interface.index(make_text(1, title="Буллинг", published_at=datetime(2022, 1, 1, tzinfo=UTC)))
    interface.index(
        make_text(2, text="Буллинг", useful=(50, 50), published_at=datetime(2026, 1, 1, tzinfo=UTC))
    )
    assert keys("буллинг") == [1, 2]


def test_newest_and_most_helpful_first_when_asked():
    interface.index(make_text(1, title="Чат", useful=(3, 4), published_at=datetime(2022, 1, 1, tzinfo=UTC)))
    interface.index(make_text(2, title="Чат", useful=(1, 1), published_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert keys("чат", order="newest") == [2, 1]
    assert keys("чат", order="useful") == [1, 2]


def test_what_is_for_members_a_visitor_never_meets():
    interface.index(make_text(1, title="Чат для всех"))
    interface.index(make_text(2, title="Чат для своих", members_only=True))
    assert keys("чат") == [1, 2]
    assert keys("чат", member=False) == keys(member=False) == [1]
    seen = interface.search(Query("чат"))
    assert (seen.total, seen.facets["kind"][0].count) == (1, 1)
    assert [hit.page_id for hit in interface.related("Чат для своих, для всех", member=False)] in ([], [1])
    assert [item.url for item in interface.suggest("чат", member=False)] == ["/library/1/"]


@pytest.mark.parametrize("text", ["", "урок"])
@pytest.mark.parametrize("member", [True, False])
def test_facets_count_what_choosing_them_would_leave(text, member):
    for slug in ("roditeli", "ocenka", "etika"):
        make_rubric(slug, slug)
    texts = put(60)
    filters = Filters(kind="resource", rubric="roditeli")
    found = interface.search(Query(text, filters=filters, member=member, per_page=100))
    seen = [
        item for item in texts if (member or not item.members_only) and (not text or "Урок" in item.title)
    ]

    def passes(item, but: str) -> bool:
        return (but == "kind" or item.kind == "resource") and (but == "rubric" or "roditeli" in item.rubrics)

    assert {hit.page_id for hit in found.items} == {item.page_id for item in seen if passes(item, "")}
    assert found.total == len(found.items)
    for facet in FACETS:
        left = [item for item in seen if passes(item, facet)]
        if facet == "rubric":
            expected = Counter(slug for item in left for slug in item.rubrics)
        else:
            expected = Counter(str(getattr(item, facet)) for item in left if getattr(item, facet))
        assert {value.value: value.count for value in found.facets[facet]} == expected


def test_pages_follow_each_other_without_gaps():
    put(45)
    every = keys(per_page=100)
    assert keys(per_page=20) + keys(per_page=20, page=2) + keys(per_page=20, page=3) == every
    assert keys(per_page=20, page=4) == []
    asked = keys("урок класс", per_page=100)
    assert keys("урок класс", per_page=10) + keys("урок класс", per_page=10, page=2) == asked[:20]


def test_whoever_pages_past_all_that_is_scored_still_meets_every_result_once():
    many = SCORED + 30
    for key in range(1, many + 1):
        interface.index(make_text(key, title="Урок"))
    pages = [keys("урок", per_page=20, page=page) for page in range(1, many // 20 + 2)]
    assert sorted(key for page in pages for key in page) == list(range(1, many + 1))


def test_the_number_of_queries_depends_on_nothing_that_is_found(
    django_assert_num_queries, django_assert_max_num_queries
):
    for count, chance in ((3, 1), (40, 2)):
        put(count, chance=chance)
        with django_assert_num_queries(1 + 3):
            catalogue.current()
        with django_assert_num_queries(4):
            interface.search(Query(member=True))
        with django_assert_max_num_queries(10):
            interface.search(Query("урок родители", member=True))
        with django_assert_num_queries(3):
            interface.suggest("ур", member=True)
        with django_assert_max_num_queries(8):
            interface.related("Родители и урок, класс", rubrics=["etika"], member=True)


def test_what_is_like_a_case_shares_its_words_and_rubrics():
    interface.index(
        make_text(1, title="Мама пишет ночью", text="Чат, ночь, мама, учитель", rubrics=("roditeli",))
    )
    interface.index(
        make_text(2, title="Мама пишет ночью", text="Чат, ночь, мама, учитель", rubrics=("etika",))
    )
    interface.index(make_text(3, title="Опыт по химии", text="Пробирка", rubrics=("metodika",)))
    case = "Мама ученика пишет ночью в чат. Я учитель и не сплю."
    found = interface.related(case, rubrics=["etika"], member=True)
    assert [hit.page_id for hit in found] == [2, 1]
    assert [hit.page_id for hit in interface.related(case, member=True, exclude=[1])] == [2]
    assert [hit.page_id for hit in interface.related("", rubrics=["metodika"], member=True)] == [3]
    assert (
        interface.related("", member=True) == interface.related("Ой", member=True, kinds=["resource"]) == []
    )


def test_one_word_in_common_is_no_likeness():
    for key in range(1, 9):
        interface.index(make_text(key, title=f"Лист {key}", text="Погода", rubrics=()))
    interface.index(make_text(20, title="Мама пишет ночью", rubrics=()))
    interface.index(make_text(21, title="Мама на собрании", rubrics=()))
    assert [hit.page_id for hit in interface.related("Мама пишет ночью", member=True)] == [20]


def everything():
    """All that the index holds."""
    return [
        sorted(model.objects.order_by().values_list(*(f.name for f in model._meta.fields if f.name != "id")))
        for model in (Document, Body, DocumentRubric, Term)
    ]


def test_written_in_any_order_and_anew_the_index_is_the_same():
    texts = put(20)
    once = everything()
    for text in texts[::-1]:
        interface.index(
            replace(text, title="Другое", members_only=not text.members_only, rubrics=("lishnyaya",))
        )
    for text in texts:
        interface.index(text)
    assert everything() == once
    assert keys("другое") == []
    for text in texts:
        interface.remove(text.page_id)
    assert everything() == [[], [], [], []]
    assert keys() == keys("урок") == []
