"""«Ваши решения из библиотеки помогли 31 учителю»: once a month, to those who have helped."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from knowledge_base.models import Mark
from mentoring.enums import State
from mentoring.models import Deidentification
from notices import letters, monthly
from notices.models import Notice
from tests import people
from tests.library import make_solved_case

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def solved():
    """Maria's solution as a page of the library; returns the page and Maria."""
    maria = people.make_mentor("maria")
    case = people.make_case(people.make_mentee("olga"), maria, State.COMPLETED)
    page = make_solved_case()
    Deidentification.objects.create(public_case=page.public_case, case=case)
    return page, maria


def mark(page, key: str, *, helped: bool = True, at=NOVEMBER) -> None:
    Mark.objects.create(user=people.make_user(key), page=page, helped=helped, marked_at=at)


def test_a_mentor_hears_how_many_teachers_were_helped(solved):
    page, maria = solved
    for key in ("anna", "vera", "nina"):
        mark(page, key)
    mark(page, "lev", helped=False)
    mark(page, "rita", at=NOVEMBER - timedelta(days=40))
    mark(page, "ada", at=NOON)
    assert monthly.thank_due(NOON) == 1
    notice = Notice.objects.get(user=maria, kind="library_helped")
    assert letters.words(notice, {}).line == "За прошлый месяц ваши решения из библиотеки помогли 3 учителям"


def test_it_is_told_once_whatever_runs_twice(solved):
    page, maria = solved
    mark(page, "anna")
    for _hour in range(3):
        monthly.thank_due(NOON)
        cache.clear()
    assert Notice.objects.filter(user=maria, kind="library_helped").count() == 1


def test_a_month_that_helped_nobody_is_silent(solved):
    assert monthly.thank_due(NOON) == 0
    assert not Notice.objects.filter(kind="library_helped").exists()


@pytest.mark.parametrize("now", [NOON.replace(hour=3), NOON.replace(day=9)])
def test_neither_at_night_nor_in_the_middle_of_the_month(solved, now):
    page, _maria = solved
    mark(page, "anna")
    assert monthly.thank_due(now) == 0
    assert timezone.is_aware(now)
