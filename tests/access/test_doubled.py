"""Every form that makes something is sent twice: one thing is made, and the second answer can be understood."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from mentoring.models import (
    Case,
    CaseVersion,
    ChatMessage,
    ColleagueOpinion,
    Consultation,
    Exclusion,
    JournalEntry,
    LeaveRequest,
    MentorReview,
    ReflectionSheet,
    Round,
    Solution,
    Thanks,
)
from tests.access.world import signed_in

pytestmark = pytest.mark.django_db
# As the page has them, hidden fields included.
STORY = {"ordinal": "1", "title": "Мама пишет по ночам", "situation": "Пишет.", "question": "Как быть?",
         "rubrics": "roditeli", "format": "anonymous", "urgency": "soon"}  # fmt: skip
MADE = (
    Case, CaseVersion, ChatMessage, ColleagueOpinion, Consultation, Exclusion, LeaveRequest, MentorReview, Round,
    ReflectionSheet, Solution, Thanks,
)  # fmt: skip


def counts() -> dict[str, int]:
    """How much there is of everything that a form can make."""
    return {model.__name__: model.objects.count() for model in MADE}


def revision(world, key: str) -> str:
    return str(Case.objects.get(number=world.numbers[key]).revision)


def forms(world) -> dict[str, tuple[str, str, str, dict, str]]:
    """Name → who, address, case, what is sent, what there is one more of afterwards (empty: no new row)."""
    # Who stands first is drawn, and the mentor of the other cases has no place left.
    free = world.cases["choosing"].proposals.exclude(mentor=world.users["mentor"])
    mentor = free.order_by("rank").first().mentor.mentor_profile
    option = {
        "row": "0",
        "title-0": "Встреча",
        "steps-0": "Позовите маму",
        "do": "send",
        "saved_revision": "0",
    }
    question = {"row": "0", "text-0": "Что вы чувствуете?", "kind-0": "developing", "do": "send", "noticed": "1",
                "saved_revision": "0"}  # fmt: skip
    return {
        "request": ("author", "request", "choosing", {"mentor": str(mentor.public_id)}, "Consultation"),
        "let choose": ("author", "let_choose", "choosing", {}, "Consultation"),
        "accept": ("mentor", "move", "awaiting", {"arrow": "accept"}, ""),
        "pass on": ("mentor", "pass_on", "awaiting", {"reason": "Отпуск"}, ""),
        "ask first": ("mentor", "ask_first", "awaiting", {"question": "Давно ли?"}, ""),
        "answer first": ("author", "answer_first", "asked", {"answer": "Давно"}, ""),
        "ask": ("mentor", "questions", "work", question, "Round"),
        "offer": ("mentor", "solution", "personal", option, "Solution"),
        "answers": ("author", "answers", "clarifying", {"answer_1": "За сына", "then": "keep"}, ""),
        "complete": ("author", "move", "offered", {"arrow": "complete"}, "ReflectionSheet"),
        "second opinion": ("author", "move", "offered", {"arrow": "second_opinion"}, ""),
        "withdraw": ("author", "move", "clarifying", {"arrow": "withdraw"}, ""),
        "self-solved": ("author", "self_solved", "choosing", {}, ""),
        "thanks": ("author", "thanks", "done", {"opinion": "first", "text": "Спасибо"}, "Thanks"),
        "review": ("author", "review", "done", {"opinion": "first", "text": "Хорошо", "mark": "5"}, "MentorReview"),
        "reflection": ("author", "reflection", "done", {"may_publish": "no", "later": "1"}, ""),
        "follow-up": ("author", "follow_up", "done", {}, "Case"),
        "after": ("author", "after", "done", {"answer": "tried"}, ""),
        "leave": ("mentor", "ask_leave", "work", {"leave": "personal", "why": "Поговорить"}, "LeaveRequest"),
        "widen": ("author", "format", "work", {"do": "widen", "consent": "on"}, "LeaveRequest"),
        "opinion": ("colleague", "opinion", "work", {"text": "Начните с малого"}, ""),
        "chat": ("author", "chat", "personal", {"text": "Когда удобно?", "key": str(uuid4())}, "ChatMessage"),
        "block": ("mentor", "block", "done", {"who": "author"}, "Exclusion"),
        "draft deleted": ("author", "delete_draft", "draft", {}, ""),
    }  # fmt: skip


NAMES = (
    "accept", "after", "answer first", "answers", "ask", "ask first", "block", "chat", "complete", "draft deleted",
    "follow-up", "leave", "let choose", "offer", "opinion", "pass on", "reflection", "request", "review",
    "second opinion", "self-solved", "thanks", "widen", "withdraw",
)  # fmt: skip


def test_every_form_that_makes_something_is_tried(world):
    assert sorted(forms(world)) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_sent_twice_one_thing_is_made(name, world):
    role, page, key, data, makes = forms(world)[name]
    data = {"revision": revision(world, key), **data}
    args = {"number": world.numbers[key], **({"arrow": data.pop("arrow")} if "arrow" in data else {})}
    place, client, before = reverse(f"cases:{page}", kwargs=args), signed_in(world.users[role]), counts()
    first = client.post(place, data)
    assert first.status_code in (302, 303), (first.status_code, _words(first))
    after, journal = counts(), JournalEntry.objects.count()
    grown = {label for label in after if after[label] != before[label]} - {"CaseVersion"}
    assert grown == ({makes} if makes else set())
    if makes:
        assert after[makes] == before[makes] + 1
    second = client.post(place, data)
    # Done already and on to where it stands, or said in words; whoever lost the case by it finds nothing.
    assert second.status_code in (302, 303, 404, 409), second.status_code
    assert counts() == after
    assert JournalEntry.objects.count() == journal or name in ("after",)
    if second.status_code == 409:
        assert re.search(r"уже|раньше|изменил|устарел|двину|нельзя|законч|заверш|сейчас", _words(second)), (
            _words(second)
        )
    else:
        lead = client.get(second.get("Location", place), follow=True)
        assert lead.status_code in (200, 404)


def _words(answer) -> str:
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize("do", ["save", "submit"])
def test_a_new_draft_sent_twice_is_one_case(do, world):
    client, before = signed_in(world.users["mentee"]), Case.objects.count()
    place, data = (
        reverse("cases:start", args=["problem"]),
        {**STORY, "idempotency_key": str(uuid4()), "do": do},
    )
    answers = [client.post(place, data) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    assert Case.objects.count() == before + 1
    case = Case.objects.get(author=world.users["mentee"])
    assert (case.versions.count(), case.state) == (1, "choosing" if do == "submit" else "draft")
    assert client.get(answers[1]["Location"]).status_code == 200


def test_two_different_new_drafts_are_two_cases(world):
    """Control: it is the key of the form that makes them one."""
    client, place = signed_in(world.users["mentee"]), reverse("cases:start", args=["problem"])
    for _ in range(2):
        client.post(place, {**STORY, "idempotency_key": str(uuid4()), "do": "save"})
    assert Case.objects.filter(author=world.users["mentee"]).count() == 2
