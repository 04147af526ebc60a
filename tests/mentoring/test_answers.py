"""The author answers in parts, keeps or rewords the request, and no tab overwrites another."""

import pytest
from django.urls import reverse

from mentoring.answers import open_round, save_answers
from mentoring.autosave import NewerText
from mentoring.enums import Outcome, State
from mentoring.models import Case, Round
from mentoring.reading import view_for
from mentoring.refusal import Refused
from mentoring.workflow import advance
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return people.make_mentee()


@pytest.fixture
def ivan():
    return people.make_mentor()


@pytest.fixture
def case(olga, ivan):
    case = people.make_case(olga, ivan, State.IN_WORK)
    people.write_round(case, "Чего боится мама?", "Что вы уже пробовали?")
    return advance(case, "ask", by=ivan)


def _address(case, name="answers"):
    return reverse(f"cases:{name}", kwargs={"number": case.number})


def _post(client, case, name="answers", **data):
    seen = {"revision": case.revision, "saved_revision": open_round(case).revision if open_round(case) else 0}
    return client.post(_address(case, name), seen | data)


def test_answers_are_kept_in_parts_and_hidden_until_they_are_sent(client, olga, ivan, case):
    client.force_login(olga)
    saved = _post(client, case, "answers_autosave", answer_1="За сына.")
    assert (saved.status_code, saved.json()["revision"]) == (200, 1)
    assert "За сына." in client.get(_address(case)).content.decode()
    questions = [turn for turn in view_for(case, ivan).turns if turn.kind == "questions"]
    assert [question.answer for question in questions[0].body["questions"]] == ["", ""]


def test_an_older_tab_does_not_overwrite_a_newer_answer(client, olga, case):
    client.force_login(olga)
    _post(client, case, "answers_autosave", answer_1="Новый ответ", saved_revision=0)
    old = _post(client, case, "answers_autosave", answer_1="Старый ответ", saved_revision=0)
    assert (old.status_code, old.json()["texts"]["answer_1"]) == (409, "Новый ответ")
    assert open_round(case).questions.first().answer == "Новый ответ"


def test_sending_over_a_newer_text_keeps_what_was_typed_and_shows_the_other(client, olga, case):
    client.force_login(olga)
    _post(client, case, "answers_autosave", answer_1="Новый ответ", saved_revision=0)
    page = _post(client, case, answer_1="Мой ответ", then="keep", saved_revision=0)
    assert page.status_code == 409
    assert [text in page.content.decode() for text in ("Мой ответ", "Новый ответ")] == [True, True]
    assert Case.objects.get().state == State.CLARIFYING


def test_a_repeated_save_of_the_same_words_is_no_conflict(olga, case):
    round_ = open_round(case)
    first = save_answers(round_, {1: "Так"}, by=olga, saved_revision=0)
    again = save_answers(round_, {1: "Так"}, by=olga, saved_revision=0)
    assert (first.revision, again.revision) == (1, 1)
    with pytest.raises(NewerText):
        save_answers(round_, {1: "Иначе"}, by=olga, saved_revision=0)


def test_only_the_author_answers(client, ivan, case):
    with pytest.raises(Refused):
        save_answers(open_round(case), {1: "Чужое"}, by=ivan, saved_revision=0)
    client.force_login(ivan)
    assert client.get(_address(case)).status_code == 404


def test_keeping_the_first_request_sends_the_answers(client, olga, case):
    client.force_login(olga)
    answer = _post(client, case, answer_1="За сына.", answer_2="Звонить.", then="keep")
    assert (answer.status_code, answer["Location"]) == (303, f"/cases/{case.number}/")
    assert (Case.objects.get().state, Round.objects.get().outcome) == (State.IN_WORK, Outcome.KEPT)


def test_rewording_keeps_the_answers_and_leads_to_the_form(client, olga, case):
    client.force_login(olga)
    answer = _post(client, case, answer_1="За сына.", then="reword")
    assert (answer.status_code, answer["Location"]) == (303, reverse("cases:reword", args=[case.number]))
    assert open_round(case).questions.first().answer == "За сына."
    assert Case.objects.get().state == State.CLARIFYING


@pytest.mark.parametrize(
    "data", [{"answer_1": "За сына."}, {"then": "keep"}, {"then": "reword", "answer_1": "  "}]
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client, olga, case, data):
    client.force_login(olga)
    page = _post(client, case, **data)
    assert (page.status_code, Case.objects.get().state) == (422, State.CLARIFYING)
    assert data.get("answer_1", "").strip() in page.content.decode()


def test_continue_later_needs_no_decision(client, olga, case):
    client.force_login(olga)
    assert _post(client, case, answer_1="За сына.", later="1").status_code == 303
    assert open_round(case).questions.first().answer == "За сына."


def test_a_stale_page_does_not_send_twice(client, olga, case):
    client.force_login(olga)
    assert _post(client, case, answer_1="Да", then="keep").status_code == 303
    again = client.post(_address(case), {"revision": case.revision, "answer_1": "Да", "then": "keep"})
    assert (again.status_code, again["Location"]) == (302, f"/cases/{case.number}/")
    assert case.journal.filter(arrow="keep").count() == 1


def test_what_a_signed_out_author_typed_waits_behind_the_door(client, olga, case):
    answer = client.post(_address(case), {"answer_1": "За сына.", "revision": case.revision})
    assert answer.status_code == 302
    saved = client.post(_address(case, "answers_autosave"), {"answer_1": "За сына."})
    assert saved.status_code == 401


def test_the_question_before_accepting_is_answered(client, olga, ivan):
    case = people.make_case(olga, ivan, State.AWAITING)
    case = advance(case, "ask_first", by=ivan, question="В каком классе?")
    client.force_login(olga)
    assert "В каком классе?" in client.get(_address(case, "answer_first")).content.decode()
    empty = client.post(_address(case, "answer_first"), {"revision": case.revision, "answer": " "})
    assert empty.status_code == 422
    sent = client.post(_address(case, "answer_first"), {"revision": case.revision, "answer": "В седьмом."})
    assert sent.status_code == 303
    assert case.consultations.get().pre_answer == "В седьмом."
    assert Case.objects.get().move_by == "mentor"
