"""The rubricator at the desk: the tree, its order, merging and retiring without breaking old cases."""

import re

import pytest
from django.urls import reverse

from mentoring.models import HintQuestion, Rubric, Seat
from tests import people

pytestmark = pytest.mark.django_db
INDEX = "mentoring_rubric_modeladmin_index"


@pytest.fixture
def anna(client):
    """The moderator, signed in."""
    from django.contrib.auth.models import Group

    anna = people.make_moderator()
    anna.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(anna)
    return anna


@pytest.fixture
def three():
    """Three rubrics of one direction."""
    made = [("roditeli", "Родители"), ("klass", "Управление классом"), ("etika", "Этика")]
    return [people.make_rubric(slug, title) for slug, title in made]


def titles(html: str) -> list[str]:
    return re.findall(r'class="desk-level-\d"><a [^>]*>([^<]+)</a>', html)


def test_the_list_stands_in_the_order_of_the_tree_and_counts(client, anna, three):
    olga, ivan = people.make_mentee(), people.make_mentor(rubrics=three[:2])
    people.make_case(olga, rubrics=[three[0]])
    HintQuestion.objects.create(kind="clarifying", text="Чего боится мама?").rubrics.add(three[0])
    response = client.get(reverse(INDEX))
    assert titles(response.content.decode()) == ["problem", "Родители", "Управление классом", "Этика"]
    rows = [
        (row["rubric"].case_count, row["rubric"].mentor_count, row["rubric"].hint_count)
        for row in response.context["rows"]
    ]
    assert rows == [(0, 0, 0), (1, 1, 1), (0, 1, 0), (0, 0, 0)]
    assert [row["unused"] for row in response.context["rows"]] == [False, False, False, True]
    assert ivan.mentor_profile.rubrics.count() == 2


def test_the_list_asks_the_same_number_of_queries_for_1_and_3_rubrics(
    client, anna, django_assert_max_num_queries
):
    def queries(count: int) -> int:
        with django_assert_max_num_queries(18) as asked:
            assert len(client.get(reverse(INDEX)).context["rows"]) == count + 1
        return len(asked)

    people.make_rubric()
    client.get(reverse(INDEX))
    once = queries(1)
    people.make_rubric("klass", "Управление классом")
    people.make_rubric("etika", "Этика")
    assert queries(3) == once


def test_addresses_cannot_ask_who_wrote_a_case(client, anna, three):
    people.make_case(people.make_mentee(), rubrics=[three[0]])
    found = client.get(reverse(INDEX), {"cases__author__last_name": "Ветрова"})
    missed = client.get(reverse(INDEX), {"cases__author__last_name": "Иванова"})
    assert len(found.context["rows"]) == len(missed.context["rows"]) == 4


def test_a_new_rubric_gets_its_place_its_direction_and_a_short_name(client, anna, three):
    data = {"title": "Работа с тьютором", "slug": "", "description": "", "parent": three[0].get_parent().pk,
            "sibling": three[1].pk, "side": "before"}  # fmt: skip
    response = client.post(reverse("mentoring_rubric_modeladmin_create"), data)
    assert response.status_code == 302
    made = Rubric.objects.get(title="Работа с тьютором")
    assert (made.slug, made.direction, made.depth) == ("rabota-s-tyutorom", "problem", 2)
    order = [r.title for r in three[0].get_parent().get_children()]
    assert order == ["Родители", "Работа с тьютором", "Управление классом", "Этика"]


def test_a_rubric_is_renamed_and_moved_below_another_one(client, anna, three):
    url = reverse("mentoring_rubric_modeladmin_edit", args=[three[2].pk])
    data = {
        "title": "Профессиональная этика",
        "slug": "etika",
        "description": "",
        "parent": three[0].pk,
        "side": "after",
    }
    assert client.post(url, data).status_code == 302
    moved = Rubric.objects.get(pk=three[2].pk)
    assert (moved.title, moved.get_parent()) == ("Профессиональная этика", three[0])


def test_a_rubric_never_stands_below_itself_or_in_another_direction(client, anna, three):
    career = people.make_rubric("rost", "Рост", direction="career")
    url = reverse("mentoring_rubric_modeladmin_edit", args=[three[0].pk])
    for parent in (three[0], career):
        response = client.post(
            url, {"title": "Родители", "slug": "roditeli", "parent": parent.pk, "side": "after"}
        )
        assert response.status_code == 200
        assert "parent" in response.context["form"].errors
    assert Rubric.objects.get(pk=three[0].pk).depth == 2


