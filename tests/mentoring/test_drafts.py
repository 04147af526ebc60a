"""From the choice of a direction to a sent case."""

import uuid

import pytest
from django.urls import reverse

from mentoring import drafts
from mentoring.enums import State
from mentoring.models import Case, CaseVersion
from mentoring.models.rubric import merge, retire
from mentoring.refusal import Refused
from tests import people

pytestmark = pytest.mark.django_db
STORY = {
    "title": "Мама ученика пишет по ночам",
    "situation": "Пишет после одиннадцати вечера.",
    "question": "Как ответить?",
    "rubrics": ["roditeli"],
    "format": "anonymous",
    "urgency": "soon",
    "saved_revision": "0",
    "revision": "0",
    "ordinal": "1",
}


@pytest.fixture
def olga(client):
    user = people.make_mentee()
    people.make_rubric()
    client.force_login(user)
    return user


def story(**more):
    return {**STORY, "idempotency_key": str(uuid.uuid4()), "do": "submit", **more}


def start(direction: str = "problem") -> str:
    return reverse("cases:start", args=[direction])


def test_a_complete_form_becomes_a_case_that_chooses_a_mentor(client, olga):
    answer = client.post(start(), story())
    case = Case.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("cases:mentors", args=[case.number]))
    assert (case.state, case.author, case.format) == (State.CHOOSING, olga, "anonymous")
    assert [r.slug for r in case.rubrics.all()] == ["roditeli"]
    assert case.latest_version().situation == "Пишет после одиннадцати вечера."


def test_a_doubled_submit_makes_one_case(client, olga):
    posted = story()
    first, second = client.post(start(), posted), client.post(start(), posted)
    assert Case.objects.count() == 1
    assert second.url == first.url == reverse("cases:mentors", args=[Case.objects.get().number])
    assert CaseVersion.objects.count() == 1
    again = client.post(reverse("cases:draft", args=[Case.objects.get().number]), posted)
    assert (again.status_code, again.url, CaseVersion.objects.count()) == (303, first.url, 1)


def test_of_two_clicks_at_one_moment_the_later_one_goes_the_same_way(client, olga, monkeypatch):
    real = drafts.send

    def a_moment_late(case, **how):
        real(case, **how)
        raise Refused("stale", "Somebody was a moment faster.")

    monkeypatch.setattr(drafts, "send", a_moment_late)
    answer = client.post(start(), story())
    case = Case.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("cases:mentors", args=[case.number]))
    assert (case.state, case.versions.count()) == (State.CHOOSING, 1)


def test_a_form_whose_draft_was_deleted_begins_another_case(client, olga):
    posted = story(do="save")
    client.post(start(), posted)
    first = Case.objects.get()
    drafts.discard(first, by=olga, seen=None)
    assert client.get(start(), {"key": posted["idempotency_key"]}).status_code == 200
    client.post(start(), posted)
    assert Case.objects.exclude(pk=first.pk).get().state == State.DRAFT


def test_going_back_to_the_form_leads_to_its_case(client, olga):
    posted = story(do="save")
    client.post(start(), posted)
    case = Case.objects.get()
    back = client.get(start(), {"key": posted["idempotency_key"]})
    assert back.url == reverse("cases:draft", args=[case.number])


def test_the_key_of_another_persons_case_makes_a_case_of_ones_own(client, olga):
    other = people.make_draft(people.make_mentee("elena"))
    client.post(start(), story(idempotency_key=str(other.idempotency_key), title="Чужой ключ"))
    assert Case.objects.get(author=olga).latest_version().title == "Чужой ключ"
    assert other.versions.get().title == "Мама ученика пишет по ночам"


def test_what_a_form_must_not_set_is_not_set(client, olga):
    ivan = people.make_mentor("ivan")
    elena = people.make_mentee("elena")
    client.post(
        start(),
        story(
            do="save", author=elena.pk, state="completed", mentor=ivan.pk, number="2026-000001", collegial=""
        ),
    )
    case = Case.objects.get()
    assert (case.author, case.state, case.mentor, case.number != "2026-000001") == (
        olga,
        State.DRAFT,
        None,
        True,
    )


