"""One glance says what waits for me."""

import pytest

from mentoring.enums import State
from tests import people

pytestmark = pytest.mark.django_db


def titles(rows):
    return [(row.state, row.yours) for row in rows]


def test_what_waits_for_olga_comes_first(client):
    olga, ivan = people.make_mentee(), people.make_mentor("ivan", capacity=5)
    people.make_case(olga, ivan, State.AWAITING)
    people.make_case(olga, ivan, State.OFFERED)
    people.make_case(olga, ivan, State.COMPLETED)
    client.force_login(olga)
    shelf = client.get("/cabinet/").context["shelf"]
    assert titles(shelf.yours) == [("предложено решение", True)]
    assert titles(shelf.others) == [("ожидает наставника", False)]
    assert titles(shelf.done) == [("завершён", False)]


def test_a_mentor_sees_requests_and_what_is_done(client):
    olga, ivan = people.make_mentee(), people.make_mentor("ivan", capacity=5)
    people.make_case(olga, ivan, State.AWAITING)
    people.make_case(olga, ivan, State.CLARIFYING)
    people.make_case(olga, ivan, State.COMPLETED)
    client.force_login(ivan)
    shelf = client.get("/cabinet/mentor/").context["shelf"]
    assert [len(shelf.yours), len(shelf.others), len(shelf.done)] == [1, 1, 1]


def test_a_mentee_has_no_mentors_cabinet(client):
    client.force_login(people.make_mentee())
    assert client.get("/cabinet/mentor/").status_code == 404


@pytest.mark.parametrize("cases", [1, 3])
@pytest.mark.parametrize(("who", "url"), [("olga", "/cabinet/"), ("ivan", "/cabinet/mentor/")])
def test_queries_do_not_grow_with_the_cases(client, django_assert_num_queries, cases, who, url):
    olga, ivan = people.make_mentee(), people.make_mentor("ivan", capacity=9)
    for _ in range(cases):
        people.make_case(olga, ivan, State.AWAITING)
    client.force_login({"olga": olga, "ivan": ivan}[who])
    client.get(url)
    with django_assert_num_queries(7 if who == "olga" else 12):
        client.get(url)
