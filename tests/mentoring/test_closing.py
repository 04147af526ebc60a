"""After a solution: the sheet, thanks and review, two opinions, three weeks later, a case that follows."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from mentoring import closing
from mentoring.enums import State
from mentoring.models import (
    AfterCheck,
    Case,
    Exclusion,
    MentorProfile,
    MentorReview,
    ReflectionQuestion,
    ReflectionSheet,
    Thanks,
)
from mentoring.refusal import Refused
from mentoring.workflow import advance
from tests import people

pytestmark = pytest.mark.django_db
CONTENT = Path(__file__).resolve().parents[2] / "mentoring" / "content" / "reflection_questions.json"
FULL = {
    "q_understood": "Мама боится за сына.",
    "q_first_step": "Позвоню днём.",
    "q_view_changed": "4",
    "q_usefulness": "new_course",
    "may_publish": "yes",
}


@pytest.fixture
def olga():
    return people.make_mentee()


@pytest.fixture
def ivan():
    return people.make_mentor()


@pytest.fixture
def case(olga, ivan):
    ReflectionQuestion.objects.all().delete()
    for order, row in enumerate(json.loads(CONTENT.read_text())):
        ReflectionQuestion.objects.create(order=order, **row)
    return people.make_case(olga, ivan, State.COMPLETED)


def _address(case, name):
    return reverse(f"cases:{name}", kwargs={"number": case.number})


def _two_opinions(olga, ivan, maria):
    case = advance(people.make_case(olga, ivan, State.OFFERED), "second_opinion", by=olga)
    case = advance(people.choose(case, maria), "accept", by=maria)
    people.write_solution(case, "Позовите маму на урок")
    return advance(case, "offer", by=maria)


# The sheet ------------------------------------------------------------------------------------------------


def test_a_half_filled_sheet_waits_and_is_continued(client, olga, case):
    client.force_login(olga)
    page = _address(case, "reflection")
    left = client.post(page, {"q_understood": "Мама боится за сына.", "saved_revision": 0, "later": "1"})
    assert left.status_code == 303
    assert "Мама боится за сына." in client.get(page).content.decode()
    done = client.post(page, FULL | {"saved_revision": 1})
    assert (done.status_code, done["Location"]) == (303, _address(case, "thanks"))
    sheet = ReflectionSheet.objects.get()
    assert (sheet.usefulness, sheet.may_publish, sheet.finished_at is None) == ("new_course", True, False)
    assert case.journal.filter(arrow="reflected").count() == 1


def test_the_sheet_saves_itself_and_an_older_tab_does_not_overwrite(client, olga, case):
    client.force_login(olga)
    save = _address(case, "reflection_autosave")
    first = client.post(save, {"q_understood": "Новое", "saved_revision": 0})
    assert (first.status_code, first.json()["revision"]) == (200, 1)
    older = client.post(save, {"q_understood": "Старое", "saved_revision": 0})
    assert (older.status_code, older.json()["texts"]["q_understood"]) == (409, "Новое")


@pytest.mark.parametrize("missing", ["q_understood", "q_usefulness", "may_publish"])
def test_what_is_required_is_asked_for_and_the_rest_kept(client, olga, case, missing):
    client.force_login(olga)
    data = {name: value for name, value in FULL.items() if name != missing}
    answer = client.post(_address(case, "reflection"), data | {"saved_revision": 0})
    assert (answer.status_code, ReflectionSheet.objects.get().finished_at) == (422, None)
    assert "Позвоню днём." in answer.content.decode()
    assert closing.given_answers(ReflectionSheet.objects.get())["first_step"] == "Позвоню днём."


def test_the_sheet_is_finished_once_and_then_read(client, olga, case):
    client.force_login(olga)
    client.post(_address(case, "reflection"), FULL | {"saved_revision": 0})
    again = client.post(_address(case, "reflection"), FULL | {"q_understood": "Иначе", "saved_revision": 1})
    assert (again.status_code, "Мама боится за сына." in again.content.decode()) == (200, True)
    with pytest.raises(Refused):
        closing.finish_sheet(ReflectionSheet.objects.get(), by=olga)
    assert case.journal.filter(arrow="reflected").count() == 1


@pytest.mark.parametrize(
    ("answer", "usefulness"), [("confirmed", 0.6), ("new_course", 0.6), ("not_useful", 0.4)]
)
def test_usefulness_moves_the_mentors_mark_a_little(olga, ivan, case, answer, usefulness):
    sheet = ReflectionSheet.objects.get()
    answers = {name.removeprefix("q_"): text for name, text in FULL.items() if name.startswith("q_")}
    answers["usefulness"] = answer
    closing.save_sheet(sheet, by=olga, saved_revision=0, answers=answers, may_publish=False)
    closing.finish_sheet(sheet, by=olga)
    assert MentorProfile.objects.get(user=ivan).usefulness == pytest.approx(usefulness)


def test_the_sheet_is_the_authors_alone(client, olga, ivan, case):
    client.force_login(olga)
    client.post(_address(case, "reflection"), FULL | {"saved_revision": 0})
    client.force_login(ivan)
    assert client.get(_address(case, "reflection")).status_code == 404
    assert "Мама боится за сына." not in client.get(_address(case, "case")).content.decode()
    with pytest.raises(Refused):
        closing.save_sheet(
            ReflectionSheet.objects.get(), by=ivan, saved_revision=None, answers={"understood": "я"}
        )


# Two opinions ---------------------------------------------------------------------------------------------


def test_two_opinions_stand_side_by_side_and_what_is_taken_waits_in_the_sheet(client, olga, ivan):
    case = _two_opinions(olga, ivan, people.make_mentor("maria"))
    client.force_login(olga)
    page = client.get(_address(case, "compare")).content.decode()
    assert ["Договоритесь о времени" in page, "Позовите маму на урок" in page] == [True, True]
    taken = {"taken_from_first": "Часы", "taken_from_second": "Урок", "saved_revision": 0}
    assert client.post(_address(case, "compare"), taken).status_code == 303
    advance(case, "complete", by=olga)
    sheet = client.get(_address(case, "reflection")).content.decode()
    assert ["Часы" in sheet, "Урок" in sheet] == [True, True]


def test_one_opinion_has_nothing_to_compare(client, olga, case):
    client.force_login(olga)
    assert client.get(_address(case, "compare"))["Location"] == _address(case, "case")
    assert client.post(_address(case, "compare_autosave"), {"taken_from_first": "Всё"}).status_code == 409


# A word to the mentor and one to the lab --------------------------------------------------------------------


def test_thanks_go_to_the_mentor_once(client, olga, ivan, case):
    client.force_login(olga)
    sent = {"opinion": "first", "text": "Спасибо за вопросы"}
    first, second = (client.post(_address(case, "thanks"), sent) for _ in range(2))
    assert (first.status_code, second.status_code, Thanks.objects.count()) == (303, 409, 1)
    client.force_login(ivan)
    assert "Спасибо за вопросы" in client.get(_address(case, "case")).content.decode()


def test_a_thank_you_needs_no_words(client, olga, case):
    client.force_login(olga)
    assert client.post(_address(case, "thanks"), {"opinion": "first"}).status_code == 303
    assert Thanks.objects.get().text == ""


def test_each_opinion_is_thanked_by_its_name_and_never_by_a_key(client, olga, ivan):
    case = _two_opinions(olga, ivan, people.make_mentor("maria"))
    client.force_login(olga)
    client.post(_address(case, "thanks"), {"opinion": "second"})
    assert Thanks.objects.get().consultation.mentor.email == "maria@example.org"
    assert client.post(_address(case, "thanks"), {"opinion": str(Thanks.objects.get().pk)}).status_code == 409


def test_the_review_is_read_by_the_lab_and_never_by_the_mentor(client, olga, ivan, case):
    client.force_login(olga)
    sent = {"opinion": "first", "mark": "2", "text": "Отвечал сухо и поздно"}
    first, second = (client.post(_address(case, "review"), sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 409)
    assert MentorReview.objects.values_list("mark", "text").get() == (2, "Отвечал сухо и поздно")
    client.force_login(ivan)
    assert client.get(_address(case, "review")).status_code == 404
    assert "Отвечал сухо" not in client.get(_address(case, "case")).content.decode()


def test_an_empty_review_is_asked_for_a_sentence(client, olga, case):
    client.force_login(olga)
    page = client.post(_address(case, "review"), {"opinion": "first", "mark": "5", "text": ""})
    assert (page.status_code, MentorReview.objects.count()) == (422, 0)


# Three weeks later, and what follows ------------------------------------------------------------------------


def test_one_click_answers_and_words_may_follow(client, olga, case):
    client.force_login(olga)
    page = _address(case, "after")
    assert client.post(page, {"answer": "tried"}).status_code == 303
    more = {"answer": "tried", "details": "1", "helped": "yes", "text": "Мама пришла на урок"}
    assert client.post(page, more).status_code == 303
    check = AfterCheck.objects.get()
    assert (check.answer, check.helped, check.text) == ("tried", True, "Мама пришла на урок")
    client.post(page, {"answer": "tried"})
    assert AfterCheck.objects.get().text == "Мама пришла на урок"
    details = [entry.detail for entry in case.journal.filter(arrow="after_checked")]
    assert details == [{"answer": "tried", "helped": None}, {"answer": "tried", "helped": True}]


def test_looking_at_the_question_answers_nothing(client, olga, case):
    client.force_login(olga)
    assert client.get(_address(case, "after") + "?answer=tried").status_code == 200
    assert client.post(_address(case, "after"), {"answer": "perhaps"}).status_code == 422
    assert AfterCheck.objects.get().answered_at is None


def test_a_case_that_follows_is_one_draft_however_often_it_is_asked_for(client, olga, case):
    client.force_login(olga)
    assert client.get(_address(case, "follow_up")).status_code == 405
    first, second = (client.post(_address(case, "follow_up")) for _ in range(2))
    draft = case.follow_ups.get()
    assert {first["Location"], second["Location"]} == {_address(draft, "draft")}
    assert (list(draft.rubrics.all()), draft.state) == (list(case.rubrics.all()), State.DRAFT)
    assert draft.versions.values_list("subject", "title", "situation").get() == ("biology", "", "")


def test_only_a_completed_case_is_followed(olga, ivan):
    with pytest.raises(Refused):
        closing.follow_up(people.make_case(olga, ivan, State.OFFERED), by=olga)
    assert Case.objects.count() == 1


# Pairs that must not meet -----------------------------------------------------------------------------------


def test_a_pair_is_excluded_once_and_a_report_reaches_the_moderators(client, olga, ivan, case):
    client.force_login(olga)
    address = _address(case, "block")
    assert client.post(address, {"who": "mentor-1"}).status_code == 303
    assert client.post(address, {"who": "mentor-1", "report": "Писал грубо"}).status_code == 303
    pair = Exclusion.objects.get()
    assert (pair.owner, pair.other, pair.report) == (olga, ivan, "Писал грубо")
    assert case.journal.filter(arrow="reported").count() == 1


def test_a_mentor_excludes_an_author_without_learning_who_it_is(client, olga, ivan, case):
    client.force_login(ivan)
    page = client.get(_address(case, "block")).content.decode()
    assert [word for word in ("Ольга", "Ветрова") if word in page] == []
    assert client.post(_address(case, "block"), {"who": "author"}).status_code == 303
    assert Exclusion.objects.get().other == olga


def test_the_pages_of_the_author_are_nobody_elses(client, ivan, case):
    client.force_login(ivan)
    names = ["compare", "reflection", "after", "thanks", "review"]
    assert [client.get(_address(case, name)).status_code for name in names] == [404] * 5
    assert client.post(_address(case, "follow_up")).status_code == 404
