"""A round of questions: hints, drafts that two tabs cannot tear, remarks that never block, sending once."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from mentoring.autosave import NewerText
from mentoring.enums import QuestionKind, State
from mentoring.models import HintQuestion, Round, TextModule
from mentoring.questions import (
    QUESTIONS_MAX,
    QuestionDraft,
    draft_round,
    hints_for,
    is_advice_in_disguise,
    lacks_developing,
    save_round,
)
from mentoring.refusal import Refused
from mentoring.workflow import advance
from tests import people

HINTS = Path(__file__).resolve().parents[2] / "mentoring" / "content" / "hint_questions.json"


@pytest.fixture
def ivan(db):
    return people.make_mentor("ivan")


@pytest.fixture
def case(ivan):
    return people.make_case(people.make_mentee("olga"), ivan, State.IN_WORK)


@pytest.fixture
def mentor(client, ivan):
    client.force_login(ivan)
    return client


def url(case, name: str = "questions") -> str:
    return reverse(f"cases:{name}", kwargs={"number": case.number})


def rows(case, *texts: str, seen: int = 0, do: str = "save", **more) -> dict:
    """The editor's form with these questions."""
    data = {
        "row": [str(at) for at in range(len(texts))],
        "do": do,
        "saved_revision": seen,
        "revision": case.revision,
    }
    for at, text in enumerate(texts):
        data |= {f"text-{at}": text, f"kind-{at}": "clarifying", f"hint-{at}": ""}
    return data | more


@pytest.mark.parametrize(
    "text",
    [
        "Не кажется ли вам, что мама права?",
        "Почему бы вам не поговорить с завучем?",
        "Может, стоит позвать папу?",
        "А вы не пробовали отвечать утром?",
        "Не лучше ли сначала выслушать?",
        "НЕ  КАЖЕТСЯ\nли вам",
    ],
)
def test_advice_in_disguise_is_noticed(text):
    assert is_advice_in_disguise(text)


def test_no_shipped_hint_is_taken_for_advice():
    texts = [row["text"] for row in json.loads(HINTS.read_text())]
    assert [text for text in texts if is_advice_in_disguise(text)] == []
    assert not is_advice_in_disguise("Что вы уже пробовали и что из этого вышло?")


def test_hints_come_once_by_kind_and_those_of_an_earlier_round_are_marked(case, ivan):
    other = people.make_rubric("etika", "Профессиональная этика")
    case.rubrics.add(other)
    both = HintQuestion.objects.create(kind=QuestionKind.DEVELOPING, text="Что для вас здесь важно?")
    both.rubrics.add(people.make_rubric(), other)
    people.load_hints(4)
    HintQuestion.objects.create(kind="clarifying", text="Снят с показа", active=False).rubrics.add(other)
    consultation = case.consultations.get()
    save_round(consultation, [QuestionDraft(both.text, "developing", both.pk)], seen=0)
    case = advance(case, "ask", by=ivan)
    shown = [hint for group in hints_for(case, consultation) for hint in group.hints]
    assert len(shown) == 5
    assert [hint.pk for hint in shown if hint.used] == [both.pk]


def test_a_second_mentor_does_not_learn_what_the_first_one_asked(case, ivan):
    hint = HintQuestion.objects.create(kind=QuestionKind.DEVELOPING, text="Что для вас здесь важно?")
    hint.rubrics.add(people.make_rubric())
    save_round(case.consultations.get(), [QuestionDraft(hint.text, "developing", hint.pk)], seen=0)
    case = advance(case, "ask", by=ivan)
    people.write_answers(case)
    case = advance(case, "keep", by=case.author)
    people.write_solution(case)
    case = advance(advance(case, "offer", by=ivan), "second_opinion", by=case.author)
    maria = people.make_mentor("maria")
    case = advance(people.choose(case, maria), "accept", by=maria)
    second = case.consultations.get(mentor=maria)
    assert [h.used for group in hints_for(case, second) for h in group.hints] == [False]
    assert lacks_developing(second)


def test_the_draft_is_kept_and_the_later_of_two_tabs_does_not_overwrite(case):
    consultation = case.consultations.get()
    first = save_round(consultation, [QuestionDraft("Чего боится мама?")], seen=0)
    assert first.revision == 1
    assert save_round(consultation, [QuestionDraft("Чего боится мама?")], seen=0).revision == 1
    with pytest.raises(NewerText):
        save_round(consultation, [QuestionDraft("Другое")], seen=0)
    assert [q.text for q in draft_round(consultation).questions.all()] == ["Чего боится мама?"]
    second = save_round(consultation, [QuestionDraft("Другое"), QuestionDraft(" ")], seen=1)
    assert [(q.ordinal, q.text) for q in second.questions.all()] == [(1, "Другое")]


def test_twelve_questions_are_enough(case):
    with pytest.raises(Refused) as refused:
        save_round(
            case.consultations.get(),
            [QuestionDraft(f"Вопрос {n}?") for n in range(QUESTIONS_MAX + 1)],
            seen=0,
        )
    assert refused.value.code == "invalid"
    assert Round.objects.count() == 0