def test_the_buttons_up_and_down_swap_neighbours_by_post_only(client, anna, three):
    url = reverse("mentoring_rubric_up", args=[three[1].pk])
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 303
    assert titles(client.get(reverse(INDEX)).content.decode())[1:] == [
        "Управление классом",
        "Родители",
        "Этика",
    ]
    assert client.post(url).status_code == 409
    client.post(reverse("mentoring_rubric_down", args=[three[0].pk]))
    assert titles(client.get(reverse(INDEX)).content.decode())[1:] == [
        "Управление классом",
        "Этика",
        "Родители",
    ]


def test_retiring_keeps_old_cases_and_offers_the_rubric_no_more(client, anna, three):
    case = people.make_case(people.make_mentee(), rubrics=[three[0]])
    url = reverse("mentoring_rubric_retire", args=[three[0].pk])
    assert "1 " in client.get(url).content.decode()
    assert not Rubric.objects.get(pk=three[0].pk).retired
    client.post(url)
    assert list(case.rubrics.all()) == [three[0]]
    assert three[0] not in Rubric.objects.offered()
    client.post(reverse("mentoring_rubric_restore", args=[three[0].pk]))
    assert three[0] in Rubric.objects.offered()


def test_merging_moves_cases_mentors_hints_and_the_index_of_matching(client, anna, three):
    source, target = three[0], three[1]
    case = people.make_case(people.make_mentee(), rubrics=[source])
    both = people.make_case(people.make_mentee("elena"), rubrics=[source, target])
    ivan = people.make_mentor(rubrics=[source]).mentor_profile
    hint = HintQuestion.objects.create(kind="clarifying", text="Чего боится мама?")
    hint.rubrics.add(source)
    url = reverse("mentoring_rubric_merge", args=[source.pk])
    asked = client.get(url)
    assert asked.context["consequences"] == asked.context["view"].bearers()
    assert [line.split()[0] for line in asked.context["consequences"]] == ["2", "1", "1"]
    assert client.post(url, {"into": target.pk}).status_code == 303
    for bearer in (case, both, ivan, hint):
        assert list(bearer.rubrics.all()) == [target]
    assert set(Seat.objects.filter(profile=ivan).values_list("rubric_id", flat=True)) == {target.pk}
    merged = Rubric.objects.get(pk=source.pk)
    assert (merged.retired, merged.merged_into) == (True, target)


def test_a_merge_into_itself_or_another_direction_is_refused(client, anna, three):
    career = people.make_rubric("rost", "Рост", direction="career")
    url = reverse("mentoring_rubric_merge", args=[three[0].pk])
    for wrong in (three[0], career, three[0].get_parent()):
        assert client.post(url, {"into": wrong.pk}).status_code == 422
    assert Rubric.objects.filter(retired=True).count() == 0


def test_a_rubric_in_use_is_not_deleted_and_an_unused_one_is(client, anna, three):
    people.make_case(people.make_mentee(), rubrics=[three[0]])
    url = reverse("mentoring_rubric_modeladmin_delete", args=[three[0].pk])
    assert client.get(url).context["refused"]
    assert client.post(url).status_code == 409
    root = three[0].get_parent()
    assert client.post(reverse("mentoring_rubric_modeladmin_delete", args=[root.pk])).status_code == 409
    assert client.post(reverse("mentoring_rubric_modeladmin_delete", args=[three[2].pk])).status_code == 303
    assert [r.slug for r in Rubric.objects.filter(depth=2)] == ["roditeli", "klass"]


@pytest.mark.parametrize("role", ["Editors", "Support", "Researchers"])
def test_other_staff_reach_nothing_of_the_rubricator(client, three, role):
    from django.contrib.auth.models import Group

    user = people.make_user(role.lower())
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    names = ["modeladmin_edit", "modeladmin_delete", "modeladmin_history", "retire", "merge", "up"]
    urls = [reverse(INDEX), reverse("mentoring_rubric_modeladmin_create")]
    urls += [reverse(f"mentoring_rubric_{name}", args=[three[0].pk]) for name in names]
    for url in urls:
        for answer in (client.get(url), client.post(url)):
            assert (answer.status_code, answer.headers.get("Location")) == (
                302,
                reverse("wagtailadmin_home"),
            ), url
