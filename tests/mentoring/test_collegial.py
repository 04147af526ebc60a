"""«Узнать мнение коллеги»: named colleagues see the case under the same anonymity, for a while."""

import pytest
from django.urls import reverse

from mentoring import collegial, formats
from mentoring.enums import State
from mentoring.models import ColleagueOpinion, Exclusion
from mentoring.refusal import Refused
from mentoring.workflow import advance
from tests import people


@pytest.fixture
def ivan(db):
    return people.make_mentor("ivan")


@pytest.fixture
def maria(db):
    return people.make_mentor("maria")


@pytest.fixture
def case(ivan, maria):
    return people.make_case(people.make_mentee("olga"), ivan, State.IN_WORK, collegial=True)


@pytest.fixture
def asked(case, ivan, maria):
    return collegial.invite(case, maria.mentor_profile.public_id, by=ivan, question="Что бы вы добавили?")


def url(case, name: str) -> str:
    return reverse(f"cases:{name}", kwargs={"number": case.number})


def test_from_the_invitation_to_the_opinion(client, case, ivan, maria):
    client.force_login(ivan)
    data = {"colleague": maria.mentor_profile.public_id, "question": "Что бы вы добавили?"}
    assert client.post(url(case, "colleagues"), data).status_code == 303
    client.force_login(maria)
    text = client.get(url(case, "case")).content.decode()
    assert [word for word in ("Ветрова", "Ольга", "№ 77", "Громов") if word in text] == []
    assert "Что бы вы добавили?" in client.get(url(case, "opinion")).content.decode()
    draft = client.post(url(case, "save_opinion"), {"text": "Я бы позвала", "saved_revision": 0})
    assert draft.json()["revision"] == 1
    client.force_login(ivan)
    assert "Я бы позвала" not in client.get(url(case, "case")).content.decode()
    client.force_login(maria)
    answers = [
        client.post(url(case, "opinion"), {"text": "Я бы позвала маму на урок."}).status_code
        for _ in range(2)
    ]
    assert answers == [303, 409]
    client.force_login(ivan)
    assert "Я бы позвала маму на урок." in client.get(url(case, "case")).content.decode()
    client.force_login(case.author)
    assert "Я бы позвала маму на урок." not in client.get(url(case, "case")).content.decode()
    assert list(case.journal.values_list("arrow", flat=True))[-2:] == [
        "colleague_invited",
        "colleague_answered",
    ]


def test_access_ends_with_the_consultation(client, case, ivan, maria, asked):
    client.force_login(maria)
    assert client.get(url(case, "case")).status_code == 200
    people.write_solution(case)
    advance(case, "offer", by=ivan)
    for name in ("case", "opinion", "save_opinion"):
        assert client.post(url(case, name), {"text": "Поздно"}).status_code in (404, 405)
        assert client.get(url(case, name)).status_code in (404, 405)
    assert client.get(url(case, "case")).status_code == 404
    assert ColleagueOpinion.objects.get().text == ""


def test_the_mentor_ends_access_and_may_ask_again(client, case, ivan, maria, asked):
    client.force_login(ivan)
    assert client.get(url(case, "end_colleague")).status_code == 405
    key = {"colleague": maria.mentor_profile.public_id}
    assert client.post(url(case, "end_colleague"), key).status_code == 303
    client.force_login(maria)
    assert client.get(url(case, "case")).status_code == 404
    collegial.invite(case, maria.mentor_profile.public_id, by=ivan, question="Ещё раз")
    assert client.get(url(case, "case")).status_code == 200


def test_the_author_stops_colleagues_at_once(client, case, maria, asked):
    formats.stop_colleagues(case, by=case.author)
    client.force_login(maria)
    assert client.get(url(case, "case")).status_code == 404
    with pytest.raises(Refused) as refused:
        collegial.give_opinion(asked, "Успею?", by=maria)
    assert refused.value.code == "stale"
    assert ColleagueOpinion.objects.get().ended_at is not None


def test_without_leave_nobody_is_asked(client, ivan, maria):
    case = people.make_case(people.make_mentee("olga"), ivan, State.IN_WORK)
    client.force_login(ivan)
    assert client.get(url(case, "colleagues"))["Location"] == url(case, "ask_leave")
    with pytest.raises(Refused) as refused:
        collegial.invite(case, maria.mentor_profile.public_id, by=ivan, question="")
    assert (refused.value.code, ColleagueOpinion.objects.count()) == ("condition", 0)


def test_neither_the_excluded_nor_the_authors_school_nor_an_earlier_mentor_can_be_named(case, ivan, maria):
    pavel, elena = people.make_mentor("pavel"), people.make_mentor("elena")
    neighbour = people.make_mentor("neighbour", workplace="Школа №77")
    Exclusion.objects.create(owner=pavel, other=case.author)
    Exclusion.objects.create(owner=ivan, other=elena)
    named = [colleague.name for colleague in collegial.colleagues_to_name(case, by=ivan)]
    assert named == ["Мария Львовна Кравцова"]
    for mentor in (pavel, elena, neighbour, ivan):
        with pytest.raises(Refused):
            collegial.invite(case, mentor.mentor_profile.public_id, by=ivan, question="")
    case = advance(case, "step_down", by=ivan)
    case = advance(people.choose(case, maria), "accept", by=maria)
    # Elena is excluded by ivan alone; ivan himself has had a part in the case.
    assert [c.name for c in collegial.colleagues_to_name(case, by=maria)] == ["Елена Олеговна Дорохова"]


@pytest.mark.parametrize("typed", ["кравц", "Кравц", "МАРИЯ", "мария кравцова"])
def test_a_colleague_is_found_by_name_in_any_case_of_letters(case, ivan, maria, typed):
    people.make_mentor("pavel")
    assert [c.name for c in collegial.colleagues_to_name(case, by=ivan, name=typed)] == [
        "Мария Львовна Кравцова"
    ]


def test_naming_asks_the_database_as_often_for_one_as_for_three(
    client, case, ivan, maria, django_assert_max_num_queries
):
    client.force_login(ivan)
    counts = []
    for keys in ((), ("pavel", "elena")):
        for key in keys:
            people.make_mentor(key)
        collegial.invite(
            case, people.make_mentor(f"more{len(keys)}").mentor_profile.public_id, by=ivan, question=""
        )
        client.get(url(case, "colleagues"))
        with django_assert_max_num_queries(34) as queries:
            client.get(url(case, "colleagues"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
