"""A question or a reason begun in one browser is there in another, and gone when it is sent."""

import pytest
from django.urls import reverse

from mentoring import half_written
from mentoring.models import Case, HalfWritten
from mentoring.workflow import advance
from tests import people

pytestmark = pytest.mark.django_db
PAGES = {
    "ask_first": ("awaiting", "ask_first", "question"),
    "pass_on": ("awaiting", "decline", "reason"),
    "step_down": ("in_work", "step_down", "reason"),
}
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture(params=PAGES)
def page(request, client):
    """Name of the page, its case, the name of its field; ivan the mentor is signed in."""
    olga, ivan = people.make_mentee(), people.make_mentor("ivan")
    people.make_mentor("maria")
    state, _arrow, field = PAGES[request.param]
    client.force_login(ivan)
    return request.param, people.make_case(olga, ivan, state), field


def url(case: Case, name: str) -> str:
    return reverse(f"cases:{name}", args=[case.number])


def test_what_saves_itself_stands_in_another_browser(client, page):
    name, case, field = page
    saved = client.post(
        url(case, f"save_{name}"), {field: "Сначала хочу\r\nпонять", "saved_revision": "0"}, **JSON
    )
    assert (saved.status_code, saved.json()["revision"]) == (200, 1)
    elsewhere = type(client)()
    elsewhere.force_login(case.mentor)
    shown = elsewhere.get(url(case, name))
    assert (shown.context["form"][field].value(), shown.context["saved_revision"]) == (
        "Сначала хочу\nпонять",
        1,
    )
    assert shown.context["form"].errors == {}


def test_without_scripts_a_button_keeps_it_and_sends_nothing(client, page):
    name, case, field = page
    answer = client.post(url(case, name), {field: "Начато", "do": "save", "saved_revision": "0"})
    assert (answer.status_code, answer["Location"]) == (303, url(case, name))
    assert client.get(url(case, name)).context["form"][field].value() == "Начато"
    assert Case.objects.get(pk=case.pk).revision == case.revision


def test_of_two_tabs_the_older_overwrites_nothing_and_shows_both(client, page):
    name, case, field = page
    client.post(url(case, f"save_{name}"), {field: "Первая", "saved_revision": "0"}, **JSON)
    late = client.post(url(case, f"save_{name}"), {field: "Вторая", "saved_revision": "0"}, **JSON)
    assert (late.status_code, late.json()["texts"]) == (409, {field: "Первая"})
    plain = client.post(url(case, name), {field: "Вторая", "do": "save", "saved_revision": "0"})
    assert (plain.status_code, plain.context["newer"]) == (409, ["Первая"])
    assert (plain.context["form"][field].value(), plain.context["saved_revision"]) == ("Вторая", 1)
    assert HalfWritten.objects.get().text == "Первая"


def test_when_it_is_sent_nothing_stays_and_nothing_late_is_kept(client, page):
    name, case, field = page
    client.post(url(case, f"save_{name}"), {field: "Готово", "saved_revision": "0"}, **JSON)
    sent = client.post(url(case, name), {field: "Готово", "revision": case.revision})
    assert (sent.status_code, HalfWritten.objects.count()) == (303, 0)
    late = client.post(url(case, f"save_{name}"), {field: "Готово!", "saved_revision": "1"}, **JSON)
    # Who asked first still has the case; who let it go sees it no more.
    assert (late.status_code, HalfWritten.objects.count()) == (409 if name == "ask_first" else 404, 0)


def test_too_long_a_text_is_refused_with_its_measure(client, page):
    name, case, field = page
    text = "ы" * (half_written.TEXT_MAX + 1)
    answer = client.post(url(case, f"save_{name}"), {field: text, "saved_revision": "0"}, **JSON)
    assert (answer.status_code, "2000" in answer.json()["error"]) == (409, True)
    assert HalfWritten.objects.count() == 0


def test_nobody_else_reads_or_writes_it(client, page):
    name, case, field = page
    client.post(url(case, f"save_{name}"), {field: "Тайное сомнение", "saved_revision": "0"}, **JSON)
    for other in (case.author, people.make_mentor("pavel"), people.make_moderator()):
        client.force_login(other)
        assert client.post(url(case, f"save_{name}"), {field: "Чужое"}, **JSON).status_code == 404
        for place in (url(case, "case"), "/cabinet/"):
            assert "Тайное сомнение" not in client.get(place).content.decode()
    assert HalfWritten.objects.get().text == "Тайное сомнение"


def test_what_was_begun_goes_with_a_request_that_ran_out():
    olga, ivan = people.make_mentee(), people.make_mentor("ivan")
    case = people.make_case(olga, ivan, "awaiting")
    half_written.keep(case, case.consultations.get(), "ask_first", "Какой", by=ivan, seen=0)
    advance(case, "withdraw", by=olga)
    assert HalfWritten.objects.count() == 0
