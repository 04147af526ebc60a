"""Merging and retiring rubrics: nothing old breaks, nothing is lost, nothing is counted twice."""

import pytest
from django.db import IntegrityError, models, transaction

from mentoring.models import HintQuestion, Rubric, merge, retire
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def parents():
    return people.make_rubric()


@pytest.fixture
def ethics():
    return people.make_rubric("etika", "Профессиональная этика")


def test_a_retired_rubric_is_no_longer_offered_and_stays_on_its_cases(parents, ethics):
    case = people.make_draft(people.make_mentee(), rubrics=[parents])
    retire(parents)
    assert list(Rubric.objects.offered()) == [ethics]
    assert list(case.rubrics.all()) == [parents]
    assert parents.retired


def test_everything_moves_to_the_rubric_that_is_merged_into(parents, ethics):
    case = people.make_draft(people.make_mentee(), rubrics=[parents])
    mentor = people.make_mentor(rubrics=[parents]).mentor_profile
    hint = HintQuestion.objects.create(kind="clarifying", text="Что было до этого?")
    hint.rubrics.add(parents)
    merge(parents, into=ethics)
    for bearer in (case, mentor, hint):
        assert list(bearer.rubrics.all()) == [ethics]
    parents.refresh_from_db()
    assert (parents.retired, parents.merged_into, parents.survivor()) == (True, ethics, ethics)


def test_who_bore_both_rubrics_bears_the_one_once(parents, ethics):
    case = people.make_draft(people.make_mentee(), rubrics=[parents, ethics])
    merge(parents, into=ethics)
    assert list(case.rubrics.all()) == [ethics]
    assert case.rubrics.through.objects.filter(case=case).count() == 1


def test_a_chain_of_merges_ends_at_the_rubric_that_lives(parents, ethics):
    law = people.make_rubric("pravo", "Образовательное право")
    merge(parents, into=ethics)
    merge(Rubric.objects.get(pk=ethics.pk), into=Rubric.objects.get(pk=law.pk))
    assert Rubric.objects.get(pk=parents.pk).survivor() == law
    assert Rubric.objects.get(pk=parents.pk).merged_into == law


def test_children_move_along(parents, ethics):
    child = Rubric.objects.get(pk=parents.pk).add_child(title="Чаты", slug="chaty", direction="problem")
    merge(Rubric.objects.get(pk=parents.pk), into=ethics)
    assert Rubric.objects.get(pk=child.pk).get_parent() == ethics
    assert Rubric.find_problems() == ([], [], [], [], [])


def other_direction(parents, ethics):
    return parents, people.make_rubric("rost", "Рост", direction="career")


def itself(parents, ethics):
    return parents, parents


def a_direction(parents, ethics):
    return parents, parents.get_root()


def a_direction_merged(parents, ethics):
    return parents.get_root(), ethics


def a_retired_one(parents, ethics):
    retire(ethics)
    return parents, ethics


def its_own_child(parents, ethics):
    parents = Rubric.objects.get(pk=parents.pk)
    child = parents.add_child(title="Чаты", slug="chaty", direction="problem")
    return parents, child


@pytest.mark.parametrize(
    "pair", [other_direction, itself, a_direction, a_direction_merged, a_retired_one, its_own_child]
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(pair, parents, ethics):
    rubric, into = pair(parents, ethics)
    before = list(Rubric.objects.values_list())
    with pytest.raises(ValueError, match=r"Choose|Выберите"):
        merge(rubric, into=into)
    assert list(Rubric.objects.values_list()) == before


@pytest.mark.parametrize("bearer", ["case", "mentor", "hint", "child"])
def test_a_rubric_in_use_is_never_deleted(bearer, parents, ethics):
    if bearer == "case":
        people.make_draft(people.make_mentee(), rubrics=[parents])
    elif bearer == "mentor":
        people.make_mentor(rubrics=[parents])
    elif bearer == "hint":
        HintQuestion.objects.create(kind="clarifying", text="?").rubrics.add(parents)
    else:
        Rubric.objects.get(pk=parents.pk).add_child(title="Чаты", slug="chaty", direction="problem")
    with pytest.raises(models.ProtectedError):
        Rubric.objects.get(pk=parents.pk).delete()
    assert Rubric.objects.filter(pk=parents.pk).exists()


def test_the_database_refuses_a_merged_rubric_that_is_still_offered(parents, ethics):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rubric.objects.filter(pk=parents.pk).update(merged_into=ethics, retired=False)


def test_a_case_of_a_merged_rubric_finds_the_mentors_of_the_other(parents, ethics):
    maria = people.make_mentor("maria", rubrics=[ethics])
    case = people.make_draft(people.make_mentee(), rubrics=[parents])
    people.make_mentor("ivan", rubrics=[parents])
    merge(parents, into=ethics)
    shown = {candidate.mentor_id for candidate in people.matching.propose(case)}
    assert maria.pk in shown
    assert len(shown) == 2
