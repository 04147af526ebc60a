"""Who sees what: the author widens with consent and narrows at any time, a mentor can only ask."""

import pytest
from django.urls import reverse

from mentoring import formats
from mentoring.enums import Format, State
from mentoring.models import LeaveRequest
from mentoring.refusal import Refused
from mentoring.workflow import advance
from tests import people

NAME = "Ольга Сергеевна Ветрова"


@pytest.fixture
def ivan(db):
    return people.make_mentor("ivan")


@pytest.fixture
def olga(db):
    return people.make_mentee("olga")


@pytest.fixture
def case(olga, ivan):
    return people.make_case(olga, ivan, State.IN_WORK)


def url(case, name: str = "format") -> str:
    return reverse(f"cases:{name}", kwargs={"number": case.number})


def page(client, reader, case, name: str = "case") -> str:
    client.force_login(reader)
    return client.get(url(case, name)).content.decode()


def deeds(case) -> list[str]:
    return list(case.journal.order_by("pk").values_list("arrow", flat=True))[3:]


def test_widening_shows_the_name_and_narrowing_takes_it_away_again(client, case, olga, ivan):
    assert NAME not in page(client, ivan, case)
    client.force_login(olga)
    data = {"do": "widen", "consent": "on", "contact": "olga@example.net", "revision": case.revision}
    assert client.post(url(case), data).status_code == 303
    seen = page(client, ivan, case)
    assert (NAME in seen, "olga@example.net" in page(client, ivan, case, "chat")) == (True, True)
    case.refresh_from_db()
    client.force_login(olga)
    assert client.post(url(case), {"do": "narrow", "revision": case.revision}).status_code == 303
    hidden = page(client, ivan, case)
    assert (NAME in hidden, "olga@example.net" in hidden, case.label in hidden) == (False, False, True)
    case.refresh_from_db()
    assert (case.format, case.contact, deeds(case)) == (Format.ANONYMOUS, "", ["widened", "narrowed"])
    leaves = list(case.leave_requests.order_by("pk"))
    assert [(row.granted, row.withdrawn_at is not None) for row in leaves] == [(True, True), (False, False)]
    assert all(row.answered_at for row in leaves)


def test_nothing_widens_without_the_tick(client, case, olga):
    client.force_login(olga)
    answer = client.post(url(case), {"do": "widen", "contact": "+7 900", "revision": case.revision})
    case.refresh_from_db()
    assert (answer.status_code, case.format, list(answer.context["widen"].errors)) == (
        422,
        "anonymous",
        ["consent"],
    )
    assert "+7 900" in answer.content.decode()
    assert LeaveRequest.objects.count() == 0


def test_consent_is_for_the_mentor_that_the_page_named(client, case, olga, ivan):
    before = case.revision
    advance(case, "step_down", by=ivan)
    client.force_login(olga)
    answer = client.post(url(case), {"do": "widen", "consent": "on", "revision": before})
    case.refresh_from_db()
    assert (answer.status_code, case.format) == (409, Format.ANONYMOUS)


def test_a_doubled_click_is_recorded_once(client, case, olga):
    client.force_login(olga)
    data = {"do": "allow", "consent": "on", "revision": case.revision}
    assert [client.post(url(case), data).status_code for _ in range(2)] == [303, 409]
    assert deeds(case) == ["colleagues_allowed"]


def test_the_page_says_honestly_who_has_seen_the_name(client, olga, ivan):
    case = people.make_case(olga, ivan, State.IN_WORK, format="personal")
    text = page(client, olga, case, "format")
    assert "Иван Петрович Громов" in text.split('value="narrow"')[0]


def test_the_mentor_asks_once_and_the_author_says_no(client, case, olga, ivan):
    client.force_login(ivan)
    data = {"leave": "personal", "why": "Хочу понять, как устроена ваша школа"}
    assert [client.post(url(case, "ask_leave"), data).status_code for _ in range(2)] == [303, 409]
    assert "Хочу понять" in page(client, olga, case, "answer_leave")
    assert client.post(url(case, "answer_leave"), {"do": "no:personal"}).status_code == 303
    case.refresh_from_db()
    assert (case.format, case.leave_requests.get().granted) == (Format.ANONYMOUS, False)
    assert deeds(case) == ["leave_asked", "leave_refused"]
    assert client.post(url(case, "answer_leave"), {"do": "no:personal"}).status_code == 409


def test_the_author_says_yes_with_consent(client, case, olga, ivan):
    formats.ask_leave(case, "collegial", by=ivan, why="Спрошу юриста")
    client.force_login(olga)
    without = client.post(url(case, "answer_leave"), {"do": "yes:collegial", "revision": case.revision})
    assert (without.status_code, list(without.context["allow"].errors)) == (422, ["consent"])
    data = {"do": "yes:collegial", "c-consent": "on", "revision": case.revision}
    assert client.post(url(case, "answer_leave"), data).status_code == 303
    case.refresh_from_db()
    leave = case.leave_requests.get()
    assert (case.collegial, leave.granted, leave.asked_by) == (True, True, ivan)


def test_a_request_of_a_mentor_who_left_is_void(case, ivan):
    formats.ask_leave(case, "personal", by=ivan, why="Нужно")
    case = advance(case, "step_down", by=ivan)
    assert formats.open_leaves(case) == []
    maria = people.make_mentor("maria")
    case = advance(people.choose(case, maria), "accept", by=maria)
    formats.ask_leave(case, "personal", by=maria, why="Тоже нужно")
    assert [asked.why for asked in formats.open_leaves(case)] == ["Тоже нужно"]


@pytest.mark.parametrize("deed", ["widen", "narrow", "allow_colleagues", "stop_colleagues"])
def test_only_the_author_decides(case, ivan, deed):
    more = {"consent": True} if deed in ("widen", "allow_colleagues") else {}
    with pytest.raises(Refused) as refused:
        getattr(formats, deed)(case, by=ivan, **more)
    assert refused.value.code == "forbidden"


def test_the_pages_are_nobody_elses(client, case, ivan, olga):
    for reader, name in ((ivan, "format"), (ivan, "answer_leave"), (olga, "ask_leave"), (olga, "colleagues")):
        client.force_login(reader)
        assert client.get(url(case, name)).status_code == 404
        assert client.post(url(case, name), {"do": "narrow"}).status_code == 404


def test_looking_changes_nothing(client, case, olga, ivan):
    before = list(case.journal.values_list("pk", flat=True))
    for reader, name in ((olga, "format"), (ivan, "ask_leave")):
        page(client, reader, case, name)
    case.refresh_from_db()
    assert (list(case.journal.values_list("pk", flat=True)), case.leave_requests.count()) == (before, 0)
