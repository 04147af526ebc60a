"""Hint questions, the reflection sheet, days off and limits at the desk."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from mentoring.models import DayOff, HintQuestion, Limits, Question, ReflectionAnswer, ReflectionQuestion
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    """The moderator, signed in."""
    user = people.make_user("anna")
    user.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(user)
    return get_user_model().objects.get(pk=user.pk)


@pytest.fixture
def hint():
    made = HintQuestion.objects.create(kind="clarifying", text="Чего боится мама?")
    made.rubrics.add(people.make_rubric())
    return made


@pytest.fixture
def choice():
    choices = [{"value": "yes", "label": "Да"}, {"value": "no", "label": "Нет"}]
    return ReflectionQuestion.objects.create(
        slug="plan", kind="choice", text="Есть ли план?", choices=choices
    )


def answered(question, value: str = "yes"):
    case = people.make_case(people.make_mentee(), people.make_mentor(), "completed")
    return ReflectionAnswer.objects.create(
        sheet=case.reflection, question=question, wording=question.text, value=value
    )


def test_a_hint_is_written_switched_off_and_deleted_while_nobody_used_it(client, anna, hint):
    rubric = people.make_rubric()
    data = {"text": "Что вы уже пробовали?", "kind": "clarifying", "rubrics": [rubric.pk], "active": "on"}
    assert client.post(reverse("hint_questions:add"), data).status_code == 302
    made = HintQuestion.objects.get(text="Что вы уже пробовали?")
    assert list(made.rubrics.all()) == [rubric]
    del data["active"]
    client.post(reverse("hint_questions:edit", args=[made.pk]), data)
    assert HintQuestion.objects.get(pk=made.pk).active is False
    client.post(reverse("hint_questions:delete", args=[made.pk]))
    assert list(HintQuestion.objects.all()) == [hint]


def test_a_hint_that_was_asked_is_not_deleted(client, anna, hint):
    case = people.make_case(people.make_mentee(), people.make_mentor(), "in_work")
    round_ = people.write_round(case, hint.text)
    Question.objects.filter(round=round_).update(hint=hint)
    url = reverse("hint_questions:delete", args=[hint.pk])
    assert client.get(url).context["refused"]
    assert client.post(url).status_code == 409
    assert HintQuestion.objects.get() == hint


def test_hints_are_reordered(client, anna, hint):
    second = HintQuestion.objects.create(kind="developing", text="Что изменится через год?")
    HintQuestion.objects.filter(pk=hint.pk).update(order=1)
    HintQuestion.objects.filter(pk=second.pk).update(order=2)
    url = reverse("hint_questions:reorder", args=[second.pk])
    assert client.post(f"{url}?position=0").status_code == 200
    assert list(HintQuestion.objects.all()) == [second, hint]


def test_the_form_of_a_hint_offers_retired_rubrics_only_to_who_has_them(client, anna, hint):
    rubric = people.make_rubric()
    other = people.make_rubric("klass", "Управление классом")
    rubric.__class__.objects.filter(pk__in=[rubric.pk, other.pk]).update(retired=True)
    form = client.get(reverse("hint_questions:edit", args=[hint.pk])).context["form"]
    assert list(form.fields["rubrics"].queryset) == [rubric]
    assert list(client.get(reverse("hint_questions:add")).context["form"].fields["rubrics"].queryset) == []


def test_a_reflection_question_gets_choices_a_line_each(client, anna):
    data = {"text": "Куда дальше?", "kind": "choice", "lines": "Вперёд\n\nНазад", "active": "on"}
    assert client.post(reverse("reflection_questions:add"), data).status_code == 302
    made = ReflectionQuestion.objects.get()
    assert [choice["label"] for choice in made.choices] == ["Вперёд", "Назад"]
    assert len({choice["value"] for choice in made.choices}) == 2
    few = client.post(reverse("reflection_questions:add"), data | {"lines": "Одно"})
    assert "lines" in few.context["form"].errors


def test_what_was_answered_keeps_its_kind_and_its_choices(client, anna, choice):
    answered(choice)
    url = reverse("reflection_questions:edit", args=[choice.pk])
    data = {"text": "Есть ли у вас план?", "kind": "text", "lines": "Да, есть\nНет", "active": "on"}
    assert client.post(url, data).status_code == 302
    kept = ReflectionQuestion.objects.get()
    assert (kept.kind, kept.choices[0]) == ("choice", {"value": "yes", "label": "Да, есть"})
    fewer = client.post(url, data | {"lines": "Да"})
    assert "lines" in fewer.context["form"].errors


def test_a_reflection_question_with_answers_is_refused_with_words_and_not_with_a_fault(client, anna, choice):
    answered(choice)
    url = reverse("reflection_questions:delete", args=[choice.pk])
    assert client.get(url).context["refused"]
    response = client.post(url)
    assert response.status_code == 409
    assert ReflectionQuestion.objects.get() == choice
    assert ReflectionAnswer.objects.count() == 1


def test_an_unanswered_reflection_question_is_deleted(client, anna, choice):
    assert client.post(reverse("reflection_questions:delete", args=[choice.pk])).status_code == 302
    assert ReflectionQuestion.objects.count() == 0


def test_days_off_end_after_they_begin(client, anna):
    url = reverse("days_off:add")
    data = {"title": "Осенние каникулы", "first_day": "2026-11-05", "last_day": "2026-10-26"}
    assert "last_day" in client.post(url, data).context["form"].errors
    client.post(url, data | {"first_day": "2026-10-26", "last_day": "2026-11-05"})
    assert [(d.title, d.first_day.day, d.last_day.day) for d in DayOff.objects.all()] == [
        ("Осенние каникулы", 26, 5)
    ]


@pytest.mark.parametrize(
    ("reminders", "nudges", "wrong"),
    [
        ("24, 48", "3, 7, 12", set()),
        ("48, 24", "3, 7, 12", {"request_reminder_hours"}),
        ("24, 24", "3, x", {"request_reminder_hours", "nudge_days"}),
        ("24, 72", "3, 7, 21", {"request_reminder_hours", "nudge_days"}),
        ("0, 24", "-3", {"request_reminder_hours", "nudge_days"}),
        ("24,", "1.5", {"request_reminder_hours", "nudge_days"}),
    ],
)
def test_limits_take_ascending_whole_numbers_below_the_end(client, anna, reminders, nudges, wrong):
    data = {
        "request_hours": 72,
        "request_reminder_hours": reminders,
        "first_answer_days": 5,
        "nudge_days": nudges,
        "close_days": 21,
        "after_check_days": 21,
    }
    url = reverse("wagtailsettings:edit", args=["mentoring", "limits", Limits.load().pk])
    response = client.post(url, data)
    if wrong:
        assert set(response.context["form"].errors) == wrong
    else:
        assert response.status_code == 302
        assert (Limits.load().reminders(), Limits.load().nudges()) == ([24, 48], [3, 7, 12])