def test_an_incomplete_form_keeps_its_text_and_says_what_is_missing(client, olga):
    answer = client.post(start(), story(situation=" ", rubrics=[], question="Как быть?"))
    form = answer.context["form"]
    assert (answer.status_code, sorted(form.errors)) == (200, ["rubrics", "situation"])
    case = Case.objects.get()
    assert (case.state, case.draft_version().question) == (State.DRAFT, "Как быть?")


def test_the_limit_counts_what_the_person_sees(client, olga, settings):
    text = "ы\r\n" * (settings.CASE_TEXT_MAX // 2 - 1) + "ы"
    client.post(start(), story(situation=text))
    assert (
        len(Case.objects.get(state=State.CHOOSING).latest_version().situation) == settings.CASE_TEXT_MAX - 1
    )


def test_a_text_beyond_the_limit_is_refused_beside_the_field(client, olga, settings):
    answer = client.post(start(), story(situation="ы" * (settings.CASE_TEXT_MAX + 1)))
    assert list(answer.context["form"].errors) == ["situation"]
    assert Case.objects.get().state == State.DRAFT


def test_what_was_typed_is_escaped(client, olga):
    client.post(start(), story(do="save", title="<script>alert(1)</script>", situation="</textarea><b>x"))
    page = client.get(reverse("cases:draft", args=[Case.objects.get().number])).content.decode()
    assert "<script>alert" not in page
    assert "</textarea><b>" not in page
    assert "&lt;/textarea&gt;&lt;b&gt;x" in page
    assert "<script>alert" not in client.get(reverse("cases:new")).content.decode()


def test_the_profile_and_the_address_fill_the_new_form(client, olga):
    form = client.get(start(), {"rubric": "roditeli"}).context["form"]
    assert {k: form.initial[k] for k in ("subject", "years", "rubrics", "format")} == {
        "subject": "biology", "years": 2, "rubrics": ["roditeli"], "format": "anonymous",
    }  # fmt: skip
    people.make_rubric("rost", "Административный рост", "career")
    career = client.get(start("career"), {"track": "rost"}).context["form"]
    assert career.initial["rubrics"] == ["rost"]


def test_a_career_case_asks_for_place_and_aim(client, olga):
    people.make_rubric("rost", "Административный рост", "career")
    posted = {k: v for k, v in story(rubrics=["rost"]).items() if k != "situation"}
    refused = client.post(start("career"), posted)
    assert sorted(refused.context["form"].errors) == ["position", "wanted_track"]
    sent = client.post(
        start("career"), {**posted, "position": "Учитель", "wanted_track": "Завуч", "saved_revision": "1"}
    )
    assert (sent.status_code, Case.objects.get().direction, Case.objects.get().state) == (
        303,
        "career",
        "choosing",
    )


def test_a_merged_rubric_gives_way_and_a_retired_one_is_named(client, olga):
    old, new = people.make_rubric("staraya", "Старая"), people.make_rubric("novaya", "Новая")
    merge(old, into=new)
    client.post(start(), story(rubrics=["staraya"]))
    assert [r.slug for r in Case.objects.get().rubrics.all()] == ["novaya"]
    retire(new)
    answer = client.post(start(), story(rubrics=["novaya"]))
    assert list(answer.context["form"].errors) == ["rubrics"]
    assert "Новая" in answer.context["form"].errors["rubrics"][0]


def test_a_draft_whose_rubric_was_retired_says_so(client, olga):
    case = people.make_draft(olga)
    retire(people.make_rubric())
    answer = client.get(reverse("cases:draft", args=[case.number]))
    assert [r.slug for r in answer.context["gone"]] == ["roditeli"]


def test_not_more_than_three_rubrics(client, olga):
    names = [people.make_rubric(f"r-{n}", f"Рубрика {n}").slug for n in range(4)]
    answer = client.post(start(), story(rubrics=names))
    assert list(answer.context["form"].errors) == ["rubrics"]
    assert Case.objects.get().state == State.DRAFT


def test_a_draft_is_its_authors_alone(client, olga):
    case = people.make_draft(people.make_mentee("elena"))
    for name in ("draft", "reword", "mentors", "delete_draft"):
        assert client.get(reverse(f"cases:{name}", args=[case.number])).status_code == 404, name
    assert client.post(reverse("cases:autosave", args=[case.number]), story()).status_code == 404
    assert client.post(reverse("cases:attach", args=[case.number])).status_code == 404


def test_a_reworded_case_gets_its_second_version_once(client, olga):
    case = people.make_case(olga)
    place = reverse("cases:reword", args=[case.number])
    page = client.get(place)
    assert page.context["form"].initial["title"] == "Мама ученика пишет по ночам"
    assert (page.context["ordinal"], case.versions.count()) == (2, 1)
    posted = story(situation="Дело в доверии.", ordinal="2", revision=str(case.revision), idempotency_key="")
    sent = client.post(place, posted)
    assert sent.status_code == 303
    client.post(place, posted)
    texts = list(case.versions.values_list("ordinal", "situation"))
    assert texts == [(1, "Пишет после одиннадцати вечера."), (2, "Дело в доверии.")]
    case.refresh_from_db()
    assert (case.state, case.draft_version()) == (State.CHOOSING, None)


def test_rewording_after_questions_hands_the_case_back_to_the_mentor(client, olga):
    ivan = people.make_mentor("ivan")
    case = people.make_case(olga, ivan, State.CLARIFYING)
    place = reverse("cases:reword", args=[case.number])
    posted = story(situation="Дело в доверии.", ordinal="2", revision=str(case.revision))
    refused = client.post(place, posted)
    assert (refused.status_code, case.draft_version().situation) == (422, "Дело в доверии.")
    people.write_answers(case)
    sent = client.post(place, {**posted, "saved_revision": "1"})
    case.refresh_from_db()
    assert (sent.status_code, case.state, case.latest_version().ordinal) == (303, State.IN_WORK, 2)


def test_rewording_leaves_rubrics_and_format_alone(client, olga):
    case = people.make_case(olga)
    people.make_rubric("drugaya", "Другая")
    place = reverse("cases:reword", args=[case.number])
    client.post(place, story(do="save", ordinal="2", format="personal", rubrics=["drugaya"]))
    case.refresh_from_db()
    assert (case.format, [r.slug for r in case.rubrics.all()]) == ("anonymous", ["roditeli"])


def test_a_deleted_draft_leaves_no_text(client, olga):
    case = people.make_draft(olga, contact="+7 900 000-00-00")
    place = reverse("cases:delete_draft", args=[case.number])
    assert client.get(place).status_code == 200
    assert Case.objects.get().state == State.DRAFT
    assert client.post(place, {"revision": case.revision}).url == reverse("cases:new")
    case.refresh_from_db()
    assert (case.state, case.contact, case.versions.count()) == (State.DELETED, "", 0)
    assert client.get(reverse("cases:draft", args=[case.number])).status_code == 404


def test_the_choice_of_a_direction_lists_what_was_begun(
    client, olga, django_assert_num_queries, django_assert_max_num_queries
):
    people.make_draft(olga)
    client.get(reverse("cases:new"))
    with django_assert_max_num_queries(15) as one:
        assert len(client.get(reverse("cases:new")).context["unfinished"]) == 1
    people.make_draft(olga)
    people.make_draft(olga)
    with django_assert_num_queries(len(one)):
        assert len(client.get(reverse("cases:new")).context["unfinished"]) == 3


def test_opening_a_draft_twice_with_one_key_finds_it(olga):
    key = str(uuid.uuid4())
    first = drafts.open_draft(olga, direction="problem", key=key)
    assert drafts.open_draft(olga, direction="problem", key=key) == first
    assert drafts.open_draft(olga, direction="problem", key="not a key") != first