def test_autosave_answers_with_the_revision_and_401_when_signed_out(mentor, case):
    saved = mentor.post(url(case, "save_questions"), rows(case, "Чего боится мама?"))
    assert (saved.status_code, saved.json()["revision"]) == (200, 1)
    conflict = mentor.post(url(case, "save_questions"), rows(case, "Другое", seen=0))
    assert (conflict.status_code, conflict.json()["revision"]) == (409, 1)
    mentor.logout()
    assert mentor.post(url(case, "save_questions"), rows(case, "Третье", seen=1)).status_code == 401
    assert mentor.get(url(case, "save_questions")).status_code == 405


def test_what_was_sent_while_signed_out_stands_in_the_form_afterwards(mentor, case, ivan):
    page = mentor.get(url(case))
    owner = page.context["owner"]
    mentor.logout()
    answer = mentor.post(url(case), rows(case, "Длинный вопрос, который нельзя потерять?", owner=owner))
    assert answer.status_code == 302
    session = mentor.session
    kept = session["kept_text"]
    mentor.force_login(ivan)
    session = mentor.session
    session["kept_text"] = kept
    session.save()
    assert "Длинный вопрос, который нельзя потерять?" in mentor.get(url(case)).content.decode()


def test_sending_shows_the_remarks_once_and_never_blocks(mentor, case):
    first = mentor.post(url(case), rows(case, "А вы не пробовали молчать?", do="send"))
    case.refresh_from_db()
    assert (first.status_code, case.state) == (200, State.IN_WORK)
    assert first.context["noticed"]
    sent = mentor.post(url(case), rows(case, "А вы не пробовали молчать?", seen=1, do="send", noticed="1"))
    case.refresh_from_db()
    assert (sent.status_code, sent["Location"], case.state) == (
        303,
        f"/cases/{case.number}/",
        State.CLARIFYING,
    )


def test_a_doubled_send_makes_one_round_and_keeps_the_text(mentor, case):
    data = rows(case, "Чего боится мама?", do="send", noticed="1")
    assert mentor.post(url(case), data).status_code == 303
    again = mentor.post(url(case), data)
    assert again.status_code == 409
    assert "Чего боится мама?" in again.content.decode()
    assert Round.objects.filter(sent_at__isnull=False).count() == Round.objects.count() == 1


def test_an_empty_round_is_refused_with_words(mentor, case):
    answer = mentor.post(url(case), rows(case, " ", do="send"))
    assert answer.status_code == 422
    assert str(answer.context["refused"].message) in answer.content.decode()


def test_buttons_work_without_script(mentor, case, ivan):
    hint = HintQuestion.objects.create(kind="developing", text="Что для вас здесь важно?")
    hint.rubrics.add(people.make_rubric())
    module = TextModule.objects.create(
        mentor=ivan.mentor_profile, title="Приветствие", text="Расскажите о классе"
    )
    strange = people.make_mentor("maria").mentor_profile
    secret = TextModule.objects.create(mentor=strange, title="Чужое", text="Чужой текст")

    def texts(answer):
        return [row["draft"].text for row in answer.context["rows"]]

    added = mentor.post(url(case), rows(case, "Первый?", do="add"))
    assert texts(added) == ["Первый?", ""]
    picked = mentor.post(url(case), rows(case, "Первый?", seen=1, do="picked", pick=[hint.pk]))
    assert texts(picked) == ["Первый?", hint.text]
    stored = draft_round(case.consultations.get())
    assert [(q.kind, q.hint_id) for q in stored.questions.all()] == [
        ("clarifying", None),
        ("developing", hint.pk),
    ]
    moved = mentor.post(url(case), rows(case, "Первый?", "Второй?", seen=2, do="up:1"))
    assert texts(moved) == ["Второй?", "Первый?"]
    removed = mentor.post(url(case), rows(case, "Второй?", "Первый?", seen=3, do="remove:0"))
    assert texts(removed) == ["Первый?"]
    put = mentor.post(url(case), rows(case, "Первый?", seen=4, do="module", module=module.pk))
    assert texts(put) == ["Первый?", "Расскажите о классе"]
    foreign = mentor.post(url(case), rows(case, "Первый?", seen=5, do="module", module=secret.pk))
    assert texts(foreign) == ["Первый?"]


@pytest.mark.parametrize(
    "page", ["questions", "solution", "notes", "step_down", "ask_leave", "save_questions"]
)
def test_the_mentors_pages_are_nobody_elses(client, case, page):
    for stranger in (case.author, people.make_mentor("maria"), people.make_moderator()):
        client.force_login(stranger)
        assert client.post(url(case, page), {}).status_code == 404


@pytest.mark.parametrize("page", ["questions", "solution", "notes", "step_down", "ask_leave"])
def test_the_mentor_never_reads_the_name_of_an_anonymous_author(mentor, case, page):
    text = mentor.get(url(case, page)).content.decode()
    assert case.label in text
    assert [word for word in ("Ветрова", "Ольга", "Тверская", "№ 77") if word in text] == []


def test_the_editor_asks_the_database_as_often_for_one_as_for_three(
    mentor, case, django_assert_max_num_queries
):
    counts = []
    for revision, many in enumerate((1, 3)):
        people.load_hints(4 * many)
        save_round(
            case.consultations.get(), [QuestionDraft(f"Вопрос {n}?") for n in range(many)], seen=revision
        )
        mentor.get(url(case))
        with django_assert_max_num_queries(32) as queries:
            mentor.get(url(case))
        counts.append(len(queries))
    assert counts[0] == counts[1]
