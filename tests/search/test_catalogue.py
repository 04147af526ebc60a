"""What is kept in memory of the index: it follows every change, and never shows what the database would not."""

import random

import pytest
from django.db import transaction

from search import catalogue, indexing, interface
from search.found import Filters, Query
from search.models import Edition
from tests.search.library import make_text

pytestmark = pytest.mark.django_db


def keys(text: str = "", **fields) -> list[int]:
    """Keys of what a question finds."""
    return [hit.page_id for hit in interface.search(Query(text, **fields)).items]


def test_a_set_of_bits_holds_its_keys_in_any_order():
    dice = random.Random(3)
    some = dice.sample(range(1, 5000), 400)
    chosen = set(dice.sample(range(1, 6000), 900))
    assert list(catalogue.among(some, catalogue.bits(chosen))) == [key for key in some if key in chosen]
    assert catalogue.bits(some).bit_count() == 400
    assert catalogue.bits([]) == 0
    assert list(catalogue.among([7, 8], 0)) == []


def test_each_change_of_the_index_is_seen_by_the_next_search():
    interface.index(make_text(1, title="Чат"))
    interface.index(make_text(2, title="Чат"))
    assert sorted(keys("чат")) == sorted(keys()) == [1, 2]
    interface.index(make_text(2, title="Урок", kind="solved_case"))
    assert keys("чат") == [1]
    assert keys(filters=Filters(kind="solved_case")) == [2]
    interface.remove(1)
    assert keys("чат") == []
    assert keys() == [2]
    indexing.hide([2])
    assert keys() == keys("урок") == []
    assert keys(member=True) == keys("урок", member=True) == [2]


def test_what_a_transaction_took_back_was_never_there():
    interface.index(make_text(1, title="Чат"))
    before = Edition.objects.get().token
    with transaction.atomic():
        interface.index(make_text(2, title="Чат"))
        assert sorted(keys("чат")) == [1, 2]
        transaction.set_rollback(True)
    assert Edition.objects.get().token == before
    assert keys("чат") == keys() == [1]
    interface.index(make_text(3, title="Чат"))
    assert sorted(keys("чат")) == [1, 3]


def test_what_is_read_anew_is_only_what_has_changed(django_assert_num_queries, monkeypatch):
    """Whatever happens to the index, the catalogue is the one that a new process reads whole."""
    dice, kinds = random.Random(5), ("resource", "solved_case")
    read, asked, changed = catalogue._read, [], set()
    monkeypatch.setattr(catalogue, "_read", lambda pages=None: asked.append(pages) or read(pages))
    interface.index(make_text(1))
    catalogue.current()
    for _ in range(60):
        several = dice.sample(range(1, 30), dice.randint(1, 4))
        changed |= set(several)
        match dice.randint(0, 3):
            case 0:
                indexing.remove(several)
            case 1:
                indexing.hide(several)
            case _:
                indexing.write(
                    [
                        make_text(
                            key, kind=dice.choice(kinds), useful=(dice.randint(0, 2), 2), year=2020 + key % 3
                        )
                        for key in several
                    ]
                )
        if dice.random() < 0.6:
            with django_assert_num_queries(4):
                kept = catalogue.current()
            assert asked[-1] == changed
            changed.clear()
            assert kept == catalogue._catalogue(kept.edition, read())


def test_a_catalogue_is_read_whole_when_too_much_has_changed(monkeypatch):
    monkeypatch.setattr(Edition, "REMEMBERED", 3)
    interface.index(make_text(1))
    before = catalogue.current().edition
    indexing.write([make_text(key) for key in (2, 3)])
    assert Edition.objects.get().changed_since(before) == {2, 3}
    indexing.write([make_text(4), make_text(5)])
    assert Edition.objects.get().changed_since(before) is None
    assert sorted(keys()) == [1, 2, 3, 4, 5]


def test_a_catalogue_that_is_stale_shows_nothing_that_is_gone_or_hidden(monkeypatch):
    for key in (1, 2, 3):
        interface.index(make_text(key, title="Чат"))
    stale = catalogue.current()
    monkeypatch.setattr(catalogue, "current", lambda: stale)
    interface.remove(1)
    indexing.hide([2])
    assert keys() == keys("чат") == [3]
    assert [hit.page_id for hit in interface.related("Чат", rubrics=["roditeli"], member=False)] in ([], [3])
    assert [item.url for item in interface.suggest("чат", member=False)] == ["/library/3/"]
    assert sorted(keys(member=True)) == [2, 3]


def test_an_empty_index_is_read_once(django_assert_num_queries):
    assert keys() == []
    with django_assert_num_queries(1):
        catalogue.current()
