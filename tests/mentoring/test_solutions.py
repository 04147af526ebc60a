"""A possible solution: never lost, sent once; and the other forms of a mentor."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mentoring.autosave import NewerText
from mentoring.enums import ConsultationState, State
from mentoring.models import Exclusion, MentorPause, Solution
from mentoring.reading import view_for
from mentoring.solutions import OptionDraft, SolutionDraft, draft_of, save_solution, solution_of
from mentoring.workflow import advance
from tests import people


@pytest.fixture
def ivan(db):
    return people.make_mentor("ivan")


@pytest.fixture
def case(ivan):
    return people.make_case(people.make_mentee("olga"), ivan, State.IN_WORK)


@pytest.fixture
def asked(ivan):
    return people.make_case(people.make_mentee("olga"), ivan, State.AWAITING)


@pytest.fixture
def mentor(client, ivan):
    client.force_login(ivan)
    return client


def url(case, name: str = "solution") -> str:
    return reverse(f"cases:{name}", kwargs={"number": case.number})


def form(case, *options: dict, seen: int = 0, do: str = "save", **more) -> dict:
    """The editor's form with these options."""
    data = {
        "row": [str(at) for at in range(len(options))],
        "do": do,
        "saved_revision": seen,
        "revision": case.revision,
    }
    for at, option in enumerate(options):
        for part in ("title", "steps", "expected", "risks", "links"):
            data[f"{part}-{at}"] = option.get(part, "")
    return {"intro": ""} | data | more


MEETING = {"title": "Встреча", "steps": "Позвоните\r\n\r\nДоговоритесь о времени", "expected": "Доверие"}


def test_two_options_are_sent_and_the_author_reads_their_steps(mentor, case):
    letter = {"title": "Письмо", "steps": "Напишите утром"}
    sent = mentor.post(url(case), form(case, MEETING, letter, do="send", intro="Вы уже многое сделали."))
    case.refresh_from_db()
    assert (sent.status_code, case.state) == (303, State.OFFERED)
    body = view_for(case, case.author).solutions[0].body
    assert body["intro"] == "Вы уже многое сделали."
    assert [(o.title, o.steps) for o in body["options"]] == [
        ("Встреча", ["Позвоните", "Договоритесь о времени"]),
        ("Письмо", ["Напишите утром"]),
    ]


def test_a_doubled_send_keeps_the_text_and_offers_once(mentor, case):
    data = form(case, MEETING, do="send")
    assert mentor.post(url(case), data).status_code == 303
    again = mentor.post(url(case), data)
    assert again.status_code == 409
    assert "Договоритесь о времени" in again.content.decode()
    assert case.journal.filter(arrow="offer").count() == 1


def test_what_is_missing_stands_beside_its_field_and_nothing_is_lost(mentor, case):
    answer = mentor.post(url(case), form(case, MEETING, {"title": "Без шагов", "risks": "Обида"}, do="send"))
    case.refresh_from_db()
    assert (answer.status_code, case.state) == (422, State.IN_WORK)
    assert [bool(option["error"]) for option in answer.context["options"]] == [False, True]
    stored = draft_of(solution_of(case.consultations.get()))
    assert [option.title for option in stored.options] == ["Встреча", "Без шагов"]


def test_an_empty_solution_is_not_sent(mentor, case):
    answer = mentor.post(url(case), form(case, {}, do="send"))
    assert (answer.status_code, bool(answer.context["options"][0]["error"])) == (422, True)


def test_the_later_of_two_tabs_does_not_overwrite(case):
    consultation = case.consultations.get()
    draft = SolutionDraft("", (OptionDraft(steps="Первое"),))
    assert save_solution(consultation, draft, seen=0).revision == 1
    assert save_solution(consultation, draft, seen=0).revision == 1
    with pytest.raises(NewerText):
        save_solution(consultation, SolutionDraft("", (OptionDraft(steps="Второе"),)), seen=0)
    assert draft_of(solution_of(consultation)) == draft


def test_a_conflict_in_the_page_shows_both_texts(mentor, case):
    save_solution(
        case.consultations.get(), SolutionDraft("", (OptionDraft(steps="Из другого окна"),)), seen=0
    )
    answer = mentor.post(url(case), form(case, MEETING, seen=0))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert ("Из другого окна" in text, "Договоритесь о времени" in text) == (True, True)
    assert draft_of(solution_of(case.consultations.get())).options[0].steps == "Из другого окна"


def test_autosave_takes_both_kinds_of_line_ends_for_the_same(mentor, case):
    first = mentor.post(url(case, "save_solution"), form(case, MEETING))
    same = mentor.post(
        url(case, "save_solution"), form(case, MEETING | {"steps": "Позвоните\n\nДоговоритесь о времени"})
    )
    assert [answer.json()["revision"] for answer in (first, same)] == [1, 1]


def test_the_solution_is_prepared_while_the_author_answers_and_sent_later(mentor, case, ivan):
    people.write_round(case)
    case = advance(case, "ask", by=ivan)
    assert mentor.post(url(case), form(case, MEETING)).status_code == 303
    early = mentor.post(url(case), form(case, MEETING, seen=1, do="send"))
    case.refresh_from_db()
    assert (early.status_code, case.state) == (409, State.CLARIFYING)
    assert Solution.objects.get().sent_at is None


def test_a_file_is_attached_under_its_name_and_removed(mentor, case):
    file = SimpleUploadedFile("plan.txt", "План встречи".encode())
    assert mentor.post(url(case), form(case, MEETING, do="attach", files=file)).status_code == 303
    [shown] = mentor.get(url(case)).context["files"]
    assert shown.name == "plan.txt"
    assert (
        mentor.post(url(case), form(case, MEETING, seen=1, do=f"detach:{shown.public_id}")).status_code == 303
    )
    assert mentor.get(url(case)).context["files"] == []


def test_a_refused_file_says_why_and_keeps_the_text(mentor, case):
    answer = mentor.post(
        url(case), form(case, MEETING, do="attach", files=SimpleUploadedFile("a.exe", b"MZ"))
    )
    assert (answer.status_code, answer.context["refused"].field) == (422, "files")
    assert "Договоритесь о времени" in answer.content.decode()


def test_notes_are_kept_and_seen_by_nobody_else(mentor, client, case, ivan):
    secret = "Похоже на выгорание, спросить о сне"
    saved = mentor.post(url(case, "save_notes"), {"text": secret, "saved_revision": 0})
    assert saved.json()["revision"] == 1
    stale = mentor.post(url(case, "save_notes"), {"text": "Другое", "saved_revision": 0})
    assert (stale.status_code, stale.json()["texts"]) == (409, {"text": secret})
    assert secret in mentor.get(url(case, "notes")).content.decode()
    for reader in (case.author, people.make_moderator()):
        client.force_login(reader)
        assert secret not in client.get(url(case, "case")).content.decode()
        assert client.get(url(case, "notes")).status_code == 404


# The other forms of a mentor ---------------------------------------------------------------------------


def test_passing_on_keeps_reason_colleague_and_days_of_rest(mentor, asked, ivan):
    maria = people.make_mentor("maria")
    until = timezone.localdate() + datetime.timedelta(days=7)
    data = {
        "reason": "Уезжаю", "colleague": maria.mentor_profile.public_id, "quiet_until": until.isoformat(),
        "revision": asked.revision,
    }  # fmt: skip
    assert mentor.post(url(asked, "pass_on"), data).status_code == 303
    consultation = asked.consultations.get()
    assert (consultation.state, consultation.reason, consultation.suggested) == (
        ConsultationState.DECLINED, "Уезжаю", maria,
    )  # fmt: skip
    assert MentorPause.objects.get(mentor__user=ivan).last_day == until
    assert mentor.post(url(asked, "pass_on"), data).status_code == 404


def test_a_day_in_the_past_is_refused_beside_its_field(mentor, asked):
    data = {"quiet_until": "2020-01-01", "reason": "Занят до зимы", "revision": asked.revision}
    answer = mentor.post(url(asked, "pass_on"), data)
    asked.refresh_from_db()
    assert (list(answer.context["form"].errors), asked.state) == (["quiet_until"], State.AWAITING)
    assert "Занят до зимы" in answer.content.decode()


def test_suggested_are_mentors_of_the_rubric_without_author_and_excluded(mentor, asked):
    maria, pavel, elena = (people.make_mentor(key) for key in ("maria", "pavel", "elena"))
    people.make_mentor("faraway", rubrics=[people.make_rubric("etika", "Этика")])
    people.make_mentor("applied", status="applied")
    people.make_mentor("neighbour", workplace="школа 77 ")
    asked.author.mentee_profile.school = "Школа 77"
    asked.author.mentee_profile.save()
    Exclusion.objects.create(owner=asked.author, other=pavel)
    Exclusion.objects.create(owner=elena, other=asked.mentor)
    choices = mentor.get(url(asked, "pass_on")).context["form"].fields["colleague"].choices
    assert [key for key, _label in choices] == ["", str(maria.mentor_profile.public_id)]


def test_asking_first_lends_the_move_once(mentor, asked):
    data = {"question": "В каком классе это было?", "revision": asked.revision}
    assert mentor.post(url(asked, "ask_first"), data).status_code == 303
    again = mentor.post(url(asked, "ask_first"), data)
    assert again.status_code == 409
    assert "В каком классе это было?" in again.content.decode()
    asked.refresh_from_db()
    assert (asked.consultations.get().pre_question, asked.move_by) == ("В каком классе это было?", "mentee")
    assert mentor.post(url(asked, "ask_first"), {"question": " ", "revision": 0}).status_code == 422


def test_stepping_down_is_asked_once_more_and_gives_the_case_back(mentor, case):
    assert mentor.get(url(case, "step_down")).status_code == 200
    case.refresh_from_db()
    assert case.state == State.IN_WORK
    mentor.post(url(case, "step_down"), {"reason": "Заболел", "revision": case.revision})
    case.refresh_from_db()
    assert (case.state, case.consultations.get().reason) == (State.CHOOSING, "Заболел")


def test_the_editor_asks_the_database_as_often_for_one_as_for_three(
    mentor, case, django_assert_max_num_queries
):
    counts = []
    for revision, many in enumerate((1, 3)):
        options = tuple(OptionDraft(steps=f"Шаг {n}") for n in range(many))
        save_solution(case.consultations.get(), SolutionDraft("", options), seen=revision)
        mentor.get(url(case))
        with django_assert_max_num_queries(32) as queries:
            mentor.get(url(case))
        counts.append(len(queries))
    assert counts[0] == counts[1]
